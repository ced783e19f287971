/**
 * The dashboards' sockets of an Inbox, through the hibernation API: who is at the other end, and how often one
 * member may ask for pages. Who is connected is read from the sockets' attachments, so a wake from hibernation loses nothing
 * (invariant 8). A socket whose grant has ended is sent nothing more (invariant 14).
 */
import * as v from "valibot";
import { MemberCaller } from "../durable/caller.ts";
import { type GrantEnding, isOf, RecentEndings } from "../durable/grant.ts";
import { BoundedSender, close } from "../durable/sockets.ts";
import { type Rate, TokenBuckets } from "../durable/token-buckets.ts";
import type { Whereabouts } from "../protocol/notification/notice.ts";
import type { InboxServerFrame } from "../protocol/inbox.ts";
import { CloseCode, TAKEN_EVERY } from "../protocol/limits.ts";

/**
 * The most characters that a dashboard may be behind. It is minutes of a busy list, and small enough that memory suffices
 * for two hundred dashboards that read nothing.
 */
const MAX_UNACKNOWLEDGED = 4 * TAKEN_EVERY;

/** The delay of presence frames, in ms: `getWebSockets` no longer returns a closed socket by then. */
const PRESENCE_MS = 200;

/** A member with more dashboards open than this is a script. */
const MAX_SOCKETS_A_MEMBER = 20;

/** The pages of the list that one member may request: enough for scrolling and for a search at every letter, in a few tabs. */
const LISTING: Rate = { burst: 60, perSecond: 10 };

/** A socket's attachment. `focused`, `seeing`: as the page says; absent while it has said nothing. */
const Attachment = v.object({
	...MemberCaller.entries,
	focused: v.optional(v.boolean(), false),
	seeing: v.optional(v.nullable(v.string()), null),
	/** The time zone in which it watches its views' counts; null: it doesn't. */
	watches: v.optional(v.nullable(v.string()), null),
});
type Attachment = v.InferOutput<typeof Attachment>;

export class Dashboards {
	readonly #ctx: DurableObjectState;
	readonly #outgoing = new BoundedSender(MAX_UNACKNOWLEDGED);
	readonly #endings = new RecentEndings();
	readonly #listings = new TokenBuckets();
	/** Cached: attachments by socket, parsed once instead of with every frame. */
	readonly #known = new WeakMap<WebSocket, Attachment>();
	#presence: Promise<void> | null = null;

	constructor(ctx: DurableObjectState) {
		this.#ctx = ctx;
	}

	/** Accepts a socket; else returns the code to close it with: the grant has ended, or the member has too many sockets. */
	accept(socket: WebSocket, who: MemberCaller): number | null {
		if (this.hasEnded(who)) return CloseCode.renew;
		if (this.#ctx.getWebSockets(who.memberId).length >= MAX_SOCKETS_A_MEMBER) return CloseCode.flood;
		this.#ctx.acceptWebSocket(socket, [who.memberId]);
		socket.serializeAttachment(who);
		return null;
	}

	/** Who is at the other end, while their grant holds; else the socket is closed and its client asks anew. */
	admitted(socket: WebSocket, now: number): MemberCaller | null {
		const who = this.#who(socket);
		if (who && now < who.grant.until) return who;
		close(socket, who ? CloseCode.renew : CloseCode.unauthorized, "ask again");
		return null;
	}

	/** The member's grant was ended after it was given. */
	hasEnded(who: MemberCaller): boolean {
		return this.#endings.covers(who);
	}

	/** Closes the member's sockets, and those that were let in before this and are still on their way. */
	endGrants(ending: GrantEnding): void {
		this.#endings.add(ending, Date.now());
		for (const socket of this.#ctx.getWebSockets(ending.memberId)) {
			const who = this.#who(socket);
			if (!who || isOf(who, ending)) close(socket, CloseCode.renew, "ask again");
		}
	}

	/** 0 where the member may ask for a page now, else how long they are to wait, in ms. */
	delayFor({ memberId }: MemberCaller, now: number): number {
		return this.#listings.take(memberId, LISTING, now);
	}

	/** The dashboard has received so many characters more. */
	taken(socket: WebSocket, characters: number): void {
		this.#outgoing.taken(socket, characters);
	}

	send(socket: WebSocket, frame: InboxServerFrame): void {
		this.#outgoing.send(socket, JSON.stringify(frame));
	}

	broadcast(frame: InboxServerFrame): void {
		const data = JSON.stringify(frame);
		const now = Date.now();
		for (const socket of this.#ctx.getWebSockets()) if (this.admitted(socket, now)) this.#outgoing.send(socket, data);
	}

	/** Sends a frame to the dashboards of one member. */
	sendTo(memberId: string, frame: InboxServerFrame): void {
		const now = Date.now();
		for (const socket of this.#ctx.getWebSockets(memberId)) if (this.admitted(socket, now)) this.send(socket, frame);
	}

	/** Stores where a dashboard's member looks. True: at a conversation that wasn't on this page before. */
	look(socket: WebSocket, focused: boolean, seeing: string | null): boolean {
		const who = this.#who(socket);
		if (!who || (who.focused === focused && who.seeing === seeing)) return false;
		this.#keep(socket, { ...who, focused, seeing });
		return seeing !== null && seeing !== who.seeing;
	}

	/** Notes that a dashboard watches its views' counts. */
	watch(socket: WebSocket, zone: string): void {
		const who = this.#who(socket);
		if (!who || who.watches === zone) return;
		this.#keep(socket, { ...who, watches: zone });
	}

	/** The dashboards that watch their views' counts. */
	watching(): { socket: WebSocket; memberId: string; zone: string }[] {
		const now = Date.now();
		return this.#ctx.getWebSockets().flatMap((socket) => {
			const zone = this.#who(socket)?.watches ?? null;
			const who = zone === null ? null : this.admitted(socket, now);
			return who && zone !== null ? [{ socket, memberId: who.memberId, zone }] : [];
		});
	}

	#keep(socket: WebSocket, next: Attachment): void {
		this.#known.set(socket, next);
		socket.serializeAttachment(next);
	}

	/** Where the members who have a dashboard open look. */
	whereabouts(): Whereabouts[] {
		const all = new Map<string, Whereabouts>();
		for (const socket of this.#ctx.getWebSockets()) {
			const who = this.#who(socket);
			if (!who) continue;
			const { memberId, focused, seeing } = who;
			const own = all.get(memberId) ?? { memberId, focused: false, seeing: [] };
			own.focused ||= focused;
			if (seeing !== null) own.seeing.push(seeing);
			all.set(memberId, own);
		}
		return [...all.values()];
	}

	/** Who has a dashboard open, each once. */
	connected(): MemberCaller[] {
		const connected = new Map<string, MemberCaller>();
		for (const socket of this.#ctx.getWebSockets()) {
			const who = this.#who(socket);
			if (who) connected.set(who.memberId, who);
		}
		return [...connected.values()];
	}

	isConnected(memberId: string): boolean {
		return this.#ctx.getWebSockets(memberId).length > 0;
	}

	/**
	 * Runs `settled` after a delay, once for all sockets that open or close within it: after a deploy every dashboard
	 * reconnects, and a broadcast for each would be quadratic.
	 */
	schedulePresence(settled: () => void): void {
		if (this.#presence) return;
		this.#presence = scheduler.wait(PRESENCE_MS).then(() => {
			this.#presence = null;
			settled();
		});
		this.#ctx.waitUntil(this.#presence);
	}

	/** Null for a socket that carries nothing we wrote. */
	#who(socket: WebSocket): Attachment | null {
		const known = this.#known.get(socket);
		if (known) return known;
		const parsed = v.safeParse(Attachment, socket.deserializeAttachment());
		if (!parsed.success) return null;
		this.#known.set(socket, parsed.output);
		return parsed.output;
	}
}

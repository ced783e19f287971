/**
 * The sockets of one conversation, through the hibernation API. Who is connected is read from the sockets' tags and
 * attachments, so a wake from hibernation loses nothing (invariant 8). A visitor's frames pass through view.ts. A socket
 * whose grant has ended is sent nothing more (invariant 14).
 */
import * as v from "valibot";
import { close, BoundedSender } from "../durable/sockets.ts";
import type { ConversationState, Entry, Teammate } from "../protocol/conversation/entry.ts";
import type { ServerFrame } from "../protocol/conversation/frames.ts";
import type { State } from "./state.ts";
import { changedFields, forVisitor, stateForMember, stateForVisitor } from "./view.ts";
import { MemberCaller, VisitorCaller } from "../durable/caller.ts";
import { type GrantEnding, isOf, RecentEndings } from "../durable/grant.ts";
import { CloseCode } from "../protocol/limits.ts";

/** A socket's attachment: who is at the other end. It survives hibernation, and is far below the 16,384 bytes allowed. */
const Attachment = v.variant("kind", [VisitorCaller, MemberCaller]);
export type Attachment = v.InferOutput<typeof Attachment>;

/** A person with more tabs than this is a script. The platform allows 32,768 sockets an object. */
export const MAX_SOCKETS_A_PERSON = 20;

export const personOf = (attachment: Attachment): string =>
	attachment.kind === "visitor" ? `v:${attachment.visitorId}` : `m:${attachment.memberId}`;

export class Audience {
	readonly #ctx: DurableObjectState;
	readonly #outgoing = new BoundedSender();
	readonly #endings = new RecentEndings();
	/** Visitors whose tokens were revoked; in memory, for sockets that are on their way. */
	readonly #revoked = new Set<string>();
	/** Cached: attachments by socket, parsed once instead of with every frame. */
	readonly #known = new WeakMap<WebSocket, Attachment>();
	/** Cached: sockets by kind, read from the platform once instead of with every message. Cleared when a socket opens or closes. */
	readonly #open = new Map<Attachment["kind"], WebSocket[]>();

	constructor(ctx: DurableObjectState) {
		this.#ctx = ctx;
	}

	/** Accepts a socket; else returns the code to close it with: the person has too many sockets, or the grant has ended. */
	accept(socket: WebSocket, attachment: Attachment): number | null {
		const person = personOf(attachment);
		const ended =
			attachment.kind === "member" ? this.#endings.covers(attachment) : this.#revoked.has(attachment.visitorId);
		if (ended) return CloseCode.renew;
		if (this.#ctx.getWebSockets(person).length >= MAX_SOCKETS_A_PERSON) return CloseCode.flood;
		this.#ctx.acceptWebSocket(socket, [attachment.kind, person]);
		this.#open.clear();
		this.remember(socket, attachment);
		return null;
	}

	/** Tells members that a socket has closed, or is about to. */
	left(socket: WebSocket): void {
		this.#open.clear();
		this.toMembers(this.presence(socket), socket);
	}

	/** Replaces a socket's attachment. */
	remember(socket: WebSocket, attachment: Attachment): void {
		this.#known.set(socket, attachment);
		socket.serializeAttachment(attachment);
	}

	/** A socket's attachment; null where it can't be parsed. */
	who(socket: WebSocket): Attachment | null {
		const known = this.#known.get(socket);
		if (known) return known;
		const parsed = v.safeParse(Attachment, socket.deserializeAttachment());
		if (!parsed.success) return null;
		this.#known.set(socket, parsed.output);
		return parsed.output;
	}

	/** Who is at the other end, where they may still say and hear something; else the socket is closed and its client asks anew. */
	admitted(socket: WebSocket, now: number): Attachment | null {
		const who = this.who(socket);
		if (who && now < who.grant.until) return who;
		close(socket, who ? CloseCode.renew : CloseCode.unauthorized, who ? "ask again" : "unknown");
		return null;
	}

	send(socket: WebSocket, frame: ServerFrame): void {
		this.#outgoing.send(socket, JSON.stringify(frame));
	}

	/**
	 * Sends new entries to everyone connected, with the part of the state that changed: members and visitors each get their
	 * own view. `before` is null for a conversation's first entries.
	 */
	tell(entries: Entry[], before: State | null, state: State): void {
		const { seq } = state;
		const news = (view: (of: State) => ConversationState) => changedFields(before && view(before), view(state));
		if (this.#sockets("member").length > 0)
			this.toMembers({ type: "entries", entries, state: news(stateForMember), seq });
		if (this.#sockets("visitor").length === 0) return;
		const visible = entries.map(forVisitor).filter((entry) => entry !== null);
		this.toVisitors({ type: "entries", entries: visible, state: news(stateForVisitor), seq });
	}

	toMembers(frame: ServerFrame, except?: WebSocket): void {
		this.#broadcast("member", frame, except);
	}

	toVisitors(frame: ServerFrame, except?: WebSocket): void {
		this.#broadcast("visitor", frame, except);
	}

	/** The teammates who have the conversation open, each once, and whether its visitor is online. `gone`: a socket to leave out. */
	presence(gone?: WebSocket): Extract<ServerFrame, { type: "presence" }> {
		const viewers = new Map<string, Teammate>();
		for (const socket of this.#ctx.getWebSockets("member")) {
			const who = socket === gone ? null : this.who(socket);
			if (who?.kind === "member") viewers.set(who.memberId, { id: who.memberId, name: who.name });
		}
		const visitorOnline = this.#ctx.getWebSockets("visitor").some((socket) => socket !== gone);
		return { type: "presence", viewers: [...viewers.values()], visitorOnline };
	}

	closeVisitors(code: number, reason: string): void {
		for (const socket of this.#ctx.getWebSockets("visitor")) close(socket, code, reason);
	}

	/** Visitors who may no longer be here: not the one whose conversation it has become, or from a site that was taken away. */
	closeVisitorsUnless(mayStay: (who: VisitorCaller) => boolean): void {
		for (const socket of this.#ctx.getWebSockets("visitor")) {
			const who = this.who(socket);
			if (who?.kind !== "visitor" || !mayStay(who)) close(socket, CloseCode.renew, "ask again");
		}
	}

	/** Closes the member's sockets, and those that were let in before this and are still on their way. */
	endGrants(ending: GrantEnding, now: number): void {
		this.#endings.add(ending, now);
		for (const socket of this.#ctx.getWebSockets(`m:${ending.memberId}`)) {
			const who = this.who(socket);
			if (who?.kind !== "member" || isOf(who, ending)) close(socket, CloseCode.renew, "ask again");
		}
	}

	/** The same for a visitor whose tokens were revoked. Coming back, they are refused. */
	endVisitor(visitorId: string): void {
		this.#revoked.add(visitorId);
		this.closeVisitorsUnless((who) => who.visitorId !== visitorId);
	}

	#broadcast(tag: Attachment["kind"], frame: ServerFrame, except?: WebSocket): void {
		const sockets = this.#sockets(tag);
		if (sockets.length === 0) return;
		const data = JSON.stringify(frame);
		const now = Date.now();
		for (const socket of sockets)
			if (socket !== except && this.admitted(socket, now)) this.#outgoing.send(socket, data);
	}

	#sockets(kind: Attachment["kind"]): WebSocket[] {
		const known = this.#open.get(kind);
		if (known) return known;
		const sockets = this.#ctx.getWebSockets(kind);
		this.#open.set(kind, sockets);
		return sockets;
	}
}

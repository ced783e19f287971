/**
 * The Inbox: one Durable Object a workspace, the live list that every dashboard watches. A snapshot and the changes
 * after it come from this one place, so there is no gap between them. It knows conversations only as the lines they
 * project to it, and is never asked on a message's way.
 */
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { callerOf, MemberCaller } from "../durable/caller.ts";
import { type GrantEnding, isOf, RecentEndings } from "../durable/grant.ts";
import { conversation } from "../durable/objects.ts";
import { type Rate, TokenBuckets } from "../durable/token-buckets.ts";
import { migrate } from "../durable/migrations.ts";
import { close, BoundedSender } from "../durable/sockets.ts";
import { log } from "../http/log.ts";
import type { Teammate } from "../protocol/conversation/entry.ts";
import { type Availability, parseFrame } from "../protocol/conversation/frames.ts";
import { type ModelHealthReport, InboxClientFrame, type ListItem, type InboxServerFrame } from "../protocol/inbox.ts";
import { CloseCode, PING, PONG, TAKEN_EVERY } from "../protocol/limits.ts";
import type { CopilotUse, ConversationMetrics, DayFigures } from "../protocol/figures.ts";
import { figures } from "./metrics/days.ts";
import { ListItems } from "./items.ts";
import { LoadGovernor } from "./load.ts";
import type { IndexedText } from "./message-index.ts";
import { migrations } from "./schema.ts";
import { type OpenThread, OpenThreads } from "./open-threads.ts";
import { recordSuggestion, recordSuggestionUse } from "./metrics/copilot.ts";
import { ModelHealth } from "./metrics/model-health.ts";

export type InboxAvailability = Pick<Availability, "online" | "usualReplyMs">;

/** `gatherMs`: mere messages should wait this long to be told together, for the sake of everybody else's. */
export type Received = InboxAvailability & { gatherMs: number };

/** In characters, past what a dashboard says that it has: minutes of a busy list, and little enough for two hundred stuck ones. */
const MOST_UNTAKEN = 4 * TAKEN_EVERY;

/** Nobody sees so short a wait in a list, and at a hundred lines a second it saves half of the commits and frames. */
const TOGETHER_MS = 25;

/** Who has come and who has gone is told this late: a closed socket is no longer among the object's by then. */
const PRESENCE_MS = 200;

/** One member with more than this many dashboards open is a script. */
const MAX_SOCKETS_A_MEMBER = 20;

/** Pages of the list that one member may ask for: scrolling, and a search with every letter typed, in a few tabs. */
const LISTING: Rate = { burst: 60, perSecond: 10 };

type Update = {
	item: ListItem;
	said: IndexedText[];
	metrics: ConversationMetrics | null;
	modelHealth: ModelHealthReport | null;
};
type Together = { lines: Update[]; over: Promise<void>; failure: Error | null };

export class Inbox extends DurableObject<Env> {
	#list: ListItems;
	readonly #trouble: ModelHealth;
	readonly #pace = new LoadGovernor();
	#together: Together | null = null;
	#presence: Promise<void> | null = null;
	readonly #outgoing = new BoundedSender(MOST_UNTAKEN);
	readonly #threads: OpenThreads;
	readonly #endings = new RecentEndings();
	readonly #listings = new TokenBuckets();
	/** What was parsed from a socket once needs no parsing with its every frame. */
	readonly #known = new WeakMap<WebSocket, MemberCaller>();

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		migrate(ctx.storage, migrations);
		this.#list = new ListItems(ctx.storage.sql);
		this.#trouble = new ModelHealth(ctx.storage.sql);
		this.#threads = new OpenThreads(ctx.storage.sql);
	}

	/* ---------- what conversations and the Worker call ---------- */

	/**
	 * Takes a conversation's line, what was said in it since, and how the model last fared there; what is here already
	 * changes nothing. Where many conversations tell at once, their lines wait a moment for each other: one commit and one
	 * frame for all of them.
	 */
	async receive(
		item: ListItem,
		said: IndexedText[] = [],
		metrics: ConversationMetrics | null = null,
		modelHealth: ModelHealthReport | null = null,
	): Promise<Received> {
		const gatherMs = this.#pace.next(Date.now());
		const line = { item, said, metrics, modelHealth };
		if (gatherMs === 0) this.#take([line]);
		else {
			const together = (this.#together ??= this.#gather());
			together.lines.push(line);
			// Should the object die or a line fail meanwhile, every caller fails with it and tells again.
			await together.over;
			if (together.failure) throw together.failure;
		}
		return { ...this.availability(), gatherMs };
	}

	#gather(): Together {
		const over = scheduler.wait(TOGETHER_MS).then(() => {
			this.#takeWaiting();
			this.#together = null;
		});
		return { lines: [], over, failure: null };
	}

	#takeWaiting(): void {
		const together = this.#together;
		if (!together) return;
		try {
			this.#take(together.lines.splice(0));
		} catch (error) {
			together.failure = error instanceof Error ? error : new Error(String(error));
		}
	}

	#take(lines: Update[]): void {
		const now = Date.now();
		const items: ListItem[] = [];
		let moved = false;
		try {
			for (const { item, said, metrics, modelHealth } of lines) {
				const { changed, recounted } = this.#whole(() => this.#list.put(item, said, now, metrics));
				if (changed) items.push(item);
				moved ||= recounted;
				if (modelHealth && this.#trouble.take(modelHealth))
					this.#broadcast({ type: "trouble", trouble: this.#trouble.standing });
			}
		} finally {
			// Also where a line failed: those before it are stored, and told again they would be no news.
			if (items.length > 0)
				this.#broadcast({ type: "items", items, ...(moved ? { counts: this.#list.counts() } : {}) });
		}
	}

	/** All of a line or nothing: what failed half-way would be no news when it is told again. */
	#whole<T>(put: () => T): T {
		const { storage } = this.ctx;
		try {
			return storage.transactionSync(put);
		} catch (error) {
			// What it remembers may be of what was taken back.
			this.#list = new ListItems(storage.sql);
			throw error;
		}
	}

	/** A member is about to open a thread. False: what they were let in on ended meanwhile, so their client has to ask anew. */
	openThread(who: MemberCaller, conversationId: string): boolean {
		if (this.#endings.covers(who)) return false;
		const thread: OpenThread = { memberId: who.memberId, conversationId, until: who.grant.until };
		this.#threads.add(thread, Date.now());
		return true;
	}

	/**
	 * Ends a member's grants in the list and in every thread they have open. Their dashboards connect anew: those whose
	 * session goes on may, the others learn that theirs has ended.
	 */
	async endGrants(ending: GrantEnding): Promise<void> {
		this.#endings.add(ending, Date.now());
		for (const socket of this.ctx.getWebSockets(ending.memberId)) {
			const who = this.#who(socket);
			if (!who || isOf(who, ending)) close(socket, CloseCode.renew, "ask again");
		}
		const workspace = this.ctx.id.name ?? "";
		const told = this.#threads.of(ending.memberId).map((id) => conversation(this.env, workspace, id).endGrants(ending));
		for (const result of await Promise.allSettled(told))
			if (result.status === "rejected") log("grants_not_ended", { workspace, error: result.reason });
	}

	availability(): InboxAvailability {
		return { online: this.#online().length > 0, usualReplyMs: this.#list.usualWait() };
	}

	/** Archived ones included, newest first. */
	byVisitors(ids: string[]): ListItem[] {
		this.#takeWaiting();
		return this.#list.byVisitors(ids);
	}

	byContact(id: string): ListItem[] {
		this.#takeWaiting();
		return this.#list.byContact(id);
	}

	/** By day, the latest `days`. */
	figures(days: number): DayFigures[] {
		return figures(this.ctx.storage.sql, days, Date.now());
	}

	/** Copilot suggested a reply: its id. */
	recordSuggestion(conversationId: string): string {
		return recordSuggestion(this.ctx.storage.sql, conversationId);
	}

	/** A suggested reply was sent as it was, sent after a change, or not sent. False: there is no such suggestion. */
	recordCopilotUse(told: { id: string; conversation: string; use: CopilotUse }): boolean {
		return recordSuggestionUse(this.ctx.storage.sql, told, Date.now());
	}

	/* ---------- sockets ---------- */

	/** The WebSocket upgrade, from the Worker only: it has checked the member. */
	override async fetch(request: Request): Promise<Response> {
		const who = callerOf(request)?.who;
		if (who?.kind !== "member") return new Response("Not found", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		const refusal = this.#endings.covers(who)
			? CloseCode.renew
			: this.ctx.getWebSockets(who.memberId).length >= MAX_SOCKETS_A_MEMBER
				? CloseCode.flood
				: null;
		if (refusal !== null) {
			server.accept();
			close(server, refusal, "not let in");
			return new Response(null, { status: 101, webSocket: client });
		}
		this.ctx.acceptWebSocket(server, [who.memberId]);
		server.serializeAttachment(who);
		const online = this.#online();
		const hello = { counts: this.#list.counts(), online, now: Date.now(), trouble: this.#trouble.standing };
		this.#send(server, { type: "hello", ...hello });
		this.#tellPresence();
		return new Response(null, { status: 101, webSocket: client });
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		const who = this.#admitted(socket, Date.now());
		if (!who) return;
		const parsed = parseFrame(InboxClientFrame, data);
		if (!parsed.ok)
			return this.#send(socket, { type: "refused", ...(parsed.id ? { id: parsed.id } : {}), reason: parsed.reason });
		if (parsed.frame.type === "taken") return this.#outgoing.taken(socket, parsed.frame.characters);
		const { id, filter, cursor = null, text = "" } = parsed.frame;
		const retryAfterMs = this.#listings.take(who.memberId, LISTING, Date.now());
		if (retryAfterMs > 0) return this.#send(socket, { type: "refused", id, reason: "flood", retryAfterMs });
		const page = text.trim() === "" ? this.#list.page(filter, cursor) : this.#list.search(filter, text, cursor);
		this.#send(socket, { type: "page", id, ...page });
	}

	override webSocketClose(): void {
		this.#tellPresence();
	}

	override webSocketError(): void {
		this.#tellPresence();
	}

	/** Once for all who come and go together: after a deploy that is everybody, and each would tell everybody. */
	#tellPresence(): void {
		if (this.#presence) return;
		this.#presence = scheduler.wait(PRESENCE_MS).then(() => {
			this.#presence = null;
			this.#broadcast({ type: "presence", online: this.#online() });
		});
		this.ctx.waitUntil(this.#presence);
	}

	/** Teammates with a dashboard open, each once. */
	#online(): Teammate[] {
		const online = new Map<string, Teammate>();
		for (const socket of this.ctx.getWebSockets()) {
			const who = this.#who(socket);
			if (who) online.set(who.memberId, { id: who.memberId, name: who.name });
		}
		return [...online.values()];
	}

	#send(socket: WebSocket, frame: InboxServerFrame): void {
		this.#outgoing.send(socket, JSON.stringify(frame));
	}

	#broadcast(frame: InboxServerFrame): void {
		const data = JSON.stringify(frame);
		const now = Date.now();
		for (const socket of this.ctx.getWebSockets()) if (this.#admitted(socket, now)) this.#outgoing.send(socket, data);
	}

	/** Null for a socket that carries nothing we wrote. */
	#who(socket: WebSocket): MemberCaller | null {
		const known = this.#known.get(socket);
		if (known) return known;
		const parsed = v.safeParse(MemberCaller, socket.deserializeAttachment());
		if (!parsed.success) return null;
		this.#known.set(socket, parsed.output);
		return parsed.output;
	}

	/** Who is at the other end, while their grant holds; else the socket is closed and its client asks anew. */
	#admitted(socket: WebSocket, now: number): MemberCaller | null {
		const who = this.#who(socket);
		if (who && now < who.grant.until) return who;
		close(socket, who ? CloseCode.renew : CloseCode.unauthorized, "ask again");
		return null;
	}
}

/**
 * The Inbox: the Durable Object of a workspace's live list of conversations. Every dashboard connects to it. It serves both
 * the pages and the changes after them, so that no change falls between the two. It knows conversations only by the items
 * that they send it, and a message doesn't wait for it.
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
import {
	InboxClientFrame,
	type InboxServerFrame,
	type ListedPerson,
	type ListItem,
	type ModelHealthReport,
	type PersonPage,
} from "../protocol/inbox.ts";
import { CloseCode, PING, PONG, TAKEN_EVERY } from "../protocol/limits.ts";
import type { ConversationMetrics, DayFigures } from "../protocol/figures.ts";
import { type InboxCall, type InboxResult, runInboxAction } from "./actions.ts";
import { figures } from "./metrics/days.ts";
import { ListItems } from "./items.ts";
import { LoadGovernor } from "./load.ts";
import type { IndexedText } from "./message-index.ts";
import { migrations } from "./schema.ts";
import { type OpenThread, OpenThreads } from "./open-threads.ts";
import { ModelHealth } from "./metrics/model-health.ts";

export type InboxAvailability = Pick<Availability, "online" | "usualReplyMs">;

/**
 * `gatherMs`: backpressure. For this long, in ms, the conversation should gather messages that change nothing else, and
 * send them as one update.
 */
export type Received = InboxAvailability & { gatherMs: number };

/**
 * The most characters that a dashboard may be behind. It is minutes of a busy list, and small enough that memory suffices
 * for two hundred dashboards that read nothing.
 */
const MAX_UNACKNOWLEDGED = 4 * TAKEN_EVERY;

/** How long updates wait for each other, in ms. Nobody notices it in a list; at a hundred a second it halves commits and frames. */
const BATCH_MS = 25;

/** Between two steps of indexing an earlier release's messages anew, in ms. */
const REFOLD_EVERY_MS = 100;

/** The delay of presence frames, in ms: `getWebSockets` no longer returns a closed socket by then. */
const PRESENCE_MS = 200;

/** A member with more dashboards open than this is a script. */
const MAX_SOCKETS_A_MEMBER = 20;

/** The pages of the list that one member may request: enough for scrolling and for a search at every letter, in a few tabs. */
const LISTING: Rate = { burst: 60, perSecond: 10 };

type Update = {
	item: ListItem;
	texts: IndexedText[];
	metrics: ConversationMetrics | null;
	modelHealth: ModelHealthReport | null;
};
/** Updates that wait to be stored in one commit. `done` resolves when they have been; `failure` is set if that failed. */
type Batch = { updates: Update[]; done: Promise<void>; failure: Error | null };

export class Inbox extends DurableObject<Env> {
	#list: ListItems;
	readonly #trouble: ModelHealth;
	readonly #pace = new LoadGovernor();
	#batch: Batch | null = null;
	#presence: Promise<void> | null = null;
	readonly #outgoing = new BoundedSender(MAX_UNACKNOWLEDGED);
	readonly #threads: OpenThreads;
	readonly #endings = new RecentEndings();
	readonly #listings = new TokenBuckets();
	/** Cached: attachments by socket, parsed once instead of with every frame. */
	readonly #known = new WeakMap<WebSocket, MemberCaller>();

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		migrate(ctx.storage, migrations);
		this.#list = new ListItems(ctx.storage.sql);
		this.#trouble = new ModelHealth(ctx.storage.sql);
		this.#threads = new OpenThreads(ctx.storage.sql);
		if (this.#list.refolding) void ctx.storage.setAlarm(Date.now());
	}

	/** Indexes messages of an earlier release anew, some at a time, with whatever arrives in between. */
	override async alarm(): Promise<void> {
		if (this.#list.refolding) this.#whole(() => this.#list.refold());
		if (this.#list.refolding) await this.ctx.storage.setAlarm(Date.now() + REFOLD_EVERY_MS);
	}

	/* ---------- RPC, for conversations and the Worker ---------- */

	/**
	 * Stores a conversation's item, its texts since the last update, its metrics and the model's health. Idempotent. Under
	 * load, updates wait a moment for each other, so that one commit and one frame serve all of them.
	 */
	async receive(
		item: ListItem,
		texts: IndexedText[] = [],
		metrics: ConversationMetrics | null = null,
		modelHealth: ModelHealthReport | null = null,
	): Promise<Received> {
		const gatherMs = this.#pace.next(Date.now());
		const update = { item, texts, metrics, modelHealth };
		if (gatherMs === 0) this.#store([update]);
		else {
			const batch = (this.#batch ??= this.#newBatch());
			batch.updates.push(update);
			// If the object is reset or an update fails, every caller of the batch fails and sends its update again.
			await batch.done;
			if (batch.failure) throw batch.failure;
		}
		return { ...this.availability(), gatherMs };
	}

	#newBatch(): Batch {
		const done = scheduler.wait(BATCH_MS).then(() => {
			this.#storeWaiting();
			this.#batch = null;
		});
		return { updates: [], done, failure: null };
	}

	#storeWaiting(): void {
		const batch = this.#batch;
		if (!batch) return;
		try {
			this.#store(batch.updates.splice(0));
		} catch (error) {
			batch.failure = error instanceof Error ? error : new Error(String(error));
		}
	}

	#store(updates: Update[]): void {
		const now = Date.now();
		const items: ListItem[] = [];
		let moved = false;
		try {
			for (const { item, texts, metrics, modelHealth } of updates) {
				const { changed, recounted } = this.#whole(() => this.#list.put(item, texts, now, metrics));
				if (changed) items.push(item);
				moved ||= recounted;
				if (modelHealth && this.#trouble.take(modelHealth))
					this.#broadcast({ type: "trouble", trouble: this.#trouble.current });
			}
		} finally {
			// This runs even if an update failed: those before it are stored, so sending them again would broadcast nothing.
			if (items.length > 0)
				this.#broadcast({ type: "items", items, ...(moved ? { counts: this.#list.counts() } : {}) });
		}
	}

	/** Stores an update in one transaction: if half of it stayed, the resent update would count as known. */
	#whole<T>(put: () => T): T {
		const { storage } = this.ctx;
		try {
			return storage.transactionSync(put);
		} catch (error) {
			// The list's caches may hold values that were rolled back.
			this.#list = new ListItems(storage.sql);
			throw error;
		}
	}

	/** Notes that a member opens a thread. False: the grant has ended meanwhile, so the client has to ask anew. */
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

	/** The visitors' conversations, newest first, including archived ones. */
	byVisitors(ids: string[]): ListItem[] {
		this.#storeWaiting();
		return this.#list.byVisitors(ids);
	}

	/** The contact's conversations, newest first, including archived ones. */
	byContact(id: string): ListItem[] {
		this.#storeWaiting();
		return this.#list.byContact(id);
	}

	/** Every conversation of a visitor or contact, a page at a time, including archived ones. */
	everyOf(person: ListedPerson, before: number | null): PersonPage {
		this.#storeWaiting();
		return this.#list.everyOf(person, before);
	}

	/** The figures of the latest `days` days. */
	figures(days: number): DayFigures[] {
		return figures(this.ctx.storage.sql, days, Date.now());
	}

	/** Carries out a member's action on the list. Actions on a conversation are its own object's. */
	act(...call: InboxCall): InboxResult {
		return runInboxAction({ sql: this.ctx.storage.sql }, call);
	}

	/* ---------- sockets ---------- */

	/** Accepts a WebSocket upgrade. Only the Worker can send one; it has checked the member. */
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
		const hello = { counts: this.#list.counts(), online, now: Date.now(), trouble: this.#trouble.current };
		this.#send(server, { type: "hello", ...hello });
		this.#schedulePresence();
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
		this.#schedulePresence();
	}

	override webSocketError(): void {
		this.#schedulePresence();
	}

	/**
	 * Broadcasts who is online after a delay, once for all sockets that open or close within it: after a deploy every
	 * dashboard reconnects, and a broadcast for each would be quadratic.
	 */
	#schedulePresence(): void {
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

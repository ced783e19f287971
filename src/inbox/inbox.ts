/**
 * The Inbox: the Durable Object of a workspace's live list of conversations. Every dashboard connects to it. It serves both
 * the pages and the changes after them, so that no change falls between the two. It knows conversations only by the items
 * that they send it, and a message doesn't wait for it.
 */
import { DurableObject } from "cloudflare:workers";
import * as v from "valibot";
import { migrate } from "../durable/migrations.ts";
import { close, BoundedSender } from "../durable/sockets.ts";
import { Teammate } from "../protocol/conversation/entry.ts";
import { type Availability, parseFrame } from "../protocol/conversation/frames.ts";
import { type ModelHealthReport, InboxClientFrame, type ListItem, type InboxServerFrame } from "../protocol/inbox.ts";
import { PING, PONG, TAKEN_EVERY } from "../protocol/limits.ts";
import type { ConversationMetrics, DayFigures } from "../protocol/figures.ts";
import { type InboxCall, type InboxResult, runInboxAction } from "./actions.ts";
import { figures } from "./metrics/days.ts";
import { ListItems } from "./items.ts";
import { teammateOf } from "./member-header.ts";
import { LoadGovernor } from "./load.ts";
import type { IndexedText } from "./message-index.ts";
import { migrations } from "./schema.ts";
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

/** The delay of presence frames, in ms: `getWebSockets` no longer returns a closed socket by then. */
const PRESENCE_MS = 200;

/** RFC 6455's registry: the client may reconnect at once. */
const SERVICE_RESTART = 1012;

function memberOf(socket: WebSocket): Teammate | null {
	const parsed = v.safeParse(Teammate, socket.deserializeAttachment());
	return parsed.success ? parsed.output : null;
}

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

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		migrate(ctx.storage, migrations);
		this.#list = new ListItems(ctx.storage.sql);
		this.#trouble = new ModelHealth(ctx.storage.sql);
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

	/** Closes the member's sockets. Their dashboards reconnect, which succeeds only where the session is still valid. */
	signedOut(memberId: string): void {
		for (const socket of this.ctx.getWebSockets())
			if (memberOf(socket)?.id === memberId) close(socket, SERVICE_RESTART, "sign in again");
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
		const member = teammateOf(request);
		if (!member) return new Response("Not found", { status: 404 });
		const { 0: client, 1: server } = new WebSocketPair();
		this.ctx.acceptWebSocket(server);
		server.serializeAttachment(member);
		const online = this.#online();
		const hello = { counts: this.#list.counts(), online, now: Date.now(), trouble: this.#trouble.current };
		this.#send(server, { type: "hello", ...hello });
		this.#schedulePresence();
		return new Response(null, { status: 101, webSocket: client });
	}

	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void {
		const parsed = parseFrame(InboxClientFrame, data);
		if (!parsed.ok)
			return this.#send(socket, { type: "refused", ...(parsed.id ? { id: parsed.id } : {}), reason: parsed.reason });
		if (parsed.frame.type === "taken") return this.#outgoing.taken(socket, parsed.frame.characters);
		const { id, filter, cursor = null, text = "" } = parsed.frame;
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
			const member = memberOf(socket);
			if (member) online.set(member.id, member);
		}
		return [...online.values()];
	}

	#send(socket: WebSocket, frame: InboxServerFrame): void {
		this.#outgoing.send(socket, JSON.stringify(frame));
	}

	#broadcast(frame: InboxServerFrame): void {
		const data = JSON.stringify(frame);
		for (const socket of this.ctx.getWebSockets()) this.#outgoing.send(socket, data);
	}
}

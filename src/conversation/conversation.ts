/**
 * A conversation: one Durable Object that owns its log, its sockets and its deadlines. This class is its door: it tells
 * who is calling, and hands frames to the reception and actions and alarms to the conduct. It never trusts what a client
 * says of itself, and holds nothing in memory that a wake could not rebuild.
 */
import { DurableObject } from "cloudflare:workers";
import { hasSchema, migrate } from "../durable/migrations.ts";
import { log as writeLog } from "../http/log.ts";
import { close } from "../durable/sockets.ts";
import type { EntryPage } from "../protocol/conversation/details.ts";
import type { Rating, Teammate } from "../protocol/conversation/entry.ts";
import type { MemberAction, ServerFrame } from "../protocol/conversation/frames.ts";
import type { ListItem } from "../protocol/inbox.ts";
import { CloseCode, PING, PONG } from "../protocol/limits.ts";
import type { Trace } from "../protocol/conversation/trace.ts";
import { Admission } from "./start.ts";
import { type Attachment, Audience, personOf } from "./audience.ts";
import { type Changed, Dispatcher } from "./dispatch.ts";
import { Effects } from "./outgoing/deliveries.ts";
import { RateLimiter } from "./rate-limit.ts";
import { History, type Range } from "./storage/history.ts";
import { Store } from "./storage/store.ts";
import { Log } from "./storage/log.ts";
import type { Command } from "./machine.ts";
import { listItemOf } from "./outgoing/list-item.ts";
import { Ratings } from "./turn/ratings.ts";
import { FrameHandler } from "./frames.ts";
import { Documents, type ConversationRecord, type VisitorDocument } from "./storage/record.ts";
import { migrations } from "./storage/schema.ts";
import { type State, unreadForVisitor } from "./state.ts";
import { Traces } from "./turn/traces.ts";
import { TurnQueue } from "./turn/queue.ts";
import { type Caller, callerOf, type MemberCaller, type VisitorCaller } from "../durable/caller.ts";

type KnownVisitor = VisitorDocument &
	Pick<ConversationRecord, "visitorId" | "startedAt"> &
	Pick<State, "contactId" | "email">;
/** RFC 6455, section 7.4.1. */
const INTERNAL_ERROR = 1011;

export class Conversation extends DurableObject<Env> {
	readonly #traces: Traces;
	readonly #ratings: Ratings;
	readonly #audience: Audience;
	readonly #ledger: Store;
	readonly #floodgate = new RateLimiter();
	readonly #history: History;
	readonly #conduct: Dispatcher;
	readonly #reception: FrameHandler;

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		const { storage } = ctx;
		// A conversation that nobody has written in leaves nothing behind; its tables come with its first message.
		if (hasSchema(storage)) migrate(storage, migrations);
		const log = new Log(storage.sql);
		const turns = new TurnQueue(storage.sql);
		const effects = new Effects(storage.sql);
		this.#traces = new Traces(storage.sql);
		this.#ratings = new Ratings(storage.sql);
		this.#audience = new Audience(ctx);
		const audience = this.#audience;
		this.#ledger = new Store({ storage, documents: new Documents(storage.sql), log, turns, effects, audience });
		const ledger = this.#ledger;
		this.#history = new History(ledger, log, this.#ratings);
		this.#conduct = new Dispatcher({
			ctx,
			env,
			ledger,
			log,
			turns,
			effects,
			traces: this.#traces,
			ratings: this.#ratings,
			audience,
		});
		const admission = new Admission({ env, storage, ledger, audience });
		this.#reception = new FrameHandler({
			ledger,
			log,
			audience,
			floodgate: this.#floodgate,
			admit: (visit) => admission.admit(visit),
			apply: (command, now, effect) => this.#conduct.apply(command, now, effect),
			rate: (seq, rating, now) => this.#conduct.rate(seq, rating, now),
		});
	}

	override async alarm(): Promise<void> {
		if (!this.#ledger.record) return;
		this.#ledger.alarmFired();
		await this.#conduct.meetDeadlines(Date.now());
		this.#ledger.save(Date.now());
	}

	/* ---------- sockets ---------- */

	/** The WebSocket upgrade, from the Worker only: it has checked who calls. */
	override async fetch(request: Request): Promise<Response> {
		const caller = callerOf(request);
		if (!caller) return new Response("Not found", { status: 404 });
		const { who, settings } = caller;
		if (!this.#mayEnter(who)) return new Response("Not found", { status: 404 });
		const { record } = this.#ledger;
		if (record && settings) this.#ledger.follow(settings);
		this.#ledger.recoverAlarm(Date.now());

		const { 0: client, 1: server } = new WebSocketPair();
		if (who.kind === "visitor" && record?.state.blockedUntil !== undefined) {
			server.accept();
			close(server, CloseCode.blocked, "blocked");
		} else if (!this.#audience.accept(server, who)) {
			server.accept();
			close(server, CloseCode.flood, "too many connections");
		} else {
			const since = Number(new URL(request.url).searchParams.get("since")) || 0;
			this.#audience.send(server, this.#history.welcome(who.kind, since));
			this.#audience.toMembers(this.#audience.presence());
			// A turn that a crash left behind goes on with the client's return, before its alarm.
			if (record) this.#conduct.answer(Date.now());
		}
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A promise only where there is something to wait for: the runtime spends on each as much as on reading a frame. */
	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void | Promise<void> {
		const who = this.#audience.who(socket);
		if (!who) return close(socket, CloseCode.unauthorized, "unknown");
		this.#ledger.recoverAlarm(Date.now());
		const answer = (frames: ServerFrame[]) => {
			for (const frame of frames) this.#audience.send(socket, frame);
			if (this.#floodgate.isAbusive(personOf(who))) close(socket, CloseCode.flood, "flood");
		};
		const fail = (error: unknown) => {
			// Something we need is out of order. The client keeps what it sent, comes back with growing pauses and sends it again.
			const [workspace, conversation] = this.ctx.id.name?.split("/") ?? [];
			writeLog("frame_failed", { workspace, conversation, error });
			close(socket, INTERNAL_ERROR, "try again");
		};
		try {
			const received = this.#reception.receive(who, data, socket);
			if (received instanceof Promise) return received.then(answer).catch(fail);
			answer(received);
		} catch (error) {
			fail(error);
		}
	}

	override webSocketClose(socket: WebSocket): void {
		// The runtime answers the close itself from compatibility date 2026-04-07 on.
		this.#audience.left(socket);
	}

	override webSocketError(socket: WebSocket): void {
		this.#audience.left(socket);
	}

	/* ---------- what the Worker calls ---------- */

	/** One frame over HTTP, for clients whose WebSockets are blocked. Null: not theirs, or not there. */
	async exchange({ who, settings }: Caller, data: string): Promise<ServerFrame[] | null> {
		if (!this.#mayEnter(who)) return null;
		if (settings && this.#ledger.record) this.#ledger.follow(settings);
		this.#ledger.recoverAlarm(Date.now());
		return this.#reception.receive(who, data);
	}

	/** A page of history: after `since` for a client that polls, before `before` for one that scrolls up. */
	page(who: VisitorCaller | MemberCaller, range: Range): EntryPage | null {
		if (!this.#mayEnter(who)) return null;
		this.#ledger.recoverAlarm(Date.now());
		return this.#history.page(who.kind, range);
	}

	/** What a member does, from the thread, the list or, later, the API and rules. */
	act(by: Teammate, action: Exclude<MemberAction, { type: "assign" }> | { type: "assign"; to: Teammate | null }) {
		const command: Command =
			action.type === "assign"
				? { type: "assign", to: action.to, by }
				: action.type === "close"
					? { type: "close", by: "member", member: by }
					: { type: action.type, member: by };
		return this.#conduct.change(command);
	}

	/** Stops everything this visitor does here, in every open tab, until the block ends. */
	block(standing: { until: number | null; by: Teammate }): Changed {
		return this.#conduct.block(standing);
	}

	unblock({ by }: { by: Teammate | null }): Changed {
		return this.#conduct.change({ type: "unblock", by });
	}

	identify({ contact }: { contact: { id: string; name: string | null; email: string | null } }): Changed {
		return this.#conduct.change({ type: "identify", contact });
	}

	/** What the AI did to get to this entry. For members; null where nothing is kept. */
	traceOf(seq: number): { trace: Trace; rating: Rating | null } | null {
		const trace = this.#ledger.record && this.#traces.bySeq(seq);
		return trace && { trace, rating: this.#ratings.of(seq) };
	}

	row(): ListItem | null {
		const { record } = this.#ledger;
		return record && listItemOf(record);
	}

	/** Who is behind it, for blocks and the sidebar. */
	visitor(): KnownVisitor | null {
		const { record, visitor } = this.#ledger;
		if (!record || !visitor) return null;
		const { visitorId, startedAt, state } = record;
		return { visitorId, startedAt, contactId: state.contactId, email: state.email, ...visitor };
	}

	/** What the loader's badge shows; null when the conversation isn't this visitor's. */
	peek(visitorId: string): { unread: number } | null {
		const { record } = this.#ledger;
		return record?.visitorId === visitorId ? { unread: unreadForVisitor(record.state) } : null;
	}

	/** Members see any conversation there is; a visitor their own, and a new one to start. */
	#mayEnter(who: Attachment): boolean {
		const { record } = this.#ledger;
		return who.kind === "member" ? record !== null : record === null || record.visitorId === who.visitorId;
	}
}

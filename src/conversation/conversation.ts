/**
 * The Durable Object of one conversation: owns its log, its sockets and its deadlines. It wires sockets, RPC and the alarm
 * to the mechanisms beside it and holds no logic of its own; it never trusts what a client says of itself, and keeps nothing
 * in memory that a wake could not rebuild.
 */
import { DurableObject } from "cloudflare:workers";
import { type Caller, callerOf, type Reader } from "../durable/caller.ts";
import type { GrantEnding } from "../durable/grant.ts";
import { hasSchema, migrate } from "../durable/migrations.ts";
import { close } from "../durable/sockets.ts";
import { log as writeLog } from "../http/log.ts";
import type { EntryPage } from "../protocol/conversation/details.ts";
import type { ConversationState, Rating } from "../protocol/conversation/entry.ts";
import type { ServerFrame } from "../protocol/conversation/frames.ts";
import type { Trace } from "../protocol/conversation/trace.ts";
import type { ListItem } from "../protocol/inbox.ts";
import { CloseCode, PING, PONG } from "../protocol/limits.ts";
import type { RunSettings } from "../protocol/workspace.ts";
import { type ActionCall, runAction } from "./actions/actions.ts";
import type { ActionContext, Refused } from "./actions/context.ts";
import { AlarmSchedule, AlarmWork } from "./alarm.ts";
import { Audience, personOf } from "./audience.ts";
import { Dispatcher } from "./dispatch.ts";
import { FrameHandler } from "./frames.ts";
import { Deliveries, EffectRows, type GivenUp } from "./outgoing/deliveries.ts";
import { InboxSync } from "./outgoing/inbox-sync.ts";
import { listItemOf } from "./outgoing/list-item.ts";
import { Projection } from "./outgoing/projection.ts";
import { Receivers } from "./outgoing/receivers.ts";
import { RateLimiter } from "./rate-limit.ts";
import { Admission } from "./start.ts";
import { type State, unreadForVisitor } from "./state.ts";
import { History, type Range } from "./storage/history.ts";
import { Log } from "./storage/log.ts";
import { type ConversationRecord, Documents, type VisitorDocument } from "./storage/record.ts";
import { migrations } from "./storage/schema.ts";
import { Store } from "./storage/store.ts";
import { TurnPort } from "./turn/port.ts";
import { TurnQueue } from "./turn/queue.ts";
import { Ratings } from "./turn/ratings.ts";
import { TurnRunner } from "./turn/runner.ts";
import { Traces } from "./turn/traces.ts";
import { stateForMember, stateForVisitor } from "./view.ts";

type KnownVisitor = VisitorDocument &
	Pick<ConversationRecord, "visitorId" | "startedAt"> &
	Pick<State, "contactId" | "email">;

/** What became of an action, as its actor may see it. */
export type ActResult = { ok: true; state: ConversationState } | Refused;

/** RFC 6455, section 7.4.1. */
const INTERNAL_ERROR = 1011;

export class Conversation extends DurableObject<Env> {
	readonly #context: ActionContext;
	readonly #store: Store;
	readonly #audience: Audience;
	readonly #history: History;
	readonly #rateLimiter = new RateLimiter();
	readonly #frames: FrameHandler;
	readonly #dispatcher: Dispatcher;
	readonly #deliveries: Deliveries;
	readonly #alarm: AlarmSchedule;
	readonly #alarmWork: AlarmWork;

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		const { storage } = ctx;
		// A conversation that nobody has written in leaves nothing behind; its tables come with its first message.
		if (hasSchema(storage)) migrate(storage, migrations);
		const log = new Log(storage.sql);
		const turns = new TurnQueue(storage.sql);
		const effects = new EffectRows(storage.sql);
		const ratings = new Ratings(storage.sql);
		const projection = new Projection(log);
		this.#audience = new Audience(ctx);
		const audience = this.#audience;
		this.#alarm = new AlarmSchedule({ storage, turns, effects, projection });
		const documents = new Documents(storage.sql);
		this.#store = new Store({ storage, documents, log, turns, effects, alarm: this.#alarm });
		const store = this.#store;
		this.#history = new History(store, log, ratings);

		this.#dispatcher = new Dispatcher({ ctx, store, log, ratings, audience });
		const traces = new Traces(storage.sql);
		this.#context = { env, store, log, audience, ratings, traces, dispatcher: this.#dispatcher };
		const context = this.#context;
		const runner = new TurnRunner(new TurnPort(env, context, turns));
		const inboxSync = new InboxSync(env, store, projection);
		this.#deliveries = new Deliveries(effects, store, new Receivers(env, context, inboxSync));
		const deliveries = this.#deliveries;
		this.#dispatcher.connect({ runner, deliveries, inboxSync });
		this.#alarmWork = new AlarmWork({ context, dispatcher: this.#dispatcher, turns, runner, deliveries, inboxSync });
		const admission = new Admission({ env, storage, store, audience });
		this.#frames = new FrameHandler({ context, rateLimiter: this.#rateLimiter, admission });
		// No run survives the loss of memory. The alarm or the next caller takes it up.
		if (store.record) turns.requeue();
	}

	override async alarm(): Promise<void> {
		const { record } = this.#store;
		if (!record) return;
		this.#alarm.fired(record);
		await this.#alarmWork.meetDeadlines(this.#alarm, Date.now());
		this.#store.saveRecord(Date.now());
	}

	/* ---------- sockets ---------- */

	/** The WebSocket upgrade, from the Worker only: it has checked who calls. */
	override async fetch(request: Request): Promise<Response> {
		const caller = callerOf(request);
		if (!caller) return new Response("Not found", { status: 404 });
		const { who, settings } = caller;
		if (!this.#mayEnter(who)) return new Response("Not found", { status: 404 });
		const { record } = this.#store;
		if (settings) this.#follow(settings);
		this.#store.recoverAlarm(Date.now());

		const { 0: client, 1: server } = new WebSocketPair();
		const isBlocked = who.kind === "visitor" && record?.state.blockedUntil !== undefined;
		const refusal = isBlocked ? CloseCode.blocked : this.#audience.accept(server, who);
		if (refusal !== null) {
			server.accept();
			close(server, refusal, "not let in");
		} else {
			const since = Number(new URL(request.url).searchParams.get("since")) || 0;
			this.#audience.send(server, this.#history.welcome(who.kind, since));
			this.#audience.toMembers(this.#audience.presence());
			// A turn that a crash left behind goes on with the client's return, before its alarm.
			if (record) this.#dispatcher.runTurn(Date.now());
		}
		return new Response(null, { status: 101, webSocket: client });
	}

	/** A promise only where there is something to wait for: the runtime spends on each as much as on reading a frame. */
	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void | Promise<void> {
		const who = this.#audience.admitted(socket, Date.now());
		if (!who) return;
		this.#store.recoverAlarm(Date.now());
		const answer = (frames: ServerFrame[]) => {
			for (const frame of frames) this.#audience.send(socket, frame);
			if (this.#rateLimiter.isAbusive(personOf(who))) close(socket, CloseCode.flood, "flood");
		};
		const fail = (error: unknown) => {
			// Something we need is out of order. The client keeps what it sent, comes back with growing pauses and sends it again.
			const [workspace, conversation] = this.ctx.id.name?.split("/") ?? [];
			writeLog("frame_failed", { workspace, conversation, error });
			close(socket, INTERNAL_ERROR, "try again");
		};
		try {
			const handled = this.#frames.handle(who, data, socket);
			if (handled instanceof Promise) return handled.then(answer).catch(fail);
			answer(handled);
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
		if (settings) this.#follow(settings);
		this.#store.recoverAlarm(Date.now());
		return this.#frames.handle(who, data);
	}

	/** A page of history: after `since` for a client that polls, before `before` for one that scrolls up. */
	page(who: Reader, range: Range): EntryPage | null {
		if (!this.#mayEnter(who)) return null;
		this.#store.recoverAlarm(Date.now());
		return this.#history.page(who.kind, range);
	}

	/** Does what somebody outside wants of it: a route, another object or, later, the API and rules. */
	async act(...call: ActionCall): Promise<ActResult> {
		const result = await runAction(this.#context, call);
		if (!result.ok) return result;
		const view = call[0].kind === "visitor" ? stateForVisitor : stateForMember;
		return { ok: true, state: view(result.state) };
	}

	/** What it could not deliver elsewhere and no longer tries to, for the team. */
	givenUp(): GivenUp[] {
		return this.#deliveries.givenUp();
	}

	/** What the AI did to get to this entry. For members; null where nothing is kept. */
	traceOf(seq: number): { trace: Trace; rating: Rating | null } | null {
		const trace = this.#store.record && this.#context.traces.bySeq(seq);
		return trace && { trace, rating: this.#context.ratings.of(seq) };
	}

	/** Its item in the list. */
	item(): ListItem | null {
		const { record } = this.#store;
		return record && listItemOf(record);
	}

	/** Who is behind it, for blocks and the sidebar. */
	visitor(): KnownVisitor | null {
		const { record, visitor } = this.#store;
		if (!record || !visitor) return null;
		const { visitorId, startedAt, state } = record;
		return { visitorId, startedAt, contactId: state.contactId, email: state.email, ...visitor };
	}

	/** What the loader's badge shows; null when the conversation isn't this visitor's. */
	peek(visitorId: string): { unread: number } | null {
		const { record } = this.#store;
		return record?.visitorId === visitorId ? { unread: unreadForVisitor(record.state) } : null;
	}

	/** Ends a member's grants here; only the Inbox calls it, which knows where they have threads open. */
	endGrants(ending: GrantEnding): void {
		this.#audience.endGrants(ending, Date.now());
	}

	/** Visitors on a site that was taken from the allowed ones have to ask anew, and are refused. */
	#follow(settings: RunSettings): void {
		if (!this.#store.record || !this.#store.follow(settings)) return;
		const { allowedOrigins } = settings;
		this.#audience.closeVisitorsUnless(({ site }) => site === null || allowedOrigins.includes(site));
	}

	/** Members see any conversation there is; a visitor their own, and a new one to start. */
	#mayEnter(who: Reader): boolean {
		const { record } = this.#store;
		return who.kind === "member" ? record !== null : record === null || record.visitorId === who.visitorId;
	}
}

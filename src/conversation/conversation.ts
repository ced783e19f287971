/**
 * The Durable Object of one conversation, which owns the conversation's log, sockets and deadlines. It wires sockets, RPC and
 * the alarm to the mechanisms beside it and holds no logic of its own. It never trusts what a client says of itself, and keeps
 * nothing in memory that a wake from hibernation could not rebuild.
 */
import { DurableObject } from "cloudflare:workers";
import { type Caller, callerOf, type Reader } from "../durable/caller.ts";
import type { GrantEnding } from "../durable/grant.ts";
import { hasSchema, migrate } from "../durable/migrations.ts";
import { ReadOrder } from "../durable/read-order.ts";
import { close } from "../durable/sockets.ts";
import { log as writeLog } from "../http/log.ts";
import type { Actor } from "../protocol/actor.ts";
import type { EntryPage } from "../protocol/conversation/details.ts";
import type { ConversationState, EventEntry, Rating } from "../protocol/conversation/entry.ts";
import type { ServerFrame } from "../protocol/conversation/frames.ts";
import type { Trace } from "../protocol/conversation/trace.ts";
import type { ListItem } from "../protocol/inbox.ts";
import { CloseCode, PING, PONG } from "../protocol/limits.ts";
import type { RunSettings } from "../protocol/workspace.ts";
import { type ActionCall, runAction } from "./actions/actions.ts";
import { followBlocks } from "./actions/contact.ts";
import { type ActionContext, type Refused, SYSTEM } from "./actions/context.ts";
import { type Expected, expectFile, fileFor, type FileForReader } from "./actions/file-access.ts";
import { AlarmSchedule, AlarmWork } from "./alarm.ts";
import { Audience, personOf } from "./audience.ts";
import { Dispatcher } from "./dispatch.ts";
import { undoSeqOf } from "./filing/undoable.ts";
import { FrameHandler } from "./frames.ts";
import { type ExpectedMail, expectMail } from "./mail/expect.ts";
import { noteAddressOf } from "./mail/note.ts";
import { Deliveries, EffectRows } from "./outgoing/deliveries.ts";
import { InboxSync } from "./outgoing/inbox-sync.ts";
import { listItemOf } from "./outgoing/list-item.ts";
import { Projection } from "./outgoing/projection.ts";
import { Receivers } from "./outgoing/receivers.ts";
import { keptDetails } from "./page-address.ts";
import { RateLimiter } from "./rate-limit.ts";
import { Admission } from "./start.ts";
import { type State, unreadForVisitor } from "./state.ts";
import { History, type Range } from "./storage/history.ts";
import { FileRows } from "./storage/files.ts";
import { Log } from "./storage/log.ts";
import { MailRows } from "./storage/mails.ts";
import { type ConversationRecord, Documents, type VisitorDocument } from "./storage/record.ts";
import { migrations } from "./storage/schema.ts";
import { Store } from "./storage/store.ts";
import { Pause } from "./turn/pause.ts";
import { TurnPort } from "./turn/port.ts";
import { TurnQueue } from "./turn/queue.ts";
import { Ratings } from "./turn/ratings.ts";
import { TurnRunner } from "./turn/runner.ts";
import { Traces } from "./turn/traces.ts";
import { stateForMember, stateForVisitor } from "./view.ts";

type KnownVisitor = VisitorDocument & Pick<ConversationRecord, "visitorId" | "startedAt"> & Pick<State, "contactId">;

/**
 * The result of an action. `state` is the view that the actor may see. `undo`: the `seq` by which it can be undone. `happened`:
 * what another teammate did before (actions/conflict.ts).
 */
export type ActResult =
	| { ok: true; state: ConversationState; undo: number | null; version: number; happened: EventEntry | null }
	| Refused;

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
		// Tables are created with the first message (start.ts), so that a conversation nobody writes in stores nothing.
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
		const blockReads = new ReadOrder();
		const [workspaceId = "", conversationId = ""] = ctx.id.name?.split("/") ?? [];
		const place = { workspaceId, conversationId };
		const files = new FileRows(storage);
		const mails = new MailRows(storage.sql);
		const rows = { store, log, ratings, files, mails, traces };
		this.#context = { env, place, ...rows, audience, dispatcher: this.#dispatcher, blockReads };
		const context = this.#context;
		const runner = new TurnRunner(new TurnPort(env, context, turns));
		const inboxSync = new InboxSync(env, store, projection, () => followBlocks(context, SYSTEM, { by: null }));
		this.#deliveries = new Deliveries(effects, store, new Receivers(env, context, inboxSync));
		const deliveries = this.#deliveries;
		const dispatcher = this.#dispatcher;
		const pause = new Pause({
			run: () => dispatcher.runTurn(Date.now(), true),
			hasAnswer: () => runner.hasAnswer(),
		});
		this.#dispatcher.connect({ runner, pause, deliveries, inboxSync });
		this.#alarmWork = new AlarmWork({ context, dispatcher: this.#dispatcher, turns, runner, deliveries, inboxSync });
		const admission = new Admission({ env, storage, store, audience });
		this.#frames = new FrameHandler({ context, rateLimiter: this.#rateLimiter, admission, pause });
		// A turn that was running when the object lost its memory runs no more. The alarm or the next caller runs it again.
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

	/** The WebSocket upgrade. Only the Worker calls it, after it has authenticated the caller. */
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
			// A turn that a crash interrupted runs again now, before its alarm is due.
			if (record) this.#dispatcher.runTurn(Date.now());
		}
		return new Response(null, { status: 101, webSocket: client });
	}

	/** Returns a promise only where a frame has to wait: to the runtime, a promise costs as much as reading a frame. */
	override webSocketMessage(socket: WebSocket, data: string | ArrayBuffer): void | Promise<void> {
		const who = this.#audience.admitted(socket, Date.now());
		if (!who) return;
		this.#store.recoverAlarm(Date.now());
		const answer = (frames: ServerFrame[]) => {
			for (const frame of frames) this.#audience.send(socket, frame);
			if (this.#rateLimiter.isAbusive(personOf(who))) close(socket, CloseCode.flood, "flood");
		};
		const fail = (error: unknown) => {
			// D1 or our code failed. The client keeps what it sent, reconnects with back-off and sends it again.
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
		// From compatibility date 2026-04-07 on, the runtime itself answers with a close frame.
		this.#audience.left(socket);
	}

	override webSocketError(socket: WebSocket): void {
		this.#audience.left(socket);
	}

	/* ---------- RPC, called by the Worker ---------- */

	/** Handles one frame that came over HTTP, from a client whose WebSockets are blocked. Null: there is no such conversation for this caller. */
	async exchange({ who, settings }: Caller, data: string): Promise<ServerFrame[] | null> {
		if (!this.#mayEnter(who)) return null;
		if (settings) this.#follow(settings);
		this.#store.recoverAlarm(Date.now());
		return this.#frames.handle(who, data);
	}

	/** A page of history, in the caller's view. Null: there is no such conversation for this caller. */
	page(who: Reader, range: Range): EntryPage | null {
		if (!this.#mayEnter(who)) return null;
		this.#store.recoverAlarm(Date.now());
		return this.#history.page(who.kind, range);
	}

	/** Runs an action, called by a route or by another object. The action itself checks what its actor may do. */
	async act(...call: ActionCall): Promise<ActResult> {
		const result = await runAction(this.#context, call);
		if (!result.ok) return result;
		const view = call[0].kind === "visitor" ? stateForVisitor : stateForMember;
		// A visitor's first file comes before their conversation has begun.
		const version = this.#store.record?.version ?? 0;
		const undo = undoSeqOf(result.state, result.entries);
		return { ok: true, state: view(result.state), undo, version, happened: result.happened ?? null };
	}

	/** The trace of the AI's turn that led to this entry, with the visitor's rating. For members only. Null where no trace is stored. */
	traceOf(seq: number): { trace: Trace; rating: Rating | null } | null {
		const trace = this.#store.record && this.#context.traces.bySeq(seq);
		return trace && { trace, rating: this.#context.ratings.of(seq) };
	}

	/** Whether this sender's file may come, and what is known of it already. Null: there is no such conversation for them. */
	expectFile(actor: Actor, fileId: string): Expected | null {
		return expectFile(this.#context, actor, fileId);
	}

	/** A file for a reader who may fetch it, with where it lies. Null: there is none for them. */
	fileFor(who: Reader, fileId: string): FileForReader | null {
		return this.#mayEnter(who) ? fileFor(this.#context, who, fileId) : null;
	}

	/** Whether a mail with this id may come. Null: there is no such conversation. */
	expectMail(id: string): ExpectedMail | null {
		return expectMail(this.#context, id, Date.now());
	}

	/** The conversation as the list shows it; null before its first message. */
	item(): ListItem | null {
		const { record } = this.#store;
		return record && listItemOf(record);
	}

	/** What is known of the conversation's visitor, for blocks and the sidebar; null before its first message. */
	visitor(): KnownVisitor | null {
		const { record, visitor, settings } = this.#store;
		if (!record || !visitor) return null;
		const { visitorId, startedAt, state } = record;
		const details = keptDetails(visitor.details, settings?.keepPageQuery ?? false);
		return { ...visitor, visitorId, startedAt, contactId: state.contactId, details };
	}

	/** The number of unread messages, for the widget's launcher. Null: the conversation isn't this visitor's. */
	peek(visitorId: string): { unread: number } | null {
		const { record } = this.#store;
		return record?.visitorId === visitorId ? { unread: unreadForVisitor(record.state) } : null;
	}

	/** When the latest mail with a link to the chat was owed, and whose chat it is. Null: none was. */
	linked(): { at: number; visitorId: string } | null {
		const { record } = this.#store;
		const at = record?.state.linkedAt ?? null;
		return record && at !== null ? { at, visitorId: record.visitorId } : null;
	}

	/** Where a teammate's answer to a mail about this conversation goes, as a note. Null: no mail comes to this deployment. */
	noteAddress(): Promise<string | null> {
		return noteAddressOf(this.env, this.#context);
	}

	/** Ends a member's grants in this conversation. Called by the Inbox, which knows the threads that members have open. */
	endGrants(ending: GrantEnding): void {
		this.#audience.endGrants(ending, Date.now());
	}

	/** Ends the sockets of a visitor whose tokens were revoked. */
	endVisitor(visitorId: string): void {
		this.#audience.endVisitor(visitorId);
	}

	/** Follows the workspace's settings. Closes the sockets of visitors on a site that isn't allowed any more. */
	#follow(settings: RunSettings): void {
		if (!this.#store.record || !this.#store.follow(settings)) return;
		const { allowedOrigins } = settings;
		this.#audience.closeVisitorsUnless(({ site }) => site === null || allowedOrigins.includes(site));
	}

	/** Members may open any conversation that has started; a visitor may open their own, or one that has not started. */
	#mayEnter(who: Reader): boolean {
		const { record } = this.#store;
		return who.kind === "member" ? record !== null : record === null || record.visitorId === who.visitorId;
	}
}

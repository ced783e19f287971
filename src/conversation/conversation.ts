/**
 * A conversation: one Durable Object that owns its log, its sockets and its deadlines. This class conducts: it tells
 * who is calling, hands frames and actions to the ledger, and lets the AI and the outbox run. It never trusts what a
 * client says of itself, and holds nothing in memory that a wake could not rebuild.
 */
import { DurableObject } from "cloudflare:workers";
import type { Answered, Turn as Question } from "../answer/answer.ts";
import { troubleIn, writers } from "../answer/writers.ts";
import { hasSchema, migrate } from "../db/objectSchema.ts";
import { close } from "../http/outgoing.ts";
import { knowledge } from "../knowledge/stub.ts";
import type { EntryPage } from "../protocol/api.ts";
import type { ConversationState, EscalationReason, Rating, Teammate } from "../protocol/entry.ts";
import type { MemberAction, RefusalReason, ServerFrame } from "../protocol/frames.ts";
import type { InboxRow } from "../protocol/inbox.ts";
import { CloseCode, PING, PONG } from "../protocol/limits.ts";
import type { Trace } from "../protocol/trace.ts";
import { openNow } from "../workspace/hours.ts";
import { Admission } from "./admission.ts";
import { Answering } from "./answering.ts";
import { type Attachment, Audience, personOf } from "./audience.ts";
import { type Effect, Effects } from "./effects.ts";
import { Floodgate } from "./flood.ts";
import { History, type Range } from "./history.ts";
import { Ledger } from "./ledger.ts";
import { Log } from "./log.ts";
import { type Command, type State, type Transition, unreadForVisitor } from "./machine.ts";
import { Outbox } from "./outbox.ts";
import { rowOf } from "./projection.ts";
import { commandOf, escalation, questionOf } from "./reaction.ts";
import { Reception } from "./reception.ts";
import { Documents, type Record, type VisitorDocument } from "./record.ts";
import { migrations } from "./schema.ts";
import { isRateable, Ratings } from "./ratings.ts";
import { Traces } from "./traces.ts";
import { solution, turnReport } from "./turn-report.ts";
import { Turns } from "./turns.ts";
import { stateForMember } from "./view.ts";
import { type Caller, callerOf, type MemberVisit, type Visit } from "./visit.ts";

type Changed = { ok: true; state: ConversationState } | { ok: false; reason: RefusalReason };
type KnownVisitor = VisitorDocument & Pick<Record, "visitorId" | "startedAt"> & Pick<State, "contactId" | "email">;
/** Looked through for what a person solved. */
const SOLVED_MESSAGES = 60;
/** Longer than D1 or the Inbox take to answer or to fail; one that does neither holds up no deadline beyond that. */
const ALARM_LIMIT_MS = 20_000;
/** RFC 6455, section 7.4.1. */
const INTERNAL_ERROR = 1011;

export class Conversation extends DurableObject<Env> {
	readonly #log: Log;
	readonly #turns: Turns;
	readonly #traces: Traces;
	readonly #ratings: Ratings;
	readonly #audience: Audience;
	readonly #ledger: Ledger;
	readonly #outbox: Outbox;
	readonly #answering: Answering;
	readonly #floodgate = new Floodgate();
	readonly #history: History;
	readonly #reception: Reception;

	/* ---------- lifecycle ---------- */

	constructor(ctx: DurableObjectState, env: Env) {
		super(ctx, env);
		ctx.setWebSocketAutoResponse(new WebSocketRequestResponsePair(PING, PONG));
		const { storage } = ctx;
		// A conversation that nobody has written in leaves nothing behind; its tables come with its first message.
		if (hasSchema(storage)) migrate(storage, migrations);
		const documents = new Documents(storage.sql);
		const effects = new Effects(storage.sql);
		this.#log = new Log(storage.sql);
		this.#turns = new Turns(storage.sql);
		this.#traces = new Traces(storage.sql);
		this.#ratings = new Ratings(storage.sql);
		this.#audience = new Audience(ctx);
		this.#ledger = new Ledger({
			storage,
			documents,
			log: this.#log,
			turns: this.#turns,
			effects,
			audience: this.#audience,
		});
		this.#outbox = new Outbox(env, this.#ledger, effects, (standing) => this.block(standing));
		this.#answering = new Answering({
			turns: this.#turns,
			question: () => this.#question(),
			search: (query, limit) => knowledge(env, this.#ledger.started.record.workspaceId).search(query, limit),
			writers: () => writers(env, this.#ledger.settings?.model),
			emit: (frame) => {
				this.#audience.toVisitors(frame);
				this.#audience.toMembers(frame);
			},
			commit: (turn, answered) => this.#commitTurn(turn.id, answered),
		});
		this.#history = new History(this.#ledger, this.#log, this.#ratings);
		const admission = new Admission({ env, storage, ledger: this.#ledger, audience: this.#audience });
		this.#reception = new Reception({
			ledger: this.#ledger,
			log: this.#log,
			audience: this.#audience,
			floodgate: this.#floodgate,
			admit: (visit) => admission.admit(visit),
			apply: (command, now, effect) => this.#apply(command, now, effect),
			rate: (seq, rating, now) => this.#rate(seq, rating, now),
		});
		// No run survives the loss of memory. The alarm or the next caller takes it up.
		if (this.#ledger.record) this.#turns.requeue();
	}

	override async alarm(): Promise<void> {
		const { record } = this.#ledger;
		if (!record) return;
		this.#ledger.alarmFired();
		const now = Date.now();
		const due = (time: number | null | undefined) => typeof time === "number" && time <= now;
		if (due(record.state.blockedUntil)) this.#apply({ type: "unblock", by: null }, now);
		if (due(record.state.noShowAt)) this.#apply({ type: "noShow" }, now);
		if (due(record.state.closeAt)) this.#apply({ type: "close", by: "idle" }, now);
		if (due(this.#turns.dueAt())) {
			// It was queued or running a whole limit ago: its object died, or its model hangs beyond its own time-out.
			this.#answering.cancel();
			this.#turns.requeue();
		}
		// Not waited for: while an alarm is at work no other goes off, and a turn that hangs needs the next one.
		this.ctx.waitUntil(this.#answering.run(now));
		const enough = new AbortController();
		await Promise.race([
			Promise.all([this.#outbox.deliver(now), this.#outbox.project()]),
			scheduler.wait(ALARM_LIMIT_MS, { signal: enough.signal }).catch(() => {}),
		]);
		enough.abort();
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
			if (record) this.ctx.waitUntil(this.#answering.run(Date.now()));
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
			if (this.#floodgate.deaf(personOf(who))) close(socket, CloseCode.flood, "flood");
		};
		const fail = (error: unknown) => {
			// Something we need is out of order. The client keeps what it sent, comes back with growing pauses and sends it again.
			console.error("A frame could not be handled", error);
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
	page(who: Visit | MemberVisit, range: Range): EntryPage | null {
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
		return this.#change(command);
	}

	/** Stops everything this visitor does here, in every open tab, until the block ends. */
	block({ until, by }: { until: number | null; by: Teammate }): Changed {
		const result = this.#change({ type: "block", until, by });
		this.#audience.closeVisitors(CloseCode.blocked, "blocked");
		return result;
	}

	unblock({ by }: { by: Teammate | null }): Changed {
		return this.#change({ type: "unblock", by });
	}

	identify({ contact }: { contact: { id: string; name: string | null; email: string | null } }): Changed {
		return this.#change({ type: "identify", contact });
	}

	/** What the AI did to get to this entry. For members; null where nothing is kept. */
	traceOf(seq: number): { trace: Trace; rating: Rating | null } | null {
		const trace = this.#ledger.record && this.#traces.bySeq(seq);
		return trace && { trace, rating: this.#ratings.of(seq) };
	}

	row(): InboxRow | null {
		const { record } = this.#ledger;
		return record && rowOf(record);
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

	/* ---------- changes ---------- */

	#change(command: Command): Changed {
		if (!this.#ledger.record) return { ok: false, reason: "not_found" };
		const result = this.#apply(command, Date.now());
		return result.ok ? { ok: true, state: stateForMember(result.state) } : result;
	}

	/** The latest thumb counts. The team sees it on the answer; that entry is told once more, for clients keep the last copy. */
	#rate(seq: number, rating: Rating | null, now: number): RefusalReason | null {
		const entry = this.#log.bySeq(seq);
		if (!isRateable(entry)) return "not_found";
		const before = this.#ratings.of(seq);
		if (before === rating) return null;
		this.#ratings.set(seq, rating);
		this.#ledger.rated(before, rating, now);
		const { state } = this.#ledger.started.record;
		const entries = [rating ? { ...entry, rating } : entry];
		this.#audience.toMembers({ type: "entries", entries, state: {}, seq: state.seq });
		this.#tellInbox();
		return null;
	}

	/** What is known of the visitor by name, to be left out of what others read. */
	#names(): string[] {
		return [this.#ledger.record?.state.name].filter((name) => typeof name === "string");
	}

	/** What the knowledge base is told of a command: that its visitor is blocked, or what a person solved when it closes. */
	#consequence(command: Command, now: number): Effect | undefined {
		if (command.type === "block") return { type: "forget", at: now };
		const state = this.#ledger.record?.state;
		if (command.type !== "close" || state?.handler !== "human" || state.status === "closed") return undefined;
		const messages = this.#log.messagesUpTo(state.seq, SOLVED_MESSAGES);
		return solution(messages, { at: now, names: this.#names() }) ?? undefined;
	}

	/** Applies a command and sets off what follows from it. */
	#apply(command: Command, now: number, effect = this.#consequence(command, now)): Transition {
		const result = this.#ledger.apply(command, now, effect);
		if (!result.ok || (result.entries.length === 0 && !result.turn)) return result;
		if (result.turn) this.#answering.cancel();
		if (result.turn === "start") this.ctx.waitUntil(this.#answering.run(now));
		if (effect) this.ctx.waitUntil(this.#outbox.deliver(now));
		this.#tellInbox();
		return result;
	}

	#commitTurn(turnId: number, answered: Answered | null): void {
		const { record, settings } = this.#ledger.started;
		const now = Date.now();
		const escalate = (reason: EscalationReason) => escalation(reason, record, this.#log, settings, now);
		const question = answered?.trace.question ?? this.#question()?.question ?? "";
		const about = { question, seq: record.state.seq + 1, at: now, names: this.#names() };
		const command = commandOf(answered?.outcome ?? null, turnId, settings.aiName, escalate);
		// Before the command is applied: that writes the record, and tells the list of it.
		const trouble = answered && troubleIn(answered.outcome, this.env, settings.model);
		if (trouble) record.fared = { at: now, trouble: trouble === "none" ? null : trouble };
		const result = this.#apply(command, now, turnReport(answered, about) ?? undefined);
		if (answered && result.ok) this.#traces.add(answered.trace, result.entries);
	}

	#question(): Question | null {
		const { record, settings } = this.#ledger;
		return record && settings && questionOf(record, this.#log, settings);
	}

	/** Updates the list, and tells a visitor who waits whether people are there. */
	#tellInbox(): void {
		const tell = async () => {
			const people = await this.#outbox.project();
			const { record, settings } = this.#ledger;
			if (people && settings && record?.state.handler === "waiting")
				this.#audience.toVisitors({
					type: "availability",
					availability: { ...openNow(settings.hours, Date.now()), ...people },
				});
		};
		if (!this.#outbox.underWay()) this.ctx.waitUntil(tell());
	}

	/** Members see any conversation there is; a visitor their own, and a new one to start. */
	#mayEnter(who: Attachment): boolean {
		const { record } = this.#ledger;
		return who.kind === "member" ? record !== null : record === null || record.visitorId === who.visitorId;
	}
}

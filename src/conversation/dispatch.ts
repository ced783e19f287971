/**
 * What a conversation does of its own accord: a command is applied by the ledger, and here is set off what follows from
 * it: the AI's turn, what is delivered elsewhere, the list. One place, so that a command brings about the same whether a
 * socket, a route, the alarm or the AI gave it.
 */
import { knowledge } from "../durable/objects.ts";
import type { AnswerResult, Question } from "../answer/answer.ts";
import { modelHealthIn, writers } from "../answer/write/chain.ts";
import { withTimeout } from "../durable/timeout.ts";
import { log as writeLog } from "../http/log.ts";
import type { ConversationState, HandoffReason, Rating, Teammate } from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import { CloseCode } from "../protocol/limits.ts";
import { openNow } from "../workspace/hours.ts";
import { TurnRunner } from "./turn/runner.ts";
import type { Audience } from "./audience.ts";
import type { Effect, Effects } from "./outgoing/deliveries.ts";
import type { Store } from "./storage/store.ts";
import type { Log } from "./storage/log.ts";
import type { Command, Transition } from "./machine.ts";
import { InboxSync } from "./outgoing/inbox-sync.ts";
import { isRateable, type Ratings } from "./turn/ratings.ts";
import { commandOf, handoff, questionOf } from "./turn/input.ts";
import type { Traces } from "./turn/traces.ts";
import { solution, turnReport } from "./outgoing/knowledge-report.ts";
import type { TurnQueue } from "./turn/queue.ts";
import { stateForMember } from "./view.ts";

/** Looked through for what a person solved. */
const SOLVED_MESSAGES = 60;
/** Longer than D1 or the Inbox take to answer or to fail; one that does neither holds up no deadline beyond that. */
const ALARM_LIMIT_MS = 20_000;

/** A turn that a deploy kept from being run is looked at again so soon. */
const POSTPONED_MS = 5_000;

export type Changed = { ok: true; state: ConversationState } | { ok: false; reason: RefusalReason };

export type DispatcherDeps = {
	ctx: DurableObjectState;
	env: Env;
	ledger: Store;
	log: Log;
	turns: TurnQueue;
	effects: Effects;
	traces: Traces;
	ratings: Ratings;
	audience: Audience;
};

export class Dispatcher {
	readonly #parts: DispatcherDeps;
	readonly #outbox: InboxSync;
	readonly #answering: TurnRunner;

	constructor(parts: DispatcherDeps) {
		const { env, ledger, turns, effects, audience } = parts;
		this.#parts = parts;
		this.#outbox = new InboxSync(env, ledger, effects, (standing) => this.block(standing));
		this.#answering = new TurnRunner({
			turns,
			question: () => this.#question(),
			search: (query, limit) => knowledge(env, ledger.started.record.workspaceId).search(query, limit),
			writers: () => writers(env, ledger.settings?.model),
			place: () => ledger.place,
			emit: (frame) => {
				audience.toVisitors(frame);
				audience.toMembers(frame);
			},
			postpone: (turn) => {
				const now = Date.now();
				turns.postpone(turn.id, now + POSTPONED_MS);
				ledger.save(now);
			},
			commit: (turn, answered) => this.#commitTurn(turn.id, answered),
		});
		// No run survives the loss of memory. The alarm or the next caller takes it up.
		if (ledger.record) turns.requeue();
	}

	/** Applies a command and sets off what follows from it. */
	apply(command: Command, now: number, effect = this.#consequence(command, now)): Transition {
		const { ctx, ledger } = this.#parts;
		const result = ledger.apply(command, now, effect);
		if (!result.ok || (result.entries.length === 0 && !result.turn)) return result;
		if (result.turn) this.#answering.cancel();
		if (result.turn === "start") this.answer(now);
		if (effect) ctx.waitUntil(this.#outbox.deliver(now));
		this.#tellInbox();
		return result;
	}

	/** As `apply`, for callers from outside: what became of it, as a member sees it. */
	change(command: Command): Changed {
		if (!this.#parts.ledger.record) return { ok: false, reason: "not_found" };
		const result = this.apply(command, Date.now());
		return result.ok ? { ok: true, state: stateForMember(result.state) } : result;
	}

	/** Stops everything the visitor does here, in every open tab, until the block ends. */
	block({ until, by }: { until: number | null; by: Teammate }): Changed {
		const result = this.change({ type: "block", until, by });
		this.#parts.audience.closeVisitors(CloseCode.blocked, "blocked");
		return result;
	}

	/** The latest thumb counts. The team sees it on the answer; that entry is told once more, for clients keep the last copy. */
	rate(seq: number, rating: Rating | null, now: number): RefusalReason | null {
		const { ledger, log, ratings, audience } = this.#parts;
		const entry = log.bySeq(seq);
		if (!isRateable(entry)) return "not_found";
		const before = ratings.of(seq);
		if (before === rating) return null;
		ratings.set(seq, rating);
		ledger.rated(before, rating, now);
		const { state } = ledger.started.record;
		const entries = [rating ? { ...entry, rating } : entry];
		audience.toMembers({ type: "entries", entries, state: {}, seq: state.seq });
		this.#tellInbox();
		return null;
	}

	/** Answers what is owed, if something is and nobody is at it. */
	answer(now: number): void {
		this.#parts.ctx.waitUntil(this.#answering.run(now));
	}

	/** Does all that is due. Never rejects. */
	async meetDeadlines(now: number): Promise<void> {
		const { ledger, turns } = this.#parts;
		const { state } = ledger.started.record;
		const due = (time: number | null | undefined) => typeof time === "number" && time <= now;
		if (due(state.blockedUntil)) this.apply({ type: "unblock", by: null }, now);
		if (due(state.noShowAt)) this.apply({ type: "no_show" }, now);
		if (due(state.closeAt)) this.apply({ type: "close", by: "idle" }, now);
		if (due(turns.dueAt())) {
			// It was queued or running a whole limit ago: its object died, or its model hangs beyond its own time-out.
			this.#answering.cancel();
			turns.requeue();
		}
		// Not waited for: while an alarm is at work no other goes off, and a turn that hangs needs the next one.
		this.answer(now);
		const owed = Promise.all([this.#outbox.deliver(now), this.#outbox.project()]);
		await withTimeout(ALARM_LIMIT_MS, owed, "What is owed elsewhere takes long.").catch((error: unknown) =>
			writeLog("alarm_cut_short", { ...ledger.place, error }),
		);
	}

	/** What is known of the visitor by name, to be left out of what others read. */
	#names(): string[] {
		return [this.#parts.ledger.record?.state.name].filter((name) => typeof name === "string");
	}

	/** What the knowledge base is told of a command: that its visitor is blocked, or what a person solved when it closes. */
	#consequence(command: Command, now: number): Effect | undefined {
		if (command.type === "block") return { type: "forget", at: now };
		const { ledger, log } = this.#parts;
		const state = ledger.record?.state;
		if (command.type !== "close" || state?.handler !== "human" || state.status === "closed") return undefined;
		const messages = log.messagesUpTo(state.seq, SOLVED_MESSAGES);
		return solution(messages, { at: now, names: this.#names() }) ?? undefined;
	}

	#commitTurn(turnId: number, answered: AnswerResult | null): void {
		const { env, ledger, log, traces } = this.#parts;
		const { record, settings } = ledger.started;
		const now = Date.now();
		const handOff = (reason: HandoffReason) => handoff(reason, record, log, settings, now);
		const question = answered?.trace.question ?? this.#question()?.question ?? "";
		const about = { question, seq: record.state.seq + 1, at: now, names: this.#names() };
		const command = commandOf(answered?.outcome ?? null, turnId, settings.aiName, handOff);
		// Before the command is applied: that writes the record, and tells the list of it.
		const trouble = answered && modelHealthIn(answered.outcome, env, settings.model);
		if (trouble) record.modelHealth = { at: now, trouble: trouble === "none" ? null : trouble };
		const result = this.apply(command, now, turnReport(answered, about) ?? undefined);
		if (answered && result.ok) traces.add(answered.trace, result.entries);
	}

	#question(): Question | null {
		const { ledger, log } = this.#parts;
		const { record, settings } = ledger;
		return record && settings && questionOf(record, log, settings);
	}

	/** Updates the list, and tells a visitor who waits whether people are there. */
	#tellInbox(): void {
		const { ctx, ledger, audience } = this.#parts;
		const tell = async () => {
			const people = await this.#outbox.project();
			const { record, settings } = ledger;
			if (people && settings && record?.state.handler === "waiting")
				audience.toVisitors({
					type: "availability",
					availability: { ...openNow(settings.hours, Date.now()), ...people },
				});
		};
		if (!this.#outbox.underWay()) ctx.waitUntil(tell());
	}
}

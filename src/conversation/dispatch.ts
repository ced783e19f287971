/**
 * The dispatcher executes commands: it computes the transition (machine.ts) and its effects (outgoing/effects.ts), has them
 * written in one transaction, sends the new entries to everyone connected, and starts what follows: the AI's turn, deliveries,
 * the Inbox's update. Only actions dispatch commands (actions/), and they have checked the actor's permission.
 */
import type { Entry } from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import { openNow } from "../workspace/hours.ts";
import type { Dispatch, NewRating, TurnOutcome } from "./actions/context.ts";
import type { Audience } from "./audience.ts";
import { type Command, type Transition, transition } from "./machine.ts";
import type { Deliveries } from "./outgoing/deliveries.ts";
import { effectsOf } from "./outgoing/effects.ts";
import type { InboxSync } from "./outgoing/inbox-sync.ts";
import { turnFiguresOf } from "./outgoing/turn-figures.ts";
import type { Log } from "./storage/log.ts";
import type { Store } from "./storage/store.ts";
import type { Ratings } from "./turn/ratings.ts";
import type { Pause } from "./turn/pause.ts";
import type { TurnRunner } from "./turn/runner.ts";

export type DispatcherDeps = {
	/** Keeps the object awake for work that goes on after a call has returned. */
	ctx: Pick<DurableObjectState, "waitUntil">;
	store: Store;
	log: Log;
	ratings: Ratings;
	audience: Audience;
};

/** The mechanisms that a change starts. */
export type Consequences = { runner: TurnRunner; pause: Pause; deliveries: Deliveries; inboxSync: InboxSync };

const lastText = (entries: Entry[]): string => entries.findLast((entry) => entry.kind === "message")?.text ?? "";

const CONFLICT: { ok: false; reason: RefusalReason } = { ok: false, reason: "conflict" };

export class Dispatcher implements Dispatch {
	readonly #deps: DispatcherDeps;
	#consequences: Consequences | null = null;

	constructor(deps: DispatcherDeps) {
		this.#deps = deps;
	}

	/** Connects the mechanisms that a change starts. They dispatch commands themselves, so they are constructed after the dispatcher. */
	connect(consequences: Consequences): void {
		this.#consequences = consequences;
	}

	/** Executes a command. Throws only where the conversation has not started: a bug. */
	dispatch(command: Command, now: number, turn: TurnOutcome | null = null): Transition {
		const { store, log, audience } = this.#deps;
		const { record, settings } = store.started;
		const result = transition(record.state, command, now, settings);
		if (!result.ok) return result;
		const { state, entries } = result;
		if (entries.length === 0 && result.turn === null && JSON.stringify(state) === JSON.stringify(record.state))
			return result;
		const before = record.version === 0 ? null : record.state;
		const effects = effectsOf(before, entries, state, { now, log, turn });
		const modelHealth = turn?.modelHealth ?? null;
		const figures = turn && turnFiguresOf(turn.answered, settings.threshold);
		if (!store.commit({ ...result, effects, modelHealth, figures }, now)) return CONFLICT;
		audience.tell(entries, before, state);
		this.#startConsequences(result, effects.length > 0, now);
		return result;
	}

	/** What a command would come to now. Changes nothing. */
	attempt(command: Command, now: number): Transition {
		const { record, settings } = this.#deps.store.started;
		return transition(record.state, command, now, settings);
	}

	/** Stores a visitor's rating and sends the rated entry to members again: clients keep the last copy of an entry. */
	changeRating({ answer, before, after }: NewRating, now: number): void {
		const { store, ratings, audience } = this.#deps;
		ratings.set(answer.seq, after, store.started.record.state.seq);
		store.commitRating(answer, before, after, now);
		const { state } = store.started.record;
		const entries = [after ? { ...answer, rating: after } : answer];
		audience.toMembers({ type: "entries", entries, state: {}, seq: state.seq });
		this.#updateInbox();
	}

	/** Runs the AI's turn, if one is queued and doesn't wait for more messages; `pauseIsOver`: it waits no more. */
	runTurn(now: number, pauseIsOver = false): void {
		if (this.#consequences) this.#deps.ctx.waitUntil(this.#consequences.runner.run(now, pauseIsOver));
	}

	#startConsequences({ entries, turn }: Extract<Transition, { ok: true }>, hasEffects: boolean, now: number): void {
		if (!this.#consequences) return;
		const { runner, pause, deliveries, inboxSync } = this.#consequences;
		inboxSync.noteEntries(entries);
		if (turn) runner.cancel();
		if (turn === "start_after_pause") pause.said(lastText(entries));
		else if (turn) pause.end();
		if (turn === "start") this.runTurn(now);
		if (hasEffects) this.#deps.ctx.waitUntil(deliveries.deliverDue(now));
		this.#updateInbox();
	}

	#updateInbox(): void {
		if (this.#consequences && !this.#consequences.inboxSync.isSending())
			this.#deps.ctx.waitUntil(this.#project(this.#consequences.inboxSync));
	}

	/** Updates the Inbox's list, and sends a visitor who waits for a person whether the team is online. */
	async #project(inboxSync: InboxSync): Promise<void> {
		const people = await inboxSync.project();
		const { store, audience } = this.#deps;
		const { record, settings } = store;
		if (!people || !settings || record?.state.handler !== "waiting") return;
		const availability = { ...openNow(settings.hours, Date.now()), ...people };
		audience.toVisitors({ type: "availability", availability });
	}
}

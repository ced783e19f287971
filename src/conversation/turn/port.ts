/**
 * The turn runner's interface to its conversation: the question, the search, the writers, the stream to clients, and the
 * action that ends a turn. It keeps no state of a turn.
 */
import { knowledge } from "../../durable/objects.ts";
import type { AnswerResult, VisitorQuestion } from "../../answer/answer.ts";
import { modelHealthIn, type Writer, writers } from "../../answer/write/chain.ts";
import type { Place } from "../../http/log.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { ServerFrame } from "../../protocol/conversation/frames.ts";
import type { ModelHealthReport } from "../../protocol/inbox.ts";
import { finishTurn } from "../actions/ai.ts";
import { type ActionContext, AI } from "../actions/context.ts";
import { questionOf } from "./input.ts";
import type { Turn, TurnQueue } from "./queue.ts";
import type { TurnRunnerDeps } from "./runner.ts";

/** Delay after which a turn that a deploy kept from running is tried again. */
const POSTPONED_MS = 5_000;

export class TurnPort implements TurnRunnerDeps {
	readonly turns: TurnQueue;
	readonly #env: Env;
	readonly #context: ActionContext;

	constructor(env: Env, context: ActionContext, turns: TurnQueue) {
		this.#env = env;
		this.#context = context;
		this.turns = turns;
	}

	question(): VisitorQuestion | null {
		const { store, log } = this.#context;
		const { record, settings } = store;
		return record && settings && questionOf(record, log, settings);
	}

	search(query: string, limit: number): Promise<Passage[]> {
		return knowledge(this.#env, this.#context.store.started.record.workspaceId).search(query, limit);
	}

	writers(): Writer[] {
		return writers(this.#env, this.#context.store.settings?.model);
	}

	place(): Place {
		return this.#context.store.place;
	}

	emit(frame: ServerFrame): void {
		this.#context.audience.toVisitors(frame);
		this.#context.audience.toMembers(frame);
	}

	postpone(turn: Turn): void {
		const now = Date.now();
		this.turns.postpone(turn.id, now + POSTPONED_MS);
		this.#context.store.saveRecord(now);
	}

	commit({ id }: Turn, answered: AnswerResult | null): void {
		finishTurn(this.#context, AI, { id, answered, modelHealth: this.#modelHealth(answered) });
	}

	#modelHealth(answered: AnswerResult | null): ModelHealthReport | null {
		const trouble = answered && modelHealthIn(answered.outcome, this.#env, this.#context.store.started.settings.model);
		return trouble && { at: Date.now(), trouble: trouble === "none" ? null : trouble };
	}
}

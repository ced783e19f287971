/**
 * The turn runner's interface to its conversation: the question, the search, the writers, the stream to clients, and the
 * action that ends a turn. It keeps no state of a turn.
 */
import { knowledge } from "../../durable/objects.ts";
import type { AnswerPorts, AnswerResult, VisitorQuestion } from "../../answer/answer.ts";
import { modelHealthIn } from "../../answer/write/chain.ts";
import { meteredWriters } from "../../answer/write/metered.ts";
import type { Place } from "../../http/log.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import { callBudget } from "../../model/call-budget.ts";
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
		const { record, settings, visitor } = store;
		return record && settings && questionOf(record, log, settings, visitor?.details ?? null);
	}

	search(query: string, limit: number, rerank: boolean): Promise<Passage[]> {
		return knowledge(this.#env, this.#context.store.started.record.workspaceId).search(query, limit, rerank);
	}

	writing(): Pick<AnswerPorts, "writers" | "budget"> {
		const { store } = this.#context;
		const { record, settings } = store.started;
		const spender = { visitorId: record.visitorId, addressHash: store.visitor?.addressHash ?? null };
		const budget = callBudget(this.#env, record.workspaceId, spender, settings);
		return { writers: meteredWriters(this.#env, settings.model, budget), budget };
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

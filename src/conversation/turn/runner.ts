/**
 * Runs the AI's turn for one conversation: claims it, streams what is being written, and commits the outcome only if
 * the turn is still the latest. Used by the dispatcher and the alarm, through the small interface below; it touches no
 * storage but the turn's row.
 */
import { answer, type AnswerResult, type VisitorQuestion } from "../../answer/answer.ts";
import type { Writer } from "../../answer/write/chain.ts";
import { log, type Place } from "../../http/log.ts";
import { isMethodMissing } from "../../http/rpc.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { ServerFrame } from "../../protocol/conversation/frames.ts";
import type { Turn, TurnQueue } from "./queue.ts";

export type TurnRunnerDeps = {
	turns: TurnQueue;
	/** What is to be answered now, or null when nothing is. */
	question(): VisitorQuestion | null;
	search(query: string, limit: number): Promise<Passage[]>;
	writers(): Writer[];
	/** For the log. */
	place(): Place;
	emit(frame: ServerFrame): void;
	/** The turn can't be run before a deploy is over (http/rpc.ts); it is still owed. */
	postpone(turn: Turn): void;
	/** Commits an outcome; called synchronously after the turn was settled. Null: the turn failed for good. */
	commit(turn: Turn, answered: AnswerResult | null): void;
};

type Running = Turn & { controller: AbortController };

export class TurnRunner {
	readonly #deps: TurnRunnerDeps;
	#running: Running | null = null;

	constructor(deps: TurnRunnerDeps) {
		this.#deps = deps;
	}

	/** Voids what is being written; nothing of it stays with the visitor. */
	cancel(): void {
		const running = this.#running;
		if (!running) return;
		this.#running = null;
		this.#deps.emit({ type: "discarded", turn: running.id });
		running.controller.abort();
	}

	/** Answers the owed turn, if one is owed and nobody is at it. Never rejects. */
	async run(now: number): Promise<void> {
		const { turns } = this.#deps;
		if (turns.exhausted()) {
			const turn = turns.claim(now);
			if (turn && turns.settle(turn.id)) this.#deps.commit(turn, null);
			return;
		}
		const turn = turns.claim(now);
		if (!turn) return;
		this.cancel();
		const question = this.#deps.question();
		if (!question) {
			turns.settle(turn.id);
			return;
		}
		const running = { ...turn, controller: new AbortController() };
		this.#running = running;
		const answered = await this.#write(question, running);
		if (answered === "cancelled") return;
		if (this.#running === running) this.#running = null;
		if (answered === "later") {
			this.#deps.emit({ type: "discarded", turn: turn.id });
			this.#deps.postpone(turn);
			return;
		}
		// From here to the commit nothing waits: the check and the write are one.
		if (!turns.settle(turn.id)) return;
		this.#deps.commit(turn, answered);
	}

	async #write(question: VisitorQuestion, running: Running): Promise<AnswerResult | null | "cancelled" | "later"> {
		const deps = this.#deps;
		const current = () => this.#running === running;
		deps.emit({ type: "thinking", turn: running.id });
		try {
			const answered = await answer(question, {
				search: (query, limit) => deps.search(query, limit),
				writers: deps.writers(),
				place: deps.place(),
				signal: running.controller.signal,
				onText: (text) => current() && deps.emit({ type: "writing", turn: running.id, text }),
				onDiscard: () => current() && deps.emit({ type: "discarded", turn: running.id }),
			});
			return current() ? answered : "cancelled";
		} catch (error) {
			if (!current()) return "cancelled";
			log("turn_failed", { ...deps.place(), attempt: running.attempts, error });
			return isMethodMissing(error) ? "later" : null;
		}
	}
}

/**
 * Runs the AI's turn of one conversation: claims it, streams the text as it is written, and commits the outcome only if the
 * turn is still the latest. The dispatcher and the alarm start it. It writes no storage but the turn's row.
 */
import { answer, type AnswerPorts, type AnswerResult, isAnswered, type VisitorQuestion } from "../../answer/answer.ts";
import { log, type Place } from "../../http/log.ts";
import { isMethodMissing } from "../../http/rpc.ts";
import type { Passage } from "../../knowledge/article/passage.ts";
import type { ServerFrame } from "../../protocol/conversation/frames.ts";
import type { Turn, TurnQueue } from "./queue.ts";

export type TurnRunnerDeps = {
	turns: TurnQueue;
	/** The question to answer now; null when there is none. */
	question(): VisitorQuestion | null;
	search(query: string, limit: number, rerank: boolean): Promise<Passage[]>;
	/** The writers of a turn, and what their calls are counted by. */
	writing(): Pick<AnswerPorts, "writers" | "budget">;
	/** For the log. */
	place(): Place;
	emit(frame: ServerFrame): void;
	/** Queues the turn again, for it can't run before a deploy is over (http/rpc.ts). */
	postpone(turn: Turn): void;
	/** Commits an outcome. Called in the same synchronous stretch in which the turn was settled. Null: the turn failed for good. */
	commit(turn: Turn, answered: AnswerResult | null): void;
};

type Running = Turn & { controller: AbortController };

export class TurnRunner {
	readonly #deps: TurnRunnerDeps;
	#running: Running | null = null;

	constructor(deps: TurnRunnerDeps) {
		this.#deps = deps;
	}

	/**
	 * Whether the question has an answer over the threshold as it stands, as far as its passages tell. False where that can't
	 * be told. Never rejects.
	 */
	async hasAnswer(): Promise<boolean> {
		const deps = this.#deps;
		const question = deps.question();
		if (!question) return false;
		const ports = { search: deps.search.bind(deps), writers: deps.writing().writers };
		// What fails here fails again, and is told, when the turn runs.
		return isAnswered(question, ports).catch(() => false);
	}

	/** Aborts the running turn, and has clients remove what was streamed of it. */
	cancel(): void {
		const running = this.#running;
		if (!running) return;
		this.#running = null;
		this.#deps.emit({ type: "discarded", turn: running.id });
		running.controller.abort();
	}

	/** Runs the queued turn, if there is one and it is to begin by now (queue.ts). Never rejects. */
	async run(now: number, pauseIsOver = false): Promise<void> {
		const { turns } = this.#deps;
		if (turns.exhausted()) {
			const turn = turns.claim(now, true);
			if (turn && turns.settle(turn.id)) this.#deps.commit(turn, null);
			return;
		}
		const turn = turns.claim(now, pauseIsOver);
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
		// No await between here and the commit: the check and the write must not be separated.
		if (!turns.settle(turn.id)) return;
		this.#deps.commit(turn, answered);
	}

	async #write(question: VisitorQuestion, running: Running): Promise<AnswerResult | null | "cancelled" | "later"> {
		const deps = this.#deps;
		const isCurrent = () => this.#running === running;
		deps.emit({ type: "thinking", turn: running.id });
		try {
			const answered = await answer(question, {
				search: (query, limit, rerank) => deps.search(query, limit, rerank),
				...deps.writing(),
				place: deps.place(),
				signal: running.controller.signal,
				onText: (text) => isCurrent() && deps.emit({ type: "writing", turn: running.id, text }),
				onDiscard: () => isCurrent() && deps.emit({ type: "discarded", turn: running.id }),
			});
			return isCurrent() ? answered : "cancelled";
		} catch (error) {
			if (!isCurrent()) return "cancelled";
			log("turn_failed", { ...deps.place(), attempt: running.attempts, error });
			return isMethodMissing(error) ? "later" : null;
		}
	}
}

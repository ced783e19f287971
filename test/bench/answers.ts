/** An answer from thousands of passages: measured by a program of its own, which has the Worker's types (test/eval/answer-times.ts). */
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import * as v from "valibot";

const Times = v.object({ p50: v.number(), p95: v.number(), p99: v.number() });

const AnswerTimes = v.object({
	passages: v.number(),
	/** In ms: a plain full-text search, search and judging, an embedded answer, and until the first piece of a model's is shown. */
	plain: Times,
	judged: Times,
	embedded: Times,
	firstPiece: Times,
});
export type AnswerTimes = v.InferOutput<typeof AnswerTimes>;

/** What each call of a model takes until its first word, in ms. */
export const MODEL_MS = 50;

export async function measureAnswers(passages: number, samples: number): Promise<AnswerTimes> {
	const { stdout } = await promisify(execFile)(process.execPath, [
		"test/eval/answer-times.ts",
		String(passages),
		String(samples),
	]);
	return v.parse(v.pipe(v.string(), v.parseJson(), AnswerTimes), stdout);
}

/** Asks the answer path of production one question, without a model and with the threshold at 0. */
import { answer } from "../../src/answer/answer.ts";
import { askingOf, consider } from "../../src/answer/consider.ts";
import { embedded } from "../../src/answer/write/embedded.ts";
import type { Passage } from "../../src/knowledge/article/passage.ts";
import type { Library } from "./library.ts";

/** A measure; null where the set has nothing to measure. */
export type Figure = number | null;

/** The threshold of a workspace that hasn't set one (protocol/workspace.ts). */
export const THRESHOLD = 0.85;

export type Asked = {
	/** Passages that a reader gets, the one that is quoted first, and all that were found. */
	given: Passage[];
	found: Passage[];
	/** The chance that the quotation answers. */
	confidence: number;
	reply: string;
	ms: number;
};

export async function askEmbedded(search: Library["search"], question: string): Promise<Asked> {
	const begun = performance.now();
	const { outcome } = await answer(
		{
			question,
			thread: [],
			settings: { threshold: 0, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: "Eval",
			offersInARow: 0,
		},
		{
			search,
			writers: [embedded],
			signal: AbortSignal.timeout(60_000),
			onText: () => undefined,
			onDiscard: () => undefined,
		},
	);
	const ms = performance.now() - begun;
	// Retrieval and assessing run again, because the outcome doesn't have the order of the passages found.
	const wording = { question, thread: [] };
	const considered = await consider(await askingOf(wording), { ...wording, by: "quoted" }, search);
	const { passages, quoted } = considered.assessment;
	return {
		given: passages,
		found: considered.found.passages,
		confidence: quoted,
		reply: outcome.action === "answer" ? outcome.text : "",
		ms,
	};
}

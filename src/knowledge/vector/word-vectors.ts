/**
 * The gists of all passages (language/text/text-vector.ts), kept as vectors of a model of their own: what finds "money back" for
 * "refund" without any encoder. Made from the terms the index has anyway.
 */
import { wordVectorOf } from "../../language/text/text-vector.ts";
import type { Task } from "../tasks.ts";
import { lastEmbedded, newestPassage, store } from "./store.ts";

/** Another table of words is another model. */
export const WORD_VECTOR_MODEL = "words-1";

/** Longer texts are about more than one thing. Terms: about two sentences. */
const WINDOW = 30;

/** Passages at once: some dozens of milliseconds. */
const BATCH = 200;

/** After a large import, gists come in the background: ten thousand would hold up whoever searches first. */
export const wordVectorTask = (storage: Pick<DurableObjectStorage, "sql" | "transactionSync">): Task => ({
	name: "word vectors",
	due: (sql) => (newestPassage(sql) > lastEmbedded(sql, WORD_VECTOR_MODEL) ? Date.now() : null),
	run: async () => storage.transactionSync(() => storeWordVectors(storage.sql)),
});

/** Gives the next passages that came since the last call their gists. Cheap where there are none. */
export function storeWordVectors(sql: SqlStorage): void {
	const rows = sql
		.exec<{ id: number; kind: string; title: string; heading: string; body: string }>(
			`SELECT p.id, p.kind, t.title, t.heading, t.body FROM passage p JOIN passage_terms t ON t.rowid = p.id
			 WHERE p.id > ? ORDER BY p.id LIMIT ${BATCH}`,
			lastEmbedded(sql, WORD_VECTOR_MODEL),
		)
		.toArray();
	for (const { id, kind, title, heading, body } of rows) {
		const text = kind === "question" ? title : `${title} ${heading} ${body}`;
		store(sql, id, WORD_VECTOR_MODEL, wordVectorOf(text.split(" ")) ?? new Float32Array(0));
	}
}

/** How alike a gist and the part of a text are that is most like it, -1 to 1; null where no part has one. */
export function bestWindowSimilarity(wordVector: Float32Array, terms: readonly string[]): number | null {
	let best: number | null = null;
	for (let start = 0; start === 0 || start + WINDOW / 2 < terms.length; start += WINDOW / 2) {
		const part = wordVectorOf(terms.slice(start, start + WINDOW));
		if (part === null) continue;
		const similarity = part.reduce((sum, value, at) => sum + value * (wordVector[at] ?? 0), 0);
		best = Math.max(best ?? -1, similarity);
	}
	return best;
}

/**
 * Word vectors of passages (language/text/text-vector.ts), stored as vectors of a model of their own. They find "money back"
 * for "refund" without an encoder. Computed from the terms that the index has anyway.
 */
import { wordVectorOf } from "../../language/text/text-vector.ts";
import type { Task } from "../tasks.ts";
import { lastEmbedded, newestPassage, store } from "./store.ts";

/** Change it together with the table of word vectors: vectors of two tables can't be compared. */
export const WORD_VECTOR_MODEL = "words-1";

/** Terms of a window: about two sentences. A longer text is about more than one thing. */
const WINDOW = 30;

/** Passages at once: they take some dozens of milliseconds. */
const BATCH = 200;

/** The task that computes them after a large import: ten thousand at once would block the first search. */
export const wordVectorTask = (storage: Pick<DurableObjectStorage, "sql" | "transactionSync">): Task => ({
	name: "word vectors",
	due: (sql) => (newestPassage(sql) > lastEmbedded(sql, WORD_VECTOR_MODEL) ? Date.now() : null),
	run: async () => storage.transactionSync(() => storeWordVectors(storage.sql)),
});

/** Computes and stores the vectors of the next passages without one, up to `BATCH`. Cheap where there are none. */
export function storeWordVectors(sql: SqlStorage): void {
	const rows = sql
		.exec<PassageTerms>(
			`SELECT p.id, p.kind, t.title, t.heading, t.body FROM passage p JOIN passage_terms t ON t.rowid = p.id
			 WHERE p.id > ? ORDER BY p.id LIMIT ${BATCH}`,
			lastEmbedded(sql, WORD_VECTOR_MODEL),
		)
		.toArray();
	for (const row of rows) storeWordVector(sql, row);
}

/** A passage's terms, each joined by blanks. */
type PassageTerms = { id: number; kind: string; title: string; heading: string; body: string };

function storeWordVector(sql: SqlStorage, { id, kind, title, heading, body }: PassageTerms): void {
	const text = kind === "question" ? title : `${title} ${heading} ${body}`;
	store(sql, id, WORD_VECTOR_MODEL, wordVectorOf(text.split(" ")) ?? new Float32Array(0));
}

/** Computes a passage's vector anew, for its terms have changed. One that has none yet gets it in its turn. */
export function renewWordVector(sql: SqlStorage, row: PassageTerms): void {
	if (row.id <= lastEmbedded(sql, WORD_VECTOR_MODEL)) storeWordVector(sql, row);
}

/** The highest similarity of a vector and a window of a text, -1 to 1; null where no window has a vector. */
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

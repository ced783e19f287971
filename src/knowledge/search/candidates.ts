/**
 * Candidate passages of a search: those with the query's words (FTS5), and those with the nearest vectors. A question comes
 * with all of its wordings, for they are scored together. Their number is bounded, whatever the size of the knowledge base.
 */
import { WORD_VECTOR_MODEL } from "../vector/word-vectors.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { nearest } from "../vector/store.ts";

const MAX_BY_WORDS = 100;
const MAX_BY_VECTOR = 30;
/** Cosine similarity under which even the nearest vector is of another subject. */
const MIN_SIMILARITY = 0.4;
/** Passages and wordings in all; those of the likeliest documents are kept. */
const MAX_ROWS = 400;

export type Row = {
	id: number;
	owner: string;
	kind: "article" | "question";
	title: string;
	heading: string;
	text: string;
	titleTerms: string;
	headingTerms: string;
	bodyTerms: string;
	/** Terms, and JSON of the texts, of the questions that it is worded by (wording/store.ts). */
	wordingTerms: string;
	wordings: string;
	pinned: number | null;
	bm25: number;
};

type StoredRow = Omit<Row, "bm25">;

/** What is found without a model, best first. */
export type Near = Record<"byWords" | "byWordings", { id: number; bm25: number }[]> & {
	byWordVector: { id: number }[];
};

const similar = (sql: SqlStorage, model: string, vector: Float32Array) =>
	nearest(sql, model, vector, MAX_BY_VECTOR).filter(({ similarity }) => similarity >= MIN_SIMILARITY);

/** `lookup`: terms of the index. Only these reach FTS5, each quoted, so that no text is a syntax error. */
export function nearby(sql: SqlStorage, lookup: string[], wordVector: Float32Array | null): Near {
	// A title weighs three times as much as the body, a heading twice: they say what a passage is about.
	const byWords =
		lookup.length === 0
			? []
			: sql
					.exec<{ id: number; bm25: number }>(
						`SELECT rowid AS id, -bm25(passage_terms, 3.0, 2.0, 1.0) AS bm25 FROM passage_terms
						 WHERE passage_terms MATCH ? ORDER BY bm25 DESC, rowid LIMIT ${MAX_BY_WORDS}`,
						lookup.map((term) => `"${term}"`).join(" OR "),
					)
					.toArray();
	const byWordings =
		lookup.length === 0
			? []
			: sql
					.exec<{ id: number; bm25: number }>(
						`SELECT rowid AS id, -bm25(wording_terms) AS bm25 FROM wording_terms
						 WHERE wording_terms MATCH ? ORDER BY bm25 DESC, rowid LIMIT ${MAX_BY_WORDS}`,
						`terms : (${lookup.map((term) => `"${term}"`).join(" OR ")})`,
					)
					.toArray();
	return { byWords, byWordings, byWordVector: wordVector ? similar(sql, WORD_VECTOR_MODEL, wordVector) : [] };
}

export function candidates(
	sql: SqlStorage,
	{ byWords, byWordings, byWordVector }: Near,
	embedding: QueryEmbedding | null,
): Row[] {
	const byEmbedding = embedding ? (embedding.nearest ?? similar(sql, embedding.model, embedding.vector)) : [];
	const bm25 = new Map(byWords.map((row) => [row.id, row.bm25]));
	for (const row of byWordings) bm25.set(row.id, Math.max(row.bm25, bm25.get(row.id) ?? 0));

	// Ordered by the best rank in any of the lists, so that the bound cuts the least likely of each.
	const rank = new Map<number, number>();
	for (const list of [byWords, byWordings, byWordVector, byEmbedding])
		list.forEach(({ id }, at) => rank.set(id, Math.min(rank.get(id) ?? at, at)));
	const ids = [...rank].toSorted(([, a], [, b]) => a - b).map(([id]) => id);

	const order = new Map(ids.map((id, at) => [id, at]));
	const firstOfOwner = new Map<string, number>();
	const rows = sql
		.exec<StoredRow>(
			`WITH found (id) AS (SELECT value FROM json_each(?))
			 SELECT p.id, p.owner, p.kind, p.title, p.heading, p.text, t.title AS titleTerms, t.heading AS headingTerms,
				t.body AS bodyTerms, q.pinned, coalesce(w.terms, '') AS wordingTerms,
				coalesce(w.questions, '[]') AS wordings
			 FROM passage p JOIN passage_terms t ON t.rowid = p.id LEFT JOIN question q ON q.id = p.owner
				LEFT JOIN wording_terms w ON w.rowid = p.id AND w.article = p.owner
			 WHERE p.id IN (SELECT id FROM found UNION SELECT other.id FROM found JOIN passage mine ON mine.id = found.id
				JOIN passage other ON other.owner = mine.owner WHERE mine.kind = 'question')`,
			JSON.stringify(ids),
		)
		.toArray();
	for (const { id, owner } of rows)
		firstOfOwner.set(owner, Math.min(firstOfOwner.get(owner) ?? ids.length, order.get(id) ?? ids.length));
	return rows
		.toSorted((a, b) => (firstOfOwner.get(a.owner) ?? 0) - (firstOfOwner.get(b.owner) ?? 0) || a.id - b.id)
		.slice(0, MAX_ROWS)
		.map((row) => ({ ...row, bm25: bm25.get(row.id) ?? 0 }));
}

/**
 * The passages worth a closer look: those with the query's words, and those that mean about the same. A question comes
 * with all of its wordings, for they are judged together. Bounded, whatever the size of the knowledge base.
 */
import { WORD_VECTOR_MODEL } from "../vector/word-vectors.ts";
import type { QueryEmbedding } from "../../model/embedder.ts";
import { nearest } from "../vector/store.ts";

const MAX_BY_WORDS = 100;
const MAX_BY_MEANING = 30;
/** Under this, the nearest of all is far away all the same. */
const ALIKE = 0.4;
/** Passages and wordings looked at, the likeliest documents' first. */
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
	pinned: number | null;
	bm25: number;
};

type StoredRow = Omit<Row, "bm25">;

/** `lookup`: terms as they stand in the index. Only these reach FTS5, each quoted, so no text is a syntax error. */
export function candidates(
	sql: SqlStorage,
	lookup: string[],
	{ gist, meaning }: { gist: Float32Array | null; meaning: QueryEmbedding | null },
): Row[] {
	// Titles and headings were chosen to say what a passage is about.
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
	const alike = (model: string, vector: Float32Array) =>
		nearest(sql, model, vector, MAX_BY_MEANING).filter((near) => near.likeness >= ALIKE);
	const byGist = gist ? alike(WORD_VECTOR_MODEL, gist) : [];
	const byMeaning = meaning ? (meaning.near ?? alike(meaning.model, meaning.vector)) : [];
	const bm25 = new Map(byWords.map((row) => [row.id, row.bm25]));

	// The likeliest of each kind of finding first, so that a bound cuts the least likely of all of them.
	const place = new Map<number, number>();
	for (const list of [byWords, byGist, byMeaning])
		list.forEach(({ id }, at) => place.set(id, Math.min(place.get(id) ?? at, at)));
	const ids = [...place].toSorted(([, a], [, b]) => a - b).map(([id]) => id);

	const order = new Map(ids.map((id, at) => [id, at]));
	const first = new Map<string, number>();
	const rows = sql
		.exec<StoredRow>(
			`WITH found (id) AS (SELECT value FROM json_each(?))
			 SELECT p.id, p.owner, p.kind, p.title, p.heading, p.text, t.title AS titleTerms, t.heading AS headingTerms,
				t.body AS bodyTerms, q.pinned
			 FROM passage p JOIN passage_terms t ON t.rowid = p.id LEFT JOIN question q ON q.id = p.owner
			 WHERE p.id IN (SELECT id FROM found UNION SELECT other.id FROM found JOIN passage mine ON mine.id = found.id
				JOIN passage other ON other.owner = mine.owner WHERE mine.kind = 'question')`,
			JSON.stringify(ids),
		)
		.toArray();
	for (const { id, owner } of rows)
		first.set(owner, Math.min(first.get(owner) ?? ids.length, order.get(id) ?? ids.length));
	return rows
		.toSorted((a, b) => (first.get(a.owner) ?? 0) - (first.get(b.owner) ?? 0) || a.id - b.id)
		.slice(0, MAX_ROWS)
		.map((row) => ({ ...row, bm25: bm25.get(row.id) ?? 0 }));
}

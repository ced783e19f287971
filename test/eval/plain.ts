/** The baseline: SQLite's full-text search with stemming and its own ranking, one row for each phrasing or article. */
import { DatabaseSync } from "node:sqlite";
import * as v from "valibot";

const Hit = v.object({ owner: v.string(), score: v.number() });

export type PlainHit = v.InferOutput<typeof Hit>;

export function plainSearch(rows: { owner: string; text: string }[]): (query: string) => PlainHit[] {
	const database = new DatabaseSync(":memory:");
	database.exec(`CREATE VIRTUAL TABLE plain USING fts5 (owner UNINDEXED, text, tokenize = 'porter unicode61')`);
	const insert = database.prepare(`INSERT INTO plain VALUES (?, ?)`);
	for (const { owner, text } of rows) insert.run(owner, text);
	const find = database.prepare(
		`SELECT owner, -bm25(plain) AS score FROM plain WHERE plain MATCH ? ORDER BY score DESC LIMIT 60`,
	);
	return (query) => {
		const words = query.match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
		if (words.length === 0) return [];
		return v.parse(v.array(Hit), find.all(words.map((word) => `"${word}"`).join(" OR ")));
	};
}

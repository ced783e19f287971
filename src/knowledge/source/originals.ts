/**
 * What the pages of crawled articles said, over the object's SQLite: kept so that a person can see an article beside its
 * original, with what was left out of it. Text only, bounded; goes with its article.
 */
import * as v from "valibot";
import { Original } from "../../protocol/knowledge/originals.ts";
import type { PagePiece } from "./html/markdown.ts";

/** Characters that are kept of a page. */
const MAX_ORIGINAL = 60_000;

const Pieces = v.pipe(v.string(), v.parseJson(), v.pick(Original, ["pieces", "cut"]));

/** `isNew`: the page says something else than before; else it is kept only where there is none yet. */
export function keepOriginal(
	sql: SqlStorage,
	source: string,
	article: string,
	pieces: readonly PagePiece[],
	isNew: boolean,
): void {
	if (pieces.length === 0) return;
	const known = sql.exec("SELECT 1 FROM original WHERE article = ?", article).toArray().length > 0;
	if (known && !isNew) return;
	let room = MAX_ORIGINAL;
	const kept: PagePiece[] = [];
	for (const { text, left } of pieces) {
		if (room <= 0) break;
		kept.push({ text: text.slice(0, room), left });
		room -= text.length;
	}
	sql.exec(
		"INSERT OR REPLACE INTO original (article, source, at, pieces) VALUES (?, ?, ?, ?)",
		article,
		source,
		Date.now(),
		JSON.stringify({ pieces: kept, cut: room < 0 }),
	);
}

export function originalOf(sql: SqlStorage, article: string): Original | null {
	const [row] = sql
		.exec<{ place: string; at: number; pieces: string }>(
			"SELECT a.place, o.at, o.pieces FROM original o JOIN article a ON a.id = o.article WHERE o.article = ?",
			article,
		)
		.toArray();
	return row ? { address: row.place, at: row.at, ...v.parse(Pieces, row.pieces) } : null;
}

export function dropOriginal(sql: SqlStorage, article: string): void {
	sql.exec("DELETE FROM original WHERE article = ?", article);
}

/**
 * Lists articles or questions in pages, newest first, optionally by a part of the title. It reads an index and stops when a
 * page is full, so that ten thousand documents are listed as quickly as ten.
 */
import { fold } from "../../language/text/fold.ts";
import type { KnowledgePage, ListEntry, ListQuery } from "../../protocol/knowledge/articles.ts";
import type { DocumentKind } from "./documents.ts";
import { META_FROM, META_COLUMNS, type MetaRow, metaOf } from "./meta.ts";

const PAGE = 100;
const EXCERPT_LENGTH = 140;

/** The first words of a Markdown text, as plain text. */
const excerpt = (markdown: string): string => {
	const plain = markdown
		.replace(/^#{1,6}\s+(.*[\p{L}\p{N}])\s*$/gmu, "$1:")
		.replace(/^\s*(?:#{1,6}|[-*+>]|\d+\.)\s+/gm, "")
		.replace(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
		.replace(/[*_`|]+/g, "")
		.replace(/\s+/g, " ")
		.trim();
	return plain.length <= EXCERPT_LENGTH ? plain : `${plain.slice(0, EXCERPT_LENGTH).replace(/\s\S*$/, "")}…`;
};

/** The columns of a list entry, under the same names for both kinds. The title is the expression that is indexed. */
const columns: Record<DocumentKind, { title: string; more: string }> = {
	article: { title: "title", more: "substr(d.text, 1, 400) AS start, 0 AS wordings, 0 AS pinned" },
	question: { title: "wordings ->> '$[0]'", more: "'' AS start, json_array_length(d.wordings) AS wordings, d.pinned" },
};

type Row = MetaRow & { id: string; title: string; start: string; wordings: number; pinned: number };
type Title = { id: string; title: string; updatedAt: number };

function entry(sql: SqlStorage, kind: DocumentKind, { id, title }: Title): ListEntry {
	const { more } = columns[kind];
	const row = sql
		.exec<Row>(`SELECT d.id, '' AS title, ${more}, ${META_COLUMNS} ${META_FROM[kind]} WHERE d.id = ?`, id)
		.one();
	return {
		id,
		title,
		excerpt: excerpt(row.start),
		wordings: row.wordings,
		pinned: row.pinned === 1,
		...metaOf(row),
	};
}

export function list(sql: SqlStorage, { kind, search, source, cursor }: ListQuery): KnowledgePage {
	const table = kind === "articles" ? "article" : "question";
	const { title } = columns[table];
	const [, updatedAt = "", id = ""] = /^(\d+)\.(.+)$/.exec(cursor ?? "") ?? [];
	const rows = sql.exec<Title>(
		`SELECT id, ${title} AS title, updated_at AS updatedAt FROM ${table}
		 WHERE ${source === "" ? "?1 = ''" : "source = ?1"} AND (?2 = '' OR (-updated_at, id) > (-CAST(?2 AS INTEGER), ?3))
		 ORDER BY updated_at DESC, id`,
		source,
		updatedAt,
		id,
	);
	const part = fold(search);
	const found: Title[] = [];
	for (const row of rows) {
		if (part !== "" && !fold(row.title).includes(part)) continue;
		found.push(row);
		if (found.length > PAGE) break;
	}
	const page = found.slice(0, PAGE);
	const last = found.length > PAGE ? page.at(-1) : undefined;
	return {
		entries: page.map((each) => entry(sql, table, each)),
		cursor: last ? `${last.updatedAt}.${last.id}` : null,
		counts: counts(sql),
	};
}

function counts(sql: SqlStorage): KnowledgePage["counts"] {
	const of = (kind: DocumentKind) =>
		sql.exec<{ count: number }>(`SELECT count FROM row_count WHERE kind = ?`, kind).one().count;
	return { articles: of("article"), questions: of("question") };
}

/**
 * The metadata of an article or question: where it comes from, when it was last read there, whether it is switched on, and
 * how often answers cited it. Its columns, its row and its form on the wire, for store.ts and list.ts.
 */
import type { DocumentMeta } from "../../protocol/knowledge/articles.ts";

export type MetaRow = {
	updatedAt: number;
	source: string | null;
	place: string | null;
	readAt: number | null;
	edited: number;
	enabled: number;
	sourceKind: string | null;
	sourceName: string | null;
	used: number | null;
	usedAt: number | null;
};

export const META_COLUMNS = `d.updated_at AS updatedAt, d.source, d.place, d.read_at AS readAt, d.edited, d.enabled,
	s.kind AS sourceKind, s.name AS sourceName, u.used, u.used_at AS usedAt`;

const from = (table: "article" | "question") =>
	`FROM ${table} d LEFT JOIN source s ON s.id = d.source LEFT JOIN use_count u ON u.id = d.id`;
export const META_FROM = { article: from("article"), question: from("question") };

const originOf = ({ source, sourceKind, sourceName, place }: MetaRow): DocumentMeta["origin"] => {
	if (source === null) return { kind: "written", sourceId: null, name: "" };
	if (sourceKind === "crawled") return { kind: "crawled", sourceId: source, name: place ?? "" };
	return { kind: "uploaded", sourceId: source, name: sourceName ?? "" };
};

export const metaOf = (row: MetaRow): DocumentMeta => ({
	updatedAt: row.updatedAt,
	origin: originOf(row),
	readAt: row.readAt,
	edited: row.edited === 1,
	enabled: row.enabled === 1,
	used: row.used ?? 0,
	usedAt: row.usedAt,
});

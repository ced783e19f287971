/** The sources as the API shows them: documents, state of the reading, counts, and failures. */
import * as v from "valibot";
import { SiteSettings, Source, type SourceDetails } from "../../protocol/knowledge/source.ts";
import { KEPT_BYTES } from "./kept-files.ts";
import { OMITTED } from "./omissions.ts";

/** In all. */
export const MAX_SOURCES = 1_000;

const Row = v.pipe(
	v.object({
		...v.omit(Source, ["counts", "settings", "omitted"]).entries,
		...Source.entries.counts.entries,
		omitted: v.pipe(v.string(), v.parseJson(), Source.entries.omitted),
		settings: v.nullable(v.pipe(v.string(), v.parseJson(), SiteSettings)),
	}),
	v.transform(({ found, fetched, changed, unchanged, failed, removed, ...source }): Source => ({
		...source,
		counts: { found, fetched, changed, unchanged, failed, removed },
	})),
);

const SELECT = `SELECT s.id, s.kind, s.name, s.state, s.reason, s.articles, s.questions, s.created_at AS addedAt,
	s.read_at AS readAt, s.next_at AS nextAt, c.waiting_until AS waitingUntil, s.found, s.fetched, s.changed, s.unchanged,
	s.failed, s.removed, ${KEPT_BYTES} AS fileBytes, ${OMITTED} AS omitted, c.settings FROM source s LEFT JOIN crawl c ON c.source = s.id`;

/** Latest first. */
export const sourceList = (sql: SqlStorage): Source[] =>
	sql
		.exec(`${SELECT} ORDER BY s.created_at DESC, s.id LIMIT ${MAX_SOURCES}`)
		.toArray()
		.map((row) => v.parse(Row, row));

export function sourceDetails(sql: SqlStorage, id: string): SourceDetails | null {
	const [row] = sql.exec(`${SELECT} WHERE s.id = ?`, id).toArray();
	if (!row) return null;
	const failures = sql
		.exec<{ what: string; reason: string }>("SELECT what, reason FROM source_failure WHERE source = ? ORDER BY id", id)
		.toArray();
	return { ...v.parse(Row, row), failures };
}

/** What the latest reading of each source left out, over the object's SQLite. Files and sites write it; the list shows it. */
import { MAX_OMISSION_DETAIL, type Omission } from "../../protocol/knowledge/omissions.ts";

/** Of one source; more of them would tell nobody more. */
const MAX_OMISSIONS = 50;

/** Adds to what was left out: the same again counts on. */
export function omit(sql: SqlStorage, source: string, omissions: readonly Omission[]): void {
	for (const { kind, count, of, detail } of omissions) {
		const what = (detail ?? "").slice(0, MAX_OMISSION_DETAIL);
		const known = sql
			.exec<{ count: number }>("SELECT count(*) AS count FROM source_omission WHERE source = ?", source)
			.one().count;
		const sameAgain =
			sql
				.exec("SELECT 1 FROM source_omission WHERE source = ? AND kind = ? AND detail = ?", source, kind, what)
				.toArray().length > 0;
		if (known >= MAX_OMISSIONS && !sameAgain) return;
		sql.exec(
			`INSERT INTO source_omission (source, kind, detail, count, total) VALUES (?, ?, ?, ?, ?)
			 ON CONFLICT DO UPDATE SET count = count + excluded.count, total = total + excluded.total`,
			source,
			kind,
			what,
			count,
			of,
		);
	}
}

export function forgetOmissions(sql: SqlStorage, source: string): void {
	sql.exec("DELETE FROM source_omission WHERE source = ?", source);
}

/** For the select of sources: a JSON array of them. */
export const OMITTED = `(SELECT json_group_array(json_object('kind', o.kind, 'count', o.count, 'of', o.total,
	'detail', nullif(o.detail, ''))) FROM source_omission o WHERE o.source = s.id)`;

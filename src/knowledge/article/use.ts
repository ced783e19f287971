/** Writes how often answers rested on an article or question. */

/** Notes that an answer rested on these articles and questions. Ids of what is gone are passed over. */
export function countUse(sql: SqlStorage, ids: readonly string[], at: number): void {
	for (const id of new Set(ids))
		sql.exec(
			`INSERT INTO use_count SELECT id, 1, ?2 FROM (
				SELECT id FROM article WHERE id = ?1 UNION ALL SELECT id FROM question WHERE id = ?1
			 ) WHERE true ON CONFLICT (id) DO UPDATE SET used = used + 1, used_at = max(used_at, excluded.used_at)`,
			id,
			at,
		);
}

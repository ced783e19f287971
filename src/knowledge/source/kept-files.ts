/**
 * Uploaded files as they came, kept in R2 beside what was read of them, so that a person can compare both. A row is written
 * before its bytes are, with the time of their deletion; a reading that succeeds takes that time away. So whatever is cut
 * off, replaced or removed is deleted by the task below, and no crash leaves bytes without a row.
 */
import type { KeptFile } from "../../protocol/knowledge/source.ts";
import type { Task } from "../tasks.ts";

/** Bytes of a file whose reading hasn't ended after this time belong to none that will. Longer than any reading takes. */
const UNREAD_MS = 3_600_000;
/** Keys of one call to R2, which takes up to 1,000. */
const AT_ONCE = 100;

/** An upload's key in the bucket: under its workspace, and never used twice. */
export const fileKey = (workspaceId: string, upload: string): string => `sources/${workspaceId}/${upload}`;

/** Call before the bytes are written. */
export function announceFile(sql: SqlStorage, source: string, upload: string, size: number): void {
	sql.exec(
		"INSERT OR REPLACE INTO source_file (upload, source, size, delete_at) VALUES (?, ?, ?, ?)",
		upload,
		source,
		size,
		Date.now() + UNREAD_MS,
	);
}

/** The source now has what was read of this upload; `kept`: its bytes were written. Earlier files of it are deleted. */
export function keepFile(sql: SqlStorage, source: string, upload: string, kept: boolean): void {
	sql.exec("UPDATE source_file SET delete_at = ? WHERE source = ? AND delete_at IS NULL", Date.now(), source);
	if (kept) sql.exec("UPDATE source_file SET delete_at = NULL WHERE upload = ?", upload);
}

/** Bytes that may still be on their way keep their later time of deletion. */
export function dropKeptFiles(sql: SqlStorage, source: string): void {
	sql.exec("UPDATE source_file SET delete_at = ? WHERE source = ? AND delete_at IS NULL", Date.now(), source);
}

/** The file that a source's documents were read from; null where it isn't kept. */
export function keptFileOf(sql: SqlStorage, source: string): KeptFile | null {
	const [row] = sql
		.exec<KeptFile>(
			`SELECT f.upload, s.name, f.size FROM source_file f JOIN source s ON s.id = f.source
			 WHERE f.source = ? AND f.delete_at IS NULL AND s.state <> 'removing'`,
			source,
		)
		.toArray();
	return row ?? null;
}

/** For the select of sources: the kept file's bytes, or null. */
export const KEPT_BYTES =
	"(SELECT f.size FROM source_file f WHERE f.source = s.id AND f.delete_at IS NULL AND s.state <> 'removing')";

/** Deletes what is due. A row stays until R2 has confirmed it. */
export const keptFilesTask = (
	{ sql }: DurableObjectStorage,
	bucket: Pick<R2Bucket, "delete">,
	workspaceId: string,
): Task => ({
	name: "kept files",
	due: () => sql.exec<{ at: number | null }>("SELECT min(delete_at) AS at FROM source_file").one().at,
	run: async () => {
		const uploads = sql
			.exec<{ upload: string }>(
				"SELECT upload FROM source_file WHERE delete_at <= ? ORDER BY delete_at LIMIT ?",
				Date.now(),
				AT_ONCE,
			)
			.toArray()
			.map(({ upload }) => upload);
		if (uploads.length === 0) return;
		await bucket.delete(uploads.map((upload) => fileKey(workspaceId, upload)));
		sql.exec("DELETE FROM source_file WHERE upload IN (SELECT value FROM json_each(?))", JSON.stringify(uploads));
	},
});

/**
 * The bytes of uploaded files, stored in chunks in the object's SQLite until the file task has read them. An upload that is
 * cut off or too large is deleted.
 */
import { newId } from "../../db/id.ts";
import { MAX_FILE_BYTES } from "../../protocol/knowledge/source.ts";
import { concat } from "./files/zip.ts";

/** Bytes a chunk; a row holds 2 MB (https://developers.cloudflare.com/durable-objects/platform/limits/). */
const CHUNK = 1_000_000;
/** Uploads that may wait at once: at most 2 GB of an object's 10. */
const MAX_UPLOADS = 100;
/** An upload that isn't finished after this time was cut off when its object was killed. */
const STALE_MS = 3_600_000;

export type UploadReceived =
	| { ok: true; upload: string }
	/** `cut`: the connection ended before the file did. */
	| { ok: false; reason: "too_large" | "empty" | "busy" | "cut" };

export async function receive(sql: SqlStorage, body: ReadableStream<Uint8Array>): Promise<UploadReceived> {
	const now = Date.now();
	dropStale(sql, now);
	if (sql.exec<{ count: number }>("SELECT count(*) AS count FROM upload").one().count >= MAX_UPLOADS) {
		await body.cancel();
		return { ok: false, reason: "busy" };
	}
	const upload = newId("up");
	sql.exec("INSERT INTO upload (id, began_at) VALUES (?, ?)", upload, now);
	const failed = await write(sql, upload, body);
	if (failed === null) return { ok: true, upload };
	dropUpload(sql, upload);
	return { ok: false, reason: failed };
}

async function write(
	sql: SqlStorage,
	upload: string,
	body: ReadableStream<Uint8Array>,
): Promise<"too_large" | "empty" | "cut" | null> {
	let open: Uint8Array[] = [];
	let [openSize, size, no] = [0, 0, 0];
	const flush = () => {
		sql.exec(
			"INSERT INTO upload_chunk (upload, no, bytes) VALUES (?, ?, ?)",
			upload,
			no++,
			concat(open, openSize).buffer,
		);
		[open, openSize] = [[], 0];
	};
	try {
		for await (const part of body) {
			size += part.length;
			// Leaving the loop cancels the rest of the stream.
			if (size > MAX_FILE_BYTES) return "too_large";
			for (let from = 0; from < part.length;) {
				const piece = part.subarray(from, from + CHUNK - openSize);
				open.push(piece);
				openSize += piece.length;
				from += piece.length;
				if (openSize === CHUNK) flush();
			}
		}
	} catch {
		return "cut";
	}
	if (openSize > 0) flush();
	return size === 0 ? "empty" : null;
}

export function bytesOf(sql: SqlStorage, upload: string): Uint8Array<ArrayBuffer> {
	const parts = sql
		.exec<{ bytes: ArrayBuffer }>("SELECT bytes FROM upload_chunk WHERE upload = ? ORDER BY no", upload)
		.toArray()
		.map(({ bytes }) => new Uint8Array(bytes));
	return concat(
		parts,
		parts.reduce((sum, part) => sum + part.length, 0),
	);
}

export function dropUpload(sql: SqlStorage, upload: string): void {
	sql.exec("DELETE FROM upload_chunk WHERE upload = ?", upload);
	sql.exec("DELETE FROM upload WHERE id = ?", upload);
}

function dropStale(sql: SqlStorage, now: number): void {
	const stale = sql
		.exec<{ id: string }>(
			"SELECT id FROM upload WHERE began_at < ? AND id NOT IN (SELECT upload FROM source WHERE upload IS NOT NULL)",
			now - STALE_MS,
		)
		.toArray();
	for (const { id } of stale) dropUpload(sql, id);
}

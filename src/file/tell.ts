/**
 * Tells by a file's first bytes what it is and whether it may be shown: only what stands in the list here, which a browser draws
 * and never runs. A file's name and what its sender says of it don't count. HTML and SVG, which can hold scripts, are named for
 * what they are and are downloads.
 */
import type { FileShow } from "../protocol/conversation/file.ts";

/** As many bytes as are looked at. */
export const HEAD_BYTES = 4_096;

export type Told = { type: string; show: FileShow };

/** Media types by the names that file-type gives them; those that it has under several names have ours. */
const shown: Record<string, Told> = {
	"image/jpeg": { type: "image/jpeg", show: "picture" },
	"image/png": { type: "image/png", show: "picture" },
	"image/apng": { type: "image/png", show: "picture" },
	"image/gif": { type: "image/gif", show: "picture" },
	"image/webp": { type: "image/webp", show: "picture" },
	"image/avif": { type: "image/avif", show: "picture" },
	"video/mp4": { type: "video/mp4", show: "video" },
	"video/webm": { type: "video/webm", show: "video" },
	"audio/mpeg": { type: "audio/mpeg", show: "audio" },
	"audio/mp4": { type: "audio/mp4", show: "audio" },
	"audio/x-m4a": { type: "audio/mp4", show: "audio" },
	"audio/ogg": { type: "audio/ogg", show: "audio" },
	"audio/wav": { type: "audio/wav", show: "audio" },
	"application/pdf": { type: "application/pdf", show: "pdf" },
};

/** The beginning of HTML or SVG, after blanks, comments and declarations. */
const markup = /^(?:\ufeff|\s|<!--[^]{0,2000}?-->|<[?!][^>]{0,500}>)*<(svg|html|head|body|script|iframe|meta|title)\b/i;

export async function tell(head: Uint8Array): Promise<Told> {
	// Loaded with the first file, so that the Worker starts without it.
	const { fileTypeFromBuffer } = await import("file-type");
	const found = await fileTypeFromBuffer(head.subarray(0, HEAD_BYTES)).catch(() => undefined);
	const mime = found?.mime.split(";")[0] ?? "";
	const known = Object.hasOwn(shown, mime) ? shown[mime] : undefined;
	if (known) return known;
	const element = markup.exec(new TextDecoder().decode(head.subarray(0, HEAD_BYTES)))?.[1]?.toLowerCase();
	if (element !== undefined) return { type: element === "svg" ? "image/svg+xml" : "text/html", show: "download" };
	return { type: mime, show: "download" };
}

/**
 * The answer with a file's bytes: whole, a range of them, or "not changed". Only what may be shown has its media type and is
 * inline; everything else is bytes to save. It checks nobody's permission.
 */
import { disposition } from "../http/disposition.ts";
import type { FileShow } from "../protocol/conversation/file.ts";

/** What is served: a file, or its thumbnail. */
export type Served = {
	key: string;
	name: string;
	show: FileShow;
	/** Null: as the bucket has it, which is how the thumbnail was told when it came. */
	type: string | null;
	/** Null: not known before it is fetched, so ranges of it aren't served. */
	size: number | null;
};

/** Scripts, styles and frames have no right in a file, and it gets no origin. */
const LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'";
/** Browsers' PDF viewers don't work in a sandbox. They run no scripts of the page's origin. */
const LOCKED_PDF = "frame-ancestors 'none'";

/** One range of a file, as R2 takes it; null: the whole file; "unsatisfiable" as RFC 9110, section 14.2 has it. */
export function rangeIn(
	header: string | null,
	size: number,
): { offset: number; length: number } | "unsatisfiable" | null {
	// Several ranges, and other units, may be answered with the whole file.
	const [, from = "", to = ""] = /^bytes=(\d*)-(\d*)$/.exec(header?.trim() ?? "") ?? [];
	if (from === "" && to === "") return null;
	if (from === "") {
		const length = Math.min(Number(to), size);
		return length > 0 ? { offset: size - length, length } : "unsatisfiable";
	}
	const offset = Number(from);
	const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
	if (to !== "" && Number(to) < offset) return null;
	return offset < size ? { offset, length: last - offset + 1 } : "unsatisfiable";
}

export type Serving = {
	bucket: Pick<R2Bucket, "get">;
	request: Request;
	/** Whether pages of other sites may show it: to a visitor yes, to a teammate no. */
	crossOrigin: boolean;
	/** True: the file is asked for to be saved. */
	save: boolean;
};

/** Null: the bytes aren't there (any more). */
export async function serve(
	{ key, name, show, type, size }: Served,
	{ bucket, request, crossOrigin, save }: Serving,
): Promise<Response | null> {
	const inline = show !== "download" && !save;
	// The bytes of a key never change: each attempt to send a file has its own.
	const etag = `"${key.slice(key.lastIndexOf("/") + 1)}"`;
	const headers = new Headers({
		"accept-ranges": size === null ? "none" : "bytes",
		// Kept by the reader's own browser, which asks each time whether it may still show it.
		"cache-control": "private, no-cache",
		"content-disposition": disposition(inline ? "inline" : "attachment", name),
		"content-security-policy": show === "pdf" && inline ? LOCKED_PDF : LOCKED,
		"cross-origin-resource-policy": crossOrigin ? "cross-origin" : "same-origin",
		etag,
		"referrer-policy": "no-referrer",
		"x-content-type-options": "nosniff",
	});
	if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
	const ifRange = request.headers.get("if-range");
	const asked = ifRange === null || ifRange === etag ? request.headers.get("range") : null;
	const range = size === null ? null : rangeIn(asked, size);
	if (range === "unsatisfiable") {
		headers.set("content-range", `bytes */${size}`);
		return new Response(null, { status: 416, headers });
	}
	const object = await bucket.get(key, range ? { range } : {});
	if (!object) return null;
	const stored = object.httpMetadata?.contentType ?? "application/octet-stream";
	headers.set("content-type", inline ? (type ?? stored) : "application/octet-stream");
	headers.set("content-length", `${range?.length ?? object.size}`);
	if (range) headers.set("content-range", `bytes ${range.offset}-${range.offset + range.length - 1}/${object.size}`);
	return new Response(object.body, { status: range ? 206 : 200, headers });
}

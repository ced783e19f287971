/**
 * Sends one file, with what is done so far: XMLHttpRequest, because fetch doesn't tell that. A thumbnail goes before the file,
 * in the same request. It never rejects. The server keeps one file for an id, so that it may be sent again at any time.
 */
import { FILE_HEADER, type FileOffer } from "../../src/protocol/conversation/file.ts";

export type UploadTarget = {
	/** The conversation's address, ".../conversations/ID". */
	base: string;
	headers(): Record<string, string> | Promise<Record<string, string>>;
};

export type UploadFailure = {
	ok: false;
	/** 0: no answer came, so it is worth trying again by itself. */
	status: number;
	/** The server's word for it, and its sentence for people. */
	reason?: string | undefined;
	detail?: string | undefined;
	retryAfterMs?: number | undefined;
};

export type UploadResult = { ok: true } | UploadFailure;

export type Sending = {
	id: string;
	blob: Blob;
	thumbnail: Blob | null;
	offer: Pick<FileOffer, "name" | "width" | "height">;
	signal: AbortSignal;
	/** From 0 to 1. */
	onProgress(share: number): void;
};

/** The longest silence: over a dead connection no event comes. */
const SILENCE_MS = 45_000;

export async function upload(target: UploadTarget, { id, blob, thumbnail, offer, signal, onProgress }: Sending) {
	let headers: Record<string, string>;
	try {
		headers = await target.headers();
	} catch {
		return { ok: false, status: 0 } satisfies UploadResult;
	}
	return new Promise<UploadResult>((resolve) => {
		const request = new XMLHttpRequest();
		let timer: ReturnType<typeof setTimeout> | undefined;
		const settle = (result: UploadResult) => {
			clearTimeout(timer);
			signal.removeEventListener("abort", stop);
			resolve(result);
		};
		const stop = () => request.abort();
		const heard = () => {
			clearTimeout(timer);
			timer = setTimeout(stop, SILENCE_MS);
		};
		request.open("PUT", `${target.base}/files/${id}`);
		const said = { ...offer, size: blob.size, thumbnail: thumbnail?.size ?? 0 };
		for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
		request.setRequestHeader(FILE_HEADER, encodeURIComponent(JSON.stringify(said)));
		request.upload.onprogress = ({ loaded, total }) => {
			heard();
			onProgress(total > 0 ? loaded / total : 0);
		};
		request.onload = () => settle(resultOf(request));
		request.onerror = request.onabort = () => settle({ ok: false, status: 0 });
		signal.addEventListener("abort", stop);
		heard();
		if (signal.aborted) return settle({ ok: false, status: 0 });
		request.send(thumbnail ? new Blob([thumbnail, blob]) : blob);
	});
}

function resultOf(request: XMLHttpRequest): UploadResult {
	const { status } = request;
	if (status >= 200 && status < 300) return { ok: true };
	let problem: { reason?: unknown; detail?: unknown } = {};
	try {
		problem = Object(JSON.parse(request.responseText));
	} catch {
		// A proxy answered, not Parley.
	}
	const text = (value: unknown) => (typeof value === "string" ? value : undefined);
	const seconds = Number(request.getResponseHeader("retry-after"));
	return {
		ok: false,
		status,
		reason: text(problem.reason),
		detail: text(problem.detail),
		retryAfterMs: seconds > 0 ? seconds * 1_000 : undefined,
	};
}

/**
 * One guarded request of the crawler: every hop of a redirect is checked like the first address, the answer is bounded
 * in size and time, and whatever happens comes back as a value. Never throws, and leaves the site it was asked for only
 * where the asker says so.
 */
import { checkAddress, isLoopbackHost, type AddressRefusal } from "./address.ts";
import { type Resolved, resolve } from "./names.ts";
import { USER_AGENT } from "./robots.ts";
import { sameSite, tidyUrl } from "./urls.ts";

/** Enough for http → https → www → language; more is a circle. */
const MAX_REDIRECTS = 5;
const LIMIT_MS = 15_000;

/** Why a page could not be read; the dashboard has a sentence for each. */
export type FetchFailure =
	| AddressRefusal
	| Exclude<Resolved, "public">
	| "other_site"
	| "redirects"
	| "robots"
	| "too_large"
	| "too_slow"
	| "unreachable"
	| "type"
	| "status";

export type Fetched =
	| {
			kind: "read";
			url: URL;
			bytes: Uint8Array<ArrayBuffer>;
			type: string;
			etag: string | null;
			modified: string | null;
			/** X-Robots-Tag, in lower case. */
			robots: string;
	  }
	| { kind: "unchanged"; url: URL }
	| { kind: "gone" }
	/** Asked to come back later. */
	| { kind: "wait"; seconds: number | null }
	| { kind: "failed"; reason: FetchFailure; status?: number };

export type Ask = {
	url: string;
	/** The site to stay on; null where any public one will do. */
	site: URL | null;
	loopback: boolean;
	/** Names that were looked up already, with what came of it. */
	known: Map<string, Resolved>;
	/** Whether robots.txt lets us. Asked for every hop. */
	allows: (url: string) => boolean;
	/** Content types that are read; others fail. */
	types: RegExp;
	maxBytes: number;
	/** Of a body that is longer its start is read, instead of nothing. */
	cut?: boolean;
	etag?: string | null;
	modified?: string | null;
};

/** Seconds of a Retry-After header, which may be a date. */
export function retryAfterS(value: string | null, now: number): number | null {
	if (value === null) return null;
	const seconds = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1_000;
	return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** A body of at most `limit` bytes, unpacked; where it is longer null, or as much of it with `cut`. */
async function bounded(response: Response, limit: number, cut: boolean): Promise<Uint8Array<ArrayBuffer> | null> {
	const reader = response.body?.getReader();
	if (!reader) return new Uint8Array();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		size += part.value.length;
		if (size > limit) {
			await reader.cancel();
			if (!cut) return null;
			parts.push(part.value.subarray(0, part.value.length - (size - limit)));
			break;
		}
		parts.push(part.value);
	}
	const whole = new Uint8Array(Math.min(size, limit));
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

/** What a body is whose server doesn't say. */
function looksLike(bytes: Uint8Array): string {
	const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, 1_024));
	if (/^\s*(?:\ufeff|ï»¿)?\s*<(?:!doctype html|!--|html|head|body|title|meta|h1|div|p|table)\b/i.test(start))
		return "text/html";
	return start === "" || start.includes("\0") || start.startsWith("%PDF-") || start.startsWith("PK")
		? ""
		: "text/plain";
}

async function answer(ask: Ask, url: URL, response: Response): Promise<Fetched> {
	const { status, headers } = response;
	if (status === 304) return { kind: "unchanged", url };
	if (status === 404 || status === 410) return { kind: "gone" };
	if (status === 429 || status === 503)
		return { kind: "wait", seconds: retryAfterS(headers.get("Retry-After"), Date.now()) };
	// 203: a proxy has changed something of it.
	if (status !== 200 && status !== 203) return { kind: "failed", reason: "status", status };
	const named = headers.get("Content-Type")?.trim() ?? "";
	if (named !== "" && !ask.types.test(named)) return { kind: "failed", reason: "type" };
	const bytes = await bounded(response, ask.maxBytes, ask.cut ?? false);
	if (bytes === null) return { kind: "failed", reason: "too_large" };
	const type = named === "" ? looksLike(bytes) : named;
	if (!ask.types.test(type)) return { kind: "failed", reason: "type" };
	return {
		kind: "read",
		url,
		bytes,
		type,
		etag: headers.get("ETag"),
		modified: headers.get("Last-Modified"),
		robots: (headers.get("X-Robots-Tag") ?? "").toLowerCase(),
	};
}

async function follow(ask: Ask, signal: AbortSignal): Promise<Fetched> {
	let address = ask.url;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const checked = checkAddress(address, ask);
		if (!checked.ok) return { kind: "failed", reason: checked.reason };
		const url = tidyUrl(checked.url);
		if (ask.site !== null && !sameSite(url, ask.site)) return { kind: "failed", reason: "other_site" };
		if (!ask.allows(url.href)) return { kind: "failed", reason: "robots" };
		if (!isLoopbackHost(url.hostname)) {
			const resolved = ask.known.get(url.hostname) ?? (await resolve(url.hostname));
			// Whoever couldn't say may know a moment later.
			if (resolved !== "no_answer") ask.known.set(url.hostname, resolved);
			if (resolved !== "public") return { kind: "failed", reason: resolved };
		}
		const headers = new Headers({
			"User-Agent": USER_AGENT,
			Accept: "text/html,text/plain,text/markdown;q=0.9,*/*;q=0.1",
		});
		if (ask.etag) headers.set("If-None-Match", ask.etag);
		if (ask.modified) headers.set("If-Modified-Since", ask.modified);
		// By hand: a redirect that is followed for us would not be checked.
		const response = await fetch(url.href, { redirect: "manual", headers, signal });
		const location = response.headers.get("Location");
		const redirected = location !== null && response.status >= 300 && response.status < 400;
		try {
			if (!redirected) return await answer(ask, url, response);
		} finally {
			// A body that nobody reads would hold one of the six connections.
			if (response.body && !response.bodyUsed) await response.body.cancel().catch(() => {});
		}
		address = URL.parse(location, url)?.href ?? "";
	}
	return { kind: "failed", reason: "redirects" };
}

export async function fetchGuarded(ask: Ask): Promise<Fetched> {
	// Bounded by the event that asks: the signal dies with the request.
	const signal = AbortSignal.timeout(LIMIT_MS);
	try {
		return await follow(ask, signal);
	} catch {
		return { kind: "failed", reason: signal.aborted ? "too_slow" : "unreachable" };
	}
}

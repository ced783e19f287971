/**
 * One guarded request of the crawler (against SSRF): every redirect's address is checked like the first one, and the
 * response is bounded in size and time. Failures are values; it never throws. It leaves the site only where the caller
 * allows that.
 */
import { checkAddress, isLoopbackHost, type AddressRefusal } from "./address.ts";
import { type HostCheck, checkHost } from "./dns.ts";
import { USER_AGENT } from "./robots.ts";
import { sameSite, tidyUrl } from "./urls.ts";

/** Enough for http → https → www → language. */
const MAX_REDIRECTS = 5;
const LIMIT_MS = 15_000;

/** Why a page could not be read; the dashboard has a sentence for each. */
export type FetchFailure =
	| AddressRefusal
	| Exclude<HostCheck, "public">
	| "other_site"
	| "redirects"
	| "robots"
	| "too_large"
	| "too_slow"
	| "unreachable"
	| "type"
	| "status";

export type FetchResult =
	| {
			kind: "read";
			url: URL;
			bytes: Uint8Array<ArrayBuffer>;
			type: string;
			etag: string | null;
			modified: string | null;
			/** X-Robots-Tag, in lower case. */
			robots: string;
			/** Content-Security-Policy. */
			policy: string | null;
	  }
	| { kind: "unchanged"; url: URL }
	| { kind: "gone" }
	/** The site is busy and asks to come back later. */
	| { kind: "wait"; seconds: number | null }
	| { kind: "failed"; reason: FetchFailure; status?: number };

export type GuardedRequest = {
	url: string;
	/** The site to stay on; null where any public one is allowed. */
	site: URL | null;
	loopback: boolean;
	/** A cache of host names that were looked up; results are added. */
	resolved: Map<string, HostCheck>;
	/** Whether robots.txt allows an address. Called for every redirect too. */
	allows: (url: string) => boolean;
	/** The content types that are accepted. */
	types: RegExp;
	maxBytes: number;
	/** Reads the start of a body that is too long, instead of failing. */
	truncate?: boolean;
	etag?: string | null;
	modified?: string | null;
};

/** Seconds of a Retry-After header, which may be a date. */
export function retryAfterS(value: string | null, now: number): number | null {
	if (value === null) return null;
	const seconds = /^\s*\d{1,9}\s*$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1_000;
	return Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : null;
}

/** Reads a body of at most `limit` bytes. A longer one gives null, or its start with `truncate`. */
async function readBounded(
	response: Response,
	limit: number,
	truncate: boolean,
): Promise<Uint8Array<ArrayBuffer> | null> {
	const reader = response.body?.getReader();
	if (!reader) return new Uint8Array();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (let part = await reader.read(); !part.done; part = await reader.read()) {
		size += part.value.length;
		if (size > limit) {
			await reader.cancel();
			if (!truncate) return null;
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

/** How a page begins: after its mark and an XML declaration, with a document type, a comment or an element of pages. */
const markup =
	/^\s*(?:\ufeff|\u00ef\u00bb\u00bf)?\s*(?:<\?xml\b[^>]{0,200}>\s*(?=<(?:!doctype\s+html|html)\b))?<(?:!doctype\s+html\b|!--|(?:html|head|body|title|meta|h1|div|p|table)\b)/i;

/** The content type of a body whose server declares none. */
function sniffType(bytes: Uint8Array): string {
	const start = new TextDecoder("windows-1252").decode(bytes.subarray(0, 1_024));
	if (markup.test(start)) return "text/html";
	return start === "" || start.includes("\0") || start.startsWith("%PDF-") || start.startsWith("PK")
		? ""
		: "text/plain";
}

async function readResponse(ask: GuardedRequest, url: URL, response: Response): Promise<FetchResult> {
	const { status, headers } = response;
	if (status === 304) return { kind: "unchanged", url };
	if (status === 404 || status === 410) return { kind: "gone" };
	if (status === 429 || status === 503)
		return { kind: "wait", seconds: retryAfterS(headers.get("Retry-After"), Date.now()) };
	// 203: a proxy has changed something of it.
	if (status !== 200 && status !== 203) return { kind: "failed", reason: "status", status };
	const declared = headers.get("Content-Type")?.trim() ?? "";
	if (declared !== "" && !ask.types.test(declared)) return { kind: "failed", reason: "type" };
	const bytes = await readBounded(response, ask.maxBytes, ask.truncate ?? false);
	if (bytes === null) return { kind: "failed", reason: "too_large" };
	const type = declared === "" ? sniffType(bytes) : declared;
	if (!ask.types.test(type)) return { kind: "failed", reason: "type" };
	return {
		kind: "read",
		url,
		bytes,
		type,
		etag: headers.get("ETag"),
		modified: headers.get("Last-Modified"),
		robots: (headers.get("X-Robots-Tag") ?? "").toLowerCase(),
		policy: headers.get("Content-Security-Policy"),
	};
}

async function followRedirects(ask: GuardedRequest, signal: AbortSignal): Promise<FetchResult> {
	let address = ask.url;
	for (let hop = 0; hop <= MAX_REDIRECTS; hop++) {
		const checked = checkAddress(address, ask);
		if (!checked.ok) return { kind: "failed", reason: checked.reason };
		const url = tidyUrl(checked.url);
		if (ask.site !== null && !sameSite(url, ask.site)) return { kind: "failed", reason: "other_site" };
		if (!ask.allows(url.href)) return { kind: "failed", reason: "robots" };
		if (!isLoopbackHost(url.hostname)) {
			const resolved = ask.resolved.get(url.hostname) ?? (await checkHost(url.hostname));
			// A resolver that gave no answer may give one a moment later, so that isn't cached.
			if (resolved !== "no_answer") ask.resolved.set(url.hostname, resolved);
			if (resolved !== "public") return { kind: "failed", reason: resolved };
		}
		const headers = new Headers({
			"User-Agent": USER_AGENT,
			Accept: "text/html,text/plain,text/markdown;q=0.9,*/*;q=0.1",
		});
		if (ask.etag) headers.set("If-None-Match", ask.etag);
		if (ask.modified) headers.set("If-Modified-Since", ask.modified);
		// Redirects are followed here: fetch would follow them unchecked.
		const response = await fetch(url.href, { redirect: "manual", headers, signal });
		const location = response.headers.get("Location");
		const redirected = location !== null && response.status >= 300 && response.status < 400;
		try {
			if (!redirected) return await readResponse(ask, url, response);
		} finally {
			// An unread body would hold one of the six connections that a Worker has.
			if (response.body && !response.bodyUsed) await response.body.cancel().catch(() => {});
		}
		address = URL.parse(location, url)?.href ?? "";
	}
	return { kind: "failed", reason: "redirects" };
}

export async function fetchGuarded(ask: GuardedRequest): Promise<FetchResult> {
	// This timer is safe in an object: the caller awaits the request, so the object doesn't hibernate, and no deadline depends on it.
	const signal = AbortSignal.timeout(LIMIT_MS);
	try {
		return await followRedirects(ask, signal);
	} catch {
		return { kind: "failed", reason: signal.aborted ? "too_slow" : "unreachable" };
	}
}

/**
 * The address of a page, as a visitor's browser gives it: the visitor's word, and often with secrets in it (reset links,
 * sign-in tokens). Only origin and path are kept; the query too where the workspace wants it; never the fragment, nor a name
 * and password before the host. Pure; used wherever such an address comes in (invariant 9).
 */

import type { VisitorDetails } from "../protocol/conversation/details.ts";

/**
 * The longest address that is kept, in characters: that of the frame which brings it. Parsing makes other scripts' letters up to
 * nine times as long, and two addresses have to fit into a socket's attachment, which holds 16,384 bytes
 * (https://developers.cloudflare.com/durable-objects/api/websockets/#serializeattachment).
 */
const MAX_LENGTH = 2_000;

/** The longest text that is read as one, in characters. `URL.parse` isn't ours: what it gets is bounded (invariant 17). */
const MAX_READ = 16_000;

/** Null for what isn't the address of a web page, or is over 16,000 characters. A long one loses its query, then its path. */
export function pageAddress(text: string, keepQuery: boolean): string | null {
	const url = text.length > MAX_READ ? null : URL.parse(text);
	if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
	const page = url.origin + url.pathname;
	const kept = [keepQuery ? page + url.search : page, page, `${url.origin}/`];
	return kept.find((address) => address.length <= MAX_LENGTH) ?? null;
}

/** The details without what the workspace doesn't keep: an earlier release kept all, and so did another setting. */
export function keptDetails(details: VisitorDetails, keepQuery: boolean): VisitorDetails {
	const { page, referrer } = details;
	const url = page && pageAddress(page.url, keepQuery);
	return {
		...details,
		page: page && url !== null ? { ...page, url } : null,
		referrer: referrer === null ? null : pageAddress(referrer, keepQuery),
	};
}

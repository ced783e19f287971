/**
 * The address of a page, as a visitor's browser gives it: the visitor's word, and often with secrets in it (reset links,
 * sign-in tokens). Only origin and path are kept; the query too where the workspace wants it; never the fragment, nor a name
 * and password before the host. Pure; used wherever such an address comes in (invariant 9).
 */

import type { VisitorDetails } from "../protocol/conversation/details.ts";

/** Null for what isn't the address of a web page. */
export function pageAddress(text: string, keepQuery: boolean): string | null {
	const url = URL.parse(text);
	if (!url || (url.protocol !== "https:" && url.protocol !== "http:")) return null;
	return url.origin + url.pathname + (keepQuery ? url.search : "");
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

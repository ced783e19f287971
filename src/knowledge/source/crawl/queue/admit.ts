/** Decides which of a site's addresses are queued for its crawl. Depth, variants and number are bounded: no site makes a crawl endless. */
import { checkAddress } from "../address.ts";
import type { Frontier } from "./frontier.ts";
import type { Crawl } from "../runs.ts";
import { inScope, isOneParameter, isTrap, sameSite } from "../urls.ts";

/** Links from the first page. A help centre is three deep; a calendar's "next month" never ends. */
const MAX_DEPTH = 20;
/**
 * Addresses of one path with other parameters, found by links. Past these, only those are taken that differ in one
 * parameter, as "?id=1" and "?id=2" do; what a sitemap lists is always taken.
 */
const MAX_VARIANTS = 100;
/** Most pages that a run may find. More than its limit: copies and pages without text are read and not kept. */
const maxFound = (limit: number): number => 2 * limit + 100;

export type CrawlContext = {
	frontier: Frontier;
	crawl: Crawl;
	loopback: boolean;
	/** Counts what is left out. */
	omit: (kind: "variants" | "room", detail?: string) => void;
};

/** Where the address may belong to the crawl: neither elsewhere, nor a file, nor out of its patterns. */
export function eligible({ crawl, loopback }: Omit<CrawlContext, "omit">, address: string): URL | null {
	const checked = checkAddress(address, { loopback });
	if (!checked.ok || isTrap(checked.url)) return null;
	const { settings } = crawl;
	return sameSite(checked.url, new URL(settings.address)) && inScope(checked.url, settings) ? checked.url : null;
}

/** The page's id where it belongs to the crawl, else null. A new page is queued and counted. `listed`: in a sitemap. */
export function admit(around: CrawlContext, address: string, depth: number, listed = false): number | null {
	const { frontier, crawl, omit } = around;
	const url = depth > MAX_DEPTH ? null : eligible(around, address);
	if (url === null) return null;
	const known = frontier.idOf(url);
	if (known !== null) return known;
	if (crawl.found >= maxFound(crawl.settings.limit)) {
		omit("room");
		return null;
	}
	if (!listed && url.search !== "" && frontier.variants.count(url) >= MAX_VARIANTS) {
		const others = frontier.variants.some(url, MAX_VARIANTS);
		if (!isOneParameter([url, ...others]) || frontier.variants.areAlike(url)) {
			omit("variants", url.pathname);
			return null;
		}
	}
	const { id, fresh } = frontier.enqueue(url, "page", depth);
	if (fresh) crawl.found++;
	return id;
}

/** Which of the addresses that a site shows are put in its crawl's queue. Bounded: no site makes a crawl without end. */
import { checkAddress } from "./address.ts";
import type { Frontier } from "./frontier.ts";
import type { Crawl } from "./runs.ts";
import { inScope, isTrap, sameSite } from "./urls.ts";

/** Links from the start. A help centre is three deep; a calendar's "next month" never ends. */
const MAX_DEPTH = 20;
/** Addresses that differ in their parameters only. */
const MAX_VARIANTS = 100;
/** Copies and pages without text don't count as pages kept, so a run may look at more than it keeps. */
const room = (limit: number): number => 2 * limit + 100;

/** The page's row where it belongs to the crawl, else null. Counts it when it is new. */
export function admit(
	{ frontier, crawl, loopback }: { frontier: Frontier; crawl: Crawl; loopback: boolean },
	address: string,
	depth: number,
): number | null {
	const checked = checkAddress(address, { loopback });
	if (!checked.ok || depth > MAX_DEPTH || isTrap(checked.url)) return null;
	if (!sameSite(checked.url, new URL(crawl.settings.address)) || !inScope(checked.url, crawl.settings)) return null;
	const known = frontier.found(checked.url);
	if (known !== null) return known;
	if (crawl.found >= room(crawl.settings.limit)) return null;
	if (checked.url.search !== "" && frontier.variants(checked.url) >= MAX_VARIANTS) return null;
	const { id, fresh } = frontier.find(checked.url, "page", depth);
	if (fresh) crawl.found++;
	return id;
}

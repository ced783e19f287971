/** Decides which of a site's addresses are queued for its crawl. Depth, variants and number are bounded: no site makes a crawl endless. */
import { checkAddress } from "./address.ts";
import type { Frontier } from "./frontier.ts";
import type { Crawl } from "./runs.ts";
import { inScope, isTrap, sameSite } from "./urls.ts";

/** Links from the first page. A help centre is three deep; a calendar's "next month" never ends. */
const MAX_DEPTH = 20;
/** Most addresses that differ in their parameters only. */
const MAX_VARIANTS = 100;
/** Most pages that a run may find. More than its limit: copies and pages without text are read and not kept. */
const maxFound = (limit: number): number => 2 * limit + 100;

/** The page's id where it belongs to the crawl, else null. A new page is queued and counted. */
export function admit(
	{ frontier, crawl, loopback }: { frontier: Frontier; crawl: Crawl; loopback: boolean },
	address: string,
	depth: number,
): number | null {
	const checked = checkAddress(address, { loopback });
	if (!checked.ok || depth > MAX_DEPTH || isTrap(checked.url)) return null;
	if (!sameSite(checked.url, new URL(crawl.settings.address)) || !inScope(checked.url, crawl.settings)) return null;
	const known = frontier.idOf(checked.url);
	if (known !== null) return known;
	if (crawl.found >= maxFound(crawl.settings.limit)) return null;
	if (checked.url.search !== "" && frontier.countVariants(checked.url) >= MAX_VARIANTS) return null;
	const { id, fresh } = frontier.enqueue(checked.url, "page", depth);
	if (fresh) crawl.found++;
	return id;
}

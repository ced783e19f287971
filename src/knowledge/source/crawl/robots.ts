/** A site's robots.txt: what we may read, how fast, and where its sitemaps are. Parsing is robots-parser's. */
import robotsParser from "robots-parser";

/** Our name in robots.txt, and what a site's log shows. */
export const ROBOT = "ParleyBot";
export const USER_AGENT = `Mozilla/5.0 (compatible; ${ROBOT}/1.0)`;

/** Bytes. Crawlers must read at least 500 KiB (RFC 9309, section 2.5); every rule is tried for every page. */
export const MAX_ROBOTS_LENGTH = 500 * 1024;
const MAX_SITEMAPS = 20;

export type Robots = {
	allows(url: string): boolean;
	/** Seconds between pages, where the site asks for it. */
	delayS: number | null;
	sitemaps: string[];
};

/** A file's text. Of one that was cut, the last line is left out: half of "Disallow: /private" forbids everything. */
export function robotsText(bytes: Uint8Array): string {
	const text = new TextDecoder().decode(bytes);
	return bytes.length < MAX_ROBOTS_LENGTH
		? text
		: text.slice(0, Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}

/** `url` is the address the site has its rules at, wherever that led: they hold for this host only. */
export function readRobots(url: string, text: string): Robots {
	const robots = robotsParser(url, text.slice(0, MAX_ROBOTS_LENGTH));
	const { host } = new URL(url);
	const delay = robots.getCrawlDelay(ROBOT);
	return {
		allows: (page) => {
			const asked = new URL(page);
			// The same site by another name ("www.") or scheme goes by the same rules.
			return (
				robots.isAllowed(new URL(asked.pathname + asked.search, `${new URL(url).protocol}//${host}`).href, ROBOT) ??
				true
			);
		},
		delayS: typeof delay === "number" && Number.isFinite(delay) && delay > 0 ? delay : null,
		sitemaps: robots.getSitemaps().slice(0, MAX_SITEMAPS),
	};
}

/** A site's robots.txt: what the crawler may read, how fast, and where the sitemaps are. robots-parser parses it. */
import robotsParser from "robots-parser";

/** The crawler's name in robots.txt and, as the user agent, in a site's log. */
export const ROBOT = "ParleyBot";
export const USER_AGENT = `Mozilla/5.0 (compatible; ${ROBOT}/1.0)`;

/** Bytes that are read. Crawlers must read at least 500 KiB (RFC 9309, section 2.5); every rule is tried for every page. */
export const MAX_ROBOTS_LENGTH = 500 * 1024;
const MAX_SITEMAPS = 20;

export type Robots = {
	allows(url: string): boolean;
	/** Seconds between pages, where the site asks for it. */
	delayS: number | null;
	sitemaps: string[];
};

/** The text of a file. A truncated one loses its last line: half of "Disallow: /private" forbids everything. */
export function robotsText(bytes: Uint8Array): string {
	const text = new TextDecoder().decode(bytes);
	return bytes.length < MAX_ROBOTS_LENGTH
		? text
		: text.slice(0, Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}

/** `url`: where the site has its robots.txt, before redirects; the rules hold for that host only. */
export function readRobots(url: string, text: string): Robots {
	const robots = robotsParser(url, text.slice(0, MAX_ROBOTS_LENGTH));
	const { host } = new URL(url);
	const delay = robots.getCrawlDelay(ROBOT);
	return {
		allows: (page) => {
			const asked = new URL(page);
			// The site under another name ("www.") or scheme has the same rules.
			return (
				robots.isAllowed(new URL(asked.pathname + asked.search, `${new URL(url).protocol}//${host}`).href, ROBOT) ??
				true
			);
		},
		delayS: typeof delay === "number" && Number.isFinite(delay) && delay > 0 ? delay : null,
		sitemaps: robots.getSitemaps().slice(0, MAX_SITEMAPS),
	};
}

/**
 * A site's robots.txt: what we may read, how fast, and where its sitemaps are (RFC 9309). Rules and paths are brought to
 * one spelling before they are compared; time grows with the file's length, whatever is in it.
 */

/** Our name in robots.txt, and what a site's log shows. */
export const ROBOT = "ParleyBot";
export const USER_AGENT = `Mozilla/5.0 (compatible; ${ROBOT}/1.0)`;

/** Bytes. Crawlers must read at least 500 KiB (section 2.5); every rule is tried for every page. */
export const MAX_ROBOTS_LENGTH = 500 * 1024;
const MAX_SITEMAPS = 20;
/** Of the rules that are for us; some large sites have a few thousand. */
const MAX_RULES = 10_000;
/** A rule with more of them is cut there: it then forbids more than it says, or allows nothing. */
const MAX_STARS = 20;
const MAX_RULE_LENGTH = 2_000;

export type Robots = {
	allows(url: string): boolean;
	/** Seconds between pages, where the site asks for it. */
	delayS: number | null;
	sitemaps: string[];
};

type Rule = { allow: boolean; parts: string[]; ends: boolean; length: number };
type Group = { rules: Rule[]; delayS: number | null };

/** A file's text. Of one that was cut, the last line is left out: half of "Disallow: /private" forbids everything. */
export function robotsText(bytes: Uint8Array): string {
	const text = new TextDecoder().decode(bytes);
	return bytes.length < MAX_ROBOTS_LENGTH
		? text
		: text.slice(0, Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r")) + 1);
}

/** One spelling of a path: what needs no escape has none, all else has one, in capitals (section 2.2.2). */
const spelled = (path: string): string =>
	path
		.replace(/[^\x21-\x7e]+/gu, (text) => encodeURIComponent(text.toWellFormed()))
		.replace(/%([0-9a-f]{2})/gi, (escape, hex: string) => {
			const letter = String.fromCharCode(Number.parseInt(hex, 16));
			return /[\w.~-]/.test(letter) ? letter : escape.toUpperCase();
		});

function ruleOf(allow: boolean, said: string): Rule | null {
	// An empty rule says nothing; one without its slash means what it says all the same.
	if (said === "") return null;
	const path = /^[/*]/.test(said) || allow ? said : `/${said}`;
	const long = path.length > MAX_RULE_LENGTH;
	const text = spelled(path.slice(0, MAX_RULE_LENGTH)).replace(/\*{2,}/g, "*");
	const ends = text.endsWith("$") && !long;
	const parts = (ends ? text.slice(0, -1) : text).replaceAll("$", "%24").split("*");
	if (parts.length > MAX_STARS || long)
		return allow ? null : { allow, parts: parts.slice(0, MAX_STARS), ends: false, length: text.length };
	return { allow, parts, ends, length: text.length };
}

function fits({ parts, ends }: Rule, path: string): boolean {
	const [first = "", ...rest] = parts;
	if (!path.startsWith(first)) return false;
	const last = ends ? rest.pop() : undefined;
	if (ends && last === undefined) return path === first;
	let at = first.length;
	for (const part of rest) {
		const found = path.indexOf(part, at);
		if (found < 0) return false;
		at = found + part.length;
	}
	return last === undefined || (path.endsWith(last) && path.length - last.length >= at);
}

/** What Google's own reader takes for the right words (github.com/google/robotstxt). */
const misspelled: Record<string, string> = {
	useragent: "user-agent",
	"user agent": "user-agent",
	dissallow: "disallow",
	dissalow: "disallow",
	disalow: "disallow",
	diasllow: "disallow",
	disallaw: "disallow",
	"site-map": "sitemap",
};

/** The group that names us, else the one for all. Several groups of one name are one (section 2.2.1). */
function groupsOf(text: string): { group: Group; sitemaps: string[] } {
	const groups = { ours: { rules: [], delayS: null } as Group, all: { rules: [], delayS: null } as Group };
	const named = new Set<keyof typeof groups>();
	const sitemaps: string[] = [];
	let open: (keyof typeof groups)[] = [];
	let naming = false;
	for (const line of text.split(/\r\n?|\n/)) {
		const [, key = "", value = ""] =
			/^\s{0,50}([a-z]{1,20}(?:[ -][a-z]{1,20})?)\s{0,50}:([^#]{0,5000})/i.exec(line) ?? [];
		const said = value.trim();
		switch (misspelled[key.toLowerCase()] ?? key.toLowerCase()) {
			case "user-agent": {
				if (!naming) open = [];
				naming = true;
				const name = said.toLowerCase().split(/[/\s]/, 1)[0];
				const group = name === "*" ? "all" : name === ROBOT.toLowerCase() ? "ours" : null;
				if (group) {
					open.push(group);
					named.add(group);
				}
				continue;
			}
			case "allow":
			case "disallow": {
				const rule = open.length > 0 ? ruleOf(/^a/i.test(key), said) : null;
				if (rule) for (const group of open) if (groups[group].rules.length < MAX_RULES) groups[group].rules.push(rule);
				break;
			}
			case "crawl-delay": {
				const seconds = /^\d{1,6}(?:\.\d{1,6})?$/.test(said) ? Number(said) : 0;
				if (seconds > 0) for (const group of open) groups[group].delayS ??= seconds;
				break;
			}
			case "sitemap":
				if (sitemaps.length < MAX_SITEMAPS && said !== "") sitemaps.push(said.replace(/^<|>$/g, ""));
				continue;
			case "":
				continue;
			default:
		}
		naming = false;
	}
	return { group: named.has("ours") ? groups.ours : groups.all, sitemaps };
}

/** `url` is the address the site has its rules at, wherever that led. */
export function readRobots(url: string, text: string): Robots {
	const { group, sitemaps } = groupsOf(text.slice(0, MAX_ROBOTS_LENGTH));
	return {
		// The same site by another name ("www.") or scheme goes by the same rules.
		allows(page) {
			const { pathname, search } = new URL(page);
			// A star or dollar of the address's own is none of a rule's.
			const path = spelled(pathname + search)
				.replaceAll("*", "%2A")
				.replaceAll("$", "%24");
			let best: Rule | null = null;
			for (const rule of group.rules) {
				if (best !== null && (rule.length < best.length || (rule.length === best.length && !rule.allow))) continue;
				if (fits(rule, path)) best = rule;
			}
			return best?.allow ?? true;
		},
		delayS: group.delayS,
		sitemaps: sitemaps.map((address) => URL.parse(address, url)?.href).filter((address) => address !== undefined),
	};
}

/** URL normalisation for the crawler: which addresses are one page, which are in a crawl's scope, and which are crawler traps. Pure. */

/** Parameters for tracking and sessions, which don't change the page. */
const tracking =
	/^(?:utm_\w+|gclid|gbraid|wbraid|dclid|fbclid|msclkid|yclid|twclid|ttclid|igshid|srsltid|gad_\w+|_(?:pos|sid|ss|psq|fid)|replytocom|mc_[ce]id|_ga|_gl|_hs\w+|hsctatracking|mkt_tok|oly_\w+|vero_\w+|phpsessid|jsessionid|sessionid)$/i;

/** "sid" names a session, or a story or section: its value tells. Shops have put their own letters before it ("osCsid"). */
const isSession = (name: string, value: string): boolean =>
	/^(?:(?:osc|xtc|mod|gx|php)?s(?:ess(?:ion)?)?_?id|zenid)$/i.test(name) &&
	/^(?=.*\d)(?=.*[a-z])[\w-]{16,}$/i.test(value);

const isLeftOut = (name: string, value: string): boolean => tracking.test(name) || isSession(name, value);

/** The address that is requested: without fragment, session and tracking, with its parameters sorted. */
export function tidyUrl(address: string | URL): URL {
	const url = new URL(address);
	url.hash = "";
	url.hostname = url.hostname.replace(/\.$/, "");
	url.pathname = url.pathname.replace(/;jsessionid=[^/;]*/gi, "").replace(/\/{2,}/g, "/");
	const parameters = [...url.searchParams];
	const dropped = new Set(parameters.flatMap(([name, value]) => (isLeftOut(name, value) ? [name] : [])));
	const kept = new URLSearchParams(parameters.filter(([name]) => !dropped.has(name)));
	kept.sort();
	// Once for all parameters: each change of an address writes it anew. Without any, a lone question mark goes.
	url.search = kept.toString();
	return url;
}

/** The host without "www.", which names the same site. */
const site = (url: URL): string => url.host.replace(/^www\./, "");

export const sameSite = (one: URL, other: URL): boolean => site(one) === site(other);

/** Two addresses with one key are one page: with or without "www.", TLS, a last slash or the index file's name. */
export function pageKey(address: string | URL): string {
	const url = tidyUrl(address);
	const path = url.pathname.replace(/\/(?:index|default)\.(?:html?|php|aspx?)$/i, "/").replace(/(?<=.)\/$/, "");
	return `${site(url)}${path}${url.search}`;
}

/** File types that are never pages. Everything else is judged by its content type. */
const files =
	/\.(?:png|jpe?g|gif|webp|avif|svg|ico|bmp|tiff?|woff2?|ttf|otf|eot|mp[34]|m4[av]|webm|ogg|wav|avi|mov|zip|gz|tgz|rar|7z|dmg|exe|msi|apk|iso|docx?|xlsx?|pptx?|pdf|csv|ics|vcf|epub)$/i;

const MAX_PATH_LENGTH = 500;
const MAX_SEGMENTS = 15;
const MAX_PARAMETERS = 5;
const MAX_REPEATS = 2;

/** True of files and of crawler traps, which never end: /a/b/a/b/a/b, or filters upon filters. */
export function isTrap(url: URL): boolean {
	const path = url.pathname;
	if (files.test(path) || path.length + url.search.length > MAX_PATH_LENGTH) return true;
	const segments = path.split("/").filter((segment) => segment !== "");
	if (segments.length > MAX_SEGMENTS || url.searchParams.size > MAX_PARAMETERS) return true;
	const seen = new Map<string, number>();
	for (const segment of segments) seen.set(segment, (seen.get(segment) ?? 0) + 1);
	return Math.max(0, ...seen.values()) > MAX_REPEATS;
}

/** True of addresses of one path that differ in one parameter only, as "?id=1" and "?id=2" do; filters differ in several. */
export function isOneParameter(addresses: readonly URL[]): boolean {
	const values = new Map<string, Set<string>>();
	const having = new Map<string, Set<URL>>();
	for (const address of addresses)
		for (const [name, value] of address.searchParams) {
			values.set(name, (values.get(name) ?? new Set()).add(value));
			having.set(name, (having.get(name) ?? new Set()).add(address));
		}
	const varying = [...values].filter(([name, all]) => all.size > 1 || having.get(name)?.size !== addresses.length);
	return varying.length <= 1;
}

/** Matches a pattern, in which `*` is any run of characters. One without `*` also matches what is beneath it: "/help" matches "/help/returns". */
export function matches(pattern: string, url: URL): boolean {
	const plain = pattern.trim();
	const path = /^https?:\/\//i.test(plain)
		? `${url.origin}${url.pathname}${url.search}`
		: `${url.pathname}${url.search}`;
	if (!plain.includes("*")) {
		const stem = plain.replace(/\/$/, "");
		return path === stem || ["/", "?"].some((next) => path.startsWith(stem + next));
	}
	const parts = plain.split("*");
	const [first = "", last = ""] = [parts[0], parts.at(-1)];
	if (!path.startsWith(first) || !path.endsWith(last) || path.length < first.length + last.length) return false;
	let at = first.length;
	for (const part of parts.slice(1, -1)) {
		const found = path.indexOf(part, at);
		if (found < 0 || found + part.length > path.length - last.length) return false;
		at = found + part.length;
	}
	return true;
}

export type Scope = { include: string[]; exclude: string[] };

export const inScope = (url: URL, { include, exclude }: Scope): boolean =>
	(include.length === 0 || include.some((pattern) => matches(pattern, url))) &&
	!exclude.some((pattern) => matches(pattern, url));

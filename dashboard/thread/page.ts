/**
 * How the address of a visitor's page is shown. The address is the visitor's word: its host always shows, apart from the path,
 * so that a long path can't hide it, and it is a link only to a site that the workspace allows, or to this deployment's own
 * pages. Pure.
 */

/** Not `URL.parse`, which browsers of two years ago don't have. */
const parsed = (url: string): URL | null => (URL.canParse(url) ? new URL(url) : null);

/** The host of an address; the text itself where it is none. */
export const hostOf = (url: string): string => parsed(url)?.host ?? url;

/** `href` is null where the address is to be read and not followed. */
type ShownPage = { host: string; path: string; href: string | null };

export function shownPage(url: string, allowedOrigins: readonly string[], own: string): ShownPage {
	const page = parsed(url);
	if (!page || (page.protocol !== "https:" && page.protocol !== "http:")) return { host: url, path: "", href: null };
	const { host, origin } = page;
	const path = page.pathname + page.search;
	const mayFollow = origin === own || allowedOrigins.includes(origin);
	return { host, path: path === "/" ? "" : path, href: mayFollow ? origin + path : null };
}

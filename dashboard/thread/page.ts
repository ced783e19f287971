/**
 * How the address of a visitor's page is shown. The address is the visitor's word, so it is a link only to a site that the
 * workspace allows, or to this deployment's own pages, and its host shows unless it can be no other. Pure.
 */

/** `href` is null where the address is to be read and not followed. */
export function shownPage(
	url: string,
	allowedOrigins: readonly string[],
	own: string,
): { text: string; href: string | null } {
	const page = URL.parse(url);
	if (!page || (page.protocol !== "https:" && page.protocol !== "http:")) return { text: url, href: null };
	const path = page.pathname + page.search;
	const withHost = page.host + (path === "/" ? "" : path);
	const isAllowed = allowedOrigins.includes(page.origin);
	const isOnly = isAllowed && allowedOrigins.length === 1;
	return {
		text: isOnly && path !== "/" ? path : withHost,
		href: isAllowed || page.origin === own ? page.origin + path : null,
	};
}

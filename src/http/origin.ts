/**
 * Where a request comes from. A browser attaches the session cookie by itself, so a request that changes something, and
 * a socket, count only when our own page sent them: SameSite=Lax lets other sites of the same domain through.
 * The host is compared, not the scheme, which a proxy before us may have changed.
 */

/** The deployment's own origin, "https://parley.example.workers.dev". */
export const ownOrigin = (request: Request): string => new URL(request.url).origin;

/**
 * Did a page of ours send it? The Origin header says, and where a browser leaves it out of a request to its own site,
 * Sec-Fetch-Site does, which no page can set (https://www.w3.org/TR/fetch-metadata/). Neither is no.
 */
export function sameOrigin(request: Request): boolean {
	const origin = request.headers.get("origin");
	if (origin === null) return request.headers.get("sec-fetch-site") === "same-origin";
	return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host;
}

/** True where the request could do something in the cookie owner's name that a page elsewhere must not do. */
export const needsSameOrigin = (request: Request): boolean =>
	(request.method !== "GET" && request.method !== "HEAD") || request.headers.get("upgrade") !== null;

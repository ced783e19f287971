/**
 * The origin check against cross-site request forgery. A browser attaches the session cookie by itself, and SameSite=Lax
 * lets other sites of the same domain through, so requests that change something, and sockets, are accepted only from a
 * page of this deployment. An http page of the same host is another origin, which anybody on the network can write.
 */

/** The deployment's own origin, "https://parley.example.workers.dev". */
export const ownOrigin = (request: Request): string => new URL(request.url).origin;

/**
 * Whether a page of this deployment sent the request. The Origin header decides. Where a browser leaves it out of a request
 * to its own site, Sec-Fetch-Site decides, which no page can set (https://www.w3.org/TR/fetch-metadata/). False without both.
 */
export function sameOrigin(request: Request): boolean {
	const origin = request.headers.get("origin");
	if (origin === null) return request.headers.get("sec-fetch-site") === "same-origin";
	return origin === ownOrigin(request);
}

/**
 * Whether a request came in by a name of this machine. A page can make its own name point here (DNS rebinding), and would be
 * "the same origin" then; the name in the address gives it away.
 */
export const isLoopback = (request: Request): boolean =>
	/^(?:localhost|.+\.localhost|127(?:\.\d{1,3}){3}|\[::1\])$/.test(new URL(request.url).hostname);

/** Whether a request needs that check: it isn't a plain read, so another site must not be able to send it with the cookie. */
export const needsSameOrigin = (request: Request): boolean =>
	(request.method !== "GET" && request.method !== "HEAD") || request.headers.get("upgrade") !== null;

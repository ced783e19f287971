/**
 * Security headers for everything under /api: answers are data, never cached, never framed. The one page among them
 * (knowledge/routes/reader.ts) brings a content policy of its own.
 * The dashboard's own headers, its content policy among them, come with the static assets.
 */
import { createMiddleware } from "hono/factory";

const HEADERS = {
	"cache-control": "no-store",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
};

/** Half a year: long enough for browsers to keep, short enough to leave a domain behind. */
const HSTS = "max-age=15552000";

export const securityHeaders = createMiddleware(async (c, next) => {
	await next();
	// An upgrade's answer carries the socket, which a copy of the response would lose.
	if (c.res.status === 101) return;
	const response = new Response(c.res.body, c.res);
	for (const [name, value] of Object.entries(HEADERS))
		if (!response.headers.has(name)) response.headers.set(name, value);
	if (new URL(c.req.url).protocol === "https:") response.headers.set("strict-transport-security", HSTS);
	c.res = undefined;
	c.res = response;
});

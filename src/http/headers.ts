/**
 * Security headers of every answer under /api: the answers are data, must not be cached, and must not be framed. The only
 * page among them (knowledge/routes/reader.ts) sets its own content security policy. The dashboard's headers are set in
 * the static assets' configuration.
 */
import { createMiddleware } from "hono/factory";

const HEADERS = {
	"cache-control": "no-store",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	// Of answers without CORS no other site's page may take even the bytes. The widget's routes are for other sites.
	"cross-origin-resource-policy": "same-origin",
	"referrer-policy": "no-referrer",
	"x-content-type-options": "nosniff",
};

/** Half a year: long enough to protect returning visitors, short enough that a domain can be moved off HTTPS. */
export const HSTS = "max-age=15552000";

export const securityHeaders = createMiddleware(async (c, next) => {
	await next();
	// A copy of an upgrade's response would lose its socket.
	if (c.res.status === 101) return;
	const response = new Response(c.res.body, c.res);
	for (const [name, value] of Object.entries(HEADERS))
		if (!response.headers.has(name)) response.headers.set(name, value);
	if (response.headers.get("access-control-allow-origin") === "*")
		response.headers.set("cross-origin-resource-policy", "cross-origin");
	if (new URL(c.req.url).protocol === "https:") response.headers.set("strict-transport-security", HSTS);
	c.res = undefined;
	c.res = response;
});

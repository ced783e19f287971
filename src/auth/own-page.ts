/**
 * Parts that sign-in and set-up share, as routes of two domains. Both try a secret, so both accept only requests from this
 * deployment's own pages, and both pass better-auth's cookies to the browser.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { sameOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";

export const elsewhere = () => problem(403, "This came from another site", { reason: "forbidden" });

/** Middleware that throws a 403 for requests from pages of other sites. */
export const fromOwnPage = createMiddleware(async (c, next) => {
	if (!sameOrigin(c.req.raw)) throw elsewhere();
	await next();
});

/** Copies the cookies of better-auth's response to ours, and nothing else of it. */
export function takeCookies(c: Context, answer: Response): void {
	for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
}

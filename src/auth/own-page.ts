/**
 * What signing in and setting up have in common: both guess at a secret, both are for our own pages only, both hand the
 * browser better-auth's cookies. They are routes of two domains.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { sameOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";

export const elsewhere = () => problem(403, "This came from another site", { reason: "forbidden" });

/** Lets requests of our own pages through. */
export const fromOwnPage = createMiddleware(async (c, next) => {
	if (!sameOrigin(c.req.raw)) throw elsewhere();
	await next();
});

/** Passes the cookies of better-auth's answer on, and of its body nothing. */
export function takeCookies(c: Context, answer: Response): void {
	for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
}

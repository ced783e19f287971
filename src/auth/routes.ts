/**
 * Signing in and out. Three of better-auth's paths and no others: what else it can do (sign-up, changing an address,
 * organizations) has no way in from outside. The session's token travels in the HttpOnly cookie only.
 */
import { inbox } from "../durable/objects.ts";
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { readJson } from "../http/body.ts";
import { ownOrigin, sameOrigin } from "../http/origin.ts";
import { OwnError } from "../http/own-error.ts";
import { problem, tooMany } from "../http/problem.ts";
import { limitKey } from "./address.ts";
import { auth } from "./better.ts";
import { findMember } from "./member.ts";

const Credentials = v.object({
	email: v.pipe(v.string(), v.trim(), v.toLowerCase(), v.email("Enter an e-mail address."), v.maxLength(254)),
	password: v.pipe(v.string(), v.minLength(1, "Enter your password."), v.maxLength(128)),
});

/** Throws a 429 when one network tries too often. Set-up and sign-in count together: both guess at secrets. */
export async function dampAttempts(env: Env, request: Request): Promise<void> {
	const { success } = await env.SIGN_IN_LIMIT.limit({ key: limitKey(request) });
	if (!success) throw tooMany(60);
}

export function requireSameOrigin(request: Request): void {
	if (!sameOrigin(request)) throw problem(403, "This came from another site", { reason: "forbidden" });
}

/** Passes the cookies of better-auth's answer on, and of its body nothing. */
export function takeCookies(c: Context, answer: Response): void {
	for (const cookie of answer.headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
}

export const authRoutes = new Hono<{ Bindings: Env }>()
	.post("/auth/sign-in/email", async (c) => {
		requireSameOrigin(c.req.raw);
		await dampAttempts(c.env, c.req.raw);
		const body = await readJson(c, Credentials);
		const { api } = await auth(c.env, ownOrigin(c.req.raw));
		const answer = await api.signInEmail({ body, headers: c.req.raw.headers, asResponse: true });
		if (answer.status >= 500) throw new OwnError(`sign-in failed with ${answer.status}`);
		// One wording for a wrong password and an unknown address, so that it doesn't tell who has an account.
		if (!answer.ok) throw problem(401, "The e-mail address or the password is wrong", { reason: "unauthorized" });
		takeCookies(c, answer);
		return c.json({ signedIn: true });
	})
	.post("/auth/sign-out", async (c) => {
		requireSameOrigin(c.req.raw);
		const { api } = await auth(c.env, ownOrigin(c.req.raw));
		const who = await findMember(c.req.raw, c.env);
		takeCookies(c, await api.signOut({ headers: c.req.raw.headers, asResponse: true }));
		// A socket asks for the session once, when it opens. Where this can't be told, the session has ended all the same.
		if (who) c.executionCtx.waitUntil(inbox(c.env, who.workspaceId).signedOut(who.memberId));
		return c.json({ signedIn: false });
	})
	.get("/auth/get-session", async (c) => {
		const { api } = await auth(c.env, ownOrigin(c.req.raw));
		const { headers, response } = await api.getSession({ headers: c.req.raw.headers, returnHeaders: true });
		for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
		if (!response) return c.json(null);
		const { id, name, email } = response.user;
		return c.json({ user: { id, name, email }, expiresAt: response.session.expiresAt.getTime() });
	});

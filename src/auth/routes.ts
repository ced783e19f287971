/**
 * Routes for signing in and out. They expose three of better-auth's paths; its other functions (sign-up, changing an
 * address, organizations) can't be reached from outside. The session's token is sent in the HttpOnly cookie only.
 */
import { Hono } from "hono";
import * as v from "valibot";
import { database } from "../db/database.ts";
import { ownOrigin } from "../http/origin.ts";
import { log } from "../http/log.ts";
import { OwnError } from "../http/own-error.ts";
import { problem } from "../http/problem.ts";
import { SignedIn } from "../protocol/people/account.ts";
import { EmailAddress } from "../protocol/text/email.ts";
import { originOf } from "./account/origin.ts";
import { countAttempt, forgetAttempts } from "./sign-in/attempts.ts";
import { auditSignIn, tooManyFor } from "./sign-in/session.ts";
import { keepFailure, takeFailures } from "./sign-in/failures.ts";
import { auth, sessionHeaders } from "./better.ts";
import { endGrants } from "./grants.ts";
import { findMember } from "./member.ts";
import { takeCookies } from "./own-page.ts";
import { openRoute } from "./route.ts";

const Credentials = v.object({
	email: EmailAddress,
	password: v.pipe(v.string(), v.minLength(1, "Enter your password."), v.maxLength(128)),
});

const SignedOut = v.object({ signedIn: v.boolean() });

/** The answer of "Who is signed in"; null: nobody is. */
const Session = v.nullable(
	v.object({
		user: v.object({ id: v.string(), name: v.string(), email: v.string() }),
		/** ms since 1970. */
		expiresAt: v.number(),
	}),
);

export const authRoutes = new Hono<{ Bindings: Env }>()
	.post(
		"/auth/sign-in/email",
		...openRoute(
			{
				summary: "Sign in",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: Credentials,
				answer: SignedIn,
				example: { email: "ana@shop.example", password: "a long password" },
			},
			async (c) => {
				const body = c.req.valid("json");
				const from = originOf(c.req.raw);
				const counting = { env: c.env, db: database(c.env) };
				const attempt = { door: "password", key: body.email, email: body.email } as const;
				const waitMs = await countAttempt(counting, attempt);
				if (waitMs !== null) throw tooManyFor(waitMs);
				const { api } = await auth(c.env, ownOrigin(c.req.raw));
				const answer = await api.signInMember({ body, headers: c.req.raw.headers, asResponse: true });
				if (answer.status >= 500) throw new OwnError(`sign-in failed with ${answer.status}`);
				// A wrong password and an unknown address get the same answer, so that it doesn't reveal who has an account.
				if (!answer.ok) {
					const keeping = Promise.all([
						keepFailure(counting, body.email),
						auditSignIn(counting.db, body.email, from, "member.sign_in_failed", "password"),
					]);
					c.executionCtx.waitUntil(keeping.catch((error) => log("failed_sign_in_not_counted", { error })));
					throw problem(401, "The e-mail address or the password is wrong", { reason: "unauthorized" });
				}
				const [failedBefore] = await Promise.all([
					takeFailures(counting, body.email),
					forgetAttempts(counting, attempt),
					auditSignIn(counting.db, body.email, from, "member.signed_in", "password"),
				]);
				takeCookies(c, answer);
				return { signedIn: true, failedBefore };
			},
		),
	)
	.post(
		"/auth/sign-out",
		...openRoute({ summary: "Sign out", ownPage: true, answer: SignedOut }, async (c) => {
			const { api } = await auth(c.env, ownOrigin(c.req.raw));
			const who = await findMember(c.req.raw, c.env);
			takeCookies(c, await api.signOut({ headers: sessionHeaders(c.req.raw), asResponse: true }));
			if (who) {
				const { workspaceId, memberId, session } = who;
				// The session has ended even if this call fails; the open sockets then end when their grants run out.
				const ending = endGrants(c.env, { workspaceId, memberId, session: session.id });
				c.executionCtx.waitUntil(ending.catch((error) => log("grants_not_ended", { workspace: workspaceId, error })));
			}
			return { signedIn: false };
		}),
	)
	.get(
		"/auth/get-session",
		...openRoute({ summary: "Who is signed in", answer: Session }, async (c) => {
			const { api } = await auth(c.env, ownOrigin(c.req.raw));
			const { headers, response } = await api.getSession({ headers: sessionHeaders(c.req.raw), returnHeaders: true });
			for (const cookie of headers.getSetCookie()) c.header("set-cookie", cookie, { append: true });
			if (!response) return null;
			const { id, name, email } = response.user;
			return { user: { id, name, email }, expiresAt: response.session.expiresAt.getTime() };
		}),
	);

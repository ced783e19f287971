/** Routes of passkeys: adding one, signing in with one, showing one as the second factor. Removing one is factor/routes.ts's. */
import { Hono } from "hono";
import { database } from "../../db/database.ts";
import { nothing } from "../../http/contract.ts";
import { log } from "../../http/log.ts";
import { ownOrigin } from "../../http/origin.ts";
import { problem } from "../../http/problem.ts";
import { SignedIn } from "../../protocol/people/account.ts";
import { PasswordAgain, RecoveryCodes } from "../../protocol/people/factor.ts";
import { CreationOptions, PasskeyAddition, PasskeyUse, RequestOptions } from "../../protocol/people/passkey.ts";
import { originOf } from "../account/origin.ts";
import { check, sessionOf, valueOf } from "../factor/answers.ts";
import { openRoute } from "../route.ts";
import { keepFailure, takeFailures } from "../sign-in/failures.ts";
import { auditSignIn, openSession, tooManyFor } from "../sign-in/session.ts";
import * as actions from "./actions.ts";

/** A credential in the description of the API. */
const shown = { id: "AbC-123_x", rawId: "AbC-123_x", type: "public-key" } as const;

const own = { ownPage: true, limit: { of: "SIGN_IN_LIMIT" } } as const;

export const passkeyRoutes = new Hono<{ Bindings: Env }>()
	.post(
		"/account/passkeys/options",
		...openRoute(
			{
				...own,
				summary: "Begin a passkey: what the browser asks the authenticator for",
				json: PasswordAgain,
				answer: CreationOptions,
				refuses: [409, 429],
				example: { password: "a long password" },
			},
			async (c) => {
				const who = await sessionOf(c);
				return valueOf(await actions.beginPasskey(c.env, who, ownOrigin(c.req.raw), c.req.valid("json")));
			},
		),
	)
	.post(
		"/account/passkeys",
		...openRoute(
			{
				...own,
				summary: "Add the passkey; the answer has recovery codes where there were none",
				json: PasskeyAddition,
				example: {
					name: "Phone",
					credential: { ...shown, response: { clientDataJSON: "eyJ0", attestationObject: "o2Nm" } },
				},
				answer: RecoveryCodes,
				status: 201,
				refuses: [409],
			},
			async (c) => {
				const who = await sessionOf(c);
				return valueOf(await actions.addPasskey(c.env, who, ownOrigin(c.req.raw), c.req.valid("json")));
			},
		),
	)
	.post(
		"/auth/passkey/options",
		...openRoute(
			{ ...own, summary: "What the browser asks an authenticator for, to sign in", answer: RequestOptions },
			(c) => actions.beginUse(c.env, ownOrigin(c.req.raw)),
		),
	)
	.post(
		"/auth/passkey",
		...openRoute(
			{
				...own,
				summary: "Sign in with a passkey",
				json: PasskeyUse,
				example: {
					credential: { ...shown, response: { clientDataJSON: "eyJ0", authenticatorData: "SZYN", signature: "MEUC" } },
				},
				answer: SignedIn,
				refuses: [429],
			},
			async (c) => {
				const from = originOf(c.req.raw);
				const used = await actions.usePasskey(c.env, ownOrigin(c.req.raw), c.req.valid("json").credential);
				const counting = { env: c.env, db: database(c.env) };
				if (!used.ok && used.reason === "flood") throw tooManyFor(used.waitMs);
				if (!used.ok) {
					const { email } = used;
					if (email !== null) {
						const keeping = Promise.all([
							keepFailure(counting, email),
							auditSignIn(counting.db, email, from, "member.sign_in_failed", "passkey"),
						]);
						c.executionCtx.waitUntil(keeping.catch((error) => log("failed_sign_in_not_counted", { error })));
					}
					throw problem(401, "This passkey doesn't sign you in", {
						detail: "It was removed, is for another address, or took too long. Try again, or use your password.",
						reason: "unauthorized",
					});
				}
				await openSession(c, { userId: used.userId, hasFactor: true });
				const [failedBefore] = await Promise.all([
					takeFailures(counting, used.email),
					auditSignIn(counting.db, used.email, from, "member.signed_in", "passkey"),
				]);
				return { signedIn: true, failedBefore };
			},
		),
	)
	.post(
		"/auth/factor/passkey",
		...openRoute(
			{
				...own,
				summary: "Show a passkey as the second factor of this session",
				json: PasskeyUse,
				example: {
					credential: { ...shown, response: { clientDataJSON: "eyJ0", authenticatorData: "SZYN", signature: "MEUC" } },
				},
				answer: nothing,
				refuses: [409, 429],
			},
			async (c) => {
				const { credential } = c.req.valid("json");
				check(await actions.showPasskey(c.env, await sessionOf(c), ownOrigin(c.req.raw), credential));
			},
		),
	);

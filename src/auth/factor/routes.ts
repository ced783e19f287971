/**
 * Routes of second factors. They are open to sessions that still owe theirs, which reach nothing else; what each may do is
 * decided by the action.
 */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { invalid } from "../../http/body.ts";
import { nothing } from "../../http/contract.ts";
import { notFound, problem, tooMany } from "../../http/problem.ts";
import { FactorCode, Factors, NewApp, PasswordAgain, RecoveryCodes } from "../../protocol/people/factor.ts";
import { memberActor } from "../actor.ts";
import { type FactorSession, forbidden, type MemberEnv, readFactorSession } from "../member.ts";
import { memberRoute, openRoute } from "../route.ts";
import * as actions from "./actions.ts";

const FactorParams = v.object({ id: v.pipe(v.string(), v.regex(/^fa_[\w-]{22}$/)) });
const MemberParams = v.object({ id: v.pipe(v.string(), v.regex(/^mb_[\w-]{1,40}$/)) });

async function sessionOf(c: Context<{ Bindings: Env }>): Promise<FactorSession> {
	const found = await readFactorSession(c.req.raw, c.env);
	if (!found) throw problem(401, "You are signed out", { detail: "Sign in again.", reason: "unauthorized" });
	return found;
}

const SECOND_MS = 1_000;

function refusal(refused: actions.FactorRefusal) {
	switch (refused.reason) {
		case "flood":
			return tooMany(Math.ceil(refused.waitMs / SECOND_MS), "Try again in a quarter of an hour.");
		case "invalid":
			return invalid(refused.fields);
		case "not_found":
			return notFound("factor");
		case "not_now":
			return problem(409, "This can't be done now", {
				detail: "Show your second factor first, or sign in again.",
				reason: "not_now",
			});
		default:
			return refused satisfies never;
	}
}

/** The value of an answer, or its refusal. */
function valueOf<T>(done: { ok: true; value: T } | actions.FactorRefusal): T {
	if (done.ok) return done.value;
	throw refusal(done);
}

function check(done: { ok: true } | actions.FactorRefusal): void {
	if (!done.ok) throw refusal(done);
}

const own = { ownPage: true, limit: { of: "SIGN_IN_LIMIT" } } as const;

export const factorRoutes = new Hono<MemberEnv>()
	.get(
		"/account/factors",
		...openRoute({ summary: "My second factors", answer: Factors }, async (c) =>
			actions.factorsOf(c.env, await sessionOf(c)),
		),
	)
	.post(
		"/account/factors/app",
		...openRoute(
			{
				...own,
				summary: "Begin an authenticator app",
				json: PasswordAgain,
				answer: NewApp,
				refuses: [409, 429],
				example: { password: "a long password" },
			},
			async (c) => valueOf(await actions.beginApp(c.env, await sessionOf(c), c.req.valid("json"))),
		),
	)
	.post(
		"/account/factors/app/confirm",
		...openRoute(
			{
				...own,
				summary: "Finish it with its first code; the answer has the recovery codes",
				json: FactorCode,
				answer: RecoveryCodes,
				refuses: [404, 409, 429],
				example: { code: "123456" },
			},
			async (c) => valueOf(await actions.confirmApp(c.env, await sessionOf(c), c.req.valid("json"))),
		),
	)
	.post(
		"/account/factors/recovery-codes",
		...openRoute(
			{
				...own,
				summary: "New recovery codes in place of the earlier ones",
				json: PasswordAgain,
				answer: RecoveryCodes,
				refuses: [404, 409, 429],
				example: { password: "a long password" },
			},
			async (c) => valueOf(await actions.newRecoveryCodes(c.env, await sessionOf(c), c.req.valid("json"))),
		),
	)
	.post(
		"/account/factors/:id/remove",
		...openRoute(
			{
				...own,
				summary: "Take a second factor away",
				thing: "factor",
				params: FactorParams,
				json: PasswordAgain,
				answer: nothing,
				refuses: [404, 409, 429],
				example: { password: "a long password" },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), ...c.req.valid("json") };
				check(await actions.removeFactor(c.env, await sessionOf(c), input));
			},
		),
	)
	.post(
		"/auth/factor",
		...openRoute(
			{
				...own,
				summary: "Show the second factor of this session",
				json: FactorCode,
				answer: nothing,
				refuses: [409, 429],
				example: { code: "123456" },
			},
			async (c) => check(await actions.showFactor(c.env, await sessionOf(c), c.req.valid("json"))),
		),
	)
	.post(
		"/team/:id/reset-factors",
		...memberRoute(
			{
				summary: "Take a member's second factors away, who has lost them",
				thing: "member",
				may: "manage_team",
				params: MemberParams,
				answer: nothing,
				refuses: [409],
			},
			async (c) => {
				const { workspaceId } = c.var.member;
				const input = { memberId: c.req.valid("param").id };
				const done = await actions.resetFactors({ env: c.env, workspaceId }, memberActor(c.var.member), input);
				if (done.ok) return;
				if (done.reason === "forbidden") throw forbidden();
				if (done.reason === "not_found") throw notFound("member");
				throw problem(409, "They are in another workspace too", {
					detail: "Their account isn't this workspace's alone.",
					reason: "elsewhere",
				});
			},
		),
	);

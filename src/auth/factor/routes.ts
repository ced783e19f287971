/**
 * Routes of second factors. They are open to sessions that still owe theirs, which reach nothing else; what each may do is
 * decided by the action.
 */
import { Hono } from "hono";
import * as v from "valibot";
import { nothing } from "../../http/contract.ts";
import { notFound, problem } from "../../http/problem.ts";
import { FactorCode, Factors, NewApp, PasswordAgain, RecoveryCodes } from "../../protocol/people/factor.ts";
import { FactorRename } from "../../protocol/people/passkey.ts";
import { memberActor } from "../actor.ts";
import { forbidden, type MemberEnv } from "../member.ts";
import { memberRoute, openRoute } from "../route.ts";
import * as actions from "./actions.ts";
import { check, sessionOf, valueOf } from "./answers.ts";

const FactorParams = v.object({ id: v.pipe(v.string(), v.regex(/^fa_[\w-]{22}$/)) });
const MemberParams = v.object({ id: v.pipe(v.string(), v.regex(/^mb_[\w-]{1,40}$/)) });

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
	.patch(
		"/account/factors/:id",
		...openRoute(
			{
				...own,
				summary: "Give a second factor another name",
				thing: "factor",
				params: FactorParams,
				json: FactorRename,
				answer: nothing,
				refuses: [404, 409],
				example: { name: "Phone" },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), ...c.req.valid("json") };
				check(await actions.renameFactor(c.env, await sessionOf(c), input));
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
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `reset ${c.var.member.workspaceId}` },
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

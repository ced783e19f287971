/**
 * Routes of one's own account: the profile, the password, the sessions; and the ways to a new password for whoever has lost
 * theirs. A link acts only on a POST.
 */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { invalid } from "../../http/body.ts";
import { nothing } from "../../http/contract.ts";
import { ownOrigin } from "../../http/origin.ts";
import { notFound, problem, tooMany } from "../../http/problem.ts";
import {
	Account,
	ForgottenPassword,
	ForgottenWays,
	PasswordChange,
	PasswordReset,
	ProfileChange,
	ResetLink,
} from "../../protocol/people/account.ts";
import { memberActor } from "../actor.ts";
import { forbidden, type MemberEnv } from "../member.ts";
import { memberRoute, openRoute } from "../route.ts";
import { sessionOf } from "../factor/answers.ts";
import { limitKey } from "../address.ts";
import * as actions from "./actions.ts";
import { askForLink, mailsLinks } from "./forgotten.ts";
import { originOf } from "./origin.ts";

const SessionParams = v.object({ id: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)) });
const MemberParams = v.object({ id: v.pipe(v.string(), v.regex(/^mb_[\w-]{1,40}$/)) });

async function accountOf(c: Context<MemberEnv>): Promise<Account> {
	const found = await actions.accountOf(c.env, c.var.member);
	if (!found) throw problem(401, "You are signed out", { reason: "unauthorized" });
	return found;
}

const over = () =>
	problem(404, "This link is over", {
		detail: "It was used or is too old. Ask for a new one.",
		reason: "not_found",
	});

const SECOND_MS = 1_000;

export const accountRoutes = new Hono<MemberEnv>()
	.get("/account", ...memberRoute({ summary: "My account and its sessions", may: "see", answer: Account }, accountOf))
	.patch(
		"/account",
		...memberRoute(
			{
				summary: "Change my name, language or time zone",
				may: "see",
				json: ProfileChange,
				answer: Account,
				example: { name: "Ana", language: "pt", timezone: "Europe/Lisbon" },
			},
			async (c) => {
				const done = await actions.changeProfile(c.env, c.var.member, c.req.valid("json"));
				if (!done.ok) throw invalid(done.fields);
				return accountOf(c);
			},
		),
	)
	.post(
		"/account/password",
		...memberRoute(
			{
				summary: "Set another password; my other sessions end",
				may: "see",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `password ${c.var.member.userId}` },
				json: PasswordChange,
				answer: nothing,
				refuses: [429],
				example: { current: "the old password", next: "a new and long one" },
			},
			async (c) => {
				const { startedAt } = await sessionOf(c);
				const done = await actions.changePassword(c.env, { ...c.var.member, startedAt }, c.req.valid("json"));
				if (done.ok) return;
				throw done.reason === "flood" ? tooMany(Math.ceil(done.waitMs / SECOND_MS)) : invalid(done.fields);
			},
		),
	)
	.post(
		"/account/sessions/end-others",
		...memberRoute({ summary: "End all my other sessions", may: "see", answer: nothing }, async (c) => {
			await actions.endSession(c.env, c.var.member, "others");
		}),
	)
	.delete(
		"/account/sessions/:id",
		...memberRoute(
			{ summary: "End one of my sessions", thing: "session", may: "see", params: SessionParams, answer: nothing },
			async (c) => {
				if (!(await actions.endSession(c.env, c.var.member, c.req.valid("param")))) throw notFound("session");
			},
		),
	)
	.post(
		"/team/:id/reset-link",
		...memberRoute(
			{
				summary: "A link that sets a member's new password, to hand on",
				thing: "member",
				may: "hand_over",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `reset ${c.var.member.workspaceId}` },
				params: MemberParams,
				answer: ResetLink,
				refuses: [409],
			},
			async (c) => {
				const { workspaceId } = c.var.member;
				const context = { env: c.env, workspaceId, origin: ownOrigin(c.req.raw) };
				const input = { memberId: c.req.valid("param").id };
				const done = await actions.linkToNewPassword(context, memberActor(c.var.member), input);
				if (done.ok) return done.value;
				if (done.reason === "forbidden") throw forbidden("Ask the owner of the workspace.");
				if (done.reason === "not_found") throw notFound("member");
				throw problem(409, "They are in another workspace too", {
					detail: "Their password isn't this workspace's alone. They can change it themselves.",
					reason: "elsewhere",
				});
			},
		),
	)
	.get(
		"/auth/forgotten",
		...openRoute(
			{ summary: "How a forgotten password is set anew here", limit: { of: "BOOT_LIMIT" }, answer: ForgottenWays },
			async (c) => ({ mail: await mailsLinks(c.env, ownOrigin(c.req.raw)) }),
		),
	)
	.post(
		"/auth/forgotten",
		...openRoute(
			{
				summary: "Mail a link that sets a new password; the answer doesn't tell whether there is an account",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: ForgottenPassword,
				answer: nothing,
				example: { email: "ana@shop.example" },
			},
			async (c) => {
				const { email } = c.req.valid("json");
				const { raw } = c.req;
				const asking = { email, network: limitKey(raw), from: originOf(raw), origin: ownOrigin(raw) };
				const waitMs = await askForLink(c.env, asking);
				if (waitMs !== null) throw tooMany(Math.ceil(waitMs / SECOND_MS), "Try again in an hour.");
			},
		),
	)
	.post(
		"/auth/reset",
		...openRoute(
			{
				summary: "Set a new password with a link",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: PasswordReset,
				answer: nothing,
				refuses: [404],
				example: { token: "what follows the # in the link", password: "a new and long one" },
			},
			async (c) => {
				const done = await actions.resetPassword(c.env, c.req.valid("json"), originOf(c.req.raw));
				if (!done.ok) throw done.reason === "invalid" ? invalid(done.fields) : over();
			},
		),
	);

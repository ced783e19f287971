/** Routes of a workspace's team: for members, and for whoever has an invitation's link. A link acts only on a POST. */
import { Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../../auth/actor.ts";
import { originOf } from "../../auth/account/origin.ts";
import { auth } from "../../auth/better.ts";
import { forbidden, type MemberEnv, signedInUser } from "../../auth/member.ts";
import { takeCookies } from "../../auth/own-page.ts";
import { arrived } from "../../auth/provider/routes.ts";
import { accountOf } from "../../auth/provider/actions.ts";
import { openSession } from "../../auth/sign-in/session.ts";
import { memberRoute, openRoute } from "../../auth/route.ts";
import { may } from "../../auth/roles.ts";
import { type Database, database } from "../../db/database.ts";
import { user } from "../../db/schema.ts";
import { invalid } from "../../http/body.ts";
import { nothing } from "../../http/contract.ts";
import { ownOrigin } from "../../http/origin.ts";
import { notFound, problem, tooMany } from "../../http/problem.ts";
import { ProviderAcceptance } from "../../protocol/people/provider.ts";
import {
	Acceptance,
	InvitationLink,
	InvitationRequest,
	InvitationToken,
	InvitationView,
	RoleChange,
	Team,
} from "../../protocol/people/team.ts";
import * as actions from "./actions.ts";
import { readInvitation } from "./invitation.ts";
import { everyMember, invitations, toInvitation } from "./list.ts";
import type { Context } from "hono";
import { eq } from "drizzle-orm";

const InvitationParams = v.object({ id: v.pipe(v.string(), v.regex(/^iv_[\w-]{22}$/)) });
const MemberParams = v.object({ id: v.pipe(v.string(), v.regex(/^mb_[\w-]{1,40}$/)) });

const contextOf = (c: Context<MemberEnv>): actions.TeamContext => ({
	env: c.env,
	workspaceId: c.var.member.workspaceId,
	origin: ownOrigin(c.req.raw),
});

async function teamOf(c: Context<MemberEnv>): Promise<Team> {
	const { workspaceId, role } = c.var.member;
	const db = database(c.env);
	const all = await everyMember(db, workspaceId);
	const members = all.filter((one) => one.role !== null);
	if (!may(role, "manage_team")) return { members, removed: [], invitations: [] };
	return {
		members,
		removed: all.filter((one) => one.role === null),
		invitations: await invitations(db, workspaceId),
	};
}

const refusals = {
	forbidden,
	conflict: () =>
		problem(409, "They are on the team already", { detail: "This address is a member's.", reason: "done" }),
	flood: () => tooMany(3_600, "There are 100 open invitations. Revoke some first."),
};

const over = () =>
	problem(404, "This invitation is over", {
		detail: "It was used, revoked or is older than 7 days. Ask for a new one.",
		reason: "not_found",
	});

const acceptRefusals = {
	not_found: over,
	sign_in: () =>
		problem(409, "This address has an account", { detail: "Sign in first, then accept.", reason: "sign_in" }),
	other_account: () =>
		problem(409, "This invitation is for somebody else", {
			detail: "You are signed in with another address. Sign out, then open the link again.",
			reason: "other_account",
		}),
	other_address: () =>
		problem(409, "This invitation is for another address", {
			detail: "The provider's account has to have the invited address, verified. Choose a password instead.",
			reason: "other_address",
		}),
	account_missing: () => invalid({ name: "Enter your name.", password: "Choose a password." }),
};

const hasAccount = async (db: Database, email: string): Promise<boolean> =>
	(await db.$count(user, eq(user.email, email))) > 0;

/** The link of an answer, or its refusal. */
function linkOf(
	done: actions.Linked | { ok: false; reason: "forbidden" | "conflict" | "flood" | "not_found" },
): InvitationLink {
	if (done.ok) return done.value;
	throw done.reason === "not_found" ? notFound("invitation") : refusals[done.reason]();
}

function check(done: { ok: true } | { ok: false; reason: "forbidden" | "not_found" }, thing: "invitation" | "member") {
	if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound(thing);
}

export const teamRoutes = new Hono<MemberEnv>()
	.get("/team", ...memberRoute({ summary: "The team", may: "see", answer: Team }, teamOf))
	.post(
		"/invitations",
		...memberRoute(
			{
				summary: "Invite somebody; the answer has the link to hand on",
				may: "manage_team",
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `invite ${c.var.member.workspaceId}` },
				json: InvitationRequest,
				answer: InvitationLink,
				status: 201,
				refuses: [409],
				example: { email: "noor@shop.example", role: "agent" },
			},
			async (c) => {
				const request = { ...c.req.valid("json"), inviterId: c.var.member.userId };
				return linkOf(await actions.invite(contextOf(c), memberActor(c.var.member), request));
			},
		),
	)
	.post(
		"/invitations/open",
		...openRoute(
			{
				summary: "What an invitation's link is for; this changes nothing",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: InvitationToken,
				answer: InvitationView,
				refuses: [404],
				example: { token: "what follows the # in the invitation's link" },
			},
			async (c) => {
				const db = database(c.env);
				const row = await readInvitation(c.env, db, c.req.valid("json").token);
				if (!row) throw over();
				const { workspace, email, invitedBy } = row;
				const { role } = toInvitation(row);
				return { workspace, email, invitedBy, role, hasAccount: await hasAccount(db, email) };
			},
		),
	)
	.post(
		"/invitations/accept",
		...openRoute(
			{
				summary: "Accept an invitation, with a new account or as whoever is signed in",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: Acceptance,
				answer: nothing,
				refuses: [404, 409],
				example: { token: "as above", account: { name: "Noor", password: "a long password" } },
			},
			async (c) => {
				const request = c.req.valid("json");
				const who = await signedInUser(c.req.raw, c.env);
				const done = await actions.acceptInvitation(c.env, request, { who, from: originOf(c.req.raw), hasAccount });
				if (!done.ok) throw done.reason === "invalid" ? invalid(done.fields) : acceptRefusals[done.reason]();
				if (who || !request.account) return;
				const { api } = await auth(c.env, ownOrigin(c.req.raw));
				const body = { email: done.email, password: request.account.password };
				takeCookies(c, await api.signInMember({ body, headers: c.req.raw.headers, asResponse: true }));
			},
		),
	)
	.post(
		"/invitations/accept-with-provider",
		...openRoute(
			{
				summary: "Accept an invitation with a provider's account, whose verified address is the invited one",
				ownPage: true,
				limit: { of: "SIGN_IN_LIMIT" },
				json: ProviderAcceptance,
				example: {
					code: "what the provider gave",
					state: "A".repeat(43),
					token: "what follows the # in the link",
				},
				answer: nothing,
				refuses: [404, 409],
			},
			async (c) => {
				const { token, ...way } = c.req.valid("json");
				const came = await arrived(c, way);
				if (came.use.kind !== "join") throw over();
				const word = { key: came.provider.key, ...came.identity };
				const done = await actions.acceptByProvider(c.env, token, { word, from: originOf(c.req.raw), hasAccount });
				if (!done.ok) throw done.reason === "invalid" ? invalid(done.fields) : acceptRefusals[done.reason]();
				const joined = await accountOf(c.env, came);
				if (joined) await openSession(c, { userId: joined.userId, hasFactor: false });
			},
		),
	)
	.post(
		"/invitations/:id/link",
		...memberRoute(
			{
				summary: "An invitation's link once more",
				thing: "invitation",
				may: "manage_team",
				params: InvitationParams,
				answer: InvitationLink,
			},
			async (c) => linkOf(await actions.copyLink(contextOf(c), memberActor(c.var.member), c.req.valid("param"))),
		),
	)
	.post(
		"/invitations/:id/renew",
		...memberRoute(
			{
				summary: "Give an invitation seven more days and a new link",
				thing: "invitation",
				may: "manage_team",
				// Each may be a mail to an address that somebody typed.
				limit: { of: "SIGN_IN_LIMIT", by: (c) => `invite ${c.var.member.workspaceId}` },
				params: InvitationParams,
				answer: InvitationLink,
			},
			async (c) => linkOf(await actions.renewInvitation(contextOf(c), memberActor(c.var.member), c.req.valid("param"))),
		),
	)
	.delete(
		"/invitations/:id",
		...memberRoute(
			{
				summary: "Revoke an invitation",
				thing: "invitation",
				may: "manage_team",
				params: InvitationParams,
				answer: nothing,
			},
			async (c) =>
				check(
					await actions.revokeInvitation(contextOf(c), memberActor(c.var.member), c.req.valid("param")),
					"invitation",
				),
		),
	)
	.patch(
		"/team/:id",
		...memberRoute(
			{
				summary: "Change a member's role; the owner's can't be changed",
				thing: "member",
				may: "manage_team",
				params: MemberParams,
				json: RoleChange,
				answer: Team,
				example: { role: "viewer" },
			},
			async (c) => {
				const input = { memberId: c.req.valid("param").id, role: c.req.valid("json").role };
				check(await actions.changeRole(contextOf(c), memberActor(c.var.member), input), "member");
				return teamOf(c);
			},
		),
	)
	.delete(
		"/team/:id",
		...memberRoute(
			{
				summary: "Remove a member; the owner can't be removed",
				thing: "member",
				may: "manage_team",
				params: MemberParams,
				answer: nothing,
			},
			async (c) => {
				const input = { memberId: c.req.valid("param").id };
				check(await actions.removeMember(contextOf(c), memberActor(c.var.member), input), "member");
			},
		),
	)
	.post(
		"/team/:id/hand-over",
		...memberRoute(
			{
				summary: "Make a member the owner; whoever was becomes an admin",
				thing: "member",
				may: "hand_over",
				params: MemberParams,
				answer: nothing,
			},
			async (c) => {
				const input = { memberId: c.req.valid("param").id };
				check(await actions.handOverWorkspace(contextOf(c), memberActor(c.var.member), input), "member");
			},
		),
	);

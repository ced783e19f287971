/**
 * The actions that change a workspace's team, one function each: `(context, actor, input) → Result`. Each checks the actor's
 * permission itself; nothing else imports what writes (store/). Accepting an invitation has no actor: its link takes the place.
 */
import * as v from "valibot";
import { actorMay } from "../../auth/actor.ts";
import { isCommonPassword } from "../../auth/sign-in/common-password.ts";
import { type Database, database } from "../../db/database.ts";
import { withOutbox, withOutboxAfter } from "../../durable/owing.ts";
import { mailingOf } from "../../mail/promise.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import {
	type Acceptance,
	type GivenRole,
	type Invitation,
	type InvitationRequest,
	PersonName,
} from "../../protocol/people/team.ts";
import { invitationLink, readInvitation } from "./invitation.ts";
import { findInvitation, invitations, toInvitation } from "./list.ts";
import { addInvitation, isMember, join, type Mailed, renew, revoke } from "./store/invitations.ts";
import { handOver, remove, setRole, type TeamWrite } from "./store/members.ts";

/** `origin`: the deployment's address, for links. */
export type TeamContext = { env: Env; workspaceId: string; origin: string };

type Refusal<Reason extends string> = { ok: false; reason: Reason };
const forbidden = { ok: false, reason: "forbidden" } as const;
const notFound = { ok: false, reason: "not_found" } as const;

/** Open invitations a workspace may have: more is no team, and each may cost a mail. */
const MAX_INVITATIONS = 100;

const writing = ({ env, workspaceId }: TeamContext, actor: Actor): TeamWrite => ({
	db: database(env),
	workspaceId,
	actor,
	now: Date.now(),
});

/** `mailed`: the address gets it by mail; the link is for whoever wants to hand it on as well. */
export type Linked = { ok: true; value: { invitation: Invitation; link: string; mailed: boolean } };

async function mailedBy({ env, workspaceId, origin }: TeamContext): Promise<Mailed> {
	return (await mailingOf(env, database(env), [workspaceId], origin)) && { origin };
}

async function linked(
	{ env, workspaceId, origin }: TeamContext,
	id: string,
	mailed: boolean,
): Promise<Linked | Refusal<"not_found">> {
	const row = await findInvitation(database(env), workspaceId, id);
	if (!row) return notFound;
	return {
		ok: true,
		value: { invitation: toInvitation(row), link: await invitationLink(env, origin, "c", row), mailed },
	};
}

/** Invites an address. An open invitation of the same address ends. "conflict": they are a member already. */
export async function invite(
	context: TeamContext,
	actor: Actor,
	request: InvitationRequest & { inviterId: string },
): Promise<Linked | Refusal<"forbidden" | "conflict" | "flood" | "not_found">> {
	if (!actorMay(actor, "manage_team")) return forbidden;
	const write = writing(context, actor);
	if (await isMember(write.db, context.workspaceId, request.email)) return { ok: false, reason: "conflict" };
	const open = await invitations(write.db, context.workspaceId);
	if (open.length >= MAX_INVITATIONS) return { ok: false, reason: "flood" };
	const { inviterId, ...invitation } = request;
	const mailed = await mailedBy(context);
	const id = await withOutboxAfter(context.env, mailed && context.workspaceId, () =>
		addInvitation(write, invitation, inviterId, mailed),
	);
	return linked(context, id, mailed !== null);
}

type OnInvitation = { id: string };

/** The link of an open invitation once more, for whoever may invite. */
export async function copyLink(
	context: TeamContext,
	actor: Actor,
	{ id }: OnInvitation,
): Promise<Linked | Refusal<"forbidden" | "not_found">> {
	return actorMay(actor, "manage_team") ? linked(context, id, false) : forbidden;
}

/** Seven more days, with a new link: the earlier one ends. */
export async function renewInvitation(
	context: TeamContext,
	actor: Actor,
	{ id }: OnInvitation,
): Promise<Linked | Refusal<"forbidden" | "not_found">> {
	if (!actorMay(actor, "manage_team")) return forbidden;
	const row = await findInvitation(database(context.env), context.workspaceId, id);
	if (!row) return notFound;
	const mailed = await mailedBy(context);
	await withOutboxAfter(context.env, mailed && context.workspaceId, () =>
		renew(writing(context, actor), id, toInvitation(row).role, mailed),
	);
	return linked(context, id, mailed !== null);
}

export async function revokeInvitation(
	context: TeamContext,
	actor: Actor,
	{ id }: OnInvitation,
): Promise<{ ok: true } | Refusal<"forbidden" | "not_found">> {
	if (!actorMay(actor, "manage_team")) return forbidden;
	const write = writing(context, actor);
	if (!(await findInvitation(write.db, context.workspaceId, id))) return notFound;
	await revoke(write, id);
	return { ok: true };
}

type OnMember = { memberId: string };
type Changed = { ok: true } | Refusal<"forbidden" | "not_found">;

/** Runs a write that owes an effect, where the actor may. The owner is "not_found" to whatever would change them. */
async function change(
	context: TeamContext,
	actor: Actor,
	write: (write: TeamWrite) => Promise<boolean>,
): Promise<Changed> {
	const done = await withOutbox(context.env, context.workspaceId, () => write(writing(context, actor)));
	return done ? { ok: true } : notFound;
}

/** Gives a member another role, which their open dashboards feel at once. The owner's stays. */
export const changeRole = (
	context: TeamContext,
	actor: Actor,
	{ memberId, role }: OnMember & { role: GivenRole },
): Promise<Changed> =>
	actorMay(actor, "manage_team")
		? change(context, actor, (write) => setRole(write, memberId, role))
		: Promise.resolve(forbidden);

/** Removes a member: their sessions and sockets end, what they had goes back to the queue, their name stays. Never the owner. */
export const removeMember = (context: TeamContext, actor: Actor, { memberId }: OnMember): Promise<Changed> =>
	actorMay(actor, "manage_team")
		? change(context, actor, (write) => remove(write, memberId))
		: Promise.resolve(forbidden);

/** Makes a member the owner, and the owner an admin. For the owner in person: no key and no rule gives a workspace away. */
export async function handOverWorkspace(context: TeamContext, actor: Actor, { memberId }: OnMember): Promise<Changed> {
	if (actor.kind !== "member" || !actorMay(actor, "hand_over")) return forbidden;
	return change(context, actor, (write) => handOver(write, { from: actor.id, to: memberId }));
}

/** Whoever is signed in, if anybody is. */
export type SignedIn = { userId: string; name: string; email: string; sessionId: string };

export type Accepted =
	| { ok: true; email: string }
	/**
	 * "not_found": the link is no longer good. "sign_in": the address has an account. "other_account": somebody else is signed
	 * in. "account_missing": there is none yet, so a name and a password have to come along. "other_address": the provider's
	 * account has another address than the invited one, or one that it hasn't verified.
	 */
	| Refusal<"not_found" | "sign_in" | "other_account" | "account_missing" | "other_address">
	| { ok: false; reason: "invalid"; fields: Record<string, string> };

/** Accepts an invitation, for whoever has its link. Who has an account has to be signed in to it. */
export async function acceptInvitation(
	env: Env,
	{ token, account }: Acceptance,
	{
		who,
		from,
		hasAccount,
	}: {
		who: SignedIn | null;
		from: RequestOrigin;
		hasAccount: (db: Database, email: string) => Promise<boolean>;
	},
): Promise<Accepted> {
	const db = database(env);
	const open = await readInvitation(env, db, token);
	if (!open) return notFound;
	const { email } = open;
	if (who && who.email !== email) return { ok: false, reason: "other_account" };
	if (!who && (await hasAccount(db, email))) return { ok: false, reason: "sign_in" };
	if (!who && account === null) return { ok: false, reason: "account_missing" };
	if (!who && account && (await isCommonPassword(account.password, [open.workspace, account.name, email])))
		return { ok: false, reason: "invalid", fields: { password: "Many people use this password. Choose another one." } };
	const joining = who ?? account;
	if (!joining) return { ok: false, reason: "account_missing" };
	const done = await withOutbox(env, open.workspaceId, () => join(db, open, joining, from));
	if (done === "joined") return { ok: true, email };
	return done === "taken" ? { ok: false, reason: "sign_in" } : notFound;
}

/** Who a provider says is there. `name`: what to call them. */
export type ProviderWord = {
	key: string;
	subject: string;
	email: string | null;
	verified: boolean;
	name: string | null;
};

/** Accepts an invitation by a provider's word, where its verified address is the invited one. The account has no password then. */
export async function acceptByProvider(
	env: Env,
	token: string,
	{
		word: { key, subject, email, verified, name },
		from,
		hasAccount,
	}: { word: ProviderWord; from: RequestOrigin; hasAccount: (db: Database, email: string) => Promise<boolean> },
): Promise<Accepted> {
	const db = database(env);
	const open = await readInvitation(env, db, token);
	if (!open) return notFound;
	if (!verified || email !== open.email) return { ok: false, reason: "other_address" };
	if (await hasAccount(db, open.email)) return { ok: false, reason: "sign_in" };
	const called = v.safeParse(PersonName, name ?? "");
	const joining = {
		name: called.success ? called.output : (email.split("@")[0] ?? email),
		provider: { key, subject },
	};
	const done = await withOutbox(env, open.workspaceId, () => join(db, open, joining, from));
	if (done === "joined") return { ok: true, email };
	return done === "taken" ? { ok: false, reason: "sign_in" } : notFound;
}

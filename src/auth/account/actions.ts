/**
 * What people do to their own account, one function each. The actor is whoever the session or the link is of: nobody acts on
 * another's account here, but for the owner's link to a new password, whose permission is checked.
 */
import { and, eq, gt, ne } from "drizzle-orm";
import { type Database, database } from "../../db/database.ts";
import { audit } from "../../db/audit.ts";
import { member, session, user } from "../../db/schema.ts";
import { inbox } from "../../durable/objects.ts";
import { log } from "../../http/log.ts";
import type { Account, AccountSession, ProfileChange } from "../../protocol/people/account.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import type { Actor } from "../../protocol/actor.ts";
import { actorMay } from "../actor.ts";
import { endGrants } from "../grants.ts";
import { hashPassword } from "../password.ts";
import type { Member } from "../principal.ts";
import { REMOVED } from "../roles.ts";
import { askAgain } from "../sign-in/again.ts";
import { forgetAttempts } from "../sign-in/attempts.ts";
import { isCommonPassword } from "../sign-in/common-password.ts";
import { deviceOf } from "./device.ts";
import { passwordOf, readReset, resetLink, resettableOf } from "./reset.ts";
import * as store from "./store.ts";

type Fields = { ok: false; reason: "invalid"; fields: Record<string, string> };
const invalid = (fields: Record<string, string>): Fields => ({ ok: false, reason: "invalid", fields });
const COMMON = "Many people use this password. Choose another one.";

/** The account of whoever asks, with its sessions that haven't run out, the latest used first. */
export async function accountOf(env: Env, who: Member, now = Date.now()): Promise<Account | null> {
	const db = database(env);
	const [found, password, rows] = await Promise.all([
		db.select().from(user).where(eq(user.id, who.userId)).get(),
		passwordOf(db, who.userId),
		db
			.select()
			.from(session)
			.where(and(eq(session.userId, who.userId), gt(session.expiresAt, new Date(now)))),
	]);
	if (!found) return null;
	const sessions = rows
		.map(({ id, userAgent, createdAt, updatedAt, usedAt }): AccountSession => ({
			id,
			device: deviceOf(userAgent),
			startedAt: createdAt.getTime(),
			usedAt: Math.max(usedAt ?? 0, updatedAt.getTime()),
			current: id === who.session.id,
		}))
		.toSorted((a, b) => Number(b.current) - Number(a.current) || b.usedAt - a.usedAt);
	const { name, email, emailVerified: verified, language, timezone } = found;
	return { name, email, verified, hasPassword: password !== null, language, timezone, sessions };
}

function isLanguage(tag: string): boolean {
	try {
		return Intl.getCanonicalLocales(tag).length === 1;
	} catch {
		return false;
	}
}

function isTimezone(name: string): boolean {
	try {
		return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
	} catch {
		return false;
	}
}

export async function changeProfile(env: Env, who: Member, change: ProfileChange): Promise<{ ok: true } | Fields> {
	const { language, timezone } = change;
	if (typeof language === "string" && !isLanguage(language)) return invalid({ language: "Choose a language." });
	if (typeof timezone === "string" && !isTimezone(timezone))
		return invalid({ timezone: "Choose a time zone, such as Europe/Berlin." });
	const db = database(env);
	const memberships = await store.membershipsOf(db, who.userId, who.from);
	await store.setProfile(db, who.userId, change, memberships, Date.now());
	// A name is on others' dashboards too. Where the list can't be reached, they read it anew later.
	const told = memberships.map(({ workspaceId }) => inbox(env, workspaceId).teamChanged());
	if (change.name !== undefined) await Promise.allSettled(told);
	return { ok: true };
}

/** Ends the sockets of sessions that have ended. Those that can't be told end by their time. */
async function endSockets(env: Env, memberships: store.Membership[], sessions: string[] | null): Promise<void> {
	const told = memberships.flatMap(({ id: memberId, workspaceId }) =>
		(sessions ?? [null]).map((one) => endGrants(env, { workspaceId, memberId, session: one })),
	);
	for (const result of await Promise.allSettled(told))
		if (result.status === "rejected") log("grants_not_ended", { error: result.reason });
}

type TooMany = { ok: false; reason: "flood"; waitMs: number };

/** The account hears of it by mail. */
const setPassword = (
	env: Env,
	db: Database,
	write: Parameters<typeof store.setPassword>[1],
	memberships: store.Membership[],
	what: Parameters<typeof store.setPassword>[3],
): Promise<boolean> =>
	store.telling(env, db, write.userId, () => store.setPassword(db, write, memberships, what, Date.now()));

/**
 * Sets a new password, with the old one. Every other session of the account ends. An account without one gets its first; its
 * session has to be a fresh one.
 */
export async function changePassword(
	env: Env,
	who: Member & { startedAt: number },
	{ current, next }: { current: string; next: string },
): Promise<{ ok: true } | Fields | TooMany> {
	const db = database(env);
	const refused = await askAgain({ env, db }, who, current);
	if (refused) return refused.reason === "invalid" ? invalid({ current: refused.fields["password"] ?? "" }) : refused;
	const known = await db.select().from(user).where(eq(user.id, who.userId)).get();
	if (await isCommonPassword(next, [known?.name ?? "", known?.email ?? ""])) return invalid({ next: COMMON });
	const found = await passwordOf(db, who.userId);
	const memberships = await store.membershipsOf(db, who.userId, who.from);
	const hash = await hashPassword(next);
	const write = { userId: who.userId, id: found?.id ?? null, was: found?.hash ?? null, hash, keep: who.session.id };
	const what = { action: "member.password_changed", detail: {} } as const;
	if (!(await setPassword(env, db, { ...write, verified: false }, memberships, what)))
		return invalid({ current: "It was changed meanwhile." });
	await endSockets(env, memberships, null);
	return { ok: true };
}

/** Ends one session of one's own, or all others. False: there is no such session. */
export async function endSession(env: Env, who: Member, which: { id: string } | "others"): Promise<boolean> {
	const db = database(env);
	const memberships = await store.membershipsOf(db, who.userId, who.from);
	const ending = which === "others" ? { but: who.session.id } : which;
	const ended = await store.endSessions(db, who.userId, ending, memberships, Date.now());
	await endSockets(env, memberships, ended);
	return which === "others" || ended.length > 0;
}

/**
 * A link that sets a member's password, for the owner to hand on where no mail is set up. Not for somebody who is a member of
 * another workspace too: this owner has no say there. "not_found" as well for the owner, who has `npm run reset-owner`.
 */
export async function linkToNewPassword(
	{ env, workspaceId, origin }: { env: Env; workspaceId: string; origin: string },
	actor: Actor,
	{ memberId }: { memberId: string },
): Promise<
	| { ok: true; value: { link: string; expiresAt: number } }
	| { ok: false; reason: "forbidden" | "not_found" | "elsewhere" }
> {
	if (actor.kind !== "member" || !actorMay(actor, "hand_over")) return { ok: false, reason: "forbidden" };
	const db = database(env);
	const row = await db
		.select({ userId: member.userId })
		.from(member)
		.where(and(eq(member.workspaceId, workspaceId), eq(member.id, memberId), ne(member.role, REMOVED)))
		.get();
	if (!row || memberId === actor.id) return { ok: false, reason: "not_found" };
	const memberships = await store.membershipsOf(db, row.userId);
	if (memberships.some((one) => one.workspaceId !== workspaceId)) return { ok: false, reason: "elsewhere" };
	const found = await resettableOf(db, row.userId);
	if (!found) return { ok: false, reason: "not_found" };
	await audit(db, workspaceId, actor, memberId, { action: "member.reset_link_made", detail: {} }, Date.now());
	return { ok: true, value: await resetLink(env, origin, "c", found) };
}

/** Sets a new password by a link. Every session of the account ends, and the factor beside the password stays. */
export async function resetPassword(
	env: Env,
	{ token, password }: { token: string; password: string },
	from: RequestOrigin,
): Promise<{ ok: true } | { ok: false; reason: "not_found" } | Fields> {
	const db: Database = database(env);
	const found = await readReset(env, db, token);
	if (!found) return { ok: false, reason: "not_found" };
	if (await isCommonPassword(password, [found.name, found.email])) return invalid({ password: COMMON });
	const memberships = await store.membershipsOf(db, found.userId, from);
	const { userId, id, hash: was, mailed: verified } = found;
	const write = { userId, id, was: id === null ? null : was, hash: await hashPassword(password), keep: null, verified };
	const what = { action: "member.password_reset", detail: {} } as const;
	if (!(await setPassword(env, db, write, memberships, what))) return { ok: false, reason: "not_found" };
	await Promise.all([
		endSockets(env, memberships, null),
		forgetAttempts({ env, db }, { door: "again", key: found.email, email: found.email }),
	]);
	return { ok: true };
}

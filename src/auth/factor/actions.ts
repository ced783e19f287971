/**
 * Second factors, one function an action. They act on the account of the session that asks, which may still owe its factor; a
 * member's factors are reset by whoever may manage the team. Attempts are counted by account, as passwords are.
 */
import { auditorOf } from "../../db/audit.ts";
import { type Database, database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { log } from "../../http/log.ts";
import type { Actor } from "../../protocol/actor.ts";
import type { Factors, NewApp } from "../../protocol/people/factor.ts";
import { membershipsOf, telling } from "../account/store.ts";
import { actorMay } from "../actor.ts";
import { endGrants } from "../grants.ts";
import type { FactorSession } from "../member.ts";
import { REMOVED } from "../roles.ts";
import { askAgain, type AskedAgain } from "../sign-in/again.ts";
import { type GuardedAttempt, countAttempt, forgetAttempts } from "../sign-in/attempts.ts";
import { codeHash, newCodes } from "./recovery.ts";
import * as store from "./store.ts";
import { appLink, newSecret, seal, stepOf, unseal } from "./totp.ts";

export type FactorRefusal =
	| AskedAgain
	/** "not_now": the session owes its factor, which has to be shown before others are changed. */
	| { ok: false; reason: "not_now" | "not_found" };

const wrongCode = { ok: false, reason: "invalid", fields: { code: "This code is wrong, used or too old." } } as const;

/** Counts an attempt; the refusal where there were too many. */
async function tooMany(env: Env, db: Database, attempt: GuardedAttempt): Promise<FactorRefusal | null> {
	const waitMs = await countAttempt({ env, db }, attempt);
	return waitMs === null ? null : { ok: false, reason: "flood", waitMs };
}

/** Codes, tried as the second factor or to confirm one. */
const ofCodes = ({ userId, email }: FactorSession): GuardedAttempt => ({
	door: "factor",
	key: `factor ${userId}`,
	email,
});

export async function factorsOf(env: Env, who: FactorSession): Promise<Factors> {
	const db = database(env);
	const [factors, codes] = await Promise.all([store.factorsOf(db, who.userId), store.codesLeft(db, who.userId)]);
	return {
		factors: factors.map(({ id, kind, name, createdAt, usedAt }) => ({
			id,
			kind: kind === "passkey" ? kind : "totp",
			name,
			addedAt: createdAt,
			usedAt,
		})),
		codesLeft: codes,
		required: who.required,
		state: who.state,
	};
}

/** Begins an authenticator app: the secret to scan. It counts once a code of it was typed. */
export async function beginApp(
	env: Env,
	who: FactorSession,
	{ password }: { password: string },
): Promise<{ ok: true; value: NewApp } | FactorRefusal> {
	if (who.state === "owed") return { ok: false, reason: "not_now" };
	const db = database(env);
	const refused = await askAgain({ env, db }, who, password);
	if (refused) return refused;
	const [id, secret] = [newId("fa"), newSecret()];
	await store.begin(db, { id, userId: who.userId, secret: await seal(env, id, secret), now: Date.now() });
	return { ok: true, value: appLink(secret, "Parley", who.email) };
}

type Codes = { ok: true; value: { codes: string[] } };

/** Finishes it with the app's first code. Answers with the recovery codes, which are shown only now. */
export async function confirmApp(
	env: Env,
	who: FactorSession,
	{ code }: { code: string },
): Promise<Codes | FactorRefusal> {
	if (who.state === "owed") return { ok: false, reason: "not_now" };
	const db = database(env);
	const row = await store.begun(db, who.userId);
	if (!row) return { ok: false, reason: "not_found" };
	const refused = await tooMany(env, db, ofCodes(who));
	if (refused) return refused;
	const now = Date.now();
	const step = await stepOf(await unseal(env, row.id, row.secret), code, now);
	if (step === null) return wrongCode;
	const codes = newCodes();
	const hashes = await Promise.all(codes.map((each) => codeHash(env, who.userId, each)));
	const { userId, from, sessionId } = who;
	const made = { id: row.id, userId, from, sessionId, step, hashes, now };
	await telling(env, db, userId, () => store.confirm(db, made));
	await Promise.all([forgetAttempts({ env, db }, ofCodes(who)), endFactorSockets(env, db, who.userId)]);
	return { ok: true, value: { codes } };
}

/** Shows the second factor of a session: a code of the app, or a recovery code. Each works once. */
export async function showFactor(
	env: Env,
	who: FactorSession,
	{ code }: { code: string },
): Promise<{ ok: true } | FactorRefusal> {
	if (who.state !== "owed") return { ok: false, reason: "not_now" };
	const db = database(env);
	const refused = await tooMany(env, db, ofCodes(who));
	if (refused) return refused;
	const now = Date.now();
	if (!(await isFactor(env, db, who, code, now))) return wrongCode;
	await store.letIn(db, who.sessionId, now);
	await forgetAttempts({ env, db }, ofCodes(who));
	return { ok: true };
}

async function isFactor(env: Env, db: Database, who: store.Whose, typed: string, now: number): Promise<boolean> {
	const digits = typed.replace(/\s/g, "");
	if (!/^\d{6}$/.test(digits)) {
		const hash = await codeHash(env, who.userId, typed);
		return telling(env, db, who.userId, () => store.useCode(db, who, hash, now));
	}
	for (const { id, kind, secret } of await store.factorsOf(db, who.userId)) {
		const step = kind === "totp" ? await stepOf(await unseal(env, id, secret), digits, now) : null;
		if (step !== null) return store.show(db, { id, step, now });
	}
	return false;
}

/** New recovery codes in place of all earlier ones. */
export async function newRecoveryCodes(
	env: Env,
	who: FactorSession,
	{ password }: { password: string },
): Promise<Codes | FactorRefusal> {
	if (who.state !== "done") return { ok: false, reason: "not_now" };
	const db = database(env);
	const refused = await askAgain({ env, db }, who, password);
	if (refused) return refused;
	if ((await store.factorsOf(db, who.userId)).length === 0) return { ok: false, reason: "not_found" };
	const codes = newCodes();
	const hashes = await Promise.all(codes.map((each) => codeHash(env, who.userId, each)));
	await store.renewCodes(db, who, hashes, Date.now());
	return { ok: true, value: { codes } };
}

/** Gives a factor another name, which only its owner sees. */
export async function renameFactor(
	env: Env,
	who: FactorSession,
	{ id, name }: { id: string; name: string },
): Promise<{ ok: true } | FactorRefusal> {
	if (who.state !== "done") return { ok: false, reason: "not_now" };
	return (await store.rename(database(env), who, id, name, Date.now()))
		? { ok: true }
		: { ok: false, reason: "not_found" };
}

/** Takes a factor away. Where the workspace requires one, the account then reaches only the page that sets another up. */
export async function removeFactor(
	env: Env,
	who: FactorSession,
	{ id, password }: { id: string; password: string },
): Promise<{ ok: true } | FactorRefusal> {
	if (who.state !== "done") return { ok: false, reason: "not_now" };
	const db = database(env);
	const refused = await askAgain({ env, db }, who, password);
	if (refused) return refused;
	const isGone = await telling(env, db, who.userId, () => store.drop(db, who, id, Date.now()));
	return isGone ? { ok: true } : { ok: false, reason: "not_found" };
}

/**
 * Takes every factor of a member away, who has lost them, and ends their sessions. Not the owner's, which only the deployer
 * resets, and not of somebody who is in another workspace too.
 */
export async function resetFactors(
	{ env, workspaceId }: { env: Env; workspaceId: string },
	actor: Actor,
	{ memberId }: { memberId: string },
): Promise<{ ok: true } | { ok: false; reason: "forbidden" | "not_found" | "elsewhere" }> {
	if (actor.kind !== "member" || !actorMay(actor, "manage_team")) return { ok: false, reason: "forbidden" };
	const db = database(env);
	const found = await store.memberRow(db, workspaceId, memberId);
	if (!found || found.role === "owner" || found.role === REMOVED) return { ok: false, reason: "not_found" };
	const { userId } = found;
	const memberships = await membershipsOf(db, userId);
	if (memberships.some((one) => one.workspaceId !== workspaceId)) return { ok: false, reason: "elsewhere" };
	const reset = { workspaceId, userId, memberId, by: auditorOf(actor), now: Date.now() };
	await telling(env, db, userId, () => store.resetAll(db, reset));
	await endFactorSockets(env, db, userId);
	return { ok: true };
}

/** Sockets ask anew what their session may. Those that can't be told end by their time. */
export async function endFactorSockets(env: Env, db: Database, userId: string): Promise<void> {
	const told = (await membershipsOf(db, userId)).map(({ id: memberId, workspaceId }) =>
		endGrants(env, { workspaceId, memberId, session: null }),
	);
	for (const result of await Promise.allSettled(told))
		if (result.status === "rejected") log("grants_not_ended", { error: result.reason });
}

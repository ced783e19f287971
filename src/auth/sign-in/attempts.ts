/**
 * Failed attempts to get in, counted by account and by workspace: exact, whatever networks they come from (SIGN_IN_LIMIT counts
 * those). Each attempt is counted before its password is checked, so that of many at once only `MAX_FAILURES` are. An address
 * without an account is counted alike, and stands for a workspace of its own choosing, so that a refusal doesn't reveal who has
 * one. The rows are better-auth's `verification`: values that expire, by a keyed hash of the address.
 */
import { and, eq, lte, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { member, user, verification, workspace } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";
import { REMOVED } from "../roles.ts";

const MAX_FAILURES = 10;
/** Many accounts tried with few passwords each. A team of some hundred that mistype on one morning stays below. */
const MAX_WORKSPACE_FAILURES = 200;
const WINDOW_MS = 15 * 60_000;

/** Says what the rows are, and finds those that have expired. */
const IDENTIFIER = "sign-in attempts";

/**
 * What is tried. The workspace's count is one for each, so that a flood of passwords closes neither passkeys nor providers, nor
 * a member's own pages ("again": the password once more, while signed in).
 */
export type Door = "password" | "again" | "factor" | "passkey" | "provider";

/** `key`: what is counted of the account. `email`: whose workspace counts; any text where there is no account. */
export type GuardedAttempt = { door: Door; key: string; email: string };

type Counting = { env: Pick<Env, "PARLEY_SECRET">; db: Database };

const keyOf = (env: Pick<Env, "PARLEY_SECRET">, key: string): Promise<string> =>
	keyedHash(env, "sign-in attempts", key);

/** The row of a workspace's count. An address without a membership always gets the same workspace, by its hash. */
async function workspaceKey({ env, db }: Counting, { door, email }: GuardedAttempt): Promise<string> {
	const hash = await keyOf(env, `workspace of ${email}`);
	const number = [...hash].slice(0, 6).reduce((sum, letter) => sum * 64 + (letter.charCodeAt(0) % 64), 0);
	const row = await db.get<{ id: string | null }>(sql`SELECT coalesce(
		(SELECT ${member.workspaceId} FROM ${member} JOIN ${user} ON ${user.id} = ${member.userId}
			WHERE ${user.email} = ${email} AND ${member.role} <> ${REMOVED} ORDER BY ${member.createdAt}, ${member.id} LIMIT 1),
		(SELECT ${workspace.id} FROM ${workspace} ORDER BY ${workspace.id}
			LIMIT 1 OFFSET ${number} % max(1, (SELECT count(*) FROM ${workspace})))) AS id`);
	return `${door} attempts ${row?.id ?? "nowhere"}`;
}

/** Counts an attempt. Null: the password may be checked. Otherwise the time until the next attempt, in ms. */
export async function countAttempt(
	counting: Counting,
	attempt: GuardedAttempt,
	now = Date.now(),
): Promise<number | null> {
	const { env, db } = counting;
	const [at, until] = [new Date(now), new Date(now + WINDOW_MS)];
	const [own, everybodys] = await Promise.all([keyOf(env, attempt.key), workspaceKey(counting, attempt)]);
	const more = { value: sql`CAST(CAST(${verification.value} AS INTEGER) + 1 AS TEXT)`, updatedAt: at };
	const row = (id: string) => ({
		id,
		identifier: IDENTIFIER,
		value: "1",
		expiresAt: until,
		createdAt: at,
		updatedAt: at,
	});
	const counted = { count: verification.value, until: verification.expiresAt };
	const [, ofAccount, , ofWorkspace] = await db.batch([
		db.delete(verification).where(and(eq(verification.identifier, IDENTIFIER), lte(verification.expiresAt, at))),
		db
			.insert(verification)
			.values(row(own))
			.onConflictDoUpdate({ target: verification.id, set: more })
			.returning(counted),
		db
			.insert(verification)
			.values({ ...row(everybodys), value: "0" })
			.onConflictDoNothing(),
		// One account that is tried without end mustn't close the workspace for the others.
		db
			.update(verification)
			.set({
				...more,
				value: sql`CAST(CAST(${verification.value} AS INTEGER) + (SELECT CAST(own.value AS INTEGER) <= ${MAX_FAILURES}
					FROM ${verification} AS own WHERE own.id = ${own}) AS TEXT)`,
			})
			.where(eq(verification.id, everybodys))
			.returning(counted),
	]);
	const waits = [
		{ of: ofAccount, most: MAX_FAILURES },
		{ of: ofWorkspace, most: MAX_WORKSPACE_FAILURES },
	].flatMap(({ of: [found], most }) =>
		found && Number(found.count) > most ? [Math.max(1, found.until.getTime() - now)] : [],
	);
	return waits.length > 0 ? Math.max(...waits) : null;
}

/** Forgets an account's failures, and this attempt of the workspace's, after a password that was right. */
export async function forgetAttempts(counting: Counting, attempt: GuardedAttempt): Promise<void> {
	const { env, db } = counting;
	const [own, everybodys] = await Promise.all([keyOf(env, attempt.key), workspaceKey(counting, attempt)]);
	await db.batch([
		db.delete(verification).where(eq(verification.id, own)),
		db
			.update(verification)
			.set({ value: sql`CAST(max(0, CAST(${verification.value} AS INTEGER) - 1) AS TEXT)` })
			.where(eq(verification.id, everybodys)),
	]);
}

/**
 * Links that set a new password. The token is a keyed hash over the account's present password hash, so it works once: with
 * the new password it is over, as are all others of the account. No secret is stored, and the address has it behind the "#".
 * The token of a mailed link differs from that of a copied one, and proves that its bearer reads the address.
 */
import { and, eq } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { account, user } from "../../db/schema.ts";
import { keyedHash, sameText } from "../keys.ts";

/** "c" is copied by the owner, "m" mailed. A mail is read at once or not at all; a copied link is handed on. ms. */
const LASTS_MS = { c: 24 * 3_600_000, m: 3_600_000 };
export type ResetKind = keyof typeof LASTS_MS;

type HashEnv = Pick<Env, "PARLEY_SECRET">;
type Resettable = { userId: string; hash: string };

const mac = (env: HashEnv, kind: ResetKind, { userId, hash }: Resettable, until: number): Promise<string> =>
	keyedHash(env, "password reset", `${kind} ${userId} ${until} ${hash}`);

/** The link, and when it ends in ms since 1970. `origin` is the deployment's. */
export async function resetLink(
	env: HashEnv,
	origin: string,
	kind: ResetKind,
	who: Resettable,
	now = Date.now(),
): Promise<{ link: string; expiresAt: number }> {
	const expiresAt = now + LASTS_MS[kind];
	return {
		link: `${origin}/reset#${who.userId}.${kind}${expiresAt}.${await mac(env, kind, who, expiresAt)}`,
		expiresAt,
	};
}

/** An account's password hash; null where there is no such account, or it has no password. */
export async function passwordOf(db: Database, userId: string) {
	const row = await db
		.select({ id: account.id, hash: account.password, name: user.name, email: user.email })
		.from(account)
		.innerJoin(user, eq(user.id, account.userId))
		.where(and(eq(account.userId, userId), eq(account.providerId, "credential")))
		.get();
	return row?.hash ? { id: row.id, userId, hash: row.hash, name: row.name, email: row.email } : null;
}

const TOKEN = /^(us_[\w-]{1,40})\.([cm])(\d{1,15})\.([\w-]{43})$/;

/**
 * An account as a link sets its password: who joined with a provider has none, and gets their first one by it. Null: there is no
 * such account.
 */
export async function resettableOf(db: Database, userId: string) {
	const found = await passwordOf(db, userId);
	if (found) return found;
	const row = await db.select({ name: user.name, email: user.email }).from(user).where(eq(user.id, userId)).get();
	return row ? { id: null, userId, hash: "", ...row } : null;
}

/** The account of a token, and how its link came; null for one that is forged, used or too old. */
export async function readReset(env: HashEnv, db: Database, token: string, now = Date.now()) {
	const [, userId = "", kind, until = "", given = ""] = TOKEN.exec(token) ?? [];
	if ((kind !== "c" && kind !== "m") || Number(until) <= now) return null;
	const found = await resettableOf(db, userId);
	if (!found || !(await sameText(given, await mac(env, kind, found, Number(until))))) return null;
	return { ...found, mailed: kind === "m" };
}

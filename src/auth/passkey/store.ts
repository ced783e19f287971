/** Passkeys in D1. A passkey is a factor with a row of its own beside it. Only actions.ts imports what writes here. */
import { and, eq, lt, or, sql } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { factor, passkey, recoveryCode, session, user } from "../../db/schema.ts";
import { logged, membershipsOf } from "../account/store.ts";
import type { Whose } from "../factor/store.ts";
import type { MadeCredential } from "./credential.ts";

const listed = (json: string): string[] => {
	const value: unknown = JSON.parse(json);
	return Array.isArray(value) ? value.filter((each) => typeof each === "string") : [];
};

/** The passkeys of an account, for a browser that mustn't make a second one on the same authenticator. */
export async function passkeysOf(db: Database, userId: string) {
	const rows = await db
		.select({ credentialId: passkey.credentialId, transports: passkey.transports })
		.from(passkey)
		.innerJoin(factor, eq(factor.id, passkey.factorId))
		.where(eq(factor.userId, userId));
	return rows.map(({ credentialId, transports }) => ({ credentialId, transports: listed(transports) }));
}

/** A passkey with its account; null where nobody has it. */
export const passkeyBy = async (db: Database, credentialId: string) =>
	(await db
		.select({
			id: factor.id,
			userId: factor.userId,
			email: user.email,
			counter: factor.counter,
			credentialId: passkey.credentialId,
			publicKey: passkey.publicKey,
		})
		.from(passkey)
		.innerJoin(factor, eq(factor.id, passkey.factorId))
		.innerJoin(user, eq(user.id, factor.userId))
		.where(eq(passkey.credentialId, credentialId))
		.get()) ?? null;

/**
 * Adds a passkey, which is this session's factor too: others have to show theirs now. `hashes`: recovery codes, which are kept
 * where the account has none. Returns whether they were.
 */
export async function add(
	db: Database,
	{ userId, from }: Whose,
	made: MadeCredential & { id: string; name: string; sessionId: string; hashes: string[]; now: number },
): Promise<{ hasNewCodes: boolean }> {
	const { id, name, sessionId, counter, credentialId, publicKey, transports, hashes, now } = made;
	const memberships = await membershipsOf(db, userId, from);
	const hasCodes = (await db.$count(recoveryCode, eq(recoveryCode.userId, userId))) > 0;
	const row = { id, userId, kind: "passkey", name, secret: "", counter, createdAt: now, confirmedAt: now };
	await db.batch([
		db.insert(factor).values(row),
		db.insert(passkey).values({ factorId: id, credentialId, publicKey, transports: JSON.stringify(transports) }),
		db.update(session).set({ factorAt: now }).where(eq(session.id, sessionId)),
		...(hasCodes ? [] : [db.insert(recoveryCode).values(hashes.map((hash) => ({ userId, hash })))]),
		...logged(db, memberships, { action: "factor.added", detail: { kind: "passkey" } }, now),
	]);
	return { hasNewCodes: !hasCodes };
}

/** Notes a use. False: the passkey is gone, or was used with this counter or a later one before. Some never count: zero. */
export async function use(db: Database, { id, counter, now }: { id: string; counter: number; now: number }) {
	const rows = await db
		.update(factor)
		.set({ counter, usedAt: now })
		.where(and(eq(factor.id, id), or(lt(factor.counter, counter), sql`${counter} = 0 AND ${factor.counter} = 0`)))
		.returning({ id: factor.id });
	return rows.length > 0;
}

/**
 * The key pair that a workspace's pushes are signed with (VAPID, RFC 8292): made when it is first asked for, and kept, because
 * browsers subscribe for its public half. The private half is stored encrypted.
 */
import { eq } from "drizzle-orm";
import { base64url } from "../../db/base64url.ts";
import { type Database, database } from "../../db/database.ts";
import { pushKey } from "../../db/schema.ts";
import { OwnError } from "../../http/own-error.ts";
import { openSecret, sealSecret } from "../secret.ts";

export type SigningKey = { publicKey: string; privateKey: string };

type KeyEnv = Pick<Env, "DB" | "PARLEY_SECRET">;

async function newPair(): Promise<SigningKey> {
	const pair = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
	if (!("publicKey" in pair)) throw new OwnError("A key pair was to be made.");
	const [raw, jwk] = await Promise.all([
		crypto.subtle.exportKey("raw", pair.publicKey),
		crypto.subtle.exportKey("jwk", pair.privateKey),
	]);
	if (!(raw instanceof ArrayBuffer) || !("d" in jwk) || typeof jwk.d !== "string")
		throw new OwnError("The key pair can't be stored.");
	return { publicKey: base64url(new Uint8Array(raw)), privateKey: jwk.d };
}

const stored = (db: Database, workspaceId: string) =>
	db.select().from(pushKey).where(eq(pushKey.workspaceId, workspaceId)).get();

/** Two that are asked for at once are the same: the first that is stored. */
export async function signingKey(env: KeyEnv, workspaceId: string): Promise<SigningKey> {
	const db = database(env);
	let row = await stored(db, workspaceId);
	if (!row) {
		const { publicKey, privateKey } = await newPair();
		const sealed = await sealSecret(env, "push key", workspaceId, privateKey);
		const fresh = { workspaceId, publicKey, privateKey: sealed, createdAt: Date.now() };
		await db.insert(pushKey).values(fresh).onConflictDoNothing();
		row = await stored(db, workspaceId);
	}
	if (!row) throw new OwnError("There is no such workspace.");
	return { publicKey: row.publicKey, privateKey: await openSecret(env, "push key", workspaceId, row.privateKey) };
}

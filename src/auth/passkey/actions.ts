/**
 * Passkeys, one function an action: added by whoever is signed in and knows the password, used at the sign-in page or as the
 * second factor after a password. Removing and renaming one is auth/factor's. Every refusal of a sign-in is the same, so that
 * it tells nobody which passkeys there are.
 */
import { database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import type { NewCredential, UsedCredential } from "../../protocol/people/passkey.ts";
import { codeHash, newCodes } from "../factor/recovery.ts";
import { endFactorSockets, type FactorRefusal } from "../factor/actions.ts";
import { telling } from "../account/store.ts";
import { letIn } from "../factor/store.ts";
import type { FactorSession } from "../member.ts";
import { askAgain } from "../sign-in/again.ts";
import { type GuardedAttempt, countAttempt, forgetAttempts } from "../sign-in/attempts.ts";
import { newChallenge, takeChallenge } from "./challenge.ts";
import { bytesOf, creationOptions, readNew, readUsed, requestOptions } from "./credential.ts";
import * as store from "./store.ts";

/** Enough for every device of a person. */
const MAX_PASSKEYS = 20;

/** Begins a passkey, with the password once more. Answers with what the browser asks the authenticator for. */
export async function beginPasskey(
	env: Env,
	who: FactorSession,
	origin: string,
	{ password }: { password: string },
): Promise<{ ok: true; value: Awaited<ReturnType<typeof creationOptions>> } | FactorRefusal> {
	if (who.state === "owed") return { ok: false, reason: "not_now" };
	const db = database(env);
	const refused = await askAgain({ env, db }, who, password);
	if (refused) return refused;
	const known = await store.passkeysOf(db, who.userId);
	if (known.length >= MAX_PASSKEYS)
		return {
			ok: false,
			reason: "invalid",
			fields: { password: `You have ${MAX_PASSKEYS} already. Remove one first.` },
		};
	const challenge = await newChallenge({ env, db }, `add ${accountId(who.userId)}`);
	return { ok: true, value: await creationOptions(origin, challenge, who, known) };
}

const accountId = (userId: string): `us_${string}` => `us_${userId.slice("us_".length)}`;

const notOurs = {
	ok: false,
	reason: "invalid",
	fields: { credential: "That took too long or was for another address. Try again." },
} as const;

/** Finishes it. The answer has recovery codes where the account had none; they are shown only now. */
export async function addPasskey(
	env: Env,
	who: FactorSession,
	origin: string,
	{ name, credential }: { name: string; credential: NewCredential },
): Promise<{ ok: true; value: { codes: string[] } } | FactorRefusal> {
	if (who.state === "owed") return { ok: false, reason: "not_now" };
	const db = database(env);
	const use = `add ${accountId(who.userId)}` as const;
	const challenge = await takeChallenge({ env, db }, use, credential.response.clientDataJSON);
	const made = challenge === null ? null : await readNew(origin, challenge, credential);
	if (made === null || (await store.passkeyBy(db, made.credentialId))) return notOurs;
	const codes = newCodes();
	const hashes = await Promise.all(codes.map((each) => codeHash(env, who.userId, each)));
	const row = { ...made, id: newId("fa"), name, sessionId: who.sessionId, hashes, now: Date.now() };
	const { hasNewCodes } = await telling(env, db, who.userId, () => store.add(db, who, row));
	await endFactorSockets(env, db, who.userId);
	return { ok: true, value: { codes: hasNewCodes ? codes : [] } };
}

/** What the sign-in page asks the authenticator for: any passkey of this address, so it asks nobody who they are. */
export async function beginUse(env: Env, origin: string) {
	return requestOptions(origin, await newChallenge({ env, db: database(env) }, "sign_in"));
}

type Used = { ok: true; userId: string; email: string } | { ok: false; reason: "flood"; waitMs: number };
type UsedOrNot = Used | { ok: false; reason: "unknown"; email: string | null };

/** Whose passkey it is, where its answer is right. */
export async function usePasskey(env: Env, origin: string, credential: UsedCredential): Promise<UsedOrNot> {
	const db = database(env);
	const found = await store.passkeyBy(db, credential.id);
	const attempt: GuardedAttempt = {
		door: "passkey",
		key: `passkey ${credential.id}`,
		email: found?.email ?? credential.id,
	};
	const waitMs = await countAttempt({ env, db }, attempt);
	if (waitMs !== null) return { ok: false, reason: "flood", waitMs };
	const unknown = { ok: false, reason: "unknown", email: found?.email ?? null } as const;
	// The challenge is over whatever comes of it.
	const challenge = await takeChallenge({ env, db }, "sign_in", credential.response.clientDataJSON);
	if (challenge === null || found === null || !isTheirs(found.userId, credential)) return unknown;
	const counter = await readUsed(origin, challenge, credential, found);
	if (counter === null || !(await store.use(db, { id: found.id, counter, now: Date.now() }))) return unknown;
	await forgetAttempts({ env, db }, attempt);
	return { ok: true, userId: found.userId, email: found.email };
}

/** The authenticator says whose passkey it thinks it is; some don't. */
function isTheirs(userId: string, { response: { userHandle } }: UsedCredential): boolean {
	if (userHandle === null || userHandle === "") return true;
	try {
		return new TextDecoder().decode(bytesOf(userHandle)) === userId;
	} catch {
		return false;
	}
}

/** Shows a passkey as the second factor of a session that owes it. */
export async function showPasskey(
	env: Env,
	who: FactorSession,
	origin: string,
	credential: UsedCredential,
): Promise<{ ok: true } | FactorRefusal> {
	if (who.state !== "owed") return { ok: false, reason: "not_now" };
	const used = await usePasskey(env, origin, credential);
	if (!used.ok && used.reason === "flood") return used;
	if (!used.ok || used.userId !== who.userId)
		return { ok: false, reason: "invalid", fields: { credential: "This passkey isn't one of your account." } };
	await letIn(database(env), who.sessionId, Date.now());
	return { ok: true };
}

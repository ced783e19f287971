/**
 * Challenges that a passkey signs. Each is kept for a few minutes and taken once, by whichever answer comes first, right or
 * wrong. It says what it is for, so that the answer to one question is none to another. The rows are better-auth's
 * `verification`, by a keyed hash of the challenge.
 */
import { and, eq, gt, lte } from "drizzle-orm";
import * as v from "valibot";
import { base64url } from "../../db/base64url.ts";
import type { Database } from "../../db/database.ts";
import { verification } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";

/** Long enough to fetch a phone for its camera. ms. */
const LASTS_MS = 5 * 60_000;
const IDENTIFIER = "passkey challenge";
const BYTES = 32;

/** "sign_in", or the account that a passkey is added to. */
export type ChallengeUse = "sign_in" | `add us_${string}`;

type Kept = { env: Pick<Env, "PARLEY_SECRET">; db: Database };

export async function newChallenge({ env, db }: Kept, use: ChallengeUse, now = Date.now()) {
	const challenge = crypto.getRandomValues(new Uint8Array(BYTES));
	const [at, expiresAt] = [new Date(now), new Date(now + LASTS_MS)];
	const id = await keyedHash(env, IDENTIFIER, base64url(challenge));
	await db.batch([
		db.delete(verification).where(and(eq(verification.identifier, IDENTIFIER), lte(verification.expiresAt, at))),
		db.insert(verification).values({ id, identifier: IDENTIFIER, value: use, expiresAt, createdAt: at, updatedAt: at }),
	]);
	return { challenge, timeout: LASTS_MS };
}

const ClientData = v.pipe(
	v.string(),
	v.transform((text) => atob(text.replaceAll("-", "+").replaceAll("_", "/"))),
	v.parseJson(),
	v.object({ challenge: v.pipe(v.string(), v.maxLength(200)) }),
);

/** The challenge that an answer was given to, which is over then; null for one that we don't keep for this use. */
export async function takeChallenge(
	{ env, db }: Kept,
	use: ChallengeUse,
	clientDataJSON: string,
	now = Date.now(),
): Promise<string | null> {
	let challenge: string;
	try {
		({ challenge } = v.parse(ClientData, clientDataJSON));
	} catch {
		return null;
	}
	const [taken] = await db
		.delete(verification)
		.where(
			and(
				eq(verification.id, await keyedHash(env, IDENTIFIER, challenge)),
				eq(verification.identifier, IDENTIFIER),
				gt(verification.expiresAt, new Date(now)),
			),
		)
		.returning({ use: verification.value });
	return taken?.use === use ? challenge : null;
}

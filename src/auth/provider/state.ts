/**
 * A sign-in on its way to a provider and back. It is kept for ten minutes and taken once; what it is for is kept with it. The
 * browser has the state in a cookie too, so that nobody else's way back can be finished in it. The rows are better-auth's
 * `verification`, by a keyed hash of the state.
 */
import { and, eq, gt, lte } from "drizzle-orm";
import * as v from "valibot";
import { base64url } from "../../db/base64url.ts";
import type { Database } from "../../db/database.ts";
import { verification } from "../../db/schema.ts";
import { keyedHash } from "../keys.ts";
import type { Proof } from "./flow.ts";

const LASTS_MS = 10 * 60_000;
const IDENTIFIER = "provider state";
const BYTES = 32;

/** `link`: the account that is signed in, to which the provider's is added. */
const Kept = v.object({
	provider: v.picklist(["google", "oidc"]),
	use: v.variant("kind", [
		v.object({ kind: v.picklist(["sign_in", "join"]) }),
		v.object({ kind: v.literal("link"), userId: v.string() }),
	]),
});
export type Journey = v.InferOutput<typeof Kept>;

type Keeping = { env: Pick<Env, "PARLEY_SECRET">; db: Database };

const idOf = (env: Keeping["env"], state: string) => keyedHash(env, IDENTIFIER, `row ${state}`);

async function proofOf(env: Keeping["env"], state: string): Promise<Proof> {
	const [nonce, verifier] = await Promise.all([
		keyedHash(env, IDENTIFIER, `nonce ${state}`),
		keyedHash(env, IDENTIFIER, `verifier ${state}`),
	]);
	return { state, nonce, verifier };
}

export async function newJourney({ env, db }: Keeping, journey: Journey, now = Date.now()): Promise<Proof> {
	const state = base64url(crypto.getRandomValues(new Uint8Array(BYTES)));
	const [at, expiresAt] = [new Date(now), new Date(now + LASTS_MS)];
	const id = await idOf(env, state);
	await db.batch([
		db.delete(verification).where(and(eq(verification.identifier, IDENTIFIER), lte(verification.expiresAt, at))),
		db.insert(verification).values({
			id,
			identifier: IDENTIFIER,
			value: JSON.stringify(journey),
			expiresAt,
			createdAt: at,
			updatedAt: at,
		}),
	]);
	return proofOf(env, state);
}

/** What a state stands for, which is over then; null for one that we don't keep. */
export async function takeJourney(
	{ env, db }: Keeping,
	state: string,
	now = Date.now(),
): Promise<(Journey & { proof: Proof }) | null> {
	const [taken] = await db
		.delete(verification)
		.where(
			and(
				eq(verification.id, await idOf(env, state)),
				eq(verification.identifier, IDENTIFIER),
				gt(verification.expiresAt, new Date(now)),
			),
		)
		.returning({ value: verification.value });
	if (!taken) return null;
	return { ...v.parse(Kept, JSON.parse(taken.value)), proof: await proofOf(env, state) };
}

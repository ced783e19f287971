/**
 * Sign-in by a provider, one function an action. A provider makes no accounts and lets nobody in by an address or a domain: its
 * subject has to be linked with an account, which a member does while signed in, or an invitation does for whoever accepts it.
 */
import { type Database, database } from "../../db/database.ts";
import { telling } from "../account/store.ts";
import { askAgain, type AskedAgain } from "../sign-in/again.ts";
import { type GuardedAttempt, countAttempt, forgetAttempts } from "../sign-in/attempts.ts";
import type { Member } from "../principal.ts";
import { type Provider, providerById, type ProviderId, providersOf } from "./config.ts";
import { authorizationAddress, type ProviderIdentity, identityOf } from "./flow.ts";
import { type Journey, newJourney, takeJourney } from "./state.ts";
import * as store from "./store.ts";

/** `state`: what came back. `cookie`: what this browser was given as it left. */
export type WayBack = { code: string; state: string; cookie: string | undefined };

/** "unknown": no such provider here. "unreachable": it doesn't answer. */
type Begun = { ok: true; url: string; state: string } | { ok: false; reason: "unknown" | "unreachable" };

export async function begin(
	env: Env,
	origin: string,
	{ provider: id, use }: { provider: ProviderId; use: Journey["use"] },
): Promise<Begun> {
	const provider = providerById(env, id);
	if (!provider) return { ok: false, reason: "unknown" };
	const proof = await newJourney({ env, db: database(env) }, { provider: id, use });
	const url = await authorizationAddress(provider, origin, proof);
	return url === null ? { ok: false, reason: "unreachable" } : { ok: true, url, state: proof.state };
}

type Asking = Pick<Member, "userId" | "from"> & { startedAt: number };

/** Begins a link, with the password once more: a stolen session mustn't make itself a way in that stays. */
export async function beginLink(
	env: Env,
	who: Asking,
	origin: string,
	{ provider, password }: { provider: ProviderId; password: string },
): Promise<Begun | AskedAgain> {
	const refused = await askAgain({ env, db: database(env) }, who, password);
	return refused ?? begin(env, origin, { provider, use: { kind: "link", userId: who.userId } });
}

export type Arrived = { provider: Provider; use: Journey["use"]; identity: ProviderIdentity };

/** Who came back, and for what; null where the way back isn't this browser's, is over, or the provider's word is no good. */
export async function arrive(env: Env, origin: string, { code, state, cookie }: WayBack): Promise<Arrived | null> {
	if (cookie !== state) return null;
	const journey = await takeJourney({ env, db: database(env) }, state);
	const provider = journey && providerById(env, journey.provider);
	if (!journey || !provider) return null;
	const identity = await identityOf(provider, origin, code, journey.proof);
	return identity && { provider, use: journey.use, identity };
}

type Account = { userId: string; email: string };
type Entered =
	| ({ ok: true } & Account)
	| { ok: false; reason: "flood"; waitMs: number }
	| { ok: false; reason: "unknown" };

/** The account that a provider's subject stands for. */
export async function enter(env: Env, { provider, identity: { subject } }: Arrived): Promise<Entered> {
	const db = database(env);
	const found = await store.accountBy(db, provider.key, subject);
	const key = `${provider.key} ${subject}`;
	const attempt: GuardedAttempt = { door: "provider", key, email: found?.email ?? key };
	const waitMs = await countAttempt({ env, db }, attempt);
	if (waitMs !== null) return { ok: false, reason: "flood", waitMs };
	if (!found) return { ok: false, reason: "unknown" };
	await forgetAttempts({ env, db }, attempt);
	return { ok: true, ...found };
}

/** Links whoever came back with the account that asked, which has to be the one that is signed in now. */
export async function link(
	env: Env,
	who: Asking | null,
	{ provider, identity: { subject }, use }: Arrived,
): Promise<{ ok: true } | { ok: false; reason: "not_now" | "taken" }> {
	if (!who || use.kind !== "link" || use.userId !== who.userId) return { ok: false, reason: "not_now" };
	const linked = { key: provider.key, provider: provider.name, subject, now: Date.now() };
	const db = database(env);
	const isLinked = await telling(env, db, who.userId, () => store.link(db, who, linked));
	return isLinked ? { ok: true } : { ok: false, reason: "taken" };
}

export async function unlink(
	env: Env,
	who: Asking,
	{ provider: id, password }: { provider: ProviderId; password: string },
): Promise<{ ok: true } | { ok: false; reason: "not_found" | "last" } | AskedAgain> {
	const db: Database = database(env);
	const refused = await askAgain({ env, db }, who, password);
	if (refused) return refused;
	const provider = providerById(env, id);
	if (!provider) return { ok: false, reason: "not_found" };
	const done = await telling(env, db, who.userId, () =>
		store.unlink(db, who, { key: provider.key, provider: provider.name, now: Date.now() }),
	);
	return done === "done" ? { ok: true } : { ok: false, reason: done };
}

/** The providers of this deployment, with what the account has linked. */
export async function linksOf(env: Env, userId: string) {
	const all = providersOf(env);
	const linked = await store.linksOf(
		database(env),
		userId,
		all.map(({ key }) => key),
	);
	return all.map(({ id, name, key }) => ({ id, name, linkedAt: linked.get(key) ?? null }));
}

/** The account that was made with a provider's word: who accepted an invitation with it is signed in at once. */
export const accountOf = (env: Env, { provider, identity }: Arrived) =>
	store.accountBy(database(env), provider.key, identity.subject);

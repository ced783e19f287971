/**
 * Key derivation: HKDF (RFC 5869) derives every key from the one secret PARLEY_SECRET, with a label for each purpose, so
 * that a signature made for one purpose is invalid for another.
 */
import { base64url } from "../db/base64url.ts";
import { OwnError } from "../http/own-error.ts";

export type Label =
	| "session cookie"
	| "visitor token"
	| "network address"
	| "sign-in attempts"
	| "failed sign-ins"
	| "invitation"
	| "file address"
	| "password reset"
	| "authenticator secrets"
	| "recovery code"
	| "reply address"
	| "passkey challenge"
	| "provider state"
	| "push key"
	| "channel address"
	| "mail link";

/** In characters. `npm run deploy` makes 32 random bytes; a shorter secret was typed by hand and can be guessed offline. */
const MIN_SECRET_LENGTH = 32;

/** The isolate's cache of derived keys. It holds values, because a request must not await another request's promise. */
const derived = new Map<string, Uint8Array<ArrayBuffer>>();

async function derive(env: Pick<Env, "PARLEY_SECRET">, label: Label): Promise<Uint8Array<ArrayBuffer>> {
	const secret = env.PARLEY_SECRET;
	if (typeof secret !== "string" || secret.length < MIN_SECRET_LENGTH)
		throw new OwnError(`the secret PARLEY_SECRET is missing or shorter than ${MIN_SECRET_LENGTH} characters`);
	const name = `${label}\n${secret}`;
	const known = derived.get(name);
	if (known) return known;
	const bytes = new TextEncoder();
	const root = await crypto.subtle.importKey("raw", bytes.encode(secret), "HKDF", false, ["deriveBits"]);
	const bits = await crypto.subtle.deriveBits(
		{ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: bytes.encode(`parley ${label}`) },
		root,
		256,
	);
	const key = new Uint8Array(bits);
	derived.set(name, key);
	return key;
}

/** A derived key for libraries that take a string: 43 url-safe characters. Throws where PARLEY_SECRET is missing or too short. */
export const secretFor = async (env: Pick<Env, "PARLEY_SECRET">, label: Label): Promise<string> =>
	base64url(await derive(env, label));

/** A derived key for AES-GCM. Throws where PARLEY_SECRET is missing or too short. */
export const encryptionKey = async (env: Pick<Env, "PARLEY_SECRET">, label: Label): Promise<CryptoKey> =>
	crypto.subtle.importKey("raw", await derive(env, label), "AES-GCM", false, ["encrypt", "decrypt"]);

/** HMAC-SHA-256 of a text, as 43 url-safe characters. Throws where PARLEY_SECRET is missing or too short. */
export async function keyedHash(env: Pick<Env, "PARLEY_SECRET">, label: Label, text: string): Promise<string> {
	const algorithm = { name: "HMAC", hash: "SHA-256" };
	const key = await crypto.subtle.importKey("raw", await derive(env, label), algorithm, false, ["sign"]);
	return base64url(new Uint8Array(await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(text))));
}

/** Compares two texts in constant time: the duration reveals neither where they differ nor how long `expected` is. */
export async function sameText(given: string, expected: string): Promise<boolean> {
	const [a, b] = await Promise.all(
		[given, expected].map((text) => crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))),
	);
	return a !== undefined && b !== undefined && crypto.subtle.timingSafeEqual(a, b);
}

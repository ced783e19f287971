/**
 * Codes of an authenticator app (TOTP, RFC 6238): six digits, for 30 seconds, with a step to either side for clocks that differ.
 * The secret is stored encrypted, so that a copy of the database doesn't let anybody make codes. store.ts keeps the last step,
 * because a code works once.
 */
import { base32 } from "@better-auth/utils/base32";
import { createOTP } from "@better-auth/utils/otp";
import { base64url } from "../../db/base64url.ts";
import { encryptionKey } from "../keys.ts";

const STEP_MS = 30_000;
/** Steps that a clock may be off. */
const WINDOW = 1;
/** 160 bits, as RFC 4226 recommends. */
const SECRET_BYTES = 20;
const IV_BYTES = 12;

type KeyEnv = Pick<Env, "PARLEY_SECRET">;

export const newSecret = (): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(SECRET_BYTES));

/** The secret as people type it into an app, and the address that an app's camera reads. */
export const appLink = (secret: Uint8Array, issuer: string, email: string): { secret: string; uri: string } => ({
	secret: base32.encode(secret, { padding: false }),
	uri: createOTP(secret).url(issuer, email),
});

/** AES-GCM; the row's id is authenticated with it, so that a secret moved to another row can't be read. */
export async function seal(env: KeyEnv, id: string, secret: Uint8Array<ArrayBuffer>): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	const additionalData = new TextEncoder().encode(id);
	const key = await encryptionKey(env, "authenticator secrets");
	const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData }, key, secret);
	return `${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => {
	const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
	return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
};

/** Rejects where the row isn't ours, or PARLEY_SECRET is another. */
export async function unseal(env: KeyEnv, id: string, sealed: string): Promise<Uint8Array<ArrayBuffer>> {
	const [iv = "", data = ""] = sealed.split(".");
	const additionalData = new TextEncoder().encode(id);
	const key = await encryptionKey(env, "authenticator secrets");
	return new Uint8Array(
		await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv), additionalData }, key, bytes(data)),
	);
}

/** The step that a code is of; null where it is none of those that count now. */
export async function stepOf(secret: Uint8Array, code: string, now = Date.now()): Promise<number | null> {
	const present = Math.floor(now / STEP_MS);
	let found: number | null = null;
	// Every step is computed, whichever it is, so that the time tells nothing.
	for (let step = present - WINDOW; step <= present + WINDOW; step++)
		if ((await createOTP(secret).hotp(step)) === code) found = step;
	return found;
}

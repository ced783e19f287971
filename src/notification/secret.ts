/** Encrypts what notifications keep in D1: the push key and the addresses of chat channels. AES-GCM, bound to the row's id. */
import { base64url } from "../db/base64url.ts";
import { encryptionKey } from "../auth/keys.ts";

type KeyEnv = Pick<Env, "PARLEY_SECRET">;
type Label = "push key" | "channel address";

const IV_BYTES = 12;

const fromBase64url = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

/** The row's id is authenticated with it, so that a secret moved to another row can't be read. */
export async function sealSecret(env: KeyEnv, label: Label, id: string, text: string): Promise<string> {
	const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
	const additionalData = new TextEncoder().encode(id);
	const key = await encryptionKey(env, label);
	const sealed = await crypto.subtle.encrypt(
		{ name: "AES-GCM", iv, additionalData },
		key,
		new TextEncoder().encode(text),
	);
	return `${base64url(iv)}.${base64url(new Uint8Array(sealed))}`;
}

/** Rejects where the row isn't ours, or PARLEY_SECRET is another. */
export async function openSecret(env: KeyEnv, label: Label, id: string, sealed: string): Promise<string> {
	const [iv = "", data = ""] = sealed.split(".");
	const additionalData = new TextEncoder().encode(id);
	const key = await encryptionKey(env, label);
	const opened = await crypto.subtle.decrypt(
		{ name: "AES-GCM", iv: fromBase64url(iv), additionalData },
		key,
		fromBase64url(data),
	);
	return new TextDecoder().decode(opened);
}

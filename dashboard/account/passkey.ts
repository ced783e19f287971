/**
 * Passkeys in the browser: asks the server for a challenge, the authenticator for its answer, and sends that back. Loaded when a
 * button for one is pressed.
 */
import { CreationOptions, RequestOptions } from "../../src/protocol/people/passkey.ts";
import { RecoveryCodes } from "../../src/protocol/people/factor.ts";
import { SignedIn } from "../../src/protocol/people/account.ts";
import { anything, type Answer, call } from "../api.ts";

const failed = (
	message: string,
): { ok: false; failure: { status: number; message: string; fields: Record<string, string> } } => ({
	ok: false,
	failure: { status: 0, message, fields: {} },
});

/** Where the browser has no such method, no passkey can be made or used. */
const TOO_OLD = "This browser can't use passkeys. Update it, or use another.";

/** The authenticator's answer in JSON, or a sentence for why there is none. */
async function answerOf(ask: () => Promise<Credential | null>): Promise<{ credential: unknown } | { why: string }> {
	try {
		const made = await ask();
		return made instanceof PublicKeyCredential ? { credential: made.toJSON() } : { why: TOO_OLD };
	} catch (error) {
		const name = error instanceof DOMException ? error.name : "";
		if (name === "InvalidStateError") return { why: "This device has a passkey of your account already." };
		// The standard has one name for "closed the window", "took too long" and "has none": nobody may tell them apart.
		if (name === "NotAllowedError" || name === "AbortError") return { why: "No passkey was used. Try again." };
		return { why: TOO_OLD };
	}
}

/** Makes a passkey on this device, or on one beside it. The answer has recovery codes where the account had none. */
export async function makePasskey(name: string, password: string): Promise<Answer<{ codes: string[] }>> {
	const begun = await call("/account/passkeys/options", {
		method: "POST",
		body: { password },
		schema: CreationOptions,
	});
	if (!begun.ok) return begun;
	const answer = await answerOf(() =>
		navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(begun.value) }),
	);
	if ("why" in answer) return failed(answer.why);
	const { credential } = answer;
	return call("/account/passkeys", { method: "POST", body: { name, credential }, schema: RecoveryCodes });
}

async function use(): Promise<{ ok: true; credential: unknown } | ReturnType<typeof failed>> {
	const begun = await call("/auth/passkey/options", {
		method: "POST",
		body: {},
		schema: RequestOptions,
		signingIn: true,
	});
	if (!begun.ok) return { ok: false, failure: begun.failure };
	const answer = await answerOf(() =>
		navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(begun.value) }),
	);
	return "why" in answer ? failed(answer.why) : { ok: true, credential: answer.credential };
}

/** Signs in with whichever passkey of this address the person chooses. */
export async function signInWithPasskey() {
	const used = await use();
	if (!used.ok) return used;
	const body = { credential: used.credential };
	return call("/auth/passkey", { method: "POST", body, schema: SignedIn, signingIn: true });
}

/** Shows one as the second factor, after a password. */
export async function showPasskey() {
	const used = await use();
	if (!used.ok) return used;
	const body = { credential: used.credential };
	return call("/auth/factor/passkey", { method: "POST", body, schema: anything, signingIn: true });
}

/**
 * Checks what an authenticator answers, by @simplewebauthn/server. The library is loaded only here, where a passkey is made or
 * used: it weighs more than the rest of sign-in together. A passkey counts for this deployment's own address only, and only
 * where its owner was verified (by finger, face or PIN): it stands for password and second factor at once.
 */
import { base64url } from "../../db/base64url.ts";
import * as v from "valibot";
import {
	CreationOptions,
	type NewCredential,
	RequestOptions,
	type UsedCredential,
} from "../../protocol/people/passkey.ts";

const library = () => import("@simplewebauthn/server");

/** Where the passkey is for: the deployment's origin, and its host. */
const place = (origin: string) => ({ origin, rpID: new URL(origin).hostname });

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

type Challenge = { challenge: Uint8Array<ArrayBuffer>; timeout: number };

export async function creationOptions(
	origin: string,
	{ challenge, timeout }: Challenge,
	who: { userId: string; email: string; name: string },
	known: readonly { credentialId: string; transports: string[] }[],
) {
	const { generateRegistrationOptions } = await library();
	const options = await generateRegistrationOptions({
		rpName: "Parley",
		rpID: place(origin).rpID,
		userID: Uint8Array.from(new TextEncoder().encode(who.userId)),
		userName: who.email,
		userDisplayName: who.name,
		challenge,
		timeout,
		attestationType: "none",
		excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
		// Found without a name typed first, and never without asking its owner.
		authenticatorSelection: { residentKey: "required", userVerification: "required" },
	});
	return v.parse(CreationOptions, options);
}

export async function requestOptions(origin: string, { challenge, timeout }: Challenge) {
	const { generateAuthenticationOptions } = await library();
	const { rpID } = place(origin);
	const options = await generateAuthenticationOptions({ rpID, challenge, timeout, userVerification: "required" });
	return v.parse(RequestOptions, options);
}

export type MadeCredential = { credentialId: string; publicKey: string; counter: number; transports: string[] };

/** The credential that was made; null where the answer isn't one to this challenge at this address. */
export async function readNew(
	origin: string,
	challenge: string,
	{ response, ...answer }: NewCredential,
): Promise<MadeCredential | null> {
	const { verifyRegistrationResponse } = await library();
	const { origin: expectedOrigin, rpID: expectedRPID } = place(origin);
	try {
		const { verified, registrationInfo } = await verifyRegistrationResponse({
			response: { ...answer, response },
			expectedChallenge: challenge,
			expectedOrigin,
			expectedRPID,
			requireUserVerification: true,
		});
		if (!verified) return null;
		const { id: credentialId, publicKey, counter } = registrationInfo.credential;
		return { credentialId, publicKey: base64url(publicKey), counter, transports: response.transports };
	} catch {
		// The library throws for whatever it refuses, and says why in words for developers.
		return null;
	}
}

/** The authenticator's new counter; null where the answer isn't this credential's to this challenge at this address. */
export async function readUsed(
	origin: string,
	challenge: string,
	{ response, ...answer }: UsedCredential,
	known: Omit<MadeCredential, "transports">,
): Promise<number | null> {
	const { verifyAuthenticationResponse } = await library();
	const { origin: expectedOrigin, rpID: expectedRPID } = place(origin);
	const { clientDataJSON, authenticatorData, signature } = response;
	try {
		const { verified, authenticationInfo } = await verifyAuthenticationResponse({
			response: { ...answer, response: { clientDataJSON, authenticatorData, signature } },
			expectedChallenge: challenge,
			expectedOrigin,
			expectedRPID,
			requireUserVerification: true,
			credential: { id: known.credentialId, publicKey: bytesOf(known.publicKey), counter: known.counter },
		});
		return verified ? authenticationInfo.newCounter : null;
	} catch {
		return null;
	}
}

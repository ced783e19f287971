/**
 * An authenticator in software (WebAuthn level 3): makes a key pair for an address, and signs challenges with it. A test says
 * what it lies about: the origin, the counter, whose it is, whether its owner was asked.
 */
import { createHash } from "node:crypto";
import { base64url } from "../../../src/db/base64url.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = (bytes: Uint8Array): Uint8Array => createHash("sha256").update(bytes).digest();

/* ---------- the little of CBOR that is needed: short texts and byte strings, small numbers, maps ---------- */
const head = (major: number, count: number): Uint8Array =>
	Uint8Array.from(
		count < 24
			? [(major << 5) | count]
			: count < 256
				? [(major << 5) | 24, count]
				: [(major << 5) | 25, count >> 8, count & 255],
	);
const text = (value: string) => joined(head(3, value.length), utf8(value));
const bytes = (value: Uint8Array) => joined(head(2, value.length), value);
const number = (value: number) => (value >= 0 ? head(0, value) : head(1, -1 - value));
const map = (...pairs: [Uint8Array, Uint8Array][]) => joined(head(5, pairs.length), ...pairs.flat());

const PRESENT = 0x01;
const VERIFIED = 0x04;
const ATTESTED = 0x40;

/** A signature as a sequence of two numbers (DER), where WebCrypto gives them side by side. */
function der(signature: Uint8Array): Uint8Array {
	const half = (part: Uint8Array) => {
		const from = part.findIndex((byte) => byte !== 0);
		const short = part.slice(Math.max(0, from));
		const signed = (short[0] ?? 0) > 127 ? joined(Uint8Array.of(0), short) : short;
		return joined(Uint8Array.of(2, signed.length), signed);
	};
	const body = joined(half(signature.slice(0, 32)), half(signature.slice(32)));
	return joined(Uint8Array.of(0x30, body.length), body);
}

export type Lies = { origin?: string; rpId?: string; counter?: number; verified?: boolean; userHandle?: string };

const counted = (counter: number) => Uint8Array.of(counter >>> 24, counter >>> 16, counter >>> 8, counter);

export async function newAuthenticator(origin: string) {
	const keys = await crypto.subtle.generateKey({ name: "ECDSA", namedCurve: "P-256" }, true, ["sign", "verify"]);
	if (!("privateKey" in keys)) throw new Error("no key pair was made");
	const raw = await crypto.subtle.exportKey("raw", keys.publicKey);
	if (!(raw instanceof ArrayBuffer)) throw new Error("the key has no raw form");
	const point = new Uint8Array(raw);
	const id = crypto.getRandomValues(new Uint8Array(20));
	const credentialId = base64url(id);
	let counter = 0;
	const dataOf = (lies: Lies, more: number, ...rest: Uint8Array[]) => {
		const rpId = lies.rpId ?? new URL(origin).hostname;
		const flags = PRESENT | (lies.verified === false ? 0 : VERIFIED) | more;
		return joined(sha256(utf8(rpId)), Uint8Array.of(flags), counted(lies.counter ?? counter), ...rest);
	};
	const client = (type: string, challenge: string, lies: Lies) =>
		utf8(JSON.stringify({ type, challenge, origin: lies.origin ?? origin, crossOrigin: false }));
	const answer = (response: Record<string, unknown>) => ({
		id: credentialId,
		rawId: credentialId,
		type: "public-key",
		clientExtensionResults: {},
		response,
	});
	return {
		credentialId,
		/** What a browser answers to `navigator.credentials.create`. */
		make(challenge: string, lies: Lies = {}) {
			const [x, y] = [point.slice(1, 33), point.slice(33)];
			const key = map(
				[number(1), number(2)],
				[number(3), number(-7)],
				[number(-1), number(1)],
				[number(-2), bytes(x)],
				[number(-3), bytes(y)],
			);
			const attested = [new Uint8Array(16), Uint8Array.of(0, id.length), id, key];
			const authData = dataOf(lies, ATTESTED, ...attested);
			const object = map([text("fmt"), text("none")], [text("attStmt"), map()], [text("authData"), bytes(authData)]);
			return answer({
				clientDataJSON: base64url(client("webauthn.create", challenge, lies)),
				attestationObject: base64url(object),
				transports: ["internal"],
			});
		},
		/** What a browser answers to `navigator.credentials.get`. */
		async use(challenge: string, lies: Lies = {}) {
			counter += 1;
			const clientData = client("webauthn.get", challenge, lies);
			const authenticatorData = dataOf(lies, 0);
			const algorithm = { name: "ECDSA", hash: "SHA-256" };
			const signed = await crypto.subtle.sign(
				algorithm,
				keys.privateKey,
				joined(authenticatorData, sha256(clientData)),
			);
			return answer({
				clientDataJSON: base64url(clientData),
				authenticatorData: base64url(authenticatorData),
				signature: base64url(der(new Uint8Array(signed))),
				...(lies.userHandle !== undefined && { userHandle: base64url(utf8(lies.userHandle)) }),
			});
		},
	};
}

export type Authenticator = Awaited<ReturnType<typeof newAuthenticator>>;

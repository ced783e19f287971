/**
 * A local push service and the browsers that are registered with it: it takes what is sent to fcm.googleapis.com in place of the
 * network, checks the signature (RFC 8292), decrypts for the browser (RFC 8188, RFC 8291), and refuses as real ones do.
 */
import * as v from "valibot";
import { vi } from "vitest";
import { base64url } from "../../../src/db/base64url.ts";
import { PushText } from "../../../src/protocol/notification/push.ts";

const utf8 = new TextEncoder();
export const bytesOf = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const joined = (...parts: Uint8Array[]): Uint8Array<ArrayBuffer> => new Uint8Array(parts.flatMap((part) => [...part]));

type Pair = { publicKey: CryptoKey; privateKey: CryptoKey };
export type Browser = {
	endpoint: string;
	p256dh: string;
	auth: string;
	pair: Pair;
	authBytes: Uint8Array<ArrayBuffer>;
};

const raw = async (key: CryptoKey): Promise<Uint8Array<ArrayBuffer>> => {
	const exported = await crypto.subtle.exportKey("raw", key);
	if (!(exported instanceof ArrayBuffer)) throw new Error("no raw key");
	return new Uint8Array(exported);
};

export async function newBrowser(): Promise<Browser> {
	const pair = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
	if (!("publicKey" in pair)) throw new Error("no pair");
	const authBytes = crypto.getRandomValues(new Uint8Array(16));
	return {
		endpoint: `https://fcm.googleapis.com/fcm/send/${crypto.randomUUID()}`,
		p256dh: base64url(await raw(pair.publicKey)),
		auth: base64url(authBytes),
		pair,
		authBytes,
	};
}

async function derive(
	salt: Uint8Array<ArrayBuffer>,
	secret: Uint8Array<ArrayBuffer>,
	info: Uint8Array<ArrayBuffer>,
	bytes: number,
) {
	const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
	return new Uint8Array(await crypto.subtle.deriveBits({ name: "HKDF", hash: "SHA-256", salt, info }, key, bytes * 8));
}

async function decrypt({ pair, authBytes }: Browser, body: Uint8Array<ArrayBuffer>): Promise<string> {
	const salt = body.slice(0, 16);
	const idLength = body[20] ?? 0;
	const senderRaw = body.slice(21, 21 + idLength);
	const sender = await crypto.subtle.importKey("raw", senderRaw, { name: "ECDH", namedCurve: "P-256" }, true, []);
	// The types name the field `$public`; the runtime, as the standard has it.
	const agreement = Object.assign({ name: "ECDH" }, { public: sender });
	const shared = await crypto.subtle.deriveBits(agreement, pair.privateKey, 256);
	const info = joined(utf8.encode("WebPush: info\0"), await raw(pair.publicKey), senderRaw);
	const ikm = await derive(authBytes, new Uint8Array(shared), info, 32);
	const cek = await derive(salt, ikm, joined(utf8.encode("Content-Encoding: aes128gcm\0")), 16);
	const iv = await derive(salt, ikm, joined(utf8.encode("Content-Encoding: nonce\0")), 12);
	const key = await crypto.subtle.importKey("raw", cek, "AES-GCM", false, ["decrypt"]);
	const plain = new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, body.slice(21 + idLength)));
	// The last record ends with a 2, and zeroes after it.
	return new TextDecoder().decode(plain.slice(0, plain.lastIndexOf(2)));
}

const Claims = v.pipe(v.string(), v.parseJson(), v.object({ aud: v.string(), exp: v.number(), sub: v.string() }));

/** Rejects where the request isn't signed for this service by the key that the browser subscribed for. */
async function checkSignature(headers: Headers, publicKey: string): Promise<void> {
	const [, token = "", named = ""] = /^vapid t=([^,]+), k=(.+)$/.exec(headers.get("authorization") ?? "") ?? [];
	if (named !== publicKey) throw new Error("another key");
	const [head = "", claims = "", signature = ""] = token.split(".");
	const key = await crypto.subtle.importKey("raw", bytesOf(publicKey), { name: "ECDSA", namedCurve: "P-256" }, true, [
		"verify",
	]);
	const algorithm = { name: "ECDSA", hash: "SHA-256" };
	if (!(await crypto.subtle.verify(algorithm, key, bytesOf(signature), utf8.encode(`${head}.${claims}`))))
		throw new Error("a wrong signature");
	const { aud, exp, sub } = v.parse(Claims, new TextDecoder().decode(bytesOf(claims)));
	if (aud !== "https://fcm.googleapis.com" || exp * 1_000 < Date.now() || !/^(?:https:|mailto:)/.test(sub))
		throw new Error("wrong claims");
}

type Taken = { endpoint: string; topic: string | null; text: PushText };

export type PushService = { taken: Taken[]; answers: { status: number; headers?: Record<string, string> }[] };

/** Stands in for the network until mocks are restored. `answers`: what the next requests get in place of a 201. */
export function servePushes(browsers: readonly Browser[], publicKey: string): PushService {
	const service: PushService = { taken: [], answers: [] };
	const real = globalThis.fetch;
	vi.spyOn(globalThis, "fetch").mockImplementation(async (...given) => {
		const request = new Request(...given);
		const browser = browsers.find(({ endpoint }) => endpoint === request.url);
		if (!browser) return real(request);
		const answer = service.answers.shift();
		if (answer) return new Response(null, answer);
		await checkSignature(request.headers, publicKey);
		const text = await decrypt(browser, new Uint8Array(await request.arrayBuffer()));
		const topic = request.headers.get("topic");
		service.taken.push({ endpoint: browser.endpoint, topic, text: v.parse(PushText, JSON.parse(text)) });
		return new Response(null, { status: 201 });
	});
	return service;
}

/**
 * The authorization code flow of OpenID Connect, with PKCE (RFC 7636), state and nonce. What comes back is the provider's word
 * of who somebody is: a subject, which never changes, and an address, which may. Every answer is bounded and parsed; failures
 * are null. `jose` is loaded only here.
 */
import * as v from "valibot";
import { base64url } from "../../db/base64url.ts";
import { log } from "../../http/log.ts";
import { OwnError } from "../../http/own-error.ts";
import type { Provider } from "./config.ts";

const LIMIT_MS = 10_000;
const MAX_BYTES = 256 * 1024;
/** How far the provider's clock may be off, and how old its word may be. s. */
const [CLOCK_S, AGE_S] = [60, 600];

/** Signatures by a private key: a provider's word that is signed with our own secret could be made by others who have it. */
const ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"];

const address = v.pipe(v.string(), v.url(), v.maxLength(2_000));

const Discovery = v.object({
	issuer: v.string(),
	authorization_endpoint: address,
	token_endpoint: address,
	jwks_uri: address,
	token_endpoint_auth_methods_supported: v.optional(v.array(v.string()), ["client_secret_basic"]),
});
type Discovery = v.InferOutput<typeof Discovery>;

const Tokens = v.object({ id_token: v.pipe(v.string(), v.maxLength(32_000)) });
const Keys = v.object({ keys: v.array(v.looseObject({ kty: v.string() })) });

const Claims = v.object({
	sub: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
	nonce: v.string(),
	azp: v.optional(v.string()),
	email: v.optional(v.string()),
	// Some send a text.
	email_verified: v.optional(
		v.union([
			v.boolean(),
			v.pipe(
				v.literal("true"),
				v.transform(() => true),
			),
		]),
		false,
	),
	name: v.optional(v.string()),
});

export type ProviderIdentity = { subject: string; email: string | null; verified: boolean; name: string | null };

async function fetchJson(url: string, init: RequestInit = {}): Promise<unknown> {
	const response = await fetch(url, {
		...init,
		headers: { Accept: "application/json", ...init.headers },
		// A redirect could lead the secret elsewhere.
		redirect: "manual",
		signal: AbortSignal.timeout(LIMIT_MS),
	});
	if (!response.ok) throw new OwnError(`the provider answered ${response.status}`);
	const reader = response.body?.getReader();
	const parts: Uint8Array[] = [];
	let size = 0;
	for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
		size += part.value.length;
		if (size > MAX_BYTES) {
			await reader?.cancel();
			throw new OwnError("the provider answered too much");
		}
		parts.push(part.value);
	}
	return JSON.parse(await new Blob(parts.map((part) => part.slice())).text());
}

async function discover({ issuer }: Provider): Promise<Discovery> {
	const found = v.parse(Discovery, await fetchJson(`${issuer}/.well-known/openid-configuration`));
	if (found.issuer.replace(/\/$/, "") !== issuer) throw new OwnError("the provider says it is another issuer");
	const secure = issuer.startsWith("https:");
	const { authorization_endpoint: to, token_endpoint: tokens, jwks_uri: keys } = found;
	if (secure && [to, tokens, keys].some((each) => !each.startsWith("https:")))
		throw new OwnError("the provider has an address without https");
	return found;
}

/** What only we know of a sign-in on its way: derived from its state (state.ts), so that nothing of it is stored. */
export type Proof = { state: string; nonce: string; verifier: string };

export const returnAddress = (origin: string): string => `${origin}/sign-in/provider`;

/** Where the browser goes to sign in; null where the provider can't be reached. */
export async function authorizationAddress(provider: Provider, origin: string, proof: Proof): Promise<string | null> {
	try {
		const { authorization_endpoint: endpoint } = await discover(provider);
		const challenge = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(proof.verifier));
		const url = new URL(endpoint);
		const query = {
			response_type: "code",
			client_id: provider.clientId,
			redirect_uri: returnAddress(origin),
			scope: "openid email profile",
			state: proof.state,
			nonce: proof.nonce,
			code_challenge: base64url(new Uint8Array(challenge)),
			code_challenge_method: "S256",
			prompt: "select_account",
		};
		for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value);
		return url.href;
	} catch (error) {
		log("provider_failed", { error });
		return null;
	}
}

async function exchange(provider: Provider, { token_endpoint: url, ...found }: Discovery, body: URLSearchParams) {
	const { clientId, clientSecret } = provider;
	const init: RequestInit = { method: "POST", body };
	if (found.token_endpoint_auth_methods_supported.includes("client_secret_post")) {
		body.set("client_id", clientId);
		body.set("client_secret", clientSecret);
	} else {
		const pair = [clientId, clientSecret].map(encodeURIComponent).join(":");
		init.headers = { Authorization: `Basic ${btoa(pair)}` };
	}
	return v.parse(Tokens, await fetchJson(url, init));
}

/** Who the provider says it is, for the code that the browser brought back; null where anything about it is wrong. */
export async function identityOf(
	provider: Provider,
	origin: string,
	code: string,
	{ nonce, verifier }: Proof,
): Promise<ProviderIdentity | null> {
	try {
		const found = await discover(provider);
		const redirect = returnAddress(origin);
		const body = new URLSearchParams({
			grant_type: "authorization_code",
			code,
			redirect_uri: redirect,
			code_verifier: verifier,
		});
		const { id_token: token } = await exchange(provider, found, body);
		const { createLocalJWKSet, jwtVerify } = await import("jose");
		const keys = createLocalJWKSet(v.parse(Keys, await fetchJson(found.jwks_uri)));
		const { payload } = await jwtVerify(token, keys, {
			issuer: found.issuer,
			audience: provider.clientId,
			algorithms: ALGORITHMS,
			clockTolerance: CLOCK_S,
			maxTokenAge: AGE_S,
			requiredClaims: ["sub", "exp", "iat", "nonce"],
		});
		const claims = v.parse(Claims, payload);
		if (claims.nonce !== nonce) throw new OwnError("the token has another nonce");
		const isForUs = claims.azp === undefined ? !Array.isArray(payload.aud) || payload.aud.length === 1 : true;
		if (!isForUs || (claims.azp !== undefined && claims.azp !== provider.clientId))
			throw new OwnError("the token is for another party");
		const { sub: subject, email = null, email_verified: verified, name = null } = claims;
		return { subject, email: email?.trim().toLowerCase() ?? null, verified, name };
	} catch (error) {
		log("provider_failed", { error });
		return null;
	}
}

/**
 * Authentication of visitors: a signed token (JWT) that names the workspace and a random visitor id. The widget's session
 * route issues it, the browser stores it, and each visit renews it. Possession of the token is the only proof of being that
 * visitor.
 */
import { sign, verify } from "hono/jwt";
import * as v from "valibot";
import { newId } from "../db/id.ts";
import { keyedHash, secretFor } from "./keys.ts";
import type { Visitor } from "./principal.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const AUDIENCE = "visitor";

const Claims = v.object({ sub: v.string(), ws: v.string(), exp: v.number(), only: v.optional(v.string()) });

/** The conversation that a token is limited to, and its end in ms since 1970. */
export type TokenLimits = { only: string; endsAt: number };

export const newVisitorId = (): string => newId("v");

export async function mintVisitorToken(
	env: Pick<Env, "PARLEY_SECRET">,
	{ workspaceId, visitorId }: Pick<Visitor, "workspaceId" | "visitorId">,
	now = Date.now(),
	limits: TokenLimits | null = null,
): Promise<string> {
	const iat = Math.floor(now / 1000);
	const exp = limits ? Math.floor(limits.endsAt / 1000) : iat + YEAR_SECONDS;
	const claims = { sub: visitorId, ws: workspaceId, aud: AUDIENCE, iat, exp, ...(limits && { only: limits.only }) };
	return sign(claims, await secretFor(env, "visitor token"), "HS256");
}

/** The visitor of a token; null if it is forged, altered, expired or made for another purpose. The caller compares the workspace. */
export async function readVisitorToken(env: Pick<Env, "PARLEY_SECRET">, token: string): Promise<Visitor | null> {
	const key = await secretFor(env, "visitor token");
	try {
		const claims = v.parse(Claims, await verify(token, key, { alg: "HS256", aud: AUDIENCE }));
		const { ws: workspaceId, sub: visitorId, exp, only = null } = claims;
		return { kind: "visitor", workspaceId, visitorId, endsAt: exp * 1_000, only };
	} catch {
		return null;
	}
}

/**
 * Who the holder of a limited token is in any other conversation: nobody that is known, and the same one each time. So they may
 * begin one, and see none of the visitor's others.
 */
export const strangerOf = async (
	env: Pick<Env, "PARLEY_SECRET">,
	{ workspaceId, visitorId }: Visitor,
): Promise<string> => `v_${(await keyedHash(env, "mail link", `${workspaceId}/${visitorId}`)).slice(0, 22)}`;

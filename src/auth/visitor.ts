/**
 * Authentication of visitors: a signed token (JWT) that names the workspace and a random visitor id. The widget's session
 * route issues it, the browser stores it, and each visit renews it. Possession of the token is the only proof of being that
 * visitor.
 */
import { sign, verify } from "hono/jwt";
import * as v from "valibot";
import { newId } from "../db/id.ts";
import { secretFor } from "./keys.ts";
import type { Visitor } from "./principal.ts";

const YEAR_SECONDS = 365 * 24 * 60 * 60;
const AUDIENCE = "visitor";

const Claims = v.object({ sub: v.string(), ws: v.string(), exp: v.number() });

export const newVisitorId = (): string => newId("v");

export async function mintVisitorToken(
	env: Pick<Env, "PARLEY_SECRET">,
	{ workspaceId, visitorId }: Pick<Visitor, "workspaceId" | "visitorId">,
	now = Date.now(),
): Promise<string> {
	const iat = Math.floor(now / 1000);
	const claims = { sub: visitorId, ws: workspaceId, aud: AUDIENCE, iat, exp: iat + YEAR_SECONDS };
	return sign(claims, await secretFor(env, "visitor token"), "HS256");
}

/** The visitor of a token; null if it is forged, altered, expired or made for another purpose. The caller compares the workspace. */
export async function readVisitorToken(env: Pick<Env, "PARLEY_SECRET">, token: string): Promise<Visitor | null> {
	const key = await secretFor(env, "visitor token");
	try {
		const claims = v.parse(Claims, await verify(token, key, { alg: "HS256", aud: AUDIENCE }));
		return { kind: "visitor", workspaceId: claims.ws, visitorId: claims.sub, endsAt: claims.exp * 1_000 };
	} catch {
		return null;
	}
}

/**
 * Rate limits of routes. The platform counts per location and with eventual consistency, so they only dampen abuse; the
 * Durable Objects enforce exact limits. A socket is accepted and closed with a code, because a browser doesn't learn why a
 * handshake failed.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { isUpgrade, refuseSocket } from "../durable/upgrade.ts";
import type { LimitName } from "../http/contract.ts";
import { tooMany } from "../http/problem.ts";
import { CloseCode } from "../protocol/limits.ts";
import { limitKey } from "./address.ts";

/** The window of every limit, in wrangler.toml too. */
const WINDOW_SECONDS = 60;

export type Limit<E extends { Bindings: Env }> = {
	of: LimitName;
	/** The key to count by; the caller's network by default. */
	by?: (c: Context<E>) => string;
	/** The text for a person whose request is refused. */
	detail?: string;
};

export const limited = <E extends { Bindings: Env }>({ of, by, detail }: Limit<E>) =>
	createMiddleware<E>(async (c, next) => {
		const { success } = await c.env[of].limit({ key: by ? by(c) : limitKey(c.req.raw) });
		if (success) return next();
		if (isUpgrade(c.req.raw)) return refuseSocket(c.req.raw, CloseCode.flood, "flood");
		throw tooMany(WINDOW_SECONDS, detail);
	});

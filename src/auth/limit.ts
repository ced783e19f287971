/**
 * Rate limits of routes, counted by the platform per location and eventually consistent: they damp abuse. Exact limits
 * live in the objects. A socket is refused by closing it, for a failed handshake says nothing to a browser.
 */
import type { Context } from "hono";
import { createMiddleware } from "hono/factory";
import { isUpgrade, refuseSocket } from "../durable/upgrade.ts";
import type { LimitName } from "../http/contract.ts";
import { tooMany } from "../http/problem.ts";
import { CloseCode } from "../protocol/limits.ts";
import { limitKey } from "./address.ts";

/** Every limit's window, as wrangler.toml sets it. */
const WINDOW_SECONDS = 60;

export type Limit<E extends { Bindings: Env }> = {
	of: LimitName;
	/** Who or what is counted; the network address unless given. */
	by?: (c: Context<E>) => string;
	/** What somebody reads who is refused. */
	detail?: string;
};

export const limited = <E extends { Bindings: Env }>({ of, by, detail }: Limit<E>) =>
	createMiddleware<E>(async (c, next) => {
		const { success } = await c.env[of].limit({ key: by ? by(c) : limitKey(c.req.raw) });
		if (success) return next();
		if (isUpgrade(c.req.raw)) return refuseSocket(c.req.raw, CloseCode.flood, "flood");
		throw tooMany(WINDOW_SECONDS, detail);
	});

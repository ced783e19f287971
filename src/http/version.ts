/**
 * The version of the protocol that a client of the HTTP fallback says in a header, as it does by the subprotocol on a
 * socket (socket.ts). Refused is a version that is said and isn't ours; a request that says none is a program's own.
 */
import { createMiddleware } from "hono/factory";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../protocol/limits.ts";
import { problem } from "./problem.ts";

/** For routes that carry a conversation's frames and entries. Clients switch on the reason, and tell people to reload. */
export const ourVersion = createMiddleware(async (c, next) => {
	const said = c.req.header(PROTOCOL_HEADER);
	if (said !== undefined && said !== SUBPROTOCOL)
		throw problem(409, "This page is out of date", { reason: "reload", detail: "Reload the page." });
	await next();
});

/**
 * The protocol version of clients over HTTP. The HTTP fallback sends it in a header, as a socket does in its subprotocol
 * (durable/upgrade.ts). A request with another version is refused; one without the header comes from a program and passes.
 */
import { createMiddleware } from "hono/factory";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../protocol/limits.ts";
import { problem } from "./problem.ts";

/** Checks the version on routes of a conversation's frames and entries. A refused client asks its user to reload the page. */
export const ourVersion = createMiddleware(async (c, next) => {
	const version = c.req.header(PROTOCOL_HEADER);
	if (version !== undefined && version !== SUBPROTOCOL)
		throw problem(409, "This page is out of date", { reason: "reload", detail: "Reload the page." });
	await next();
});

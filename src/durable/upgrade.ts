/**
 * WebSocket upgrades in the Worker. A refused client gets a socket that closes at once with a code of ours: of a failed
 * handshake a browser doesn't learn the reason.
 */
import { createMiddleware } from "hono/factory";
import { notFound, problem, type Thing } from "../http/problem.ts";
import { CloseCode, SUBPROTOCOL } from "../protocol/limits.ts";

const offered = (request: Request): string[] =>
	(request.headers.get("sec-websocket-protocol") ?? "").split(",").map((each) => each.trim());

export const isUpgrade = (request: Request): boolean => request.headers.get("upgrade")?.toLowerCase() === "websocket";

/** Whether the client offers this version of the protocol. */
const speaksOurs = (request: Request): boolean => offered(request).includes(SUBPROTOCOL);

/** The visitor's token in `Sec-WebSocket-Protocol`, recognised by a JWT's three parts; null where there is none. */
export const offeredToken = (request: Request): string | null =>
	offered(request).find((each) => each.split(".").length === 3) ?? null;

/** Accepts the socket and closes it at once with `code`. The response names an offered protocol: browsers fail the handshake otherwise. */
export function refuseSocket(request: Request, code: number, reason: string): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	server.close(code, reason);
	return upgraded(client, offered(request)[0] ?? SUBPROTOCOL);
}

/** The response that completes an upgrade with `socket`. */
const upgraded = (socket: WebSocket, protocol: string = SUBPROTOCOL): Response =>
	new Response(null, { status: 101, webSocket: socket, headers: { "sec-websocket-protocol": protocol } });

/** Refuses a request that isn't a WebSocket upgrade (426). */
export const onlyUpgrades = createMiddleware(async (c, next) => {
	if (!isUpgrade(c.req.raw)) throw problem(426, "This address is for WebSockets");
	await next();
});

/** Closes the socket of a client of another protocol version, with the code that makes it reload. */
export const onlyOurVersion = createMiddleware(async (c, next) => {
	if (!speaksOurs(c.req.raw)) return refuseSocket(c.req.raw, CloseCode.reload, "reload");
	return next();
});

/** Passes the object's socket on to the client. An object that returned none refuses this caller: throws a 404 for `thing`. */
export function forwardSocket(response: Response, thing: Thing): Response {
	if (!response.webSocket) throw notFound(thing);
	return upgraded(response.webSocket);
}

/**
 * WebSocket upgrades at the edge. A refusal is a socket closed with a code of ours, so that a browser can tell why:
 * a failed handshake says nothing.
 */
import { createMiddleware } from "hono/factory";
import { notFound, problem, type Thing } from "../http/problem.ts";
import { CloseCode, SUBPROTOCOL } from "../protocol/limits.ts";

const offered = (request: Request): string[] =>
	(request.headers.get("sec-websocket-protocol") ?? "").split(",").map((each) => each.trim());

export const isUpgrade = (request: Request): boolean => request.headers.get("upgrade")?.toLowerCase() === "websocket";

/** The client speaks our version of the protocol. */
const speaksOurs = (request: Request): boolean => offered(request).includes(SUBPROTOCOL);

/** The token that follows the version in `Sec-WebSocket-Protocol`. */
export const offeredToken = (request: Request): string | null =>
	offered(request).find((each) => each.split(".").length === 3) ?? null;

/** Accepts and closes at once with a code of ours. Browsers want one of the protocols they offered back. */
export function refuseSocket(request: Request, code: number, reason: string): Response {
	const { 0: client, 1: server } = new WebSocketPair();
	server.accept();
	server.close(code, reason);
	return upgraded(client, offered(request)[0] ?? SUBPROTOCOL);
}

/** Hands the object's socket to the client under our protocol's name. */
const upgraded = (socket: WebSocket, protocol: string = SUBPROTOCOL): Response =>
	new Response(null, { status: 101, webSocket: socket, headers: { "sec-websocket-protocol": protocol } });

/** A socket's route is for sockets. */
export const onlyUpgrades = createMiddleware(async (c, next) => {
	if (!isUpgrade(c.req.raw)) throw problem(426, "This address is for WebSockets");
	await next();
});

/** A client of another version is told to reload. */
export const onlyOurVersion = createMiddleware(async (c, next) => {
	if (!speaksOurs(c.req.raw)) return refuseSocket(c.req.raw, CloseCode.reload, "reload");
	return next();
});

/** The object's socket, handed on. An object that gave none has nothing to show: there is no such thing, to this caller. */
export function forwardSocket(response: Response, thing: Thing): Response {
	if (!response.webSocket) throw notFound(thing);
	return upgraded(response.webSocket);
}

/** Checks whether a local port is free, for `npm start` and the browser tests, before they start a server. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Tries to listen on both loopback addresses, because a program on either of them is in the way. */
export async function portIsFree(port: number): Promise<boolean> {
	return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

/** A range below the ephemeral ports of outgoing connections (from 32,768 on Linux, 49,152 elsewhere). */
const LOWEST = 10_000;
const BELOW = 32_768;
const TRIES = 100;

/**
 * A port on which no program listens now. It isn't an ephemeral port: while the server restarts, a client that keeps trying
 * to connect could otherwise be given that very port for its own end of the connection.
 */
export async function freePort(): Promise<number> {
	for (let tries = 0; tries < TRIES; tries++) {
		const port = randomInt(LOWEST, BELOW);
		if (await portIsFree(port)) return port;
	}
	throw new Error(`none of ${TRIES} ports was free`);
}

function canListen(port: number, host: string): Promise<boolean> {
	return new Promise((resolve) => {
		const server = createServer();
		// A machine without IPv6 has no ::1, so no program can listen on it.
		server.once("error", (error: NodeJS.ErrnoException) =>
			resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"),
		);
		server.listen(port, host, () => server.close(() => resolve(true)));
	});
}

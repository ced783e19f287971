/** Is a port of this machine free, for `npm start` and the browser tests. Asks before anything is started. */
import { randomInt } from "node:crypto";
import { createServer } from "node:net";

/** Tries to listen, on both loopback addresses: a program on one of them is in the way too. */
export async function portIsFree(port: number): Promise<boolean> {
	return (await canListen(port, "127.0.0.1")) && (await canListen(port, "::1"));
}

/** Below those that a system gives to outgoing connections (from 32,768 on Linux, 49,152 elsewhere). */
const LOWEST = 10_000;
const BELOW = 32_768;
const TRIES = 100;

/**
 * A port nobody listens on right now. No outgoing connection can take it either while its server is down and about to
 * start again: clients that keep trying to reach it would sooner or later be given the very port they call.
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
		// A machine without IPv6 has no ::1, so nobody can be in the way there.
		server.once("error", (error: NodeJS.ErrnoException) =>
			resolve(error.code === "EADDRNOTAVAIL" || error.code === "EAFNOSUPPORT"),
		);
		server.listen(port, host, () => server.close(() => resolve(true)));
	});
}

/**
 * The TCP proxy between one client and the Worker. It can cut connections, stall them, or drop the bytes of one direction while
 * both ends think the connection is open. It knows bytes only. After `heal` new connections work; broken ones stay broken until
 * an end notices, because noticing is what the client is tested for.
 */
import { connect, createServer, type Socket } from "node:net";

export type Way = "up" | "down";

/** After this time the other end of a half-open connection is closed, so that the run leaks no sockets. */
const FORGOTTEN_AFTER_MS = 60_000;

type Line = { near: Socket; far: Socket; held: Set<Way>; swallowed: Set<Way> };

export type Proxy = {
	port: number;
	/** Ends every connection, as when the network goes away. */
	cut(): void;
	/** Delays the bytes of one direction; none are lost. */
	stall(way: Way, ms: number): void;
	/** Drops the bytes of one direction from now on, on existing connections. */
	swallow(way: Way): void;
	/** Closes one end without the other end noticing. */
	halfOpen(left: "client" | "worker"): void;
	/** Refuses new connections for this time. */
	refuse(ms: number): void;
	heal(): void;
	close(): Promise<void>;
};

export function proxyTo(target: number): Promise<Proxy> {
	const lines = new Set<Line>();
	let refusing = false;
	let timers: NodeJS.Timeout[] = [];
	const later = (ms: number, act: () => void) => timers.push(setTimeout(act, ms));

	const server = createServer((near) => {
		near.on("error", () => near.destroy());
		if (refusing) return void near.destroy();
		const far = connect(target, "127.0.0.1");
		far.on("error", () => far.destroy());
		const line: Line = { near, far, held: new Set(), swallowed: new Set() };
		lines.add(line);
		const relay = (from: Socket, to: Socket, way: Way) => {
			from.on("data", (data: Buffer) => {
				if (line.swallowed.has(way)) return;
				if (!to.write(data)) {
					from.pause();
					to.once("drain", () => {
						if (!line.held.has(way)) from.resume();
					});
				}
			});
			from.on("close", () => {
				// Where bytes are dropped, the close is too: the connection is half-open.
				if (!line.swallowed.has(way)) to.destroy();
				else setTimeout(() => to.destroy(), FORGOTTEN_AFTER_MS).unref();
				if (near.destroyed && far.destroyed) lines.delete(line);
			});
			from.on("end", () => {
				if (!line.swallowed.has(way)) to.end();
			});
		};
		relay(near, far, "up");
		relay(far, near, "down");
	});

	const source = (line: Line, way: Way) => (way === "up" ? line.near : line.far);
	const release = (line: Line) => {
		for (const way of line.held) source(line, way).resume();
		line.held.clear();
	};
	const cut = () => {
		for (const { near, far } of lines) {
			near.destroy();
			far.destroy();
		}
		lines.clear();
	};
	const proxy: Proxy = {
		port: 0,
		cut,
		stall(way, ms) {
			for (const line of lines) {
				line.held.add(way);
				source(line, way).pause();
				later(ms, () => release(line));
			}
		},
		swallow(way) {
			for (const line of lines) line.swallowed.add(way);
		},
		halfOpen(left) {
			for (const line of lines) {
				line.swallowed.add("up").add("down");
				(left === "client" ? line.far : line.near).destroy();
			}
		},
		refuse(ms) {
			refusing = true;
			later(ms, () => (refusing = false));
		},
		heal() {
			refusing = false;
			for (const timer of timers) clearTimeout(timer);
			timers = [];
			for (const line of lines) release(line);
		},
		close: () =>
			new Promise((resolve) => {
				proxy.heal();
				server.close(() => resolve());
				cut();
			}),
	};
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			if (address && typeof address === "object") proxy.port = address.port;
			resolve(proxy);
		});
	});
}

/**
 * One client's way to the Worker: a TCP relay that can be cut, held up, or made to swallow what goes one way while both
 * ends believe in the connection. Knows bytes only. `heal` lets new connections be good ones; what was broken stays so
 * until an end notices, for finding that out is the client's own work.
 */
import { connect, createServer, type Socket } from "node:net";

export type Way = "up" | "down";

/** An end that was left alone must not stand for ever, for our own sake. */
const FORGOTTEN_AFTER_MS = 60_000;

type Line = { near: Socket; far: Socket; held: Set<Way>; swallowed: Set<Way> };

export type Proxy = {
	port: number;
	/** Ends every connection, as a network that goes away. */
	cut(): void;
	/** Holds back what goes this way for a while; nothing is lost. */
	stall(way: Way, ms: number): void;
	/** From now on bytes that go this way vanish, on the connections there are. */
	swallow(way: Way): void;
	/** The Worker's end goes without a word to the client, or the client's without a word to the Worker. */
	halfOpen(left: "client" | "worker"): void;
	/** No new connections for a while. */
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
				// A swallowed end is not told of the other's: that is what half-open means.
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

/**
 * The network between visitors and the Worker in browser tests: a TCP proxy that can be cut. The browser's emulation of
 * "offline" doesn't close open WebSockets; this does, as a lost network would.
 */
import { connect, createServer, type Socket } from "node:net";

export type Network = {
	port: number;
	cut(): void;
	/** Cuts it once so many more bytes have gone to the Worker. */
	cutAfter(bytes: number): void;
	isUp(): boolean;
	restore(): void;
	close(): Promise<void>;
};

export function relayTo(target: number): Promise<Network> {
	const sockets = new Set<Socket>();
	let up = true;
	/** Bytes that may still go to the Worker. */
	let left = Infinity;
	const server = createServer((near) => {
		if (!up) return void near.destroy();
		const far = connect(target, "127.0.0.1");
		near.on("data", ({ length }) => {
			left -= length;
			if (left < 0) cut();
		});
		for (const [socket, other] of [
			[near, far],
			[far, near],
		] as const) {
			sockets.add(socket);
			socket.pipe(other);
			socket.on("error", () => other.destroy());
			socket.on("close", () => {
				sockets.delete(socket);
				other.destroy();
			});
		}
	});
	const cut = () => {
		up = false;
		for (const socket of sockets) socket.destroy();
	};
	return new Promise((resolve, reject) => {
		server.once("error", reject);
		server.listen(0, "127.0.0.1", () => {
			const address = server.address();
			resolve({
				port: address && typeof address === "object" ? address.port : 0,
				cut,
				cutAfter: (bytes) => void (left = bytes),
				isUp: () => up,
				restore: () => {
					up = true;
					left = Infinity;
				},
				close: () =>
					new Promise((done) => {
						server.close(() => done());
						cut();
					}),
			});
		});
	});
}

/**
 * As much of a browser as the client code needs, in Node: a page that can be woken, and a WebSocket that says where it
 * comes from and plays tricks with what goes out. A client is known by the port of its own proxy.
 */
import { setMaxListeners } from "node:events";
import { PING } from "../../src/protocol/limits.ts";

/** What a client's browser adds to a connection, and what becomes of a frame on its way out. */
export type Edge = {
	headers(): Record<string, string>;
	incoming(data: unknown): void;
	/** Copies of the frame and when they go out; the first as it is, most of the time. */
	outgoing(data: string): { data: string; afterMs: number }[];
};

const edges = new Map<string, Edge>();

/** Connections to this port of this machine are this client's from now on. */
export const atPort = (port: number, edge: Edge): void => void edges.set(String(port), edge);

const page = new EventTarget();
const looks = new EventTarget();
/** All clients share the one page, so their number is no leak. */
setMaxListeners(0, page, looks);

/** Everybody looks at their tab again: each asks whether its line still stands, or tries to connect at once. */
export const wakeAll = (): void => void page.dispatchEvent(new Event("pageshow"));

export function installBrowser(): void {
	const Native = globalThis.WebSocket;
	const Tricky = new Proxy(Native, {
		construct(target, [url, protocols]: [string, string[]]) {
			const edge = edges.get(new URL(url).port);
			// Node's own takes headers, which a browser would set by itself.
			const socket: WebSocket = Reflect.construct(target, [url, { protocols, headers: edge?.headers() ?? {} }]);
			socket.addEventListener("message", ({ data }) => edge?.incoming(data));
			const send = socket.send.bind(socket);
			socket.send = (data) => {
				if (typeof data !== "string" || data === PING || !edge) return send(data);
				for (const { data: copy, afterMs } of edge.outgoing(data)) {
					if (afterMs === 0) send(copy);
					else setTimeout(() => socket.readyState === Native.OPEN && send(copy), afterMs);
				}
			};
			return socket;
		},
	});
	const globals = {
		WebSocket: Tricky,
		document: Object.assign(looks, { hidden: false }),
		navigator: { onLine: true },
		addEventListener: page.addEventListener.bind(page),
		removeEventListener: page.removeEventListener.bind(page),
	};
	for (const [name, value] of Object.entries(globals))
		Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}

/**
 * The browser APIs that the client code needs, in Node: a page that can be woken, and a WebSocket that adds a browser's headers
 * and may double or delay outgoing frames. Each client is identified by the port of its own proxy.
 */
import { setMaxListeners } from "node:events";
import { PING } from "../../src/protocol/limits.ts";

/** A client's headers, and its hooks on incoming and outgoing frames. */
export type Edge = {
	headers(): Record<string, string>;
	incoming(data: unknown): void;
	/** The copies of an outgoing frame that are sent, each with its delay. Mostly one copy without a delay. */
	outgoing(data: string): { data: string; afterMs: number }[];
};

const edges = new Map<string, Edge>();

/** Registers a client for the connections to this port on 127.0.0.1. */
export const atPort = (port: number, edge: Edge): void => void edges.set(String(port), edge);

const page = new EventTarget();
const looks = new EventTarget();
/** Node warns of a leak at many listeners. Here all clients share one page, so there is none. */
setMaxListeners(0, page, looks);

/** Makes every tab visible again: each client checks its connection, or tries to connect at once. */
export const wakeAll = (): void => void page.dispatchEvent(new Event("pageshow"));

export function installBrowser(): void {
	const Native = globalThis.WebSocket;
	const Tricky = new Proxy(Native, {
		construct(target, [url, protocols]: [string, string[]]) {
			const edge = edges.get(new URL(url).port);
			// Node's WebSocket takes the headers that a browser sets itself.
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

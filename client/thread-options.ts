/** The options of a thread: what the widget and the dashboard pass to ThreadCore. */
import type { ServerFrame } from "../src/protocol/conversation/frames.ts";
import type { Address } from "./connection.ts";
import type { OutboxStore } from "./outbox/outbox.ts";
import type { ThreadHttp } from "./request.ts";

export type CoreOptions = {
	/** Parses one frame of the socket; null where this client doesn't know it. */
	read(data: string): ServerFrame | null;
	role: "visitor" | "member";
	/** Called before every attempt to connect. `since` is the last seq that this client has. */
	socketAddress(since: number): Address | Promise<Address>;
	http: ThreadHttp;
	outbox: OutboxStore;
	/** The server refused this client for good, with a code of `CloseCode` other than flood. Unsent messages stay. */
	onRefused(code: number): void;
};

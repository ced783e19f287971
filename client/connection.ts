/**
 * A reconnecting WebSocket: detects a dead socket by pings, reconnects with backoff, and checks the socket when the page
 * becomes visible. It doesn't read the messages. After the close codes reload, unauthorized and blocked it stops.
 */
import { CloseCode, PING, PONG } from "../src/protocol/limits.ts";
import { backoffMs, floodWaitMs } from "./backoff.ts";

export type ConnectionState = "connecting" | "open" | "waiting" | "offline" | "refused";

export type Address = { url: string; protocols: string[] };

export type ConnectOptions = {
	/** Called before every attempt, so that the address can contain the last seq and a fresh token. */
	address(): Address | Promise<Address>;
	onOpen?(): void;
	onMessage(data: string): void;
	onState(state: ConnectionState): void;
	/** The server closed the socket for good, with a code of `CloseCode`. */
	onRefused(code: number): void;
};

export type Connection = {
	/** False when no socket is open, so that nothing was sent. */
	send(data: string): boolean;
	close(): void;
	/** Closes any socket and connects at once, also after a refusal or `close`. */
	retryNow(): void;
};

const CONNECT_MS = 10_000;
const PING_EVERY_MS = 20_000;
const SILENCE_MS = 10_000;
/** The timeout of a ping when the page wakes. It is shorter, because a page that slept often has a dead socket. */
const SILENCE_ON_WAKE_MS = 4_000;
/** A socket that was open for this long worked, so the backoff starts again after it. */
const STABLE_MS = 5_000;

const final: readonly number[] = [CloseCode.reload, CloseCode.unauthorized, CloseCode.blocked];

export function connect(options: ConnectOptions): Connection {
	let socket: WebSocket | null = null;
	let state: ConnectionState = "connecting";
	let attempt = 0;
	let openedAt = 0;
	let notBefore = 0;
	/** The timeout of the pending ping, in ms; Infinity without one. */
	let patience = Infinity;
	/** The number of the current attempt, by which events of an earlier socket are ignored. */
	let round = 0;
	/** The only timer: a socket is either connecting, idle, waiting for a pong, or waiting for the next attempt. */
	let timer: ReturnType<typeof setTimeout> | undefined;

	const later = (ms: number, act: () => void) => {
		clearTimeout(timer);
		timer = setTimeout(act, ms);
	};
	const become = (next: ConnectionState) => {
		state = next;
		options.onState(next);
	};
	const drop = () => {
		clearTimeout(timer);
		round++;
		socket?.close();
		socket = null;
	};

	async function open() {
		drop();
		watch();
		const mine = round;
		become("connecting");
		later(CONNECT_MS, lost);
		let created: WebSocket;
		try {
			const address = await options.address();
			if (mine !== round) return;
			created = new WebSocket(address.url, address.protocols);
		} catch {
			// `address` failed, or the page's content security policy forbids the socket.
			if (mine === round) lost();
			return;
		}
		socket = created;
		created.onopen = () => {
			if (mine !== round) return created.close();
			openedAt = Date.now();
			listen();
			become("open");
			options.onOpen?.();
		};
		created.onmessage = ({ data }) => {
			if (mine !== round) return;
			listen();
			if (typeof data === "string" && data !== PONG) options.onMessage(data);
		};
		created.onclose = ({ code }) => {
			if (mine !== round) return;
			if (final.includes(code)) refuse(code);
			else if (code === CloseCode.flood) lost(floodWaitMs());
			// One that has just been let in and is asked again means that our clocks are wrong somewhere: no haste then.
			else if (code === CloseCode.renew && Date.now() - openedAt > STABLE_MS) void open();
			else lost();
		};
	}

	/** A message arrived, so the socket works: schedules the next ping. */
	function listen() {
		patience = Infinity;
		later(PING_EVERY_MS, () => ping(SILENCE_MS));
	}

	function ping(silenceMs: number) {
		// A hidden page doesn't ping; it pings when it becomes visible. A second ping must not extend the first one's timeout.
		if (document.hidden || silenceMs >= patience) return;
		patience = silenceMs;
		socket?.send(PING);
		later(silenceMs, lost);
	}

	function lost(floorMs = 0) {
		if (openedAt > 0 && Date.now() - openedAt > STABLE_MS) attempt = 0;
		openedAt = 0;
		drop();
		const wait = Math.max(floorMs, backoffMs(attempt++));
		notBefore = Date.now() + floorMs;
		later(wait, () => void open());
		become(navigator.onLine ? "waiting" : "offline");
	}

	function refuse(code: number) {
		drop();
		become("refused");
		options.onRefused(code);
	}

	function wake() {
		if (document.hidden || Date.now() < notBefore) return;
		if (state === "open") ping(SILENCE_ON_WAKE_MS);
		else if (state === "waiting" || state === "offline") void open();
	}
	const cut = () => {
		if (state !== "refused") lost();
	};

	const listeners = Object.entries({ online: wake, offline: cut, pageshow: wake, visibilitychange: wake });
	/** Adds the page's listeners. Adding the same one twice has no effect. */
	function watch() {
		for (const [event, listener] of listeners) addEventListener(event, listener);
	}
	void open();

	return {
		send(data) {
			if (state !== "open" || socket === null) return false;
			socket.send(data);
			return true;
		},
		close() {
			// One that is still connecting is closed as it opens: before that, browsers warn about it in the page's console.
			if (socket?.readyState === WebSocket.CONNECTING) socket = null;
			drop();
			for (const [event, listener] of listeners) removeEventListener(event, listener);
		},
		retryNow() {
			attempt = 0;
			void open();
		},
	};
}

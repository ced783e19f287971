/**
 * One WebSocket that stays: finds a dead line by its silence, reconnects with full jitter, wakes with the page.
 * Knows nothing of what it carries. Refuses to go on when the server says reload, unauthorized or blocked.
 */
import { CloseCode, PING, PONG } from "../src/protocol/limits.ts";
import { backoffMs, floodWaitMs } from "./backoff.ts";

export type ConnectionState = "connecting" | "open" | "waiting" | "offline" | "refused";

export type Address = { url: string; protocols: string[] };

export type ConnectOptions = {
	/** Asked before every attempt, so that it can carry the last seq and a fresh token. */
	address(): Address | Promise<Address>;
	onOpen?(): void;
	onMessage(data: string): void;
	onState(state: ConnectionState): void;
	/** The server wants no further attempt; the code is one of `CloseCode`. */
	onRefused(code: number): void;
};

export type Connection = {
	/** False when nothing was sent because no socket is open. */
	send(data: string): boolean;
	close(): void;
	/** Drops what there is and connects at once, also after a refusal or `close`. */
	retryNow(): void;
};

const CONNECT_MS = 10_000;
const PING_EVERY_MS = 20_000;
const SILENCE_MS = 10_000;
/** A page that comes back from sleep often holds a dead socket; it is found sooner. */
const SILENCE_ON_WAKE_MS = 4_000;
/** A socket that lived this long was a working one, so the next failure starts the backoff afresh. */
const STABLE_MS = 5_000;

const final: readonly number[] = [CloseCode.reload, CloseCode.unauthorized, CloseCode.blocked];

export function connect(options: ConnectOptions): Connection {
	let socket: WebSocket | null = null;
	let state: ConnectionState = "connecting";
	let attempt = 0;
	let openedAt = 0;
	let notBefore = 0;
	/** How long the ping that is out may go unanswered, ms. */
	let patience = Infinity;
	/** Numbers the attempts, so that what an abandoned socket still says is ignored. */
	let round = 0;
	/** One timer is enough: a socket is connecting, idle, waiting for an answer, or waiting to be tried again. */
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
			// No address to be had, or the page's content policy forbids the socket.
			if (mine === round) lost();
			return;
		}
		socket = created;
		created.onopen = () => {
			if (mine !== round) return;
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

	/** Something was heard: all is well until the next ping. */
	function listen() {
		patience = Infinity;
		later(PING_EVERY_MS, () => ping(SILENCE_MS));
	}

	function ping(silenceMs: number) {
		// A hidden page lets it be; coming back pings at once. Asking again would only give a dead line more time.
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
	/** Adding the same listener twice adds it once. */
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
			drop();
			for (const [event, listener] of listeners) removeEventListener(event, listener);
		},
		retryNow() {
			attempt = 0;
			void open();
		},
	};
}

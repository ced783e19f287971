/**
 * Backpressure for the sockets of a Durable Object. The runtime buffers what a slow reader hasn't received yet, doesn't
 * report how much that is, and gives the object 128 MB of memory in all. So each socket has a limit of characters: past it
 * the socket is closed, and its client reconnects and resumes. A reader loses nothing that way, and a client that doesn't
 * read can't fill the object's memory. For a client that acknowledges what it has received, only the rest counts.
 */

/** In characters: days of chat, and a twentieth of an object's memory if none of it has been read. */
const MAX_SENT = 6 * 1024 * 1024;

/** RFC 6455's registry: "try again later". */
const TRY_AGAIN = 1013;

export class BoundedSender {
	/**
	 * Characters sent on each socket and not acknowledged. Kept in memory only: an object that hibernated had nothing left to
	 * send.
	 */
	readonly #unacknowledged = new WeakMap<WebSocket, number>();
	readonly #limit: number;

	/** `limit`: the most characters that a socket may have sent and not acknowledged. */
	constructor(limit: number = MAX_SENT) {
		this.#limit = limit;
	}

	/** The client acknowledges this many characters. The count never goes below zero, so a false claim saves nothing up for later. */
	taken(socket: WebSocket, characters: number): void {
		this.#unacknowledged.set(socket, Math.max(0, (this.#unacknowledged.get(socket) ?? 0) - characters));
	}

	/** Sends, or closes a socket that is past its limit. Never throws: the client of a closed socket reconnects and resumes. */
	send(socket: WebSocket, data: string): void {
		const unacknowledged = (this.#unacknowledged.get(socket) ?? 0) + data.length;
		if (unacknowledged > this.#limit) {
			// Nothing more is sent on this socket: the client would take the next frame as following the last one it got.
			if (Number.isFinite(unacknowledged)) close(socket, TRY_AGAIN, "resume");
			this.#unacknowledged.set(socket, Number.POSITIVE_INFINITY);
			return;
		}
		this.#unacknowledged.set(socket, unacknowledged);
		try {
			socket.send(data);
		} catch {
			// The socket has closed; its client resumes.
		}
	}
}

/** Closes a socket, and ignores one that is closed already. `reason` must be short: past 123 bytes the platform refuses it. */
export function close(socket: WebSocket, code: number, reason: string): void {
	try {
		socket.close(code, reason);
	} catch {
		// Already closed.
	}
}

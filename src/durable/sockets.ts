/**
 * What objects send over sockets, with an end to it. The runtime keeps what a reader has not taken yet, tells nobody how
 * much that is, and has 128 MB for the object and all it holds. So a socket carries so much and no more: then it is
 * closed, and its client comes back by a new one and resumes where it was. Who reads has lost nothing by that; who
 * doesn't can't fill the memory of everybody else's conversation. A client that says what it has taken is only held to
 * what it hasn't.
 */

/** In characters: days of chat, and a twentieth of an object's memory where all of it is unread. */
const MOST_CARRIED = 6 * 1024 * 1024;

/** RFC 6455's registry: "try again later". */
const TRY_AGAIN = 1013;

export class BoundedSender {
	/** Since waking: an object that slept had nothing left to send. */
	readonly #carried = new WeakMap<WebSocket, number>();
	readonly #most: number;

	/** `most`: characters that a socket may carry, or be behind by. */
	constructor(most: number = MOST_CARRIED) {
		this.#most = most;
	}

	/** The other end says that it has so much of what was sent. One that says more than that gains nothing but its own end. */
	taken(socket: WebSocket, characters: number): void {
		this.#carried.set(socket, Math.max(0, (this.#carried.get(socket) ?? 0) - characters));
	}

	/** Never throws: a socket that closed under us loses nothing, for its client resumes. */
	send(socket: WebSocket, data: string): void {
		const carried = (this.#carried.get(socket) ?? 0) + data.length;
		if (carried > this.#most) {
			// Nothing is sent past the gap: what comes next would look as if it followed.
			if (Number.isFinite(carried)) close(socket, TRY_AGAIN, "resume");
			this.#carried.set(socket, Number.POSITIVE_INFINITY);
			return;
		}
		this.#carried.set(socket, carried);
		try {
			socket.send(data);
		} catch {
			// As above.
		}
	}
}

/** Closes once and quietly: the other end may be gone already. Reasons are short; past 123 bytes the platform throws. */
export function close(socket: WebSocket, code: number, reason: string): void {
	try {
		socket.close(code, reason);
	} catch {
		// Already closed.
	}
}

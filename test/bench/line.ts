/** A client's socket for the bench: it sends frames, counts bytes, and waits for a frame that contains a text. */

/** Longer than any answer takes on a busy machine; after it the run fails instead of hanging. */
const PATIENCE_MS = 20_000;

const KEPT = 5;

/** A frame's length on the wire (RFC 6455, section 5.2): a header of two bytes, two more from 126 bytes on, eight from 65,536, and a client's mask of four. */
const framed = (text: string, masked: boolean): number => {
	const bytes = Buffer.byteLength(text);
	return bytes + (bytes < 126 ? 2 : bytes < 65_536 ? 4 : 10) + (masked ? 4 : 0);
};

export type Address = { url: string; protocols: string[]; headers: Record<string, string> };

export class Line {
	readonly bytes = { up: 0, down: 0 };
	/** The last frames, for the error message when an expected one doesn't come. */
	readonly #latest: string[] = [];
	readonly #socket: WebSocket;
	#untaken = 0;
	#waiting: { text: string; resolve: (data: string) => void }[] = [];

	/** `takenEvery`: sends a "taken" frame after each so many characters received; 0: never. */
	private constructor(socket: WebSocket, takenEvery: number) {
		this.#socket = socket;
		socket.addEventListener("message", ({ data }: { data: unknown }) => {
			if (typeof data !== "string") return;
			this.bytes.down += framed(data, false);
			if (takenEvery > 0 && (this.#untaken += data.length) >= takenEvery) {
				this.send(JSON.stringify({ type: "taken", characters: this.#untaken }));
				this.#untaken = 0;
			}
			if (this.#latest.push(data) > KEPT) this.#latest.shift();
			const found = this.#waiting.filter(({ text }) => data.includes(text));
			if (found.length === 0) return;
			this.#waiting = this.#waiting.filter((each) => !found.includes(each));
			for (const { resolve } of found) resolve(data);
		});
	}

	static async open({ url, ...options }: Address, takenEvery = 0): Promise<Line> {
		const socket = new WebSocket(url.replace("http", "ws"), options);
		const { promise, resolve, reject } = Promise.withResolvers<void>();
		socket.addEventListener("open", () => resolve(), { once: true });
		socket.addEventListener("error", () => reject(new Error(`${url} could not be opened`)), { once: true });
		const line = new Line(socket, takenEvery);
		await promise;
		return line;
	}

	get open(): boolean {
		return this.#socket.readyState === WebSocket.OPEN;
	}

	send(data: string): void {
		this.bytes.up += framed(data, true);
		this.#socket.send(data);
	}

	/** The next frame that contains `text`. Call it before sending what the frame answers. */
	next(text: string): Promise<string> {
		const { promise, resolve, reject } = Promise.withResolvers<string>();
		const timer = setTimeout(() => {
			const last = this.#latest.join("\n  ");
			reject(new Error(`no frame with ${text} came within ${PATIENCE_MS / 1000} s; the last ones:\n  ${last}`));
		}, PATIENCE_MS);
		this.#waiting.push({
			text,
			resolve: (data) => {
				clearTimeout(timer);
				resolve(data);
			},
		});
		return promise;
	}

	close(): void {
		this.#socket.close();
	}
}

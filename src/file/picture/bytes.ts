/**
 * Bytes on their way through a rewriter: what has come in and isn't read yet, and what goes out. A rewriter is a generator that
 * yields where it needs more, so that it reads a stream like a whole file and holds no more of it than one segment. It puts out
 * as many bytes as came in, because R2 has to know a file's length before the file is there.
 */
export class Bytes {
	#chunks: Uint8Array[] = [];
	#offset = 0;
	#out: Uint8Array[] = [];
	/** How many bytes are here, unread. */
	length = 0;
	/** No more bytes will come. */
	ended = false;

	add(chunk: Uint8Array): void {
		if (chunk.length === 0) return;
		this.#chunks.push(chunk);
		this.length += chunk.length;
	}

	/** Takes up to `most` of the bytes that lie together; at least one, where there are any. */
	some(most = Infinity): Uint8Array {
		const first = this.#chunks[0] ?? new Uint8Array();
		const part = first.subarray(this.#offset, Math.min(first.length, this.#offset + most));
		this.#offset += part.length;
		this.length -= part.length;
		if (this.#offset === first.length) {
			this.#chunks.shift();
			this.#offset = 0;
		}
		return part;
	}

	/** Gives back the last `n` of the bytes that `some` returned. */
	unread(part: Uint8Array, n: number): void {
		if (n === 0) return;
		if (this.#offset >= n) this.#offset -= n;
		else {
			const rest = this.#chunks[0]?.subarray(this.#offset);
			if (rest) this.#chunks[0] = rest;
			this.#chunks.unshift(part.subarray(part.length - n));
			this.#offset = 0;
		}
		this.length += n;
	}

	/** Takes `n` bytes; fewer where there are fewer. */
	take(n: number): Uint8Array {
		const taken = new Uint8Array(Math.min(n, this.length));
		for (let at = 0; at < taken.length;) {
			const part = this.some(taken.length - at);
			taken.set(part, at);
			at += part.length;
		}
		return taken;
	}

	emit(part: Uint8Array): void {
		if (part.length > 0) this.#out.push(part);
	}

	/** What has been put out since the last call. */
	flush(): Uint8Array[] {
		return this.#out.splice(0);
	}
}

/** A part of a rewriter. It yields until more bytes are there. */
export type RewriteSteps<Result = void> = Generator<void, Result, void>;

/** Waits for `n` bytes and takes them; fewer only at the end. */
export function* exactly(bytes: Bytes, n: number): RewriteSteps<Uint8Array> {
	while (bytes.length < n && !bytes.ended) yield;
	return bytes.take(n);
}

/** Waits for any bytes. False: there are none any more. */
export function* any(bytes: Bytes): RewriteSteps<boolean> {
	while (bytes.length === 0 && !bytes.ended) yield;
	return bytes.length > 0;
}

/** Puts the next `n` bytes out as they are. */
export function* pass(bytes: Bytes, n: number): RewriteSteps {
	for (let left = n; left > 0 && (yield* any(bytes));) {
		const part = bytes.some(left);
		bytes.emit(part);
		left -= part.length;
	}
}

/** Puts zeros out for the next `n` bytes. `onPart` is told how many, piece by piece. */
export function* blank(bytes: Bytes, n: number, onPart: (length: number) => void = () => {}): RewriteSteps {
	for (let left = n; left > 0 && (yield* any(bytes));) {
		const { length } = bytes.some(left);
		bytes.emit(new Uint8Array(length));
		onPart(length);
		left -= length;
	}
}

export const ascii = (part: Uint8Array): string => String.fromCharCode(...part);

export const viewOf = (part: Uint8Array): DataView => new DataView(part.buffer, part.byteOffset, part.byteLength);

/** What a rewriter learns of a picture on the way. */
export type Findings = { width: number; height: number; orientation: number | null };

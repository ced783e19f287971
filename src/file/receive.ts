/**
 * Receives a file and streams it into the bucket: counted, timed, told by its first bytes and cleaned on the way. Of a file that
 * is cut off, stalls or isn't as long as its sender said, nothing stays. It checks no permission and no quota.
 */
import { withTimeout } from "../durable/timeout.ts";
import {
	type FileOffer,
	MAX_SENT_FILE_BYTES,
	MAX_THUMBNAIL_BYTES,
	type SentFile,
} from "../protocol/conversation/file.ts";
import { Cleaner } from "./picture/cleaner.ts";
import { HEAD_BYTES, tell } from "./tell.ts";

/** A connection over which nothing came for so long is dead. */
const IDLE_MS = 30_000;

/** A picture of more pixels is a download: some viewers would need gigabytes to draw it. */
const MOST_PIXELS = 100_000_000;

export type ReceiveRefusal =
	| "empty"
	| "too_big"
	/** The connection ended before the file did. */
	| "cut"
	/** Nothing came for 30 seconds. */
	| "stalled"
	/** There are more bytes than the sender said. */
	| "invalid";

export type ReceivedFile = { ok: true; file: Omit<SentFile, "id" | "alt"> } | { ok: false; reason: ReceiveRefusal };

class Refusal extends Error {
	readonly reason: ReceiveRefusal;
	constructor(reason: ReceiveRefusal) {
		super(reason);
		this.reason = reason;
	}
}

/** The body, read piece by piece. It throws a `Refusal` where the body stalls, breaks off or goes on for too long. */
class Incoming {
	readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
	readonly #idleMs: number;
	#left: number;
	#ahead: Uint8Array | null = null;

	constructor(body: ReadableStream<Uint8Array>, length: number, idleMs: number) {
		this.#reader = body.getReader();
		this.#left = length;
		this.#idleMs = idleMs;
	}

	/** The next piece; null after the last. */
	async next(): Promise<Uint8Array | null> {
		const ahead = this.#ahead;
		this.#ahead = null;
		if (ahead) return ahead;
		const stalled = { error: () => new Refusal("stalled") };
		const { done, value } = await withTimeout(this.#idleMs, this.#reader.read(), "", stalled).catch(
			(error: unknown) => {
				throw error instanceof Refusal ? error : new Refusal("cut");
			},
		);
		if (done) {
			if (this.#left > 0) throw new Refusal("cut");
			return null;
		}
		this.#left -= value.length;
		if (this.#left < 0) throw new Refusal("invalid");
		return value;
	}

	/** The next `n` bytes; fewer where there are fewer. */
	async take(n: number): Promise<Uint8Array> {
		const taken = new Uint8Array(n);
		let filled = 0;
		while (filled < n) {
			const part = await this.next();
			if (!part) break;
			const used = part.subarray(0, n - filled);
			taken.set(used, filled);
			filled += used.length;
			if (used.length < part.length) this.#ahead = part.subarray(used.length);
		}
		return taken.subarray(0, filled);
	}

	async stop(): Promise<void> {
		await this.#reader.cancel().catch(() => {});
	}
}

export type ReceiveInto = {
	bucket: Pick<R2Bucket, "put" | "delete">;
	key: string;
	thumbnailKey: string;
	/** Shorter in tests. */
	idleMs?: number;
};

/** Never rejects for what the sender does; rejects where the bucket fails. */
export async function receive(
	body: ReadableStream<Uint8Array> | null,
	offer: FileOffer,
	into: ReceiveInto,
): Promise<ReceivedFile> {
	const refused = !body || offer.size === 0 ? "empty" : offer.size > MAX_SENT_FILE_BYTES ? "too_big" : null;
	if (refused || !body) {
		await body?.cancel().catch(() => {});
		return { ok: false, reason: refused ?? "empty" };
	}
	// A thumbnail that is too long to be one is an offer that can't be meant.
	if (offer.thumbnail > MAX_THUMBNAIL_BYTES) {
		await body.cancel().catch(() => {});
		return { ok: false, reason: "too_big" };
	}
	const incoming = new Incoming(body, offer.thumbnail + offer.size, into.idleMs ?? IDLE_MS);
	try {
		return { ok: true, file: await store(incoming, offer, into) };
	} catch (error) {
		await incoming.stop();
		if (error instanceof Refusal) return { ok: false, reason: error.reason };
		throw error;
	}
}

async function store(
	incoming: Incoming,
	offer: FileOffer,
	{ bucket, key, thumbnailKey }: ReceiveInto,
): Promise<Omit<SentFile, "id" | "alt">> {
	const small = offer.thumbnail > 0 ? await cleanPicture(await incoming.take(offer.thumbnail)) : null;
	const head = await incoming.take(HEAD_BYTES);
	const told = await tell(head);
	const cleaner = new Cleaner(told.type, head);
	const { readable, writable } = new FixedLengthStream(offer.size);
	const put = bucket.put(key, readable, { httpMetadata: { contentType: told.type || "application/octet-stream" } });
	const writer = writable.getWriter();
	const write = async () => {
		for (let part: Uint8Array | null = head; part; part = await incoming.next())
			for (const cleaned of cleaner.add(part)) await writer.write(cleaned);
		for (const cleaned of cleaner.end()) await writer.write(cleaned);
		await writer.close();
	};
	try {
		await Promise.all([put, write()]);
	} catch (error) {
		await writer.abort(error).catch(() => {});
		await put.catch(() => {});
		throw error;
	}
	const { width, height } = sizeOf(told.show, cleaner, offer);
	const isShown =
		told.show !== "picture" || (width !== undefined && height !== undefined && width * height <= MOST_PIXELS);
	if (small && isShown && told.show !== "download")
		await bucket.put(thumbnailKey, small.bytes, { httpMetadata: { contentType: small.type } });
	return {
		name: offer.name,
		type: told.type,
		show: isShown ? told.show : "download",
		size: offer.size,
		...(isShown && width !== undefined && height !== undefined ? { width, height } : {}),
		...(small && isShown && told.show !== "download" ? { thumbnail: true } : {}),
	};
}

/** A picture's size is measured; a video's is its sender's word, which changes no more than the place that is kept for it. */
function sizeOf(show: SentFile["show"], cleaner: Cleaner, offer: FileOffer): { width?: number; height?: number } {
	if (show === "picture") return cleaner.size ?? {};
	const { width, height } = offer;
	return show === "video" && width !== undefined && height !== undefined ? { width, height } : {};
}

const thumbnailTypes = ["image/jpeg", "image/png", "image/webp"];

/** A thumbnail without metadata; null where it is no picture of a kind that browsers make. */
async function cleanPicture(bytes: Uint8Array): Promise<{ type: string; bytes: Uint8Array } | null> {
	const { type } = await tell(bytes);
	if (!thumbnailTypes.includes(type)) return null;
	const cleaner = new Cleaner(type, bytes);
	const parts = [...cleaner.add(bytes), ...cleaner.end()];
	const { size } = cleaner;
	if (!size || size.width * size.height > MOST_THUMBNAIL_PIXELS) return null;
	return { type, bytes: new Uint8Array(await new Blob(parts.map((part) => part.slice())).arrayBuffer()) };
}

/** Clients make thumbnails of at most 480 pixels a side. */
const MOST_THUMBNAIL_PIXELS = 1_000_000;

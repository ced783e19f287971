/**
 * Unpacks the few files of a ZIP archive that a document needs, with a limit on the bytes, and writes them again without
 * compression, so that what a library then opens can't be a ZIP bomb, whatever sizes the archive claims. No ZIP64: uploads
 * have 20 MB at most.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const MAX_COMMENT = 0xffff;
const MAX_ENTRIES = 10_000;

type Entry = { name: string; at: number; packed: number; method: number; encrypted: boolean };

export type Unpacked = { ok: true; files: Map<string, Uint8Array> } | { ok: false; reason: "broken" | "too_large" };

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The entries of an archive's central directory; null where the bytes are no archive. */
export function entriesOf(bytes: Uint8Array): Entry[] | null {
	const view = viewOf(bytes);
	let end = bytes.length - END_LENGTH;
	const first = Math.max(0, end - MAX_COMMENT);
	while (end >= first && view.getUint32(end, true) !== END) end--;
	if (end < first) return null;
	const count = view.getUint16(end + 10, true);
	let at = view.getUint32(end + 16, true);
	const entries: Entry[] = [];
	for (let nth = 0; nth < Math.min(count, MAX_ENTRIES); nth++) {
		if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
		const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
		const nameEnd = at + 46 + (nameLength ?? 0);
		entries.push({
			name: new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)),
			at: view.getUint32(at + 42, true),
			packed: view.getUint32(at + 20, true),
			method: view.getUint16(at + 10, true),
			encrypted: (view.getUint16(at + 8, true) & 1) === 1,
		});
		at = nameEnd + (extra ?? 0) + (comment ?? 0);
	}
	return entries;
}

/** Unpacks the entries that `wanted` accepts, up to `limit` bytes in all. */
export async function unzip(bytes: Uint8Array, wanted: (name: string) => boolean, limit: number): Promise<Unpacked> {
	const files = new Map<string, Uint8Array>();
	let room = limit;
	for (const entry of entriesOf(bytes) ?? []) {
		if (!wanted(entry.name) || files.has(entry.name)) continue;
		const packed = packedOf(bytes, entry);
		if (packed === null || entry.encrypted) return { ok: false, reason: "broken" };
		const file = entry.method === 0 ? packed : await inflate(packed, room);
		if (file === null) return { ok: false, reason: "broken" };
		room -= file.length;
		if (room < 0) return { ok: false, reason: "too_large" };
		files.set(entry.name, file);
	}
	return { ok: true, files };
}

function packedOf(bytes: Uint8Array, { at, packed, method }: Entry): Uint8Array | null {
	const view = viewOf(bytes);
	if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL || (method !== 0 && method !== 8)) return null;
	const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
	return start + packed <= bytes.length ? bytes.subarray(start, start + packed) : null;
}

/** Null where the data is broken; `room + 1` bytes where it is too large. */
async function inflate(packed: Uint8Array, room: number): Promise<Uint8Array | null> {
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		const source = new Blob([new Uint8Array(packed)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
		for await (const part of source) {
			size += part.length;
			if (size > room) return new Uint8Array(room + 1);
			parts.push(part);
		}
	} catch {
		return null;
	}
	return concat(parts, size);
}

export function concat(parts: readonly Uint8Array[], size: number): Uint8Array<ArrayBuffer> {
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
	let value = n;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
	return value;
});

function crcOf(bytes: Uint8Array): number {
	let crc = 0xffffffff;
	for (const byte of bytes) crc = (CRC[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
	return (crc ^ 0xffffffff) >>> 0;
}

/** An archive of these files, stored as they are. */
export function zip(files: ReadonlyMap<string, Uint8Array>): Uint8Array<ArrayBuffer> {
	const parts: Uint8Array[] = [];
	const directory: Uint8Array[] = [];
	let size = 0;
	for (const [path, bytes] of files) {
		const name = new TextEncoder().encode(path);
		// Version 2.0, name in UTF-8, stored, 1 January 1980.
		const common = new DataView(new ArrayBuffer(26));
		const shorts = [20, 0x800, 0, 0, 0x21];
		shorts.forEach((value, index) => common.setUint16(index * 2, value, true));
		[crcOf(bytes), bytes.length, bytes.length].forEach((value, index) => common.setUint32(10 + index * 4, value, true));
		common.setUint16(22, name.length, true);
		const head = new Uint8Array(4 + 26);
		viewOf(head).setUint32(0, LOCAL, true);
		head.set(new Uint8Array(common.buffer), 4);
		const central = new Uint8Array(46);
		viewOf(central).setUint32(0, CENTRAL, true);
		viewOf(central).setUint16(4, 20, true);
		central.set(new Uint8Array(common.buffer), 6);
		viewOf(central).setUint32(42, size, true);
		parts.push(head, name, bytes);
		directory.push(central, name);
		size += head.length + name.length + bytes.length;
	}
	const length = directory.reduce((sum, part) => sum + part.length, 0);
	const end = new Uint8Array(END_LENGTH);
	const view = viewOf(end);
	view.setUint32(0, END, true);
	view.setUint16(8, files.size, true);
	view.setUint16(10, files.size, true);
	view.setUint32(12, length, true);
	view.setUint32(16, size, true);
	return concat([...parts, ...directory, end], size + length + END_LENGTH);
}

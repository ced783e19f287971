/**
 * Unpacks the few files of a ZIP archive that a document needs, with a limit on the bytes, so that it can't be a ZIP bomb,
 * whatever sizes the archive claims. ZIP64 too, which some programs write for the smallest file.
 * https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_LENGTH = 22;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const LOCATOR64_LENGTH = 20;
/** Stands where a figure is given in 8 bytes elsewhere. */
const ELSEWHERE = 0xffffffff;
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
	const { count, at: begun } = directoryOf(view, end);
	let at = begun;
	const entries: Entry[] = [];
	for (let nth = 0; nth < Math.min(count, MAX_ENTRIES); nth++) {
		if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return null;
		const [nameLength, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
		const nameEnd = at + 46 + (nameLength ?? 0);
		const wide = wideOf(view, at, nameEnd, nameEnd + (extra ?? 0));
		entries.push({
			// Some archives are written with Windows' separators.
			name: new TextDecoder().decode(bytes.subarray(at + 46, nameEnd)).replaceAll("\\", "/"),
			at: wide.at,
			packed: wide.packed,
			method: view.getUint16(at + 10, true),
			encrypted: (view.getUint16(at + 8, true) & 1) === 1,
		});
		at = nameEnd + (extra ?? 0) + (comment ?? 0);
	}
	return entries;
}

const wideAt = (view: DataView, at: number): number =>
	at + 8 <= view.byteLength ? Number(view.getBigUint64(at, true)) : Infinity;

/** Where the central directory is, and how many entries it has. */
function directoryOf(view: DataView, end: number): { count: number; at: number } {
	const own = { count: view.getUint16(end + 10, true), at: view.getUint32(end + 16, true) };
	const locator = end - LOCATOR64_LENGTH;
	if (locator < 0 || view.getUint32(locator, true) !== LOCATOR64) return own;
	const at = wideAt(view, locator + 8);
	if (at + 56 > view.byteLength || view.getUint32(at, true) !== END64) return own;
	return { count: wideAt(view, at + 32), at: wideAt(view, at + 48) };
}

/** An entry's place and packed size: its own figures, or those of its extra field. */
function wideOf(view: DataView, entry: number, from: number, to: number): { at: number; packed: number } {
	const found = { at: view.getUint32(entry + 42, true), packed: view.getUint32(entry + 20, true) };
	for (let field = from; field + 4 <= Math.min(to, view.byteLength); field += 4 + view.getUint16(field + 2, true)) {
		if (view.getUint16(field, true) !== 1) continue;
		let at = field + 4;
		if (view.getUint32(entry + 24, true) === ELSEWHERE) at += 8;
		if (found.packed === ELSEWHERE) {
			found.packed = wideAt(view, at);
			at += 8;
		}
		if (found.at === ELSEWHERE) found.at = wideAt(view, at);
	}
	return found;
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

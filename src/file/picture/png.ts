/**
 * Rewrites a PNG without its metadata: text, time, Exif (but the orientation), chunks of programs, and whatever follows the
 * picture. A chunk that is removed becomes one that every reader skips, of zeros. Kept is what a decoder needs, what tells
 * colours, and animation (https://www.w3.org/TR/png-3/#11Chunks). After a chunk that can't be one, the rest is zeros.
 */
import { ascii, blank, type Bytes, exactly, type Findings, pass, type RewriteSteps, viewOf } from "./bytes.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";

const kept = new Set(
	"IHDR PLTE IDAT IEND tRNS cHRM gAMA iCCP sBIT sRGB cICP mDCV cLLI bKGD pHYs acTL fcTL fdAT".split(" "),
);

/** Ancillary, private and safe to copy, as the case of its letters says. */
const SKIPPED = "juNk";

/** More than any camera writes; longer Exif data are not read for an orientation. */
const MOST_EXIF_BYTES = 65_536;

/** A file with more is none that a program wrote. */
const MOST_CHUNKS = 100_000;

const table = Uint32Array.from({ length: 256 }, (_, index) => {
	let value = index;
	for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	return value;
});

/** The CRC of a chunk (ISO 3309), continued over more bytes. It begins and ends inverted. */
function crcOver(before: number, part: Uint8Array): number {
	let value = before;
	for (const byte of part) value = (table[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
	return value;
}

const uint32 = (value: number): Uint8Array => {
	const four = new Uint8Array(4);
	viewOf(four).setUint32(0, value);
	return four;
};

const letters = (name: string): Uint8Array => Uint8Array.from(name, (letter) => letter.charCodeAt(0));

export function* png(bytes: Bytes, found: Findings): RewriteSteps {
	yield* pass(bytes, 8);
	for (let no = 0; no < MOST_CHUNKS; no++) {
		const head = yield* exactly(bytes, 8);
		const length = head.length === 8 ? viewOf(head).getUint32(0) : Infinity;
		const name = ascii(head.subarray(4));
		if (length > 0x7fffffff || !/^[A-Za-z]{4}$/.test(name)) {
			bytes.emit(new Uint8Array(head.length));
			break;
		}
		if (name === "eXIf" && length <= MOST_EXIF_BYTES) yield* exif(bytes, length, found);
		else if (kept.has(name)) {
			bytes.emit(head);
			const size = name === "IHDR" ? yield* exactly(bytes, Math.min(8, length)) : new Uint8Array();
			bytes.emit(size);
			if (size.length === 8) {
				found.width = viewOf(size).getUint32(0);
				found.height = viewOf(size).getUint32(4);
			}
			yield* pass(bytes, length - size.length + 4);
			if (name === "IEND") break;
		} else yield* skipped(bytes, length);
	}
	yield* blank(bytes, Infinity);
}

function* exif(bytes: Bytes, length: number, found: Findings): RewriteSteps {
	const tiff = yield* exactly(bytes, length);
	found.orientation ??= orientationIn(tiff);
	const name = letters("eXIf");
	const cleaned = onlyOrientation(found.orientation, tiff.length);
	for (const part of [uint32(length), name, cleaned]) bytes.emit(part);
	yield* crc(bytes, crcOver(crcOver(0xffffffff, name), cleaned));
}

function* skipped(bytes: Bytes, length: number): RewriteSteps {
	const name = letters(SKIPPED);
	bytes.emit(uint32(length));
	bytes.emit(name);
	let value = crcOver(0xffffffff, name);
	yield* blank(bytes, length, (part) => (value = crcOver(value, new Uint8Array(part))));
	yield* crc(bytes, value);
}

/** Puts the right CRC out in place of the chunk's; less of it where the file ends. */
function* crc(bytes: Bytes, value: number): RewriteSteps {
	const { length } = yield* exactly(bytes, 4);
	bytes.emit(uint32((value ^ 0xffffffff) >>> 0).subarray(0, length));
}

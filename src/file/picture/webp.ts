/**
 * Rewrites a WebP without its metadata: Exif (but the orientation), XMP, chunks of programs, and whatever follows the picture.
 * A chunk that is removed becomes zeros (https://developers.google.com/speed/webp/docs/riff_container).
 */
import { ascii, blank, type Bytes, exactly, type Findings, pass, type RewriteSteps, viewOf } from "./bytes.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";

const kept = new Set(["VP8X", "VP8 ", "VP8L", "ALPH", "ANIM", "ANMF", "ICCP"]);

/** RIFF's name for a chunk without meaning. */
const SKIPPED = Uint8Array.from("JUNK", (letter) => letter.charCodeAt(0));

/** The bit in VP8X's flags that says that there is an XMP chunk. */
const XMP_FLAG = 0x04;
const MOST_EXIF_BYTES = 65_536;
const EXIF = "Exif\0\0";

/** A file with more is none that a program wrote. */
const MOST_CHUNKS = 100_000;

/** The first bytes of a chunk with the picture's size. */
const SIZED_BYTES = 10;

export function* webp(bytes: Bytes, found: Findings): RewriteSteps {
	const start = yield* exactly(bytes, 12);
	bytes.emit(start);
	let left = start.length === 12 ? viewOf(start).getUint32(4, true) - 4 : 0;
	for (let no = 0; left >= 8 && no < MOST_CHUNKS; no++) {
		const head = yield* exactly(bytes, 8);
		if (head.length < 8) {
			bytes.emit(new Uint8Array(head.length));
			break;
		}
		const name = ascii(head.subarray(0, 4));
		const length = viewOf(head).getUint32(4, true);
		const padded = length + (length % 2);
		left -= 8 + padded;
		if (name === "EXIF" && length <= MOST_EXIF_BYTES) {
			bytes.emit(head);
			yield* exif(bytes, length, found);
			yield* blank(bytes, padded - length);
		} else if (kept.has(name)) {
			bytes.emit(head);
			const first = yield* exactly(bytes, Math.min(SIZED_BYTES, length));
			measure(name, first, found);
			if (name === "VP8X" && first[0] !== undefined) first[0] &= ~XMP_FLAG;
			bytes.emit(first);
			yield* pass(bytes, padded - first.length);
		} else {
			bytes.emit(SKIPPED);
			bytes.emit(head.subarray(4));
			yield* blank(bytes, padded);
		}
	}
	yield* blank(bytes, Infinity);
}

function* exif(bytes: Bytes, length: number, found: Findings): RewriteSteps {
	const data = yield* exactly(bytes, length);
	// Some programs write JPEG's introduction before the TIFF header.
	const tiff = ascii(data.subarray(0, EXIF.length)) === EXIF ? data.subarray(EXIF.length) : data;
	found.orientation ??= orientationIn(tiff);
	bytes.emit(onlyOrientation(found.orientation, data.length));
}

/** Reads the size of a whole picture: VP8X has the canvas's; without it, the one frame has it. */
function measure(name: string, first: Uint8Array, found: Findings): void {
	if (found.width > 0 || first.length < 5) return;
	const view = viewOf(first);
	if (name === "VP8X" && first.length === SIZED_BYTES) {
		found.width = (view.getUint32(4, true) & 0xffffff) + 1;
		found.height = ((view.getUint16(7, true) | (view.getUint8(9) << 16)) >>> 0) + 1;
	} else if (name === "VP8 " && first.length === SIZED_BYTES) {
		found.width = view.getUint16(6, true) & 0x3fff;
		found.height = view.getUint16(8, true) & 0x3fff;
	} else if (name === "VP8L" && first[0] === 0x2f) {
		const bits = view.getUint32(1, true);
		found.width = (bits & 0x3fff) + 1;
		found.height = ((bits >>> 14) & 0x3fff) + 1;
	}
}

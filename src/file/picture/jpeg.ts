/**
 * Rewrites a JPEG without its metadata: Exif (but the orientation), XMP, IPTC, comments, previews, further pictures, and
 * whatever follows the picture. What is removed becomes a comment of zeros, or zeros. Tables, frames, scans, colour profile and
 * Adobe's colour transform stay (https://www.w3.org/Graphics/JPEG/itu-t81.pdf, annex B). A damaged file is read on from the
 * next marker, as decoders do.
 */
import { any, ascii, blank, type Bytes, exactly, type Findings, pass, type RewriteSteps, viewOf } from "./bytes.ts";
import { onlyOrientation, orientationIn } from "./orientation.ts";

const EXIF = "Exif\0\0";
const COMMENT = 0xfe;

/** Markers that stand alone, without a length: RST0 to RST7, SOI, TEM. */
const standsAlone = (code: number): boolean => (code >= 0xd0 && code <= 0xd8) || code === 0x01;

/** Frame headers, which have the picture's size: SOF0 to SOF15, without DHT, JPG and DAC. */
const isFrame = (code: number): boolean =>
	code >= 0xc0 && code <= 0xcf && code !== 0xc4 && code !== 0xc8 && code !== 0xcc;

/** Tables and headers that a decoder needs: 0xc0 to 0xcf, SOS, DQT, DNL, DRI, DHP, EXP. */
const isNeeded = (code: number): boolean => (code >= 0xc0 && code <= 0xcf) || (code >= 0xda && code <= 0xdf);

/** The application segments that change how the picture looks, by the beginning of their content. */
const kept = new Map([
	[0xe0, "JFIF\0"],
	[0xe2, "ICC_PROFILE\0"],
	[0xee, "Adobe"],
]);
const NAMED_BYTES = 12;

/** A file with more is none that a program wrote. */
const MOST_SEGMENTS = 10_000;

export function* jpeg(bytes: Bytes, found: Findings): RewriteSteps {
	yield* pass(bytes, 2);
	for (let no = 0; no < MOST_SEGMENTS; no++) {
		const code = yield* marker(bytes);
		if (code === null) return;
		if (code === 0xd9 || standsAlone(code)) bytes.emit(Uint8Array.of(0xff, code));
		else yield* segment(bytes, code, found);
		if (code === 0xd9) break;
	}
	yield* blank(bytes, Infinity);
}

/** Takes the next marker and returns its code; null at the end. Zeros replace what is before it. */
function* marker(bytes: Bytes): RewriteSteps<number | null> {
	while (yield* any(bytes)) {
		const part = bytes.some();
		let at = part.indexOf(0xff);
		while (at >= 0 && (part[at + 1] === 0xff || part[at + 1] === 0)) at = part.indexOf(0xff, at + 1);
		bytes.emit(new Uint8Array(at < 0 ? part.length : at));
		if (at < 0) continue;
		bytes.unread(part, part.length - at);
		const two = yield* exactly(bytes, 2);
		const code = two[1];
		if (code !== undefined && code !== 0xff && code !== 0) return code;
		bytes.emit(new Uint8Array(1));
		bytes.unread(two, two.length - 1);
	}
	return null;
}

function* segment(bytes: Bytes, code: number, found: Findings): RewriteSteps {
	const size = yield* exactly(bytes, 2);
	const length = size.length < 2 ? 0 : viewOf(size).getUint16(0) - 2;
	if (length < 0 || size.length < 2) return bytes.emit(new Uint8Array(2 + size.length));
	const begin = (as: number) => bytes.emit(Uint8Array.of(0xff, as, ...size));
	if (isNeeded(code)) {
		begin(code);
		const head = yield* exactly(bytes, Math.min(5, length));
		bytes.emit(head);
		if (isFrame(code) && head.length === 5) {
			found.height = viewOf(head).getUint16(1);
			found.width = viewOf(head).getUint16(3);
		}
		yield* pass(bytes, length - head.length);
		if (code === 0xda) yield* scan(bytes);
		return;
	}
	const name = yield* exactly(bytes, Math.min(NAMED_BYTES, length));
	const begins = ascii(name);
	if (code === 0xe1 && begins.startsWith(EXIF) && found.orientation === null) {
		const rest = yield* exactly(bytes, length - name.length);
		const tiff = new Uint8Array([...name.subarray(EXIF.length), ...rest]);
		found.orientation = orientationIn(tiff);
		begin(found.orientation === null ? COMMENT : code);
		bytes.emit(found.orientation === null ? new Uint8Array(EXIF.length) : name.subarray(0, EXIF.length));
		return bytes.emit(onlyOrientation(found.orientation, tiff.length));
	}
	const keep = kept.get(code);
	if (keep !== undefined && begins.startsWith(keep)) {
		begin(code);
		bytes.emit(name);
		return yield* pass(bytes, length - name.length);
	}
	begin(COMMENT);
	bytes.emit(new Uint8Array(name.length));
	yield* blank(bytes, length - name.length);
}

/** The compressed data up to the next marker that ends them. */
function* scan(bytes: Bytes): RewriteSteps {
	while (yield* any(bytes)) {
		const part = bytes.some();
		let at = part.indexOf(0xff);
		while (at >= 0 && isData(part[at + 1])) at = part.indexOf(0xff, at + (part[at + 1] === 0xff ? 1 : 2));
		const end = at < 0 ? part.length : at;
		bytes.emit(part.subarray(0, end));
		if (at < 0) continue;
		bytes.unread(part, part.length - end);
		// The next byte may be in the next chunk.
		const two = yield* exactly(bytes, 2);
		if (two.length === 2 && !isData(two[1])) return bytes.unread(two, 2);
		bytes.emit(two.subarray(0, 1));
		bytes.unread(two, two.length - 1);
	}
}

/** Whether this byte after 0xff goes on with the data: a stuffed zero, a restart, or a fill byte. */
const isData = (code: number | undefined): boolean =>
	code === 0 || code === 0xff || (code !== undefined && code >= 0xd0 && code <= 0xd7);

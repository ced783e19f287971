/**
 * The orientation in a picture's Exif data, and Exif data that say nothing else. Cameras write the place, the device and the
 * time beside it (https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf, section 4.6). Pure.
 */
import { viewOf } from "./bytes.ts";

const ORIENTATION = 0x0112;
const SHORT = 3;
const ENTRY_BYTES = 12;

/** An orientation, 1 to 8, in Exif data that begin with their TIFF header; null where there is none. */
export function orientationIn(tiff: Uint8Array): number | null {
	if (tiff.length < 14) return null;
	const view = viewOf(tiff);
	const mark = view.getUint16(0);
	if (mark !== 0x4949 && mark !== 0x4d4d) return null;
	const little = mark === 0x4949;
	const first = view.getUint32(4, little);
	if (first + 2 > tiff.length) return null;
	const entries = Math.min(view.getUint16(first, little), Math.floor((tiff.length - first - 2) / ENTRY_BYTES));
	for (let no = 0; no < entries; no++) {
		const at = first + 2 + no * ENTRY_BYTES;
		if (view.getUint16(at, little) !== ORIENTATION || view.getUint16(at + 2, little) !== SHORT) continue;
		const value = view.getUint16(at + 8, little);
		return value >= 1 && value <= 8 ? value : null;
	}
	return null;
}

/** The least bytes of Exif data with an orientation. */
const LEAST_BYTES = 26;

/** Exif data of `length` bytes with this orientation and nothing else; zeros where it has none, or they are too few for it. */
export function onlyOrientation(orientation: number | null, length: number): Uint8Array {
	const tiff = new Uint8Array(length);
	if (orientation === null || length < LEAST_BYTES) return tiff;
	const view = viewOf(tiff);
	view.setUint32(0, 0x4d4d002a);
	view.setUint32(4, 8);
	view.setUint16(8, 1);
	view.setUint16(10, ORIENTATION);
	view.setUint16(12, SHORT);
	view.setUint32(14, 1);
	view.setUint16(18, orientation);
	return tiff;
}

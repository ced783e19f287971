/**
 * Files that people send, for tests: pictures of 24 by 16 pixels as a real Chromium encodes them, the same with what cameras and
 * phones write beside the picture, and the beginnings of others.
 */
const fromBase64 = (text: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

export const bytesOf = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(new TextEncoder().encode(text));

const latin = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function joined(...parts: (Uint8Array | string | number[])[]): Uint8Array<ArrayBuffer> {
	const all = parts.map((part) => (typeof part === "string" ? latin(part) : Uint8Array.from(part)));
	const whole = new Uint8Array(all.reduce((sum, { length }) => sum + length, 0));
	let at = 0;
	for (const part of all) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

export const jpeg = fromBase64(
	"/9j/4AAQSkZJRgABAQAAAQABAAD/4gHYSUNDX1BST0ZJTEUAAQEAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADb/2wBDABALDA4MChAODQ4SERATGCgaGBYWGDEjJR0oOjM9PDkzODdASFxOQERXRTc4UG1RV19iZ2hnPk1xeXBkeFxlZ2P/2wBDARESEhgVGC8aGi9jQjhCY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2NjY2P/wAARCAAQABgDASIAAhEBAxEB/8QAGAAAAwEBAAAAAAAAAAAAAAAAAAMFAgT/xAAXEAADAQAAAAAAAAAAAAAAAAAAAwQx/8QAFwEAAwEAAAAAAAAAAAAAAAAAAQIEBf/EABgRAQEAAwAAAAAAAAAAAAAAAAACAQMh/9oADAMBAAIRAxEAPwDE6sKc6sEzqwpzqw19tlwdOrAO2dWAQVfRf//Z",
);

export const png = fromBase64(
	"iVBORw0KGgoAAAANSUhEUgAAABgAAAAQCAYAAAAMJL+VAAABfklEQVR4AYySMUsDQRCF15nLn7MSxEJELEQEQdBCLNJok0Is0mihhRbapBALBUEQQRD/iCQkJCQkxHLcWfYdk8vmLtVjZ795M+/2aH31VzbX2rK90ZbdrY7s73TkcK8rxwddOT3qSf2kJ+f1vjTO+nLZGEjzYiDXzaHcXA3l/nYkD3cjaT2O5ak1lpfniby9TuTjfSpfn1P5+f4TyrIVR+ycKlcoOGgVr/fERdPMD6utuGKdyKWXWMRH35AAZqWbxaHsEy/FR45SptYEZmWa83EJ+7lnEqhJDusGGl81xtV7NIODZglz5Ym12V8mk/D8W4APaoeTc/kwU6dFkwOcSuCXmTP3S7Kpkz8jKbGfjIPVLJorHIaZpsxsyIW68vae7MHCKVM0QzkuYfusn3JUBaFZYTTXkKDkjcCHBDjArErBQ8t4yiGNax5qUVOKZySCmmQhAczQDEWddTial1HDE8e/YM7U11nNDIw3UF2Wn0mgw4KpN1cTPVcpeGiR/wcAAP//RzlgEgAAAAZJREFUAwDJQFLYzTgiEgAAAABJRU5ErkJggg==",
);

export const webp = fromBase64(
	"UklGRjYCAABXRUJQVlA4WAoAAAAgAAAAFwAADwAASUNDUMgBAAAAAAHIAAAAAAQwAABtbnRyUkdCIFhZWiAH4AABAAEAAAAAAABhY3NwAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAQAA9tYAAQAAAADTLQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAlkZXNjAAAA8AAAACRyWFlaAAABFAAAABRnWFlaAAABKAAAABRiWFlaAAABPAAAABR3dHB0AAABUAAAABRyVFJDAAABZAAAAChnVFJDAAABZAAAAChiVFJDAAABZAAAAChjcHJ0AAABjAAAADxtbHVjAAAAAAAAAAEAAAAMZW5VUwAAAAgAAAAcAHMAUgBHAEJYWVogAAAAAAAAb6IAADj1AAADkFhZWiAAAAAAAABimQAAt4UAABjaWFlaIAAAAAAAACSgAAAPhAAAts9YWVogAAAAAAAA9tYAAQAAAADTLXBhcmEAAAAAAAQAAAACZmYAAPKnAAANWQAAE9AAAApbAAAAAAAAAABtbHVjAAAAAAAAAAEAAAAMZW5VUwAAACAAAAAcAEcAbwBvAGcAbABlACAASQBuAGMALgAgADIAMAAxADZWUDggSAAAAPADAJ0BKhgAEAA+0VikTCglI6IwCAEAGglmAJ0AGfCye9f4jMBzqgAA/YLZUXvU5mv+Ajz0Hx/mYoCaACodHzTleIR2CWRAAA==",
);

/** What must be gone from a picture. */
export const PLACE = "59.9139N 10.7522E";
export const DEVICE = "Phone of Ana";

const big = (value: number, bytes: number): number[] =>
	Array.from({ length: bytes }, (_, index) => (value / 256 ** (bytes - 1 - index)) & 255);
const little = (value: number, bytes: number): number[] => big(value, bytes).toReversed();

/** Exif data in little-endian order: the orientation, the device, and a place in words. */
export function exif(orientation: number): Uint8Array<ArrayBuffer> {
	const device = `${DEVICE}\0`;
	const place = `${PLACE}\0`;
	const entries = 3;
	const end = 8 + 2 + entries * 12 + 4;
	const entry = (tag: number, type: number, count: number, value: number[]) => [
		...little(tag, 2),
		...little(type, 2),
		...little(count, 4),
		...value,
	];
	return joined(
		"II*\0",
		little(8, 4),
		little(entries, 2),
		entry(0x010f, 2, device.length, little(end, 4)),
		entry(0x0112, 3, 1, [...little(orientation, 2), 0, 0]),
		entry(0x9286, 2, place.length, little(end + device.length, 4)),
		little(0, 4),
		device,
		place,
	);
}

const segment = (code: number, content: Uint8Array): Uint8Array<ArrayBuffer> =>
	joined([0xff, code], big(content.length + 2, 2), content);

/** A photo as a phone takes it: Exif, XMP, IPTC, a comment, an index of further pictures, and such a picture at its end. */
export const photo = (orientation: number): Uint8Array<ArrayBuffer> =>
	joined(
		jpeg.subarray(0, 2),
		segment(0xe1, joined("Exif\0\0", exif(orientation))),
		segment(0xe1, joined("http://ns.adobe.com/xap/1.0/\0", `<x:xmpmeta>${PLACE}</x:xmpmeta>`)),
		segment(0xed, joined("Photoshop 3.0\0", DEVICE)),
		segment(0xe2, joined("MPF\0", DEVICE)),
		segment(0xfe, joined(PLACE)),
		jpeg.subarray(2),
		jpeg.subarray(0, 2),
		segment(0xe1, joined("Exif\0\0", exif(1))),
		jpeg.subarray(2),
	);

function crc(part: Uint8Array): number {
	let value = 0xffffffff;
	for (const byte of part) {
		value ^= byte;
		for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
	}
	return (value ^ 0xffffffff) >>> 0;
}

const chunk = (name: string, content: Uint8Array): Uint8Array<ArrayBuffer> =>
	joined(big(content.length, 4), name, content, big(crc(joined(name, content)), 4));

/** The signature and the first chunk, which has to be IHDR. */
const PNG_START = 8 + 25;

/** A screenshot with text, time and Exif data. */
export const screenshot = (orientation: number): Uint8Array<ArrayBuffer> =>
	joined(
		png.subarray(0, PNG_START),
		chunk("tEXt", joined("Comment\0", PLACE)),
		chunk("iTXt", joined("XML:com.adobe.xmp\0\0\0\0\0", `<x>${DEVICE}</x>`)),
		chunk("eXIf", exif(orientation)),
		chunk("tIME", joined([7, 234, 11, 30, 1, 2, 3])),
		png.subarray(PNG_START),
		"<script>alert(1)</script>",
	);

const riffChunk = (name: string, content: Uint8Array): Uint8Array<ArrayBuffer> =>
	joined(name, little(content.length, 4), content, content.length % 2 ? [0] : []);

/** A WebP with Exif and XMP, and the flags that say so. */
export function webpPhoto(orientation: number): Uint8Array<ArrayBuffer> {
	const body = joined(
		webp.subarray(8),
		riffChunk("EXIF", exif(orientation)),
		riffChunk("XMP ", joined(`<x:xmpmeta>${PLACE} ${DEVICE}</x:xmpmeta>`)),
	);
	const whole = joined("RIFF", little(body.length, 4), body, "PK after the end");
	// VP8X's flags are right after its name and length.
	whole[20] = (whole[20] ?? 0) | 0x0c;
	return whole;
}

const box = (name: string, content: Uint8Array): Uint8Array<ArrayBuffer> =>
	joined(big(content.length + 8, 4), name, content);

/** The beginnings of files of each kind that is told, by their media type. */
export const beginnings: [type: string, show: string, bytes: Uint8Array<ArrayBuffer>][] = [
	["image/jpeg", "picture", jpeg],
	["image/png", "picture", png],
	["image/webp", "picture", webp],
	["image/gif", "picture", joined("GIF89a", little(24, 2), little(16, 2), [0, 0, 0, 0x3b])],
	[
		"image/avif",
		"picture",
		joined(
			box("ftyp", joined("avif", big(0, 4), "avifmif1")),
			box("meta", box("iprp", box("ipco", box("ispe", joined(big(0, 4), big(24, 4), big(16, 4)))))),
		),
	],
	["video/mp4", "video", joined(box("ftyp", joined("isom", big(512, 4), "isomiso2avc1mp41")), box("free", joined("")))],
	[
		"video/webm",
		"video",
		joined([0x1a, 0x45, 0xdf, 0xa3, 0x87, 0x42, 0x82, 0x84], "webm", [0x18, 0x53, 0x80, 0x67, 0x80]),
	],
	["audio/mpeg", "audio", joined("ID3", [4, 0, 0, 0, 0, 0, 0], [0xff, 0xfb, 0x90, 0x64], new Uint8Array(500))],
	["audio/mp4", "audio", joined(box("ftyp", joined("M4A ", big(0, 4), "M4A mp42isom")), box("free", joined("")))],
	["audio/ogg", "audio", joined("OggS", [0, 2], new Uint8Array(20), [1, 19], "OpusHead", new Uint8Array(60))],
	["audio/wav", "audio", joined("RIFF", little(36, 4), "WAVEfmt ", new Uint8Array(40))],
	["application/pdf", "pdf", joined("%PDF-1.7\n%âãÏÓ\n1 0 obj\n<< >>\nendobj\n")],
	["image/heic", "download", joined(box("ftyp", joined("heic", big(0, 4), "mif1heic")), box("meta", joined("")))],
	["application/zip", "download", joined("PK", [3, 4], new Uint8Array(26))],
	[
		"image/svg+xml",
		"download",
		bytesOf('<?xml version="1.0"?>\n<!-- a --><svg xmlns="x"><script>alert(1)</script></svg>'),
	],
	["text/html", "download", bytesOf("\ufeff<!DOCTYPE html><html><script>alert(1)</script>")],
	["", "download", bytesOf("Just words.")],
];

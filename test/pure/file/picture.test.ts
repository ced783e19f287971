/** Pictures lose what says where and with what they were taken, and nothing else; whatever comes in, as many bytes go out. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Cleaner } from "../../../src/file/picture/cleaner.ts";
import { orientationIn } from "../../../src/file/picture/orientation.ts";
import { DEVICE, jpeg, joined, photo, PLACE, png, screenshot, webp, webpPhoto } from "../setup/sent-files.ts";

function clean(type: string, bytes: Uint8Array, size = bytes.length || 1) {
	const cleaner = new Cleaner(type, bytes);
	const parts: Uint8Array[] = [];
	for (let at = 0; at < bytes.length; at += size) parts.push(...cleaner.add(bytes.subarray(at, at + size)));
	parts.push(...cleaner.end());
	return { bytes: joined(...parts), size: cleaner.size };
}
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString("latin1");
const exifOf = (bytes: Uint8Array, after: string): Uint8Array =>
	bytes.subarray(textOf(bytes).indexOf(after) + after.length);

const kinds = [
	["image/jpeg", photo, jpeg, "Exif\0\0"],
	["image/png", screenshot, png, "eXIf"],
	["image/webp", webpPhoto, webp, "EXIF"],
] as const;

describe.each(kinds)("%s", (type, taken, plain, before) => {
	test.each([1, 3, 6, 8])("keeps orientation %i, and nothing else of its metadata", (orientation) => {
		const dirty = taken(orientation);
		const cleaned = clean(type, dirty);
		expect(textOf(dirty)).toContain(PLACE);
		for (const secret of [PLACE, DEVICE, "alert", "PK after"]) expect(textOf(cleaned.bytes)).not.toContain(secret);
		const from = before === "EXIF" ? 4 : 0;
		expect(orientationIn(exifOf(cleaned.bytes, before).subarray(from))).toBe(orientation);
		expect(cleaned.size).toEqual(orientation > 4 ? { width: 16, height: 24 } : { width: 24, height: 16 });
	});

	test("is the same whatever pieces it comes in", () => {
		const dirty = taken(6);
		const whole = clean(type, dirty);
		for (const size of [1, 2, 3, 7, 64]) expect(clean(type, dirty, size)).toEqual(whole);
	});

	test("stays what it is where it has no metadata", () => {
		expect(clean(type, plain)).toEqual({ bytes: joined(plain), size: { width: 24, height: 16 } });
	});

	test("never changes its length, cut off or damaged anywhere", () => {
		const dirty = taken(6);
		fc.assert(
			fc.property(
				fc.nat(dirty.length),
				fc.array(fc.tuple(fc.nat(dirty.length - 1), fc.nat(255)), { maxLength: 4 }),
				fc.constantFrom(1, 5, 1_000),
				(end, damages, size) => {
					const damaged = joined(dirty);
					for (const [at, value] of damages) damaged[at] = value;
					const cut = damaged.subarray(0, end);
					expect(clean(type, cut, size).bytes.length).toBe(cut.length);
				},
			),
			{ numRuns: 300 },
		);
	});
});

test.each(["image/jpeg", "image/png", "image/webp"])("%s of nothing but one byte is read in one pass", (type) => {
	const start = {
		"image/jpeg": jpeg.subarray(0, 2),
		"image/png": png.subarray(0, 8),
		"image/webp": webp.subarray(0, 12),
	};
	for (const byte of [0, 0xff, 0xd8, 0x45]) {
		const bytes = joined(start[type as keyof typeof start], new Uint8Array(2_000_000).fill(byte));
		expect(clean(type, bytes, 65_536).bytes.length).toBe(bytes.length);
	}
});

test("other files pass as they are", () => {
	const bytes = joined("GIF89a", [24, 0, 16, 0], PLACE);
	expect(clean("image/gif", bytes)).toEqual({ bytes, size: { width: 24, height: 16 } });
	expect(clean("application/pdf", bytes)).toEqual({ bytes, size: null });
});

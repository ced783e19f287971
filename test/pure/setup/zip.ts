/** Writes ZIP archives for the tests: files stored as they are. */
import { concat } from "../../../src/knowledge/source/files/zip.ts";

const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END = 0x06054b50;
const END_LENGTH = 22;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

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

/**
 * Parses a sitemap: addresses of pages, or of further sitemaps where it is an index. XML or plain text, gzipped or not. Its
 * size is bounded, and entries that can't be read are left out (https://www.sitemaps.org/protocol.html).
 */
import { Parser } from "htmlparser2";

/** Bytes. The protocol allows 50 MB; an object has 128 MB for everything. */
export const MAX_SITEMAP_BYTES = 10_000_000;
/** The protocol's limit is 50,000 a file; no crawl reads more than 10,000 pages. */
const MAX_ADDRESSES = 20_000;
/** A sitemap nests three elements; the parser's time grows with every one that is open. */
const MAX_DEPTH = 32;

export type Sitemap = { pages: string[]; sitemaps: string[] };

/** Decompresses gzip up to the limit, and returns other bytes as they are; null where they are broken or too large. */
export async function unpack(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer> | null> {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	const parts: Uint8Array[] = [];
	let size = 0;
	try {
		const unpacked = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
		for await (const part of unpacked) {
			size += part.length;
			if (size > MAX_SITEMAP_BYTES) return null;
			parts.push(part);
		}
	} catch {
		return null;
	}
	const whole = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		whole.set(part, at);
		at += part.length;
	}
	return whole;
}

export function readSitemap(text: string): Sitemap {
	const pages: string[] = [];
	const sitemaps: string[] = [];
	if (!text.trimStart().startsWith("<")) {
		for (const line of text.split(/\r?\n/)) {
			if (pages.length >= MAX_ADDRESSES) break;
			if (/^https?:\/\/\S+$/i.test(line.trim())) pages.push(line.trim());
		}
		return { pages, sitemaps };
	}
	let inside: string[] | null = null;
	let location = "";
	let reading = false;
	let depth = 0;
	const local = (name: string) => name.toLowerCase().replace(/^.*:/, "");
	const parser = new Parser(
		{
			onopentagname(name) {
				const tag = local(name);
				if (tag === "url") inside = pages;
				else if (tag === "sitemap") inside = sitemaps;
				// Images and videos have a `loc` of their own, in another namespace.
				reading = tag === "loc" && !/^(?:image|video):/i.test(name);
				location = "";
				if (++depth > MAX_DEPTH) parser.pause();
			},
			ontext(data) {
				if (reading && location.length < 2_000) location += data;
			},
			onclosetag(name, implied) {
				// An element that the file's end closes may have half an address.
				if (!implied && reading && local(name) === "loc" && location.trim() !== "") inside?.push(location.trim());
				reading = false;
				depth--;
				if (pages.length + sitemaps.length >= MAX_ADDRESSES) parser.pause();
			},
		},
		{ xmlMode: true },
	);
	parser.write(text);
	parser.end();
	return { pages, sitemaps };
}

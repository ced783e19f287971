/**
 * A sitemap's addresses: pages, or further sitemaps where it is an index. XML, plain text, or either of them gzipped.
 * Bounded and forgiving: what can't be read is left out (https://www.sitemaps.org/protocol.html).
 */
import { gunzipSync } from "node:zlib";
import { Parser } from "htmlparser2";

/** Bytes. The protocol allows 50 MB; an object has 128 MB for everything. */
export const MAX_SITEMAP_BYTES = 10_000_000;
/** The protocol's limit is 50,000 a file; no crawl reads more than 10,000 pages. */
const MAX_ADDRESSES = 20_000;
/** A sitemap nests three elements; the parser's time grows with every one that is open. */
const MAX_DEPTH = 32;

export type Sitemap = { pages: string[]; sitemaps: string[] };

/** Unpacked where it is gzip, all members of it, up to the limit; null where it is broken or too large. */
export function unpack(bytes: Uint8Array): Uint8Array | null {
	if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
	try {
		return gunzipSync(bytes, { maxOutputLength: MAX_SITEMAP_BYTES });
	} catch {
		return null;
	}
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
				// Images and videos have addresses of their own, under another name.
				reading = tag === "loc" && !/^(?:image|video):/i.test(name);
				location = "";
				if (++depth > MAX_DEPTH) parser.pause();
			},
			ontext(data) {
				if (reading && location.length < 2_000) location += data;
			},
			onclosetag(name, implied) {
				// Closed by the end of the file: the address may be half of one.
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

/**
 * A sitemap's addresses: pages, or further sitemaps where it is an index. XML, a feed (RSS, Atom), plain text, or any of them
 * gzipped.
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
const MAX_NOTICES = 10_000;

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
	// A server's notices may stand before it.
	const start = text.slice(0, MAX_NOTICES).search(/<(?:\?xml|!--|[\w:]{0,20}(?:urlset|sitemapindex|rss|feed|rdf)\b)/i);
	if (start < 0) {
		for (const line of text.split(/\r\n?|\n/)) {
			if (pages.length >= MAX_ADDRESSES) break;
			if (/^https?:\/\/\S+$/i.test(line.trim())) pages.push(line.trim());
		}
		return { pages, sitemaps };
	}
	let inside: string[] | null = null;
	let location = "";
	let reading = false;
	let isFeed = false;
	/** The address stands in an attribute, which came whole. */
	let isWhole = false;
	let depth = 0;
	const local = (name: string) => name.toLowerCase().replace(/^.*:/, "");
	const parser = new Parser(
		{
			onopentagname(name) {
				const tag = local(name);
				if (/^(?:url|urlset|item|entry)$/.test(tag)) inside = pages;
				else if (tag === "sitemap" || tag === "sitemapindex") inside = sitemaps;
				else if (tag === "rss" || tag === "feed" || tag === "rdf") isFeed = true;
				// Images and videos have addresses of their own, under another name.
				reading = (tag === "loc" && !/^(?:image|video):/i.test(name)) || (isFeed && name.toLowerCase() === "link");
				location = "";
				isWhole = false;
				if (++depth > MAX_DEPTH) parser.pause();
			},
			onattribute(name, value) {
				// An entry's `<link href>`, but for its comments, its editor and its pictures.
				if (!reading || !isFeed) return;
				if (name === "href") [location, isWhole] = [value.slice(0, 2_000), true];
				else if (name === "rel" && value !== "alternate") reading = false;
			},
			ontext(data) {
				if (reading && location.length < 2_000) location += data;
			},
			onclosetag(name, implied) {
				// Closed by the end of the file: the address may be half of one.
				const isAddress = /^(?:loc|link)$/.test(local(name));
				if ((!implied || isWhole) && reading && isAddress && location.trim() !== "") inside?.push(location.trim());
				reading = false;
				depth--;
				if (pages.length + sitemaps.length >= MAX_ADDRESSES) parser.pause();
			},
		},
		{ xmlMode: true },
	);
	parser.write(text.slice(start));
	parser.end();
	return { pages, sitemaps };
}

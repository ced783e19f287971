/** What a fetched page says: its text as Markdown, where it leads, and what it wishes of crawlers. Pure but for hashing. */
import { decodeText } from "../html/charset.ts";
import { htmlToMarkdown, type HtmlPage } from "../html/markdown.ts";
import type { Fetched } from "./fetch.ts";

/** Bytes. Pages past it are hardly text. */
export const MAX_PAGE_BYTES = 2_000_000;

/** Content types that are read as pages. */
export const pageTypes = /^\s*(?:text\/(?:html|plain|markdown|x-markdown)|application\/xhtml\+xml)\s*(?:;|$)/i;

const MAX_TEXT_LENGTH = 100_000;

/** X-Robots-Tag: for everyone, or for us by name. */
const wish = (header: string, words: string): boolean =>
	new RegExp(`(?:^|,)\\s*(?:parleybot\\s*:\\s*)?(?:${words})\\b`).test(header);

/** The last part of the path in words, for a page that has no title. */
function titleOf(url: URL): string {
	const last = url.pathname.split("/").findLast((part) => part !== "") ?? url.hostname;
	try {
		return decodeURIComponent(last)
			.replace(/\.\w+$/, "")
			.replace(/[-_]+/g, " ")
			.slice(0, 200);
	} catch {
		return last.slice(0, 200);
	}
}

export function readPage({ url, bytes, type, robots }: Extract<Fetched, { kind: "read" }>): HtmlPage {
	const text = decodeText(bytes, type);
	const html = /html/i.test(type);
	const page: HtmlPage = html
		? htmlToMarkdown(text, { baseUrl: url.href })
		: {
				title: /^#\s+(.+)$/m.exec(text.slice(0, 2_000))?.[1]?.trim().slice(0, 200) ?? "",
				markdown: text.trim().slice(0, MAX_TEXT_LENGTH),
				language: null,
				canonical: null,
				noindex: false,
				nofollow: false,
				refresh: null,
				links: [],
				pieces: [],
				left: {},
				cut: text.trim().length > MAX_TEXT_LENGTH,
			};
	return {
		...page,
		title: page.title || titleOf(url),
		noindex: page.noindex || wish(robots, "noindex|none"),
		nofollow: page.nofollow || wish(robots, "nofollow|none"),
	};
}

/** The same for two pages that differ in figures and in the order of their words only. */
export function shapeOf({ title, markdown }: HtmlPage): string {
	const words = new Set(
		`${title} ${markdown}`
			.slice(0, MAX_TEXT_LENGTH)
			.toLowerCase()
			.match(/\p{L}{2,}/gu),
	);
	let sum = 0;
	for (const word of words) {
		let hash = 0x811c9dc5;
		for (let index = 0; index < word.length; index++) hash = Math.imul(hash ^ word.charCodeAt(index), 0x01000193);
		sum += hash >>> 0;
	}
	return `${words.size}.${sum.toString(36)}`;
}

/** The same for two pages that say the same. */
export async function hashOf({ title, markdown }: HtmlPage): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${title}\n${markdown}`));
	return [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

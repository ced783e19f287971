/** Reads a fetched page: its text as Markdown, its links, and its directives for crawlers. Pure, except for hashing. */
import { decodeText } from "../html/charset.ts";
import { readMarkdown } from "../files/markdown/read.ts";
import { htmlToMarkdown, type HtmlPage } from "../html/markdown.ts";
import type { FetchResult } from "./fetch.ts";

/** A larger page is hardly text. */
export const MAX_PAGE_BYTES = 2_000_000;

/** Content types that are read as pages. */
export const pageTypes = /^\s*(?:text\/(?:html|plain|markdown|x-markdown)|application\/xhtml\+xml)\s*(?:;|$)/i;

const MAX_TEXT_LENGTH = 100_000;

/** True where the X-Robots-Tag header has one of these directives, for all crawlers or for ours. */
const hasDirective = (header: string, words: string): boolean =>
	new RegExp(`(?:^|,)\\s*(?:parleybot\\s*:\\s*)?(?:${words})\\b`).test(header);

/** A title for a page without one: the last part of its path, in words. */
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

const isMarkdown = (url: URL, type: string): boolean =>
	/markdown/i.test(type) || /\.(?:md|markdown)$/i.test(url.pathname);

/** A page that isn't HTML: its text, with none of what HTML says of itself. */
const plainPage = (title: string, markdown: string): HtmlPage => ({
	title: title || (/^#\s+(.+)$/m.exec(markdown.slice(0, 2_000))?.[1]?.trim().slice(0, 200) ?? ""),
	markdown: markdown.slice(0, MAX_TEXT_LENGTH),
	language: null,
	canonical: null,
	noindex: false,
	nofollow: false,
	refresh: null,
	links: [],
	pieces: [],
	left: {},
	cut: markdown.length > MAX_TEXT_LENGTH,
});

/** Markdown without its authors' notes; one that says it is a draft asks not to be found. */
async function markdownPage(text: string): Promise<HtmlPage> {
	const read = await readMarkdown(text, MAX_TEXT_LENGTH);
	if (!read.ok) return { ...plainPage("", ""), noindex: true };
	const cut = read.omitted?.some(({ kind }) => kind === "end") ?? false;
	return { ...plainPage(read.title, read.markdown), cut };
}

export async function readPage({
	url,
	bytes,
	type,
	robots,
}: Extract<FetchResult, { kind: "read" }>): Promise<HtmlPage> {
	const text = decodeText(bytes, type);
	const page = /html/i.test(type)
		? htmlToMarkdown(text, { baseUrl: url.href })
		: isMarkdown(url, type)
			? await markdownPage(text)
			: plainPage("", text.trim());
	return {
		...page,
		title: page.title || titleOf(url),
		noindex: page.noindex || hasDirective(robots, "noindex|none"),
		nofollow: page.nofollow || hasDirective(robots, "nofollow|none"),
	};
}

/** Equal for two pages that differ only in figures and in the order of their words. */
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

/** A hash of title and text: equal for two pages with the same content. */
export async function hashOf({ title, markdown }: HtmlPage): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${title}\n${markdown}`));
	return [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

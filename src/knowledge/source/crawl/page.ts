/** Reads a fetched page: its text as Markdown, its links, and its directives for crawlers. Pure, except for hashing. */
import { decodeText } from "../html/charset.ts";
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

export function readPage({ url, bytes, type, robots }: Extract<FetchResult, { kind: "read" }>): HtmlPage {
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
				links: [],
			};
	return {
		...page,
		title: page.title || titleOf(url),
		noindex: page.noindex || hasDirective(robots, "noindex|none"),
		nofollow: page.nofollow || hasDirective(robots, "nofollow|none"),
	};
}

/** A hash of title and text: equal for two pages with the same content. */
export async function hashOf({ title, markdown }: HtmlPage): Promise<string> {
	const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${title}\n${markdown}`));
	return [...new Uint8Array(digest).subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

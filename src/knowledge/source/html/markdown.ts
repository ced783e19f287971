/**
 * Converts a web page or HTML file to Markdown: its main part without navigation, notices and controls, with headings, lists,
 * tables and code kept; and its metadata (title, language, canonical address, directives for crawlers). Used by the crawler
 * and by uploads. Bounded against hostile pages: what is past a bound is left out, and no page is refused.
 */
import { Parser } from "htmlparser2";
import { type HtmlBlock, Blocks, type HtmlPart, toMarkdown } from "./blocks.ts";
import { type Attributes, isNoise } from "./noise.ts";

export type HtmlPage = {
	/** The first heading, else the document's title; "" where it has neither. */
	title: string;
	/** "" where nothing is left of the page. */
	markdown: string;
	/** The language that the page declares, without its region: "de". */
	language: string | null;
	canonical: string | null;
	noindex: boolean;
	nofollow: boolean;
	/** Absolute http and https addresses, each once, in the page's order, without fragments and without `nofollow` links. */
	links: string[];
};

/** Browsers stop nesting at 512 elements (Blink's limit). Every closing tag searches what is open, so this bounds time. */
const MAX_DEPTH = 512;
const MAX_HTML_LENGTH = 5_000_000;
/** An article's length. */
const MAX_MARKDOWN_LENGTH = 100_000;
const MAX_LINKS = 5_000;
const MAX_TITLE_LENGTH = 200;
/** Characters from which a <main> or <article> counts as the main part; a shorter one does where it is half of the page. */
const MAIN_LENGTH = 200;

const blockElements = new Set(
	`address article blockquote body center dd details div dl fieldset figcaption figure form header hgroup hr html main
	 p section tbody thead tfoot caption`.split(/\s+/),
);

const number = (text: string | undefined, fallback: number): number => {
	const value = Number.parseInt(text ?? "", 10);
	return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
};

type Reading = {
	baseUrl?: string;
	/** Of the text that is kept. */
	maxLength?: number;
};

export function htmlToMarkdown(html: string, { baseUrl, maxLength = MAX_MARKDOWN_LENGTH }: Reading = {}): HtmlPage {
	const page: HtmlPage = {
		title: "",
		markdown: "",
		language: null,
		canonical: null,
		noindex: false,
		nofollow: false,
		links: [],
	};
	const blocks = new Blocks();
	const links = new Set<string>();
	const opened = new Set<string>();
	/** The function to call at the end of each open element. */
	const ends: ((() => void) | null)[] = [];
	let base = baseUrl;
	let skipped = 0;
	let verbatim = 0;
	let code = 0;
	let headings = 0;
	let inTitle = false;
	const titles = { document: "", shared: "", site: "" };

	const absolute = (href: string): string | null => {
		const url = URL.parse(href.trim().slice(0, 2_000), base);
		if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
		url.hash = "";
		return url.href;
	};
	const link = (href: string): void => {
		const url = links.size < MAX_LINKS ? absolute(href) : null;
		if (url !== null) links.add(url);
	};

	/** Reads metadata and links from an element, wherever it is. */
	const note = (name: string, attributes: Attributes): void => {
		const valueOf = (attribute: string): string => attributes[attribute]?.trim() ?? "";
		const rel = valueOf("rel").toLowerCase().split(/\s+/);
		if (name === "html") page.language = /^[a-z]{2,3}(?![a-z])/i.exec(valueOf("lang"))?.[0].toLowerCase() ?? null;
		else if (name === "base" && valueOf("href") !== "" && base === baseUrl) base = absolute(valueOf("href")) ?? base;
		else if ((name === "a" || name === "area") && valueOf("href") !== "" && !rel.includes("nofollow"))
			link(valueOf("href"));
		else if (name === "link" && rel.includes("canonical")) page.canonical ??= absolute(valueOf("href"));
		else if (name === "meta") {
			const content = valueOf("content");
			const about = (valueOf("name") || valueOf("property")).toLowerCase();
			if (about === "robots") {
				const wishes = content.toLowerCase().split(/[\s,]+/);
				if (wishes.includes("noindex") || wishes.includes("none")) page.noindex = true;
				if (wishes.includes("nofollow") || wishes.includes("none")) page.nofollow = true;
			} else if (about === "og:title") titles.shared ||= content;
			else if (about === "og:site_name") titles.site ||= content;
			else if (valueOf("http-equiv").toLowerCase() === "refresh") {
				const target = /^\s*\d+\s*[;,]\s*url\s*=\s*["']?([^"']+)/i.exec(content)?.[1];
				if (target !== undefined) link(target);
			}
		}
		if (attributes["aria-controls"]) for (const id of valueOf("aria-controls").split(/\s+/)) opened.add(id);
	};

	const within = (part: HtmlPart): (() => void) => {
		blocks.flush();
		const before = blocks.part;
		if (part !== "article" || before !== "main") blocks.part = part;
		return () => {
			blocks.flush();
			blocks.part = before;
		};
	};

	/** Begins an element that is kept; returns the function to call at its end. */
	const begin = (name: string, attributes: Attributes): (() => void) | null => {
		const level = /^h([1-6])$/.exec(name)?.[1];
		// A button that noise.ts kept opens an answer: it is the question.
		const opens = name === "summary" || name === "button" || attributes["role"] === "button";
		if (level !== undefined || (opens && headings === 0)) {
			headings++;
			const end = blocks.heading(Number(level ?? 0));
			return () => {
				end();
				headings--;
			};
		}
		if (name === "main" || attributes["role"] === "main") return within("main");
		if (name === "article") return within("article");
		if (name === "form") return within("form");
		if (name === "ul" || name === "ol") return blocks.list(name === "ol", number(attributes["start"], 1));
		if (name === "li") return blocks.item();
		if (name === "dt") return blocks.term();
		if (name === "table") return blocks.table(/^(?:presentation|none)$/.test(attributes["role"] ?? ""));
		if (name === "tr") return blocks.row();
		if (name === "td" || name === "th")
			return blocks.cell(number(attributes["colspan"], 1), number(attributes["rowspan"], 1));
		if (name === "pre" && verbatim === 0) {
			verbatim++;
			const end = blocks.code();
			return () => {
				end();
				verbatim--;
			};
		}
		if ((name === "code" || name === "kbd" || name === "samp") && verbatim === 0 && code === 0) {
			code++;
			blocks.text("`");
			return () => {
				blocks.text("`");
				code--;
			};
		}
		if (name === "br") {
			if (verbatim > 0) blocks.verbatim("\n");
			else blocks.lineBreak();
		} else if (blockElements.has(name) && verbatim === 0) {
			blocks.flush();
			return () => blocks.flush();
		}
		return null;
	};

	const parser = new Parser(
		{
			onopentag(name, attributes) {
				note(name, attributes);
				const context = { main: blocks.part === "main" || blocks.part === "article", heading: headings > 0 };
				const drop = skipped > 0 || isNoise(name, attributes, context, opened);
				if (drop) skipped++;
				else if (name === "title") inTitle = true;
				ends.push(drop ? () => skipped-- : name === "title" ? () => (inTitle = false) : begin(name, attributes));
				if (ends.length > MAX_DEPTH || blocks.size > maxLength * 4) parser.pause();
			},
			ontext(data) {
				if (inTitle) titles.document += titles.document.length < MAX_TITLE_LENGTH * 5 ? data : "";
				else if (skipped > 0) return;
				else if (verbatim > 0) blocks.verbatim(data);
				else blocks.text(code > 0 ? data.replaceAll("`", "'") : data);
			},
			onclosetag() {
				ends.pop()?.();
			},
		},
		{ recognizeCDATA: false },
	);
	parser.write(html.slice(0, Math.max(MAX_HTML_LENGTH, maxLength * 5)));
	parser.end();
	// A truncated page leaves elements open; they end here, innermost first.
	while (ends.length > 0) ends.pop()?.();
	blocks.flush();

	const kept = mainPart(blocks.found);
	const heading = kept.find((block) => block.kind === "heading" && block.level === 1)?.text;
	page.title = tidy(heading ?? (titles.shared || withoutSite(tidy(titles.document), tidy(titles.site))));
	const [first, ...rest] = kept;
	// The title is shown above the text, so a first heading that repeats it is left out.
	page.markdown = toMarkdown(first?.kind === "heading" && tidy(first.text) === page.title ? rest : kept, maxLength);
	page.links = [...links];
	return page;
}

const tidy = (text: string): string => {
	const plain = text.replace(/\s+/g, " ").trim();
	return plain.length <= MAX_TITLE_LENGTH ? plain : `${plain.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…`;
};

/** Removes the site's name from a title: "Returns | Fjord Bags" becomes "Returns" where the page declares the name. */
const withoutSite = (title: string, site: string): string => {
	const ending = site !== "" && title.endsWith(site) ? title.slice(0, -site.length) : title;
	return ending.replace(/\s+[|–—·:-]\s*$/, "") || title;
};

const length = (blocks: HtmlBlock[]): number => blocks.reduce((sum, { text }) => sum + text.length, 0);

/** The blocks of <main>, else of the <article>s, else all of them; those of forms only where there is little else. */
function mainPart(blocks: HtmlBlock[]): HtmlBlock[] {
	const text = blocks.filter(({ part }) => part !== "form");
	const all = length(text);
	for (const wanted of ["main", "article"]) {
		const own = text.filter(({ part }) => part === wanted);
		const size = length(own);
		if (size > 0 && (size >= MAIN_LENGTH || size * 2 >= all)) return own;
	}
	return all > 0 && all * 4 >= length(blocks) ? text : blocks;
}

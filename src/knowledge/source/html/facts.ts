/**
 * What a page says about itself, wherever it stands: title, language, canonical address, wishes towards crawlers, links,
 * and whether it calls itself an article of a newspaper or blog. Gathered by the reader of pages.
 */
import type { Attributes } from "./noise.ts";

const MAX_LINKS = 5_000;
const MAX_TITLE_LENGTH = 200;
const MAX_OPENED = 2_000;

/** What news sites and blogs call their articles in schema.org's words, and what help pages call theirs. */
const newsTypes =
	/"@type"\s*:\s*(?:\[\s*)?"(?:NewsArticle|BlogPosting|ReportageNewsArticle|OpinionNewsArticle|AnalysisNewsArticle|LiveBlogPosting|Article)"/;
const helpTypes =
	/"@type"\s*:\s*(?:\[\s*)?"(?:FAQPage|QAPage|HowTo|Product|ContactPage|TechArticle|Question|LocalBusiness)"/;
const newsItem = /schema\.org\/(?:News|Blog|Report)\w*/i;
/** WordPress's and the microformats' names for a post. */
const postClass = /(?:^|\s)(?:type-post|h-entry|single-post|blog-?post|post-content|blog-entry)(?:\s|$)/;
/** What a control or a link opens on the page, wherever the control stands. */
const openers =
	/\s(?:aria-controls|(?:data-(?:bs-)?target|href)=["']?#)(?:=["']?)?([\w:.-]{1,100}(?: [\w:.-]{1,100}){0,9})/gi;

export class PageFacts {
	language: string | null = null;
	canonical: string | null = null;
	noindex = false;
	nofollow = false;
	/** Where the page sends its reader at once. */
	refresh: string | null = null;
	readonly links = new Set<string>();
	/** Ids of what controls and links on the page open, such as an answer in a list. */
	readonly opened = new Set<string>();
	/** How much speaks for a news site's or blog's article, in marks of the HTML. */
	news = 0;
	readonly #titles = { document: "", shared: "", site: "" };
	#base: string | undefined;
	#hasBase = false;
	readonly #signs = new Set<string>();

	constructor(html: string, baseUrl: string | undefined) {
		this.#base = baseUrl;
		for (const [, ids = ""] of html.matchAll(openers)) {
			if (this.opened.size >= MAX_OPENED) break;
			for (const id of ids.split(" ")) this.opened.add(id);
		}
	}

	titleText(data: string): void {
		if (this.#titles.document.length < MAX_TITLE_LENGTH * 5) this.#titles.document += data;
	}

	/** A block of schema.org's data. */
	linkedData(json: string): void {
		if (newsTypes.test(json)) this.news += 2;
		if (helpTypes.test(json)) this.news -= 3;
	}

	/** What an element says about the page. */
	note(name: string, attributes: Attributes): void {
		const said = (attribute: string): string => attributes[attribute]?.trim() ?? "";
		const rel = said("rel").toLowerCase().split(/\s+/, 20);
		if (name === "html") this.language = /^[a-z]{2,3}(?![a-z])/i.exec(said("lang"))?.[0].toLowerCase() ?? null;
		else if (name === "base" && said("href") !== "" && !this.#hasBase) {
			this.#base = this.#absolute(said("href")) ?? this.#base;
			this.#hasBase = true;
		} else if ((name === "a" || name === "area") && said("href") !== "" && !rel.includes("nofollow"))
			this.#link(said("href"));
		// A frameset's pages are its text.
		else if (name === "frame" && said("src") !== "") this.#link(said("src"));
		else if (name === "link" && rel.includes("canonical")) this.canonical ??= this.#absolute(said("href"));
		else if (name === "meta") this.#meta(said);
		if (newsItem.test(said("itemtype"))) this.news += 2;
		if (rel.includes("author")) this.#sign("author");
		const property = said("itemprop");
		if (property === "author" || property === "datePublished" || property === "articleBody") this.#sign(property);
		if (attributes["class"] !== undefined && postClass.test(said("class").slice(0, 500))) this.#sign("post");
	}

	/** A mark that blogs have; each counts once. */
	#sign(name: string): void {
		if (this.#signs.has(name)) return;
		this.#signs.add(name);
		this.news++;
	}

	/** The document's own title, without its site's name. */
	get title(): string {
		const { document, shared, site } = this.#titles;
		return tidyTitle(shared || withoutSite(tidyTitle(document), tidyTitle(site)));
	}

	#meta(said: (attribute: string) => string): void {
		const content = said("content");
		const about = (said("name") || said("property")).toLowerCase();
		if (about === "robots") {
			const wishes = content.toLowerCase().split(/[\s,]+/, 50);
			if (wishes.includes("noindex") || wishes.includes("none")) this.noindex = true;
			if (wishes.includes("nofollow") || wishes.includes("none")) this.nofollow = true;
		} else if (about === "og:title") this.#titles.shared ||= content;
		else if (about === "og:site_name") this.#titles.site ||= content;
		else if (about === "article:published_time") this.news += 2;
		else if (about === "og:type" && content.toLowerCase() === "article") this.news += 1;
		else if (said("http-equiv").toLowerCase() === "refresh") {
			const [, seconds = "", target] =
				/^\s*(\d{1,6})(?:\.\d{0,6})?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"'\s][^"']*)/i.exec(content) ?? [];
			if (target === undefined) return;
			this.#link(target);
			if (Number(seconds) <= MAX_REFRESH_S) this.refresh ??= this.#absolute(target);
		}
	}

	#absolute(href: string): string | null {
		const url = URL.parse(href.trim().slice(0, 2_000), this.#base);
		if (!url || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
		url.hash = "";
		return url.href;
	}

	#link(href: string): void {
		const url = this.links.size < MAX_LINKS ? this.#absolute(href) : null;
		if (url !== null) this.links.add(url);
	}
}

/** A page that waits longer has something to say. */
const MAX_REFRESH_S = 10;

export const tidyTitle = (text: string): string => {
	const plain = text.slice(0, 2_000).replace(/\s+/g, " ").trim();
	return plain.length <= MAX_TITLE_LENGTH ? plain : `${plain.slice(0, MAX_TITLE_LENGTH - 1).trimEnd()}…`;
};

/** "Returns | Fjord Bags" is "Returns" where the page says what its site is called. */
const withoutSite = (title: string, site: string): string => {
	const ending = site !== "" && title.endsWith(site) ? title.slice(0, -site.length) : title;
	return ending.replace(/\s+[|–—·:-]\s*$/, "") || title;
};

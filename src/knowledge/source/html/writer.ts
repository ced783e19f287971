/**
 * Turns a page's elements and texts into blocks: what begins where a heading, list, table or phrase opens, what ends with it,
 * and where two phrases meet that only a style keeps apart. Used by reader.ts, which says what is read at all.
 */
import type { HtmlPart } from "./text/block.ts";
import { Blocks } from "./text/blocks.ts";
import { blockElements, isPhrase, isSeam, raisedSign } from "./elements.ts";
import type { Attributes } from "./noise.ts";
import type { PagePlace } from "./main-part/places.ts";
import { FOOTNOTE, RAISED_END } from "./text/raised.ts";

/** What an element stands in: `note`: a link to another part of the page; `price`: something called a price. */
export type Around = { name: string; flex: boolean; price: boolean; note: boolean };

const number = (text: string | undefined, fallback: number): number => {
	const value = Number.parseInt(text ?? "", 10);
	return Number.isSafeInteger(value) && value >= 0 ? value : fallback;
};

const both = (one: () => void, two: () => void) => () => {
	one();
	two();
};

/** Boxes whose phrases, where they hold nothing else, are a row; in a paragraph they are parts of words. */
const rows = new Set("div li dt dd header figcaption".split(" "));
const areWords = (before: string, after: string): boolean =>
	/\p{Ll}/u.test(before) && /\p{Ll}/u.test(after) && !/[\p{Script=Han}]/u.test(before + after);

export class PageWriter {
	readonly blocks: Blocks;
	/** What comes next is what a heading or control opens. */
	opens = false;
	/** Elements whose buttons are their text: headings, terms, summaries. */
	#headings = 0;
	#verbatim = 0;
	#code = 0;
	/** A phrase has just ended, and another begins. */
	#between: "none" | "ended" | "gap" | "flex" = "none";
	/** The phrase stands straight in a box, where others stand beside it as in a row: "express" and "next day". */
	#row = false;
	/** The block has text outside of phrases. */
	#bare = false;

	constructor(place: PagePlace) {
		this.blocks = new Blocks(place);
	}

	get inHeading(): boolean {
		return this.#headings > 0;
	}

	/** `bare`: it stands in no phrase of its block. */
	text(said: string, bare = false): void {
		const { blocks } = this;
		if (!blocks.begun) this.#bare = false;
		else if (this.#isApart(said, bare)) blocks.text(" ");
		if (said.trim() !== "") {
			this.#between = "none";
			this.opens = false;
			this.#bare ||= bare;
		}
		if (this.#verbatim > 0) blocks.verbatim(said);
		else blocks.text(this.#code > 0 ? said.replaceAll("`", "'") : said);
	}

	/** Whether a style alone keeps this text and what was read last apart. */
	#isApart(said: string, bare: boolean): boolean {
		const [before, after] = [this.blocks.last, said[0] ?? ""];
		if (this.#between === "none" || this.#verbatim > 0 || this.#code > 0 || /\s/.test(before)) return false;
		// "<b>Weight:</b>900 g"
		if (this.#between === "ended") return bare && this.blocks.isLabel && /[\p{L}\d]/u.test(after);
		return this.#between === "flex" || isSeam(before, after) || (this.#row && !this.#bare && areWords(before, after));
	}

	/** An element opens, whatever it is. */
	opening(name: string, around: Around): void {
		if (isPhrase(name)) {
			this.#between = this.#between === "ended" ? (around.flex ? "flex" : "gap") : around.flex ? "flex" : "none";
			this.#row = rows.has(around.name) || around.name.includes("-");
		} else if (name !== "br") this.#between = "none";
	}

	/** An element has ended. */
	ended(name: string): void {
		if (isPhrase(name) && this.#between === "none" && this.blocks.begun) this.#between = "ended";
		else if (!isPhrase(name)) this.#between = "none";
	}

	/** Begins an element that is read; gives what to do at its end. */
	begin(name: string, attributes: Attributes, hint: string, around: Around): (() => void) | null {
		const { blocks } = this;
		const level = /^h([1-6])$/.exec(name)?.[1];
		const isHeading = level !== undefined || name === "summary" || attributes["role"] === "heading";
		if (isHeading && this.#headings === 0) return this.#head(blocks.heading(Number(level ?? 0)), level !== "1");
		if (level !== undefined) blocks.termHeading(Number(level));
		if (name === "main" || attributes["role"] === "main") return this.#within("main");
		if (name === "article" || name === "form") return this.#within(name);
		if (name === "ul" || name === "ol") return blocks.list(name === "ol", number(attributes["start"], 1));
		if (name === "li") return blocks.item(attributes["value"] === undefined ? null : number(attributes["value"], 1));
		if (name === "dl") return blocks.terms();
		if (name === "dd") return blocks.definition();
		if (name === "dt") return this.#head(blocks.term());
		if (name === "table") return blocks.table(/^(?:presentation|none)$/.test(attributes["role"] ?? ""));
		if (name === "tr") return blocks.row();
		if (name === "td" || name === "th")
			return blocks.cell(number(attributes["colspan"], 1), number(attributes["rowspan"], 1), name === "th");
		if (name === "pre" && this.#verbatim === 0) {
			this.#verbatim++;
			return both(blocks.code(), () => this.#verbatim--);
		}
		if (name === "a") return this.#link(attributes["href"], around);
		if (/^(?:code|kbd|samp)$/.test(name) && this.#verbatim === 0 && this.#code === 0) {
			this.text("`");
			this.#code++;
			return () => {
				this.#code--;
				blocks.text("`");
			};
		}
		return this.#phrase(name, attributes, hint, around);
	}

	#phrase(name: string, attributes: Attributes, hint: string, around: Around): (() => void) | null {
		const { blocks } = this;
		const sign = this.#verbatim > 0 ? null : raisedSign(name, attributes, hint, around);
		if (sign !== null) {
			blocks.mark(sign);
			return () => blocks.mark(RAISED_END);
		}
		// How a word is read stands above it, and no part of the word; pages may have brackets of their own around it.
		if (name === "rt" && !/[(（]/.test(blocks.last)) {
			blocks.text("(");
			return () => blocks.text(")");
		}
		if (name === "br") {
			if (this.#verbatim > 0) blocks.verbatim("\n");
			else blocks.lineBreak();
		} else if ((blockElements.has(name) || name.includes("-")) && this.#verbatim === 0) {
			if (blockElements.has(name) || !blocks.begun) blocks.flush();
			if (blockElements.has(name)) return () => blocks.flush();
		}
		return null;
	}

	/** `opens`: what is closed below it may be its answer. The title of a page opens nothing. */
	#head(end: () => void, opens = true): () => void {
		this.#headings++;
		return () => {
			end();
			this.#headings--;
			this.opens = opens;
		};
	}

	/** An anchor is no link, and a link ends where the next begins, as in browsers. */
	#link(href: string | undefined, around: Around): () => void {
		if (around.name === "sup" && href?.startsWith("#")) this.blocks.mark(FOOTNOTE);
		this.blocks.inLink = href !== undefined;
		return () => {
			this.blocks.inLink = false;
		};
	}

	#within(part: HtmlPart): () => void {
		const { blocks } = this;
		blocks.flush();
		const before = blocks.part;
		if (part !== "article" || before !== "main") blocks.part = part;
		return () => {
			blocks.flush();
			blocks.part = before;
		};
	}
}

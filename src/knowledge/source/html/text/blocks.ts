/**
 * A page's text as blocks (headings, paragraphs, list items, tables, code), gathered while its HTML streams by. Used by the
 * reader of pages. Knows nothing of tags; text stays text and can't make structure.
 */
import { raisedMarks } from "./raised.ts";
import type { PagePlace } from "../main-part/places.ts";
import type { HtmlBlock, HtmlPart, Standing } from "./block.ts";
import { Table } from "./tables.ts";
import { asking, codeOf, inert, lineOf, paragraphsOf, visibleText } from "./words.ts";

type List = { ordered: boolean; next: number };

const MAX_LIST_DEPTH = 6;
/** Terms in a row of which one thing is said; more of them are a list of their own. */
const MAX_TERMS = 20;

/** Characters of a term; an element that holds more, and was never closed, is none. */
const MAX_TERM = 300;

const TAIL_LENGTH = 40;

export class Blocks {
	readonly found: HtmlBlock[] = [];
	/** Every block as it was gathered, those in tables' cells too. */
	readonly leaves: HtmlBlock[] = [];
	/** Characters gathered so far. */
	size = 0;
	part: HtmlPart = "page";
	place: PagePlace;
	/** A link is open. */
	inLink = false;
	/** A heading for a block that is about to be added, such as the control that opens it; null for none. */
	heads: (block: HtmlBlock) => string | null = () => null;
	#sinks: HtmlBlock[][] = [this.found];
	#tables: Table[] = [];
	#lists: List[] = [];
	#text = "";
	#linked = 0;
	#heading = 0;
	#lastLevel = 1;
	/** Marker of the item that has been opened and has no text yet. */
	#mark: string | null = null;
	#terms: string[] = [];
	/** Level of the heading that the open term is; 0 for a term that is none, null while none is open. */
	#termLevel: number | null = null;

	constructor(place: PagePlace) {
		this.place = place;
	}

	/** The end of what was read last; kept apart, as looking into a growing string copies it. */
	#tail = "";
	/** Whether a line has been begun. */
	begun = false;

	/** The last character that was read. */
	get last(): string {
		return this.#tail.at(-1) ?? "";
	}

	/** What was read last ends as a label does: "Weight:". */
	get isLabel(): boolean {
		return /\p{L}:$/u.test(this.#tail);
	}

	/** What was read last ends with a question mark. */
	get asks(): boolean {
		return asking.test(this.#tail);
	}

	text(data: string): void {
		const text = visibleText(data);
		this.#append(text, data.length);
		if (this.inLink) this.#linked += text.trim().length;
	}

	#append(text: string, size: number): void {
		this.#text += text;
		this.size += size;
		if (text.trim() === "") return;
		this.#tail = text.slice(-TAIL_LENGTH);
		this.begun = true;
	}

	/** A mark of raised.ts around what is raised. */
	mark(sign: string): void {
		this.#text += sign;
	}

	/** As it stands, white space and all. */
	verbatim(data: string): void {
		this.#append(data.replace(raisedMarks, ""), data.length);
	}

	lineBreak(): void {
		this.#text += "\n";
	}

	/** Ends the paragraph, heading or item that is being gathered. A term is one line, whatever elements it has. */
	flush(): void {
		if (this.#text === "") return;
		if (this.#termLevel !== null && this.#text.length <= MAX_TERM) return void (this.#text += " ");
		this.#termLevel = null;
		const text = paragraphsOf(this.#text);
		const standing = this.#taken();
		if (text === "") return;
		if (this.#heading > 0) return this.#pushHeading(this.#heading, text, standing);
		for (const paragraph of inert(text).split(/\n{2,}/)) {
			const said = this.#terms.length === 0 ? paragraph : `${this.#terms.join(", ")}: ${paragraph}`;
			this.#terms = [];
			const depth = Math.min(this.#lists.length, MAX_LIST_DEPTH);
			// Lines of one element share its links by their length.
			const linked = Math.round((standing.linked * paragraph.length) / text.length);
			this.#push(
				depth === 0
					? { kind: "paragraph", text: said, ...standing, linked }
					: { kind: "item", depth, mark: this.#mark ?? "", text: said, ...standing, linked },
			);
			this.#mark = null;
		}
	}

	heading(level: number): () => void {
		this.flush();
		const before = this.#heading;
		this.#heading = level === 0 ? Math.min(this.#lastLevel + 1, 6) : level;
		return () => {
			this.flush();
			if (level !== 0) this.#lastLevel = level;
			this.#heading = before;
		};
	}

	list(ordered: boolean, start: number): () => void {
		this.flush();
		this.#lists.push({ ordered, next: start });
		return () => {
			this.flush();
			this.#lists.pop();
			this.#mark = null;
		};
	}

	/** `value`: the number that the page gives it; `mark`: what stands before it, where its list doesn't count. */
	item(value: number | null, mark?: string): () => void {
		this.flush();
		const list = this.#lists.at(-1);
		if (list && value !== null) list.next = value;
		// An item outside a list is one all the same.
		if (!list) this.#lists.push({ ordered: false, next: 1 });
		this.#mark = mark ?? (list?.ordered ? `${list.next++}. ` : "- ");
		return () => {
			this.flush();
			if (!list) this.#lists.pop();
			this.#mark = null;
		};
	}

	/** A term and what is said of it are one paragraph; a term that asks, or is a heading, heads it. */
	term(): () => void {
		this.flush();
		this.#termLevel = 0;
		return () => {
			if (this.#termLevel === null) return this.flush();
			const level = this.#termLevel || Math.min(this.#lastLevel + 1, 6);
			const isHeading = this.#termLevel > 0;
			this.#termLevel = null;
			const text = lineOf(this.#text);
			const standing = this.#taken();
			if (isHeading) this.#lastLevel = level;
			if (isHeading || asking.test(text)) this.#pushHeading(level, text, standing);
			else if (text !== "") {
				if (this.#terms.length === MAX_TERMS) this.#endTerms();
				this.#terms.push(text.replace(/\s*:$/, ""));
			}
		};
	}

	/** The open term stands in a heading. */
	termHeading(level: number): void {
		if (this.#termLevel !== null) this.#termLevel = level;
	}

	/** What is said of a term; nothing may be, and then the next term is another. */
	definition(): () => void {
		this.flush();
		return () => {
			this.flush();
			this.#endTerms();
		};
	}

	/** A list of terms. One that nothing is said of stands for itself. */
	terms(): () => void {
		this.flush();
		this.#endTerms();
		return () => {
			this.flush();
			this.#endTerms();
		};
	}

	/** The page ends. */
	end(): void {
		this.flush();
		this.#endTerms();
	}

	#endTerms(): void {
		for (const text of this.#terms.splice(0)) this.#push({ kind: "paragraph", text: inert(text), ...this.#standing() });
	}

	code(): () => void {
		this.flush();
		return () => {
			const text = codeOf(this.#text);
			const standing = this.#taken();
			if (text !== null) this.#push({ kind: "code", text, ...standing });
		};
	}

	table(layout: boolean, maxRows?: number): () => void {
		this.flush();
		this.#endTerms();
		const lists = this.#lists;
		this.#lists = [];
		this.#tables.push(new Table(layout, maxRows));
		return () => {
			this.flush();
			this.#lists = lists;
			const made = this.#tables.pop()?.end();
			if (made === undefined) return;
			if ("blocks" in made) for (const block of made.blocks) this.#add(block);
			else this.#add({ kind: "table", ...made, ...this.#standing() });
		};
	}

	row(): () => void {
		this.flush();
		this.#tables.at(-1)?.row();
		return () => this.flush();
	}

	/** `above`: it goes on from the row above. */
	cell(columns: number, rows: number, isHead: boolean, above = false): () => void {
		this.flush();
		const cell = this.#tables.at(-1)?.cell(columns, rows, isHead, above) ?? null;
		if (cell === null) return () => this.flush();
		this.#sinks.push(cell);
		return () => {
			this.flush();
			this.#sinks.pop();
		};
	}

	/** A line of its own below the last heading, such as a control that opens what follows. */
	subheading(text: string): void {
		this.#pushHeading(Math.min(this.#lastLevel + 1, 6), text, { ...this.#standing(), linked: 0 });
	}

	#standing(): Standing {
		return { part: this.part, place: this.place, linked: this.#linked };
	}

	/** What was gathered is dealt with; where it stands. */
	#taken(): Standing {
		const standing = this.#standing();
		this.#text = "";
		this.#linked = 0;
		this.begun = false;
		return standing;
	}

	#pushHeading(level: number, text: string, standing: Standing): void {
		const line = inert(text).replace(/\s+/g, " ");
		// The sign of a link to the heading itself.
		const said = standing.linked > 0 ? line.replace(/ [#¶§]$/, "") : line;
		this.#push({ kind: "heading", level, text: said, ...standing });
	}

	#push(block: HtmlBlock): void {
		if (block.text === "") return;
		const head = this.heads(block);
		if (head !== null) {
			const level = Math.min(this.#lastLevel + 1, 6);
			const { part, place } = block;
			const heading: HtmlBlock = { kind: "heading", level, text: inert(head), part, place, linked: 0 };
			this.leaves.push(heading);
			this.#add(heading);
		}
		this.leaves.push(block);
		this.#add(block);
	}

	#add(block: HtmlBlock): void {
		if (block.text !== "") this.#sinks.at(-1)?.push(block);
	}
}

/**
 * Lays a Word document's paragraphs and tables out as blocks, in their order: headings and lists with their numbers, terms,
 * code, and paragraphs whose end is hidden, which go on with the next. Used by the reader of its body.
 */
import { Places } from "../../html/main-part/places.ts";
import type { HtmlBlock } from "../../html/text/block.ts";
import { Blocks } from "../../html/text/blocks.ts";
import { RAISED_END } from "../../html/text/raised.ts";
import type { Left } from "../left.ts";
import type { Numbering, NumberLabel } from "./numbering.ts";
import type { RunLook, Styles } from "./styles.ts";

/** Text of one look, or the end of a line. `raised`: its mark of raised.ts. */
export type RunText = { text: string; raised: string } | "line";

export class WordParagraph {
	style: string | undefined;
	outline: number | undefined;
	numbering: string | undefined;
	level: number | undefined;
	/** How its mark looks: where that is hidden, the next paragraph goes on in its line. */
	readonly mark: RunLook = {};
	markDeleted = false;
	readonly runs: RunText[] = [];
	/** What isn't read of it, by why. */
	readonly left = new Map<Left["reason"], string>();
	/** Text boxes that are tied to it. */
	readonly boxes: (() => void)[] = [];

	/** Notes what an element of its properties says; false where it is none. */
	note(name: string, val: string): boolean {
		if (name === "w:pStyle") this.style = val;
		else if (name === "w:outlineLvl") this.outline = Number(val);
		else if (name === "w:numId") this.numbering = val;
		else if (name === "w:ilvl") this.level = Number(val);
		else return false;
		return true;
	}

	leave(reason: Left["reason"], text: string): void {
		this.left.set(reason, (this.left.get(reason) ?? "") + text);
	}
}

const code = /^(?:source code|html preformatted|preformatted text|code(?: block)?|macro text)$/;
const term = /^definition terms?$/;
const definition = /^definitions?$/;

/** "3." and "3)", which Markdown's lists have too. */
const listNumber = /^\d{1,9}[.)]$/;
const MAX_LEVEL = 5;
/** As many as the bounds of a document have room for (xml.ts). */
const MAX_ROWS = 50_000;

const isSaid = (run: RunText): boolean => run !== "line" && run.text.trim() !== "";

export class WordLayout {
	readonly blocks = new Blocks(new Places().root);
	readonly left: Left[] = [];
	/** Top headings with a number of their own: they are sections, and no title. */
	readonly numbered = new Set<HtmlBlock>();
	readonly #styles: Styles;
	readonly #numbering: Numbering;
	/** The text of paragraphs whose end is hidden. */
	#carried: RunText[] = [];
	#carriedSaid = false;
	#group: { kind: "code" | "terms"; end: () => void } | null = null;
	readonly #open: (() => void)[] = [];

	constructor(styles: Styles, numbering: Numbering) {
		this.#styles = styles;
		this.#numbering = numbering;
	}

	paragraph(paragraph: WordParagraph): void {
		for (const [reason, text] of paragraph.left) this.left.push({ reason, text });
		// The same array goes on: paragraphs without end would be copied again and again.
		const runs = this.#carried;
		for (const run of paragraph.runs) runs.push(run);
		const said = this.#carriedSaid || paragraph.runs.some(isSaid);
		const level = this.#styles.levelOf(paragraph.style, paragraph.outline);
		[this.#carried, this.#carriedSaid] = [[], false];
		if ((paragraph.mark.vanish || paragraph.markDeleted) && !(said && level !== null)) {
			if (said && paragraph.mark.vanish) runs.push({ text: " ", raised: "" });
			[this.#carried, this.#carriedSaid] = [runs, said];
		} else {
			// What is hidden whole isn't counted.
			const label = said || paragraph.left.size === 0 ? this.#labelOf(paragraph) : null;
			if (said) this.#lay(runs, paragraph, level, label);
		}
		for (const box of paragraph.boxes) box();
	}

	#lay(
		runs: RunText[],
		{ style, level: depth = 0 }: WordParagraph,
		level: number | null,
		label: NumberLabel | null,
	): void {
		const { name } = this.#styles.of(style);
		if (code.test(name) && level === null) {
			this.#begin("code", () => this.blocks.code());
			this.blocks.verbatim(`${runs.map((run) => (run === "line" ? "\n" : run.text)).join("")}\n`);
			return;
		}
		if (term.test(name) || (definition.test(name) && this.#group?.kind === "terms")) {
			this.#begin("terms", () => this.blocks.terms());
			const end = term.test(name) ? this.blocks.term() : () => this.blocks.flush();
			this.#write(runs);
			return end();
		}
		this.#endGroup();
		const number = label === null || label.bullet ? "" : label.text;
		const isItem = label !== null && level === null && (label.bullet || listNumber.test(number));
		const ends: (() => void)[] = [];
		if (level !== null) ends.push(this.blocks.heading(level));
		if (isItem) {
			for (let nth = 0; nth <= Math.min(MAX_LEVEL, depth); nth++) ends.unshift(this.blocks.list(false, 1));
			ends.unshift(this.blocks.item(null, label.bullet ? "- " : `${number} `));
		} else if (number !== "") this.blocks.text(`${number} `);
		this.#write(runs);
		this.blocks.flush();
		for (const end of ends) end();
		const made = this.blocks.found.at(-1);
		if (level === 1 && number !== "" && made) this.numbered.add(made);
	}

	#write(runs: readonly RunText[]): void {
		let raised = "";
		const to = (mark: string) => {
			if (mark === raised) return;
			if (raised !== "") this.blocks.mark(RAISED_END);
			if (mark !== "") this.blocks.mark(mark);
			raised = mark;
		};
		for (const run of runs) {
			to(run === "line" ? "" : run.raised);
			if (run === "line") this.blocks.lineBreak();
			else this.blocks.text(run.text);
		}
		to("");
	}

	#labelOf({ style, numbering, level }: WordParagraph): NumberLabel | null {
		const own = this.#styles.of(style);
		const id = numbering ?? own.numbering;
		if (id === undefined) return null;
		const at = level ?? own.level ?? this.#numbering.levelOf(id, style) ?? 0;
		return this.#numbering.next(id, at, (linked) => this.#styles.of(linked).numbering);
	}

	#begin(kind: "code" | "terms", open: () => () => void): void {
		if (this.#group?.kind === kind) return;
		this.#endGroup();
		this.#group = { kind, end: open() };
	}

	#endGroup(): void {
		this.#group?.end();
		this.#group = null;
	}

	/** Ends what goes on from paragraph to paragraph: a cell, a table or the text ends. */
	settle(): void {
		if (this.#carriedSaid) this.#write(this.#carried);
		[this.#carried, this.#carriedSaid] = [[], false];
		this.blocks.flush();
		this.#endGroup();
	}

	table(): void {
		this.settle();
		this.#open.push(this.blocks.table(false, MAX_ROWS));
	}

	/** `before`: columns that the row begins after. */
	row(before: number): void {
		this.#open.push(this.blocks.row());
		if (before > 0) this.blocks.cell(before, 1, false)();
	}

	/** `above`: the cell goes on from the row above it. */
	cell(columns: number, isHead: boolean, above: boolean): void {
		this.settle();
		this.#open.push(this.blocks.cell(columns, 1, isHead, above));
	}

	/** Ends the table, row or cell that was begun last. */
	end(): void {
		this.settle();
		this.#open.pop()?.();
	}

	/** The text of a part in another format. */
	insert(blocks: readonly HtmlBlock[]): void {
		this.settle();
		for (const block of blocks) this.blocks.found.push(block);
	}
}

/**
 * Reads the text of a Word document's part while its elements stream by: paragraphs, runs and tables, with what Word keeps
 * around and within them (content controls, fields, formulas, text boxes, changes, notes). Text that is hidden or struck out
 * is left and told. Elements that aren't known are read for what is in them.
 */
import { FOOTNOTE, LOWERED, RAISED } from "../../html/text/raised.ts";
import { CHECKED, Fields, UNCHECKED } from "./fields.ts";
import { type RunText, type WordLayout, WordParagraph } from "./layout.ts";
import { FormulaLine } from "./math.ts";
import { isOn, noteLook, type RunLook, type Styles } from "./styles.ts";
import { symbolOf } from "./symbols.ts";
import type { XmlAttributes, XmlHandlers } from "./xml.ts";

/** Numbers of footnotes and endnotes, by their ids, in the order of the text. */
export type NoteNumbers = Map<string, number>;

export type WordParts = {
	styles: Styles;
	notes: NoteNumbers;
	/** The lines of a diagram, by its relation. */
	diagram: (id: string) => readonly string[];
	/** Puts the text of an inserted file in its place. */
	chunk: (id: string, layout: WordLayout) => void;
};

type Run = { style: string | undefined; look: RunLook };
type Row = { isHead: boolean; isHidden: boolean; before: number; begun: boolean };
type Cell = { columns: number; above: boolean; begun: boolean };

/** Hold no text, or what the text was before it was changed. */
const silent = new Set(
	`w:del w:moveFrom w:pPrChange w:rPrChange w:tblPrChange w:tblPrExChange w:trPrChange w:tcPrChange w:sectPrChange
	 w:numberingChange w:sectPr w:rt w:instrText w:delText w:delInstrText w:tblGrid w:tblPr w:rubyPr`.split(/\s+/),
);
const symbols: Record<string, string> = { "w:tab": " ", "w:ptab": " ", "w:noBreakHyphen": "-" };

export class WordBody implements XmlHandlers {
	/** Pictures, whose text isn't read. */
	images = 0;
	readonly #layout: WordLayout;
	readonly #parts: WordParts;
	readonly #fields = new Fields();
	readonly #path: string[] = [];
	readonly #paragraphs: WordParagraph[] = [];
	readonly #runs: Run[] = [];
	readonly #rows: Row[] = [];
	readonly #cells: Cell[] = [];
	/** Text boxes, whose contents come after the paragraph that they are tied to. */
	readonly #boxes: (() => void)[][] = [];
	/** Where alternatives begin: how much had been said. */
	readonly #alternatives: number[] = [];
	readonly #controls: { box: boolean | null; said: number }[] = [];
	#formula: FormulaLine | null = null;
	#skipped = 0;
	/** Characters and pictures so far. */
	#said = 0;
	/** Stands before the next paragraph: the number of a note. */
	#prefix = "";

	constructor(layout: WordLayout, parts: WordParts) {
		this.#layout = layout;
		this.#parts = parts;
	}

	open = (name: string, attributes: XmlAttributes): void => {
		const parent = this.#path.at(-1) ?? "";
		const around = this.#path.at(-2) ?? "";
		this.#path.push(name);
		if (this.#skipped > 0) this.#skipped++;
		else if (this.#formula) this.#formula.open(name, attributes);
		else if (parent === "w:rPr") this.#property(name, attributes, around);
		else if (silent.has(name) && !(parent === "w:trPr" && name === "w:del")) this.#skipped = 1;
		else if (parent === "w:trPr") this.#rowProperty(name, attributes);
		else if (parent === "w:sdtPr" || around === "w:sdtPr") this.#control(name, attributes);
		else this.#begin(name, attributes);
	};

	text = (said: string): void => {
		if (this.#formula) return this.#formula.text(said);
		const name = this.#path.at(-1);
		if (name === "w:delText") this.#paragraphs.at(-1)?.leave("struck", said);
		else if (this.#skipped === 0 && (name === "w:t" || name === "a:t")) this.#say(said);
	};

	close = (name: string): void => {
		this.#path.pop();
		if (this.#skipped > 0) {
			this.#skipped--;
			return;
		}
		if (this.#formula) {
			if (name !== "m:oMath") return this.#formula.close();
			const { line } = this.#formula;
			this.#formula = null;
			return this.#say(line);
		}
		if (name === "w:p" || name === "a:p") this.#endParagraph();
		else if (name === "w:r") this.#runs.pop();
		else if (name === "w:tc") this.#endCell();
		else if (name === "w:tr") {
			if (this.#rows.pop()?.begun) this.#act(() => this.#layout.end());
		} else if (name === "w:tbl") this.#act(() => this.#layout.end());
		else if (name === "w:txbxContent") this.#endBox();
		else if (name === "mc:AlternateContent") this.#alternatives.pop();
		else if (name === "w:sdt") this.#endControl();
	};

	/** Within a text box, what happens waits for the end of its paragraph. */
	#act(action: () => void): void {
		const box = this.#boxes.at(-1);
		if (box) box.push(action);
		else action();
	}

	#begin(name: string, attributes: XmlAttributes): void {
		const { val = "", id = "" } = attributes;
		const paragraph = this.#paragraphs.at(-1);
		if (name === "w:p" || name === "a:p") this.#beginParagraph();
		else if (name === "w:r") this.#runs.push({ style: undefined, look: {} });
		else if (paragraph?.note(name, val)) return;
		else if (name === "w:tbl") {
			this.#startCell();
			this.#act(() => this.#layout.table());
		} else if (name === "w:tr") this.#rows.push({ isHead: false, isHidden: false, before: 0, begun: false });
		else if (name === "w:tc") this.#beginCell();
		else if (name === "w:gridSpan") this.#ofCell((cell) => (cell.columns = Number(val) || 1));
		else if (name === "w:vMerge") this.#ofCell((cell) => (cell.above = val !== "restart"));
		else if (name === "m:oMath") this.#formula = new FormulaLine();
		else if (name === "w:br" || name === "w:cr" || name === "a:br") paragraph?.runs.push("line");
		else if (symbols[name] !== undefined && this.#path.at(-2) === "w:r") this.#say(symbols[name]);
		else if (name === "w:sym") this.#say(symbolOf(attributes["font"] ?? "", attributes["char"] ?? ""));
		else if (name === "w:fldChar") this.#say(this.#fields.mark(attributes["fldCharType"] ?? ""));
		else if (name === "w:footnoteReference" || name === "w:endnoteReference") this.#refer(`${name.slice(2, -9)} ${id}`);
		else if (name === "w:footnote" || name === "w:endnote") this.#beginNote(`${name.slice(2)} ${id}`);
		else if (name === "w:sdt") this.#controls.push({ box: null, said: this.#said });
		else if (name === "mc:AlternateContent") this.#alternatives.push(this.#said);
		else if (name === "mc:Choice" || name === "mc:Fallback") {
			if (this.#said > (this.#alternatives.at(-1) ?? 0)) this.#skipped = 1;
		} else if (name === "w:txbxContent") this.#boxes.push([]);
		else if (name === "v:textpath") this.#line(attributes["string"] ?? "");
		else if (name === "dgm:relIds") for (const line of this.#parts.diagram(attributes["dm"] ?? "")) this.#line(line);
		else if (name === "w:altChunk") this.#act(() => this.#parts.chunk(id, this.#layout));
		else if (name === "a:blip" || name === "v:imagedata") {
			this.images++;
			this.#said++;
		} else this.#fields.part(name, attributes);
	}

	/** Of a run, or of a paragraph's mark. */
	#property(name: string, attributes: XmlAttributes, of: string): void {
		const [paragraph, run] = [this.#paragraphs.at(-1), this.#runs.at(-1)];
		if (of === "w:pPr" && paragraph) {
			if (name === "w:del" || name === "w:moveFrom") paragraph.markDeleted = true;
			else noteLook(paragraph.mark, name, attributes);
		} else if (of === "w:r" && run) {
			if (name === "w:rStyle") run.style = attributes["val"];
			else noteLook(run.look, name, attributes);
		}
	}

	#rowProperty(name: string, attributes: XmlAttributes): void {
		const row = this.#rows.at(-1);
		if (!row) return;
		if (name === "w:tblHeader") row.isHead = isOn(attributes);
		else if (name === "w:hidden") row.isHidden = isOn(attributes);
		else if (name === "w:del") row.isHidden = true;
		else if (name === "w:gridBefore") row.before = Number(attributes["val"]) || 0;
	}

	#control(name: string, attributes: XmlAttributes): void {
		const control = this.#controls.at(-1);
		if (!control) return;
		if (name === "w14:checkbox") control.box ??= false;
		else if (name === "w14:checked") control.box = isOn(attributes);
	}

	#endControl(): void {
		const control = this.#controls.pop();
		if (control && control.box !== null && control.said === this.#said) this.#say(control.box ? CHECKED : UNCHECKED);
	}

	#beginParagraph(): void {
		this.#startCell();
		const paragraph = new WordParagraph();
		if (this.#prefix !== "") paragraph.runs.push({ text: this.#prefix, raised: "" });
		this.#prefix = "";
		this.#paragraphs.push(paragraph);
	}

	#endParagraph(): void {
		const paragraph = this.#paragraphs.pop();
		this.#fields.endParagraph();
		if (paragraph) this.#act(() => this.#layout.paragraph(paragraph));
	}

	/** What a cell is stands below its beginning. */
	#beginCell(): void {
		const row = this.#rows.at(-1);
		if (row?.isHidden) {
			this.#skipped = 1;
			return;
		}
		if (row && !row.begun) {
			row.begun = true;
			this.#act(() => this.#layout.row(row.before));
		}
		this.#cells.push({ columns: 1, above: false, begun: false });
	}

	#ofCell(note: (cell: Cell) => void): void {
		const cell = this.#cells.at(-1);
		if (cell) note(cell);
	}

	#startCell(): void {
		const cell = this.#cells.at(-1);
		if (!cell || cell.begun) return;
		cell.begun = true;
		const isHead = this.#rows.at(-1)?.isHead ?? false;
		this.#act(() => this.#layout.cell(cell.columns, isHead, cell.above));
	}

	#endCell(): void {
		this.#startCell();
		if (this.#cells.pop()) this.#act(() => this.#layout.end());
	}

	#endBox(): void {
		const actions = this.#boxes.pop() ?? [];
		const paragraph = this.#paragraphs.at(-1);
		const all = () => {
			for (const action of actions) action();
			this.#layout.settle();
		};
		if (paragraph) paragraph.boxes.push(all);
		else this.#act(all);
	}

	/** A line beside the text, such as a drawing's. */
	#line(said: string): void {
		if (said.trim() === "") return;
		this.#said += said.length;
		const paragraph = new WordParagraph();
		paragraph.runs.push({ text: said, raised: "" });
		const lay = () => this.#layout.paragraph(paragraph);
		const around = this.#paragraphs.at(-1);
		if (around) around.boxes.push(lay);
		else this.#act(lay);
	}

	#refer(note: string): void {
		const number = this.#parts.notes.get(note) ?? this.#parts.notes.size + 1;
		this.#parts.notes.set(note, number);
		// Alone in its paragraph it is raised above nothing.
		if (this.#paragraphs.at(-1)?.runs.length === 0) this.#say(`[${number}]`);
		else this.#say(String(number), FOOTNOTE);
	}

	#beginNote(note: string): void {
		const number = this.#parts.notes.get(note);
		if (number === undefined) this.#skipped = 1;
		else this.#prefix = `[${number}] `;
	}

	#say(text: string, mark?: string): void {
		const paragraph = this.#paragraphs.at(-1);
		if (text === "" || this.#fields.isCode || !paragraph) return;
		this.#said += text.length;
		this.#fields.said();
		const { vanish, struck, webHidden, raised } = this.#lookOf(paragraph);
		if (vanish) return paragraph.leave("hidden", text);
		if (webHidden) return;
		if (struck) return paragraph.leave("struck", text);
		const run: RunText = { text, raised: mark ?? (raised === 1 ? RAISED : raised === -1 ? LOWERED : "") };
		paragraph.runs.push(run);
	}

	/** What a style says of it is turned around by the other's saying so (ECMA-376 part 1, 17.7.3); its own word is the last. */
	#lookOf(paragraph: WordParagraph): RunLook {
		const run = this.#runs.at(-1);
		const own = run?.look ?? {};
		const outer = this.#parts.styles.of(paragraph.style);
		const inner: RunLook = run?.style === undefined ? {} : this.#parts.styles.of(run.style);
		const either = (key: "vanish" | "struck"): boolean => own[key] ?? (outer[key] ?? false) !== (inner[key] ?? false);
		return {
			vanish: either("vanish"),
			struck: either("struck"),
			webHidden: own.webHidden ?? inner.webHidden ?? outer.webHidden ?? false,
			raised: own.raised ?? inner.raised ?? outer.raised ?? 0,
		};
	}
}

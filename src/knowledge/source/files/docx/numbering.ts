/**
 * The numbers of a Word document's numbered headings and lists ("2.1", "(a)", "IV."), which stand in no text: counted as Word
 * counts them (ECMA-376, part 1, 17.9), by definition, level and restart.
 */
import { isOn } from "./styles.ts";
import { walkXml, type XmlAttributes, type XmlRefused } from "./xml.ts";

type Level = { start: number; format: string; text: string; restart?: number; legal: boolean; style?: string };
type Abstract = { levels: Map<number, Level>; link?: string };
type Num = { abstract: string; starts: Map<number, number>; levels: Map<number, Level> };

/** What stands before a paragraph: a bullet, or a number as text. */
export type NumberLabel = { bullet: boolean; text: string };

const MAX_LEVEL = 8;

const newLevel = (): Level => ({ start: 1, format: "decimal", text: "", legal: false });

function roman(value: number): string {
	const signs: [number, string][] = [
		[1000, "m"],
		[900, "cm"],
		[500, "d"],
		[400, "cd"],
		[100, "c"],
		[90, "xc"],
		[50, "l"],
		[40, "xl"],
		[10, "x"],
		[9, "ix"],
		[5, "v"],
		[4, "iv"],
		[1, "i"],
	];
	let [rest, text] = [Math.min(value, 4_000), ""];
	for (const [worth, sign] of signs) for (; rest >= worth; rest -= worth) text += sign;
	return text;
}

/** a … z, aa, bb, as Word counts. */
const letters = (value: number): string =>
	value < 1 ? "" : String.fromCharCode(97 + ((value - 1) % 26)).repeat(Math.min(10, Math.ceil(value / 26)));

const endings = ["th", "st", "nd", "rd"];

function written(value: number, format: string): string {
	if (format === "lowerLetter") return letters(value);
	if (format === "upperLetter") return letters(value).toUpperCase();
	if (format === "lowerRoman") return roman(value);
	if (format === "upperRoman") return roman(value).toUpperCase();
	if (format === "decimalZero") return String(value).padStart(2, "0");
	if (format === "ordinal")
		return value + ((value % 100 > 10 && value % 100 < 14 ? undefined : endings[value % 10]) ?? "th");
	if (format === "decimalEnclosedCircle" && value >= 1 && value <= 20) return String.fromCharCode(0x245f + value);
	return format === "none" ? "" : String(value);
}

export class Numbering {
	readonly #abstracts = new Map<string, Abstract>();
	readonly #nums = new Map<string, Num>();
	/** Where each definition stands, by level. */
	readonly #counts = new Map<string, number[]>();
	readonly #used = new Set<string>();

	async read(xml: string, pause: () => Promise<void>): Promise<XmlRefused | null> {
		let abstract: Abstract | null = null;
		let num: Num | null = null;
		let level: Level | null = null;
		let over = 0;
		const open = (name: string, attributes: XmlAttributes) => {
			const { val = "" } = attributes;
			if (name === "w:abstractNum") {
				abstract = { levels: new Map() };
				this.#abstracts.set(attributes["abstractNumId"] ?? "", abstract);
			} else if (name === "w:num") {
				num = { abstract: "", starts: new Map(), levels: new Map() };
				this.#nums.set(attributes["numId"] ?? "", num);
			} else if (name === "w:lvl") {
				level = newLevel();
				if (Number(attributes["ilvl"]) <= MAX_LEVEL)
					(num?.levels ?? abstract?.levels)?.set(Number(attributes["ilvl"]), level);
			} else if (name === "w:abstractNumId" && num) num.abstract = val;
			else if (name === "w:lvlOverride") over = Math.min(MAX_LEVEL, Number(attributes["ilvl"]));
			else if (name === "w:startOverride") num?.starts.set(over, Number(val));
			else if (name === "w:numStyleLink" && abstract) abstract.link = val;
			else if (level === null) return;
			else if (name === "w:start") level.start = Number(val);
			else if (name === "w:numFmt") level.format = val;
			else if (name === "w:lvlText") level.text = val.slice(0, 100);
			else if (name === "w:lvlRestart") level.restart = Number(val);
			else if (name === "w:isLgl") level.legal = isOn(attributes);
			else if (name === "w:pStyle") level.style = val;
		};
		const close = (name: string) => {
			if (name === "w:abstractNum") abstract = null;
			else if (name === "w:num") num = null;
			else if (name === "w:lvl") level = null;
		};
		return walkXml(xml, { open, text: () => {}, close }, pause);
	}

	/** The level that a definition gives to a style; undefined for none. */
	levelOf(id: string, style: string | undefined): number | undefined {
		if (style === undefined) return undefined;
		for (const [at, level] of this.#abstracts.get(this.#nums.get(id)?.abstract ?? "")?.levels ?? [])
			if (level.style === style) return at;
		return undefined;
	}

	/** Counts a paragraph; null where it has no number. `linked`: the numbering of a style. */
	next(id: string, at: number, linked: (style: string) => string | undefined): NumberLabel | null {
		const num = this.#nums.get(id);
		if (!num || id === "0") return null;
		const own = this.#abstracts.get(num.abstract);
		const other = own?.link === undefined ? undefined : this.#nums.get(linked(own.link) ?? "");
		const key = other?.abstract ?? num.abstract;
		const abstract = this.#abstracts.get(key);
		const depth = Math.max(0, Math.min(MAX_LEVEL, at));
		const level = (nth: number): Level => num.levels.get(nth) ?? abstract?.levels.get(nth) ?? newLevel();
		const counts = this.#counts.get(key) ?? [];
		this.#counts.set(key, counts);
		if (!this.#used.has(id)) for (const [nth, start] of num.starts) counts[nth] = start - 1;
		this.#used.add(id);
		for (let nth = 0; nth < depth; nth++) counts[nth] ??= level(nth).start;
		counts[depth] = (counts[depth] ?? level(depth).start - 1) + 1;
		for (let nth = depth + 1; nth <= MAX_LEVEL; nth++) {
			const { restart } = level(nth);
			if (restart === undefined || (restart !== 0 && depth < restart)) delete counts[nth];
		}
		const { format, text, legal } = level(depth);
		if (format === "bullet") return { bullet: true, text: "" };
		const said = text.replace(/%([1-9])/g, (_, nth: string) => {
			const one = Number(nth) - 1;
			return written(counts[one] ?? level(one).start, legal ? "decimal" : level(one).format);
		});
		return { bullet: false, text: said.trim() };
	}
}

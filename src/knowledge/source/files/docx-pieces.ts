/**
 * The main part of a Word document in pieces that are each read in one short stretch: the library that reads it builds a
 * tree of the whole and can't be interrupted. Cut between paragraphs, and between the rows of long tables. What has more
 * elements than a document has, or is deeper, is refused before anything is built. Knows where tags begin and end, no more.
 */

/** Elements of a piece: some 13 µs each, and 1 KB of memory. */
const PIECE_ELEMENTS = 6_000;
/** Of what can't be cut: one paragraph, one row, a part beside the main one such as the styles. */
const MAX_WHOLE = 12_000;
const PIECE_CHARACTERS = 400_000;
const MAX_WHOLE_CHARACTERS = 1_000_000;
/** Characters before and after the body's text, and before a table's first row: they are repeated in every piece. */
const MAX_AROUND = 100_000;
/** Characters of one tag, with its attributes. */
const MAX_TAG = 150_000;
const MAX_ELEMENTS = 400_000;
/** Between two pauses. */
const ELEMENTS_AT_ONCE = 50_000;
/** Deeper than any document nests; whoever reads a tree goes down it by recursion. */
const MAX_DEPTH = 500;

export type XmlPiece = {
	text: string;
	/** It goes on with the table that the piece before it ended in. */
	continues: boolean;
};
export type PiecesRefused = "too_large" | "too_deep" | "broken";

type Tag = { name: string; from: number; to: number; kind: "open" | "close" | "empty" };

/** Where a tag ends, past whatever stands in quotes; -1 where it doesn't. */
function endOf(xml: string, from: number): number {
	let quote = "";
	for (let at = from + 1; at < xml.length; at++) {
		const char = xml[at];
		if (quote !== "") quote = char === quote ? "" : quote;
		else if (char === '"' || char === "'") quote = char;
		else if (char === ">") return at + 1;
	}
	return -1;
}

/** The tags in order; comments, CDATA and instructions are passed over. Ends early where one isn't closed. */
function* tagsOf(xml: string): Generator<Tag | "broken"> {
	for (let from = xml.indexOf("<"); from >= 0;) {
		const after = xml[from + 1];
		const special = after === "!" || after === "?";
		const ends = xml.startsWith("<!--", from) ? "-->" : xml.startsWith("<![CDATA[", from) ? "]]>" : "?>";
		// A type declaration may name entities; Word writes none.
		if (after === "!" && ends === "?>") return yield "broken";
		const found = special ? xml.indexOf(ends, from) : -1;
		const to = special ? (found < 0 ? -1 : found + ends.length) : endOf(xml, from);
		if (to < 0) return yield "broken";
		if (!special) {
			const close = after === "/";
			const name = /[^\s/>]+/y;
			name.lastIndex = from + (close ? 2 : 1);
			const kind = close ? "close" : xml[to - 2] === "/" ? "empty" : "open";
			yield { name: name.exec(xml)?.[0] ?? "", from, to, kind };
		}
		from = xml.indexOf("<", to);
	}
}

/** Why a part beside the main one isn't read; null where it may be. */
export function refusedPart(xml: string): PiecesRefused | null {
	let [elements, depth] = [0, 0];
	if (xml.length > MAX_WHOLE_CHARACTERS * 3) return "too_large";
	for (const tag of tagsOf(xml)) {
		if (tag === "broken") return "broken";
		if (tag.kind === "close") depth--;
		else {
			if (tag.kind === "open") depth++;
			if (++elements > MAX_WHOLE || tag.to - tag.from > MAX_TAG) return "too_large";
			if (depth > MAX_DEPTH) return "too_deep";
		}
	}
	return null;
}

/** What stands by itself in the body: a paragraph, or the row of a table, with what its table begins with. */
type Unit = { from: number; to: number; elements: number; table: number; list: boolean };
type Table = { head: string };

type Outline =
	| { ok: true; before: string; after: string; units: Unit[]; tables: Table[] }
	| { ok: false; reason: PiecesRefused };

/** What holds paragraphs of the body without being a part of the text: content controls, what was put in while changes were tracked. */
const around = new Set(["sdt", "sdtContent", "customXml", "ins"]);
const aside = new Set(["sdtPr", "sdtEndPr", "customXmlPr"]);

async function outlineOf(xml: string, pause: () => Promise<void>): Promise<Outline> {
	const units: Unit[] = [];
	const tables: Table[] = [];
	const open: string[] = [];
	let [elements, unitElements, unitFrom, bodyAt, bodyEnd, bodyDepth] = [0, 0, 0, -1, -1, -1];
	let list = false;
	let table = -1;
	let [tableFrom, tableElements] = [0, 0];
	const add = (from: number, to: number) => {
		units.push({ from, to, elements: unitElements, table, list });
		[unitElements, list] = [0, false];
	};
	for (const tag of tagsOf(xml)) {
		if (tag === "broken") return { ok: false, reason: "broken" };
		const local = tag.name.slice(tag.name.indexOf(":") + 1);
		if (tag.kind !== "close") {
			if (++elements > MAX_ELEMENTS || tag.to - tag.from > MAX_TAG) return { ok: false, reason: "too_large" };
			if (elements % ELEMENTS_AT_ONCE === 0) await pause();
			unitElements++;
			if (local === "numPr") list = true;
			const level = bodyDepth < 0 ? -1 : open.length - bodyDepth;
			if (level === 0 && tag.kind === "open" && around.has(local)) {
				bodyDepth = open.push(tag.name);
				if (open.length > MAX_DEPTH) return { ok: false, reason: "too_deep" };
				continue;
			}
			if (level === 0) [unitFrom, unitElements] = [tag.from, 1];
			// A row of a table in the body: what stood before the first one belongs to each piece of the table.
			if (level === 1 && local === "tr" && localOf(open.at(-1)) === "tbl") {
				if (table < 0) {
					table = tables.push({ head: xml.slice(tableFrom, tag.from) }) - 1;
					tableElements = unitElements;
				}
				[unitFrom, unitElements] = [tag.from, tableElements];
			}
			if (tag.kind === "open") {
				if (level === 0 && local === "tbl") tableFrom = tag.from;
				open.push(tag.name);
				if (open.length > MAX_DEPTH) return { ok: false, reason: "too_deep" };
				if (local === "body" && bodyDepth < 0) [bodyAt, bodyDepth] = [tag.to, open.length];
			}
		} else {
			if (open.pop() !== tag.name) return { ok: false, reason: "broken" };
			if (open.length < bodyDepth && bodyEnd < 0) {
				if (around.has(local)) bodyDepth = open.length;
				else bodyEnd = tag.from;
				continue;
			}
		}
		if (tag.kind === "open" || bodyAt < 0 || bodyEnd >= 0) continue;
		const level = open.length - bodyDepth;
		if (level === 1 && local === "tr" && table >= 0) add(unitFrom, tag.to);
		else if (level === 0 && tag.from >= bodyAt) {
			if (table >= 0) table = -1;
			else if (!aside.has(local)) add(unitFrom, tag.to);
		}
	}
	if (bodyEnd < 0 || open.length > 0) return { ok: false, reason: "broken" };
	const longest = tables.reduce((most, { head }) => Math.max(most, head.length), 0);
	if (Math.max(bodyAt, xml.length - bodyEnd, longest) > MAX_AROUND) return { ok: false, reason: "too_large" };
	return { ok: true, before: xml.slice(0, bodyAt), after: xml.slice(bodyEnd), units, tables };
}

const localOf = (name = ""): string => name.slice(name.indexOf(":") + 1);

export type Pieces = { ok: true; pieces: Generator<XmlPiece> } | { ok: false; reason: PiecesRefused };

/** Calls `pause` now and then. */
export async function piecesOf(xml: string, pause: () => Promise<void>): Promise<Pieces> {
	const outline = await outlineOf(xml, pause);
	if (!outline.ok) return outline;
	const large = outline.units.some(
		({ elements, from, to }) => elements > MAX_WHOLE || to - from > MAX_WHOLE_CHARACTERS,
	);
	return large ? { ok: false, reason: "too_large" } : { ok: true, pieces: cut(xml, outline) };
}

function* cut(xml: string, { before, after, units, tables }: Extract<Outline, { ok: true }>): Generator<XmlPiece> {
	let body = "";
	let [elements, table] = [0, -1];
	let continues = false;
	let whole = true;
	for (const unit of units) {
		const size = body.length + unit.to - unit.from;
		// A list goes on in the same piece for a while, or its numbers would begin anew.
		const most = unit.list ? MAX_WHOLE : PIECE_ELEMENTS;
		if (body !== "" && (elements + unit.elements > most || size > PIECE_CHARACTERS)) {
			yield { text: before + body + (table >= 0 ? "</w:tbl>" : "") + after, continues };
			continues = table >= 0 && unit.table === table;
			[body, elements, whole] = ["", 0, false];
			table = -1;
		}
		if (unit.table !== table) {
			if (table >= 0) body += "</w:tbl>";
			if (unit.table >= 0) body += tables[unit.table]?.head ?? "";
			({ table } = unit);
		}
		body += xml.slice(unit.from, unit.to);
		elements += unit.elements;
	}
	if (whole) yield { text: xml, continues: false };
	else if (body !== "") yield { text: before + body + (table >= 0 ? "</w:tbl>" : "") + after, continues };
}

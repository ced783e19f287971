/**
 * Reads a Word document as Markdown: its parts by their relationships (package.ts), its text while its elements stream by
 * (body.ts), with its numbers, notes and diagrams. Nothing is built of the whole, and whoever else the thread serves comes
 * in between. What is left out is told.
 */
import type { Omission } from "../../../../protocol/knowledge/omissions.ts";
import { pageWord } from "../../../../language/document-words.ts";
import { documentBlocks } from "../../html/document.ts";
import { toMarkdown } from "../../html/text/render.ts";
import { leftOut } from "../left.ts";
import type { DocumentRead } from "../read.ts";
import { type NoteNumbers, WordBody, type WordParts } from "./body.ts";
import { WordLayout } from "./layout.ts";
import { pageOfMail } from "./mail-page.ts";
import { Numbering } from "./numbering.ts";
import { openPackage, type Relation, type WordPackage } from "./package.ts";
import { Styles } from "./styles.ts";
import { walkXml, type XmlRefused } from "./xml.ts";

const TOO_LARGE = "It has more text than can be read at once. Split it into smaller documents.";
const refusals: Record<XmlRefused, string> = {
	broken: "The file is broken: Word's own parts are missing or damaged.",
	too_large: TOO_LARGE,
	too_deep: "Its parts stand within each other too deeply to be read. Save it again with Word.",
};

const MAX_DETAIL = 200;
const MAX_LINES = 500;
/** Of one kind. */
const MAX_PARTS = 50;

/** Whoever else the thread serves comes first. */
const pause = () => new Promise<void>((done) => setTimeout(done, 0));

export async function readDocx(bytes: Uint8Array, maxLength: number): Promise<DocumentRead> {
	const opened = await openPackage(bytes);
	if (!opened.ok) {
		if (opened.reason === "too_large") return { ok: false, reason: TOO_LARGE };
		if (opened.reason === "broken") return { ok: false, reason: "The file is broken: it can't be unpacked." };
		const looks = opened.looksLike ?? "a ZIP archive";
		return { ok: false, reason: `It isn't a Word document, whatever its name says. It looks like ${looks}.` };
	}
	const { word } = opened;
	const styles = new Styles();
	const numbering = new Numbering();
	const stylesXml = partOf(word, "styles");
	const numberingXml = partOf(word, "numbering");
	// Without its styles a document still has its text; with half of them it would be misread.
	const refused =
		(stylesXml === null ? null : await styles.read(stylesXml, pause)) ??
		(numberingXml === null ? null : await numbering.read(numberingXml, pause));
	if (refused !== null) return { ok: false, reason: refusals[refused] };
	return readBody(word, styles, numbering, maxLength);
}

async function readBody(
	word: WordPackage,
	styles: Styles,
	numbering: Numbering,
	maxLength: number,
): Promise<DocumentRead> {
	const notes: NoteNumbers = new Map();
	const diagrams = await diagramsOf(word);
	const chunks = new Map(word.relations.filter(({ type }) => type === "afchunk").map(({ id, target }) => [id, target]));
	const unread = { parts: 0 };
	const parts: WordParts = {
		styles,
		notes,
		diagram: (id) => {
			const lines = diagrams.get(id) ?? [];
			// Each is shown once: a document could name one without end.
			diagrams.delete(id);
			return lines;
		},
		chunk: (id, layout) => {
			const target = chunks.get(id) ?? "";
			const html = pageOf(target, word.part(target) ?? "");
			chunks.delete(id);
			if (html === null) unread.parts++;
			else layout.insert(documentBlocks(html, maxLength).blocks);
		},
	};
	const layout = new WordLayout(styles, numbering);
	const body = new WordBody(layout, parts);
	const refused = await walkXml(word.part(word.main) ?? "", body, pause);
	if (refused !== null) return { ok: false, reason: refusals[refused] };
	layout.settle();
	for (const kind of ["footnotes", "endnotes"]) {
		const xml = partOf(word, kind);
		if (xml !== null && notes.size > 0) await walkXml(xml, new WordBody(layout, parts), pause);
		layout.settle();
	}
	const { found } = layout.blocks;
	const [first, ...rest] = found;
	const titled = first?.kind === "heading" && first.level === 1 && !layout.numbered.has(first);
	const { markdown, whole } = toMarkdown(titled ? rest : found, maxLength);
	const omitted = [
		...(await remarksOf(word)),
		...leftOut(layout.left),
		...(await runningOf(word, styles, numbering, parts)),
	];
	if (body.images > 0) omitted.push({ kind: "images", count: body.images, of: null, detail: null });
	if (unread.parts > 0) omitted.push({ kind: "embedded", count: unread.parts, of: null, detail: null });
	if (!whole) omitted.push({ kind: "end", count: 1, of: null, detail: null });
	return { ok: true, title: titled ? first.text : "", markdown, omitted };
}

/** The text of the first part of a kind. */
function partOf(word: WordPackage, type: string): string | null {
	const found = word.relations.find((relation) => relation.type === type);
	return found ? word.part(found.target) : null;
}

/** The parts of a kind, each once. */
function partsOf(word: WordPackage, type: string): Relation[] {
	const found = new Map<string, Relation>();
	for (const relation of word.relations)
		if (relation.type === type && found.size < MAX_PARTS) found.set(relation.target, relation);
	return [...found.values()];
}

/** An inserted file as a web page; null where it is none. */
function pageOf(name: string, text: string): string | null {
	if (/\.x?html?$/i.test(name) || /^\s*<(?:!doctype html|html)/i.test(text)) return text;
	if (/\.mht(?:ml)?$/i.test(name)) return pageOfMail(text);
	return /\.txt$/i.test(name) ? `<pre>${text.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</pre>` : null;
}

async function diagramsOf(word: WordPackage): Promise<Map<string, string[]>> {
	const found = new Map<string, string[]>();
	for (const { id, target } of partsOf(word, "diagramdata")) {
		const xml = word.part(target);
		if (xml === null) continue;
		const lines: string[] = [];
		let line = "";
		let inText = false;
		await walkXml(
			xml,
			{
				open: (name) => (inText = name === "a:t"),
				text: (said) => (inText ? (line += said) : null),
				close: (name) => {
					if (name === "a:t") inText = false;
					if (name !== "a:p") return;
					if (line.trim() !== "" && lines.length < MAX_LINES) lines.push(line);
					line = "";
				},
			},
			pause,
		);
		found.set(id, lines);
	}
	return found;
}

/** Authors' comments, which no reader sees. */
async function remarksOf(word: WordPackage): Promise<Omission[]> {
	const xml = partOf(word, "comments");
	let [count, first, inText] = [0, "", false];
	if (xml !== null)
		await walkXml(
			xml,
			{
				open: (name) => {
					inText = name === "w:t";
					if (name === "w:comment") count++;
				},
				text: (said) => (inText && count === 1 ? (first += said) : null),
				close: () => (inText = false),
			},
			pause,
		);
	return count === 0 ? [] : [{ kind: "notes", count, of: null, detail: first.slice(0, MAX_DETAIL) }];
}

/** What stands at the head or foot of every page. */
async function runningOf(
	word: WordPackage,
	styles: Styles,
	numbering: Numbering,
	parts: WordParts,
): Promise<Omission[]> {
	const said = new Set<string>();
	for (const { target } of [...partsOf(word, "header"), ...partsOf(word, "footer")]) {
		const xml = word.part(target);
		if (xml === null) continue;
		const layout = new WordLayout(styles, numbering);
		await walkXml(xml, new WordBody(layout, parts), pause);
		layout.settle();
		const text = layout.blocks.found.map((block) => block.text).join(" ");
		if (/[\p{L}\d]/u.test(text.replace(pageWord, "").replace(/\d+/g, "")))
			said.add(text.replace(/\s+/g, " ").slice(0, MAX_DETAIL));
	}
	return [...said].map((detail) => ({ kind: "running", count: 1, of: null, detail }));
}

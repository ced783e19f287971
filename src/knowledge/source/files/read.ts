/**
 * Reads an uploaded file: its bytes as articles, or as questions with answers, or the reason why not in a sentence for the
 * team. Libraries for a kind of file are loaded when such a file is read, so that nothing else pays for them.
 */
import type { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import type { Omission } from "../../../protocol/knowledge/omissions.ts";
import { kindOf } from "../../../protocol/knowledge/source.ts";
import { headingOf } from "../../article/heading.ts";
import { decodeFile, headOf } from "../html/charset.ts";
import { htmlToMarkdown } from "../html/markdown.ts";
import type { CMaps } from "../pdf/cmaps.ts";
import { readPdf } from "../pdf/read.ts";
import { readCsv } from "./table/csv.ts";
import { readDocx } from "./docx/read.ts";
import { contentMismatch } from "./kinds.ts";
import { leftOut } from "./left.ts";
import { frontMatterOf, isDraft } from "./markdown/front-matter.ts";
import { readMarkdown } from "./markdown/read.ts";
import { type ArticlePart, split } from "./split.ts";

/** Characters of a file that are kept: some thousand pages. */
const MAX_FILE_TEXT = 4_000_000;
/** Bytes of a text that are looked at: as many characters of any script, and no more memory than that takes. */
const MAX_TEXT_BYTES = 12_000_000;

export type DocumentPart = ({ kind: "article" } & ArticlePart) | ({ kind: "question"; place: string } & QuestionDraft);

type Refused = { ok: false; reason: string };
export type FileRead =
	| { ok: true; parts: DocumentPart[]; failures: { what: string; reason: string }[]; omitted?: Omission[] }
	| Refused;

/** `omitted`: what of it was left out. */
export type DocumentRead = { ok: true; title: string; markdown: string; omitted?: Omission[] } | Refused;

const NO_TEXT = "There is no text in it.";
const UNKNOWN_ENCODING =
	"It is in an old encoding that can't be told for certain, so its letters would come out wrong. Save it as UTF-8 (in Excel as “CSV UTF-8”) and upload it again.";

/** A title from a file's name: "Returns policy" of "returns-policy.pdf". */
function nameOf(file: string): string {
	const name = file
		.replace(/\.\w+$/, "")
		.replace(/[-_\s]+/g, " ")
		.trim();
	return name === "" ? file : (name[0] ?? "").toUpperCase() + name.slice(1);
}

/** Reads a plain text: a first line that is its only top heading is its title. */
function readPlain(text: string): DocumentRead {
	const front = frontMatterOf(text.replace(/\r\n?|\u2028|\u2029/g, "\n"));
	if (front.unpublished !== null) return { ok: false, reason: isDraft(front.unpublished) };
	const markdown = front.body.trim();
	const end = markdown.indexOf("\n");
	const heading = headingOf(end < 0 ? "" : markdown.slice(0, end));
	const alone = heading?.level === 1 && (markdown.match(/^# /gm)?.length ?? 0) === 1;
	return {
		ok: true,
		title: front.title || (alone ? heading.text : ""),
		markdown: alone ? markdown.slice(end + 1) : markdown,
	};
}

async function readDocument(
	kind: "text" | "markdown" | "html" | "pdf" | "docx",
	bytes: Uint8Array,
	cmaps: CMaps,
): Promise<DocumentRead> {
	if (kind === "pdf") return readPdf(bytes, MAX_FILE_TEXT, cmaps);
	if (kind === "docx") return readDocx(bytes, MAX_FILE_TEXT);
	const text = decodeFile(headOf(bytes, MAX_TEXT_BYTES));
	if (text === null) return { ok: false, reason: UNKNOWN_ENCODING };
	if (kind === "text") return readPlain(text);
	if (kind === "markdown") return readMarkdown(text, MAX_FILE_TEXT);
	const { title, markdown, pieces, cut } = htmlToMarkdown(text, { maxLength: MAX_FILE_TEXT });
	const left = pieces.flatMap(({ left: reason, text: said }) => (reason === null ? [] : [{ reason, text: said }]));
	const omitted = leftOut(left);
	if (cut) omitted.push({ kind: "end", count: 1, of: null, detail: null });
	return { ok: true, title, markdown, omitted };
}

/** Why nothing is left of a file. */
function emptyOf(omitted: readonly Omission[]): string {
	const kinds = omitted.map(({ kind }) => kind);
	if (kinds.includes("images")) return `${NO_TEXT} It has pictures, and text in pictures isn't read.`;
	if (kinds.some((kind) => kind === "hidden_text" || kind === "notes" || kind === "struck"))
		return "All of its text is hidden, struck out or a note of its authors.";
	return NO_TEXT;
}

/** No tables of letters, for whoever reads no PDF that needs one. */
const noTables: CMaps = async () => null;

export async function readFile(name: string, bytes: Uint8Array, cmaps: CMaps = noTables): Promise<FileRead> {
	const kind = kindOf(name);
	if (kind === null) return { ok: false, reason: "Files of this kind can't be read." };
	const disguised = contentMismatch(kind, bytes);
	if (disguised !== null) return { ok: false, reason: disguised };
	if (kind === "csv") {
		const text = decodeFile(headOf(bytes, MAX_TEXT_BYTES));
		return text === null ? { ok: false, reason: UNKNOWN_ENCODING } : readCsv(text);
	}
	const read = await readDocument(kind, bytes, cmaps);
	if (!read.ok) return read;
	const { length } = read.markdown;
	const parts = split(read.title.trim() || nameOf(name), read.markdown.slice(0, MAX_FILE_TEXT));
	const omitted = [...(read.omitted ?? [])];
	if (parts.length === 0) return { ok: false, reason: emptyOf(omitted) };
	// One omission, of so many characters.
	if (length > MAX_FILE_TEXT) omitted.push({ kind: "length", count: length - MAX_FILE_TEXT, of: length, detail: null });
	return { ok: true, parts: parts.map((part) => ({ kind: "article", ...part })), failures: [], omitted };
}

/**
 * Reads an uploaded file: its bytes as articles, or as questions with answers, or the reason why not in a sentence for the
 * team. Libraries for a kind of file are loaded when such a file is read, so that nothing else pays for them.
 */
import type { QuestionDraft } from "../../../protocol/knowledge/articles.ts";
import { kindOf } from "../../../protocol/knowledge/source.ts";
import { decodeText } from "../html/charset.ts";
import { htmlToMarkdown } from "../html/markdown.ts";
import { readCsv } from "./csv.ts";
import { readDocx } from "./docx.ts";
import { contentMismatch } from "./kinds.ts";
import { readPdf } from "./pdf.ts";
import { type ArticlePart, split } from "./split.ts";

/** Characters of a file that are kept: some thousand pages. */
const MAX_FILE_TEXT = 4_000_000;

export type DocumentPart = ({ kind: "article" } & ArticlePart) | ({ kind: "question"; place: string } & QuestionDraft);

type Refused = { ok: false; reason: string };
export type FileRead = { ok: true; parts: DocumentPart[]; failures: { what: string; reason: string }[] } | Refused;

/** `cut`: a sentence that says what was left out. */
export type DocumentRead = { ok: true; title: string; markdown: string; cut?: string } | Refused;

const NO_TEXT = "There is no text in it.";

/** A title from a file's name: "Returns policy" of "returns-policy.pdf". */
function nameOf(file: string): string {
	const name = file
		.replace(/\.\w+$/, "")
		.replace(/[-_\s]+/g, " ")
		.trim();
	return name === "" ? file : (name[0] ?? "").toUpperCase() + name.slice(1);
}

/** Reads Markdown and plain text. The first line is the title where it is the only heading of its level. */
function readPlain(text: string): DocumentRead {
	const [, front = "", body = ""] = /^---\r?\n([\s\S]{0,5000}?)\r?\n---\r?\n([\s\S]*)$/.exec(text) ?? [];
	const markdown = (front === "" ? text : body).replaceAll("\r\n", "\n").trim();
	const named = /^title:\s*["']?(.+?)["']?\s*$/im.exec(front)?.[1] ?? "";
	const [, heading] = /^#\s+(.+?)\s*#*\n/.exec(markdown) ?? [];
	const alone = heading !== undefined && (markdown.match(/^# /gm)?.length ?? 0) === 1;
	return {
		ok: true,
		title: named || (alone ? heading : ""),
		markdown: alone ? markdown.replace(/^.*\n/, "") : markdown,
	};
}

async function readDocument(
	kind: "text" | "markdown" | "html" | "pdf" | "docx",
	bytes: Uint8Array,
): Promise<DocumentRead> {
	if (kind === "pdf") return readPdf(bytes, MAX_FILE_TEXT);
	if (kind === "docx") return readDocx(bytes, MAX_FILE_TEXT);
	const text = decodeText(bytes);
	if (kind !== "html") return readPlain(text);
	const { title, markdown } = htmlToMarkdown(text, { maxLength: MAX_FILE_TEXT });
	return { ok: true, title, markdown };
}

export async function readFile(name: string, bytes: Uint8Array): Promise<FileRead> {
	const kind = kindOf(name);
	if (kind === null) return { ok: false, reason: "Files of this kind can't be read." };
	const disguised = contentMismatch(kind, bytes);
	if (disguised !== null) return { ok: false, reason: disguised };
	if (kind === "csv") return readCsv(decodeText(bytes));
	const read = await readDocument(kind, bytes);
	if (!read.ok) return read;
	const long = read.markdown.length > MAX_FILE_TEXT;
	const parts = split(read.title.trim() || nameOf(name), read.markdown.slice(0, MAX_FILE_TEXT));
	if (parts.length === 0) return { ok: false, reason: NO_TEXT };
	const cut = read.cut ?? (long ? `Only its first ${MAX_FILE_TEXT.toLocaleString("en")} characters were read.` : null);
	return {
		ok: true,
		parts: parts.map((part) => ({ kind: "article", ...part })),
		failures: cut === null ? [] : [{ what: name, reason: cut }],
	};
}

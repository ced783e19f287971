/**
 * A PDF's text as Markdown. pdf.js takes the file apart, with bounds (bounds.ts); what its pieces of text mean is told by
 * where they stand (arrange.ts, markdown.ts). A page that can't be read costs that page, and whatever is left out is said.
 */
import type { Omission, omissionKinds } from "../../../protocol/knowledge/omissions.ts";
import type { DocumentRead } from "../files/read.ts";
import { arrange, type PageRows, pageRows } from "./arrange.ts";
import { BOUND, MARKS, MAX_ALL_ITEMS, MAX_AT_ONCE, MAX_ITEMS, MAX_PAGES, MAX_WORK } from "./bounds.ts";
import type { CMaps } from "./cmaps.ts";
import { pdfMarkdown } from "./markdown.ts";
import { framesOf } from "./pieces.ts";

type Pdf = Awaited<ReturnType<typeof open>>;
type OmissionKind = (typeof omissionKinds)[number];

const BROKEN = "The file is broken: it can't be read as a PDF.";
const TOO_MUCH =
	"It holds more than can be read at once. Split it, or print it to a new PDF, which often makes it simpler.";
const NO_TEXT = "There is no text in it. Its pages may be pictures, from a scanner.";
const NO_LETTERS =
	"Its letters can't be told: the file draws their shapes and doesn't say which they are. Save it again from the program it was written with.";

/** Without the table of its objects a file is searched for them; in a larger one that takes too long. */
const MAX_REPAIRED_BYTES = 8_000_000;

/** Control characters, private and unassigned ones: what comes out where a font's codes have no meaning. */
const meaningless = /[\p{Co}\p{Cn}\ufffd]|(?![\t\n\r])\p{Cc}/gu;

/** Whoever else the thread serves comes first. */
const pause = () => new Promise<void>((done) => setTimeout(done, 0));
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : "");
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : "");

async function open(bytes: Uint8Array, cmaps: CMaps) {
	const { getDocument } = await import("unpdf/pdfjs");
	class Tables {
		async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
			const found = await cmaps(filename.replace(/\.bcmap$/, ""));
			if (found === null) throw new Error("There is no such table.");
			return found;
		}
	}
	return getDocument({
		data: bytes,
		verbosity: 0,
		useSystemFonts: true,
		useWorkerFetch: false,
		BinaryDataFactory: Tables,
	}).promise;
}

/** `work`: what the reader had done in all when the page ended; null where it ended early. */
type Page = {
	work: number | null;
	rows: PageRows;
	letters: number;
	items: number;
	picture: boolean;
	cut: boolean;
	garbled: boolean;
};

async function readPage(pdf: Pdf, number: number): Promise<Page> {
	const page = await pdf.getPage(number);
	const items: object[] = [];
	const styles: Record<string, { vertical?: boolean; work?: number }> = {};
	const reader = page.streamTextContent().getReader();
	let cut = false;
	for (;;) {
		const { done, value } = await reader.read();
		if (done) break;
		Object.assign(styles, value.styles);
		items.push(...value.items);
		if (items.length > MAX_ITEMS) {
			cut = true;
			await reader.cancel(new Error(BOUND));
			break;
		}
	}
	const [left = 0, bottom = 0, right = 0, top = 0] = page.view;
	page.cleanup();
	const frames = framesOf(items.slice(0, MAX_ITEMS), styles);
	const unread = MARKS.letters in styles;
	const all = frames.flatMap((pieces) => pieces.map(({ text }) => text)).join("");
	const garbled = (all.match(meaningless)?.length ?? 0) > all.length * 0.3;
	const [first] = frames;
	// Turned by a quarter, the page's height is the way along its lines.
	const along = first?.some(({ to }) => to > right + 1) ? top - bottom : right - left;
	return {
		work: styles[MARKS.work]?.work ?? null,
		rows: pageRows(garbled ? [] : frames, along),
		letters: garbled ? 0 : all.length,
		items: items.length,
		picture: MARKS.picture in styles,
		cut: cut || MARKS.cut in styles,
		garbled: garbled || unread,
	};
}

class Omissions {
	readonly #counts = new Map<OmissionKind, number>();
	readonly pages: number;

	constructor(pages: number) {
		this.pages = pages;
	}

	add(kind: OmissionKind, count = 1): void {
		if (count > 0) this.#counts.set(kind, (this.#counts.get(kind) ?? 0) + count);
	}

	count = (kind: OmissionKind): number => this.#counts.get(kind) ?? 0;

	list(running: string[]): Omission[] {
		return [
			...[...this.#counts].map(([kind, count]) => ({ kind, count, of: this.pages, detail: null })),
			...running.map((detail) => ({ kind: "running" satisfies OmissionKind, count: 1, of: null, detail })),
		];
	}
}

async function readPages(pdf: Pdf, maxLength: number): Promise<DocumentRead> {
	const omissions = new Omissions(pdf.numPages);
	const pages: PageRows[] = [];
	let [length, items, work] = [0, 0, 0];
	let before: number | null = null;
	let number = 0;
	while (
		number < Math.min(pdf.numPages, MAX_PAGES) &&
		length <= maxLength &&
		items <= MAX_ALL_ITEMS &&
		work < MAX_WORK
	) {
		number++;
		let page: Page;
		try {
			page = await readPage(pdf, number);
		} catch (error) {
			omissions.add(messageOf(error).includes(BOUND) ? "dense_pages" : "broken_pages");
			work += MAX_AT_ONCE * 2;
			continue;
		}
		pages.push(page.rows);
		length += page.letters;
		items += page.items;
		work += page.work === null || before === null ? MAX_AT_ONCE / 10 : page.work - before;
		before = page.work ?? before;
		if (page.cut) omissions.add("dense_pages");
		if (page.garbled) omissions.add("letters");
		else if (page.letters === 0 && !page.cut) omissions.add(page.picture ? "pictures" : "blank");
	}
	omissions.add("late_pages", pdf.numPages - number);
	if (length === 0) return { ok: false, reason: whyEmpty(omissions) };
	const { lines, running } = await arrange(pages, pause);
	return { ok: true, ...pdfMarkdown(lines), omitted: omissions.list(running) };
}

function whyEmpty(omissions: Omissions): string {
	if (omissions.count("letters") > 0) return NO_LETTERS;
	if (omissions.count("dense_pages") > 0) return TOO_MUCH;
	return omissions.count("broken_pages") === omissions.pages ? BROKEN : NO_TEXT;
}

/** Errors of pdf.js that say something of the file. Any other is a fault of ours, and isn't blamed on it. */
const ofTheFile = new Set(["InvalidPDFException", "FormatError", "XRefParseException", "UnknownErrorException"]);

function whyClosed(error: unknown): string {
	if (nameOf(error) === "PasswordException") return "It is protected with a password. Save it without one.";
	if (messageOf(error).includes(BOUND)) return TOO_MUCH;
	if (ofTheFile.has(nameOf(error))) return BROKEN;
	throw error;
}

export async function readPdf(bytes: Uint8Array, maxLength: number, cmaps: CMaps): Promise<DocumentRead> {
	if (
		bytes.length > MAX_REPAIRED_BYTES &&
		!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes("startxref")
	)
		return { ok: false, reason: `${BROKEN} Its end is missing.` };
	let pdf: Pdf;
	try {
		pdf = await open(bytes, cmaps);
	} catch (error) {
		return { ok: false, reason: whyClosed(error) };
	}
	try {
		return await readPages(pdf, maxLength);
	} finally {
		await pdf.loadingTask.destroy();
	}
}

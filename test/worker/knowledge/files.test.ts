/** Uploaded files, read by the libraries that run in production: real ones, broken ones and hostile ones. */
import { describe, expect, test } from "vitest";
import { pdfMarkdown } from "../../../src/knowledge/source/pdf/markdown.ts";
import { readFile } from "../../../src/knowledge/source/files/read.ts";
import { entriesOf, unzip } from "../../../src/knowledge/source/files/zip.ts";
import { zip } from "../../pure/setup/zip.ts";
import { docx, docxParts, encode, encryptedPdf, handbookPdf, scannedPdf, wordDocx } from "../setup/documents.ts";

async function articles(name: string, bytes: Uint8Array) {
	const read = await readFile(name, bytes);
	if (!read.ok) throw new Error(read.reason);
	return read.parts.flatMap((part) => (part.kind === "article" ? [part] : []));
}

async function reason(name: string, bytes: Uint8Array): Promise<string> {
	const read = await readFile(name, bytes);
	return read.ok ? "it was read" : read.reason;
}

describe("a PDF", () => {
	test("that a browser printed gives its title, headings and paragraphs, without page numbers", async () => {
		const [article, ...more] = await articles("handbook.pdf", handbookPdf());
		expect(more).toEqual([]);
		expect(article?.title).toBe("Workshop handbook");
		expect(article?.text).toMatch(/^## Booking a repair\n\nEvery repair begins with a booking\. Write/);
		expect(article?.text).toContain("Zips take nine working days.");
		expect(article?.text).toContain("\n## Lost keys\n\nA padlock whose key is lost is opened with the master key");
		expect(article?.text).not.toMatch(/Page \d/);
	});

	test("with a password, without text, or cut off says so", async () => {
		expect(await reason("a.pdf", encryptedPdf())).toBe("It is protected with a password. Save it without one.");
		expect(await reason("a.pdf", scannedPdf())).toMatch(/no text in it.*pictures/);
		expect(await reason("a.pdf", handbookPdf().subarray(0, 900))).toMatch(/broken/);
		expect(await reason("a.pdf", encode("%PDF-1.7\nnothing else"))).toMatch(/broken/);
	});
});

describe("the lines of a PDF", () => {
	const line = (text: string, y: number, { size = 10, page = 1 } = {}) => ({ text, y, size, page });

	test("become paragraphs by the gaps between them, with words that were cut made whole, and lists", () => {
		const lines = [
			line("Our repair ser-", 700),
			line("vice is open.", 688),
			line("It closes at six.", 660),
			line("• zips", 640),
			line("• straps and", 628),
			line("buckles", 616),
		];
		expect(pdfMarkdown(lines).markdown).toBe(
			"Our repair service is open.\n\nIt closes at six.\n\n- zips\n- straps and buckles",
		);
	});

	test("go on over the end of a page", () => {
		const pages = [1, 2].map((page) => line(`Sentence ${page} goes on`, 700, { page }));
		expect(pdfMarkdown(pages).markdown).toBe("Sentence 1 goes on Sentence 2 goes on");
	});

	test("have headings by their size, as deep as there are sizes", () => {
		const text = (y: number) => line("Enough words for the body of the document to be the body.", y);
		const lines = [
			line("Handbook", 780, { size: 24 }),
			line("Repairs", 740, { size: 16 }),
			text(720),
			line("Zips", 690, { size: 13 }),
			text(670),
			line("Colours", 640, { size: 16 }),
			text(620),
		];
		const { title, markdown } = pdfMarkdown(lines);
		expect([title, markdown.match(/^#+ .*$/gm)]).toEqual(["Handbook", ["## Repairs", "### Zips", "## Colours"]]);
	});
});

describe("a Word document", () => {
	test("that Word packed gives its table", async () => {
		const [article] = await articles("Price list.docx", wordDocx());
		expect(article?.title).toBe("Price list");
		expect(article?.text).toMatch(/\|.*Top left.*\|.*Top right.*\|/);
	});

	test("gives its headings and paragraphs", async () => {
		const [article] = await articles("care.docx", docx("# Care guide", "Wash by hand.", "## Leather", "Use wax."));
		expect(article).toMatchObject({ title: "Care guide", text: "Wash by hand.\n\n## Leather\n\nUse wax." });
	});

	test("that isn't one, is broken or has a password says so", async () => {
		expect(await reason("a.docx", zip(new Map([["hello.txt", encode("Hello")]])))).toMatch(/looks like a ZIP archive/);
		expect(await reason("a.docx", wordDocx().subarray(0, 9_000))).toMatch(/broken/);
		expect(await reason("a.docx", zip(new Map([["word/document.xml", encode("<not xml")]])))).toMatch(/broken/);
		const locked = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1);
		expect(await reason("a.docx", locked)).toMatch(/password/);
		expect(await reason("a.docx", docx())).toBe("There is no text in it.");
	});

	test("that would unpack to more than fits isn't unpacked, whatever size it claims", async () => {
		const parts = docxParts("");
		parts.set("word/document.xml", new Uint8Array(9_000_000).fill(32));
		expect(await reason("a.docx", zip(parts))).toMatch(/more text than can be read/);
		const packed = await deflated(new Uint8Array(100_000_000));
		expect(packed.length).toBeLessThan(300_000);
		const bomb = zip(new Map([["word/document.xml", packed]]));
		// Says that it is packed, and keeps the small size as the unpacked one.
		const [entry] = entriesOf(bomb) ?? [];
		const view = new DataView(bomb.buffer);
		view.setUint16((entry?.at ?? 0) + 8, 8, true);
		view.setUint16(bomb.length - 22 - 46 - "word/document.xml".length + 10, 8, true);
		expect(await unzip(bomb, () => true, 8_000_000)).toEqual({ ok: false, reason: "too_large" });
		expect(await reason("a.docx", bomb)).toMatch(/more text than can be read/);
	});
});

async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
	const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("deflate-raw"));
	return new Uint8Array(await new Response(stream).arrayBuffer());
}

describe("text, Markdown and web pages", () => {
	test("keep what they say, and are called by their heading, their front matter or their file", async () => {
		expect(await articles("opening_hours.txt", encode("Tuesday to Friday."))).toEqual([
			{ kind: "article", place: "", title: "Opening hours", text: "Tuesday to Friday." },
		]);
		expect(await articles("a.md", encode("# Fees\r\n\r\n- none"))).toMatchObject([{ title: "Fees", text: "- none" }]);
		expect(await articles("a.md", encode('---\ntitle: "Our fees"\ndraft: no\n---\nNone.'))).toMatchObject([
			{ title: "Our fees", text: "None." },
		]);
		const page = "<title>Fees | Shop</title><nav>Menu</nav><main><h1>Fees</h1><p>None at all.</p></main>";
		expect(await articles("a.HTML", encode(page))).toMatchObject([{ title: "Fees", text: "None at all." }]);
	});

	test("in another character set are read as what they are", async () => {
		const latin = Uint8Array.from("Größe: fünf", (char) => char.charCodeAt(0));
		expect((await articles("a.txt", latin))[0]?.text).toBe("Größe: fünf");
		const wide = new Uint8Array(Uint16Array.from("\uFEFFGröße", (char) => char.charCodeAt(0)).buffer);
		expect((await articles("a.txt", wide))[0]?.text).toBe("Größe");
	});

	test("that are long become an article for each top heading, and every word stays", async () => {
		const body = (nth: number) => `Word${nth} ${"and so on. ".repeat(400)}`;
		const sections = Array.from(
			{ length: 12 },
			(_, nth) => `## Part ${nth}\n\n${body(nth)}\n\n### Deeper\n\nMore${nth}`,
		);
		const found = await articles("guide.md", encode(`# Guide\n\nBefore all.\n\n${sections.join("\n\n")}`));
		expect(found.map(({ title }) => title)).toEqual([
			"Guide",
			...Array.from({ length: 12 }, (_, nth) => `Guide: Part ${nth}`),
		]);
		expect(found.map(({ place }) => place)).toEqual(["", ...Array.from({ length: 12 }, (_, nth) => `/Part ${nth}`)]);
		expect(found[3]?.text).toMatch(/^Word2[\s\S]*### Deeper\n\nMore2$/);
	});

	test("that are long and have no headings are cut between paragraphs", async () => {
		const text = Array.from({ length: 700 }, (_, nth) => `Paragraph ${nth}. ${"x".repeat(100)}`).join("\n\n");
		const found = await articles("long.txt", encode(text));
		expect(found.map(({ title }) => title)).toEqual(["Long", "Long (2)", "Long (3)"]);
		expect(found.map((part) => part.text).join("\n\n")).toBe(text);
	});

	test("are never without a bound: a line of many megabytes, headings without end", async () => {
		const line = await articles("a.txt", encode("x".repeat(2_000_000)));
		expect(Math.max(...line.map(({ text }) => text.length))).toBeLessThanOrEqual(30_000);
		const headings = await articles("a.md", encode("# h\n".repeat(100_000)));
		expect(headings.length).toBeLessThan(50);
	});

	test("that are something else say what, and nothing is nothing", async () => {
		const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a);
		expect(await reason("a.txt", png)).toBe("It isn't a text file, whatever its name says. It looks like a picture.");
		expect(await reason("a.html", handbookPdf())).toMatch(/isn't a web page.*looks like a PDF/);
		expect(await reason("a.pdf", wordDocx())).toMatch(/isn't a PDF.*ZIP archive or an Office document/);
		expect(await reason("a.pdf", encode("Hello"))).toBe("It isn't a PDF, whatever its name says.");
		expect(await reason("a.csv", Uint8Array.of(65, 0, 66, 0, 1))).toMatch(/its content is no text/);
		expect(await reason("a.txt", encode(" \n "))).toBe("There is no text in it.");
		expect(await reason("a.exe", encode("Hello"))).toBe("Files of this kind can't be read.");
	});
});

describe("a table of questions and answers", () => {
	const read = async (text: string) => {
		const found = await readFile("faq.csv", encode(text));
		if (!found.ok) throw new Error(found.reason);
		return {
			...found,
			parts: found.parts.flatMap((part) => (part.kind === "question" ? [[part.wordings, part.answer]] : [])),
		};
	};

	test("has named columns or the first two, and any separator", async () => {
		expect((await read("Answer;Topic;Question\nYes;x;Do you ship?\n")).parts).toEqual([[["Do you ship?"], "Yes"]]);
		expect((await read("Do you ship?,Yes\nAre you open?,No")).parts).toHaveLength(2);
		expect((await read("\uFEFFFrage\tAntwort\nLiefert ihr?\tJa")).parts).toEqual([[["Liefert ihr?"], "Ja"]]);
	});

	test("has more wordings on lines of their own or in further columns", async () => {
		const text = 'question,wording 2,answer\n"Do you ship?\nDelivery?",Shipping?,"Yes, we do."';
		expect((await read(text)).parts).toEqual([[["Do you ship?", "Delivery?", "Shipping?"], "Yes, we do."]]);
	});

	test("says which rows it left out, and why", async () => {
		const { parts, failures } = await read(
			`question,answer\nA?,B\nC?,\n,D\na?,again\n${"x".repeat(501)},long\nE?,${"y".repeat(10_001)}`,
		);
		expect(parts).toEqual([[["A?"], "B"]]);
		expect(failures.map(({ what, reason: why }) => `${what}: ${why}`)).toEqual([
			"Row 3: It has no answer.",
			"Row 4: It has no question.",
			"Row 5: The same question stands in an earlier row.",
			"Row 6: Its question is longer than 500 characters, or has more than 30 wordings.",
			"Row 7: Its answer is longer than 10,000 characters.",
		]);
		expect(await reason("faq.csv", encode("just one column\nand another row"))).toMatch(/needs a column named/);
	});
});

/** The worst files within and past what is read of one: each ends, with its reason or with what was left out of it. */
import { deflateSync } from "node:zlib";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { readFile } from "../../../src/knowledge/source/files/read.ts";
import { split } from "../../../src/knowledge/source/files/split.ts";
import { contents, drawn, HELVETICA, listed, pdfFile, type PdfObject, pdfPages } from "../setup/pdf.ts";
import {
	encode,
	MAIN,
	manySpaces,
	manyTexts,
	manyWords,
	ofOnePage,
	packed,
	paragraph,
	row,
	word,
} from "../setup/worst-files.ts";

const TOO_MUCH = /more (?:text )?than can be read at once/;

vi.setConfig({ testTimeout: 120_000 });
beforeAll(() => import("unpdf/pdfjs"), 60_000);

/** What becomes of a file, in a line; and how often others had their turn meanwhile. */
async function outcome(name: string, bytes: Uint8Array): Promise<{ said: string; turns: number }> {
	let turns = 0;
	const timer = setInterval(() => turns++, 0);
	const read = await readFile(name, bytes);
	clearInterval(timer);
	if (!read.ok) return { said: read.reason, turns };
	const text = read.parts.map((part) => (part.kind === "article" ? part.text : part.answer)).join("\n");
	return { said: [text, ...(read.omitted ?? []).map(({ kind }) => kind)].join(" | "), turns };
}

describe("a PDF", () => {
	test.each<[string, () => Uint8Array]>([
		["whose page unpacks to 120 MB of spaces", manySpaces],
		[
			"whose page is packed twice",
			() => {
				const once = deflateSync(new Uint8Array(60_000_000).fill(32));
				return ofOnePage({
					dict: "<< /Length LENGTH /Filter [/FlateDecode /FlateDecode] >>",
					bytes: new Uint8Array(deflateSync(once)),
				});
			},
		],
		[
			"whose page is a run of one byte, 38 MB long",
			() =>
				ofOnePage({
					dict: "<< /Length LENGTH /Filter /RunLengthDecode >>",
					bytes: Uint8Array.from({ length: 600_000 }, (_, at) => (at % 2 === 0 ? 129 : 32)),
				}),
		],
		[
			"whose page is a stream that is named a hundred times",
			() =>
				pdfFile([
					"<< /Type /Catalog /Pages 2 0 R >>",
					"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
					`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents [${"4 0 R ".repeat(100)}] >>`,
					packed(new Uint8Array(3_000_000).fill(32)),
				]),
		],
		[
			"with an object of millions of numbers",
			() =>
				pdfFile([
					`<< /Type /Catalog /Pages 2 0 R /X [${"0 ".repeat(2_000_000)}] >>`,
					"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
					"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
				]),
		],
		[
			"with a string of 15 MB where its catalogue is",
			() =>
				pdfFile([
					`<< /Type /Catalog /Pages 2 0 R /X (${"a".repeat(15_000_000)}) >>`,
					"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
					"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>",
				]),
		],
		[
			"without a table of its objects, of which there are hundreds of thousands",
			() => new TextEncoder().encode(`%PDF-1.7\n${"1 0 obj\n[1]\nendobj\n".repeat(300_000)}startxref\n0\n%%EOF`),
		],
	])("%s is refused with that reason", async (_, file) => {
		expect((await outcome("a.pdf", file())).said).toMatch(TOO_MUCH);
	});

	test.each<[string, () => Uint8Array]>([
		["400,000 pieces of text", manyTexts],
		["150,000 words all over it", manyWords],
		[
			"a drawing that draws itself ten times, twelve levels deep",
			() => {
				const forms = Array.from({ length: 12 }, (_, level): PdfObject => {
					const inner = level < 11 ? `/Fm1 ${8 + level} 0 R` : "";
					const dict = `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /Font << /F1 5 0 R >> /XObject << ${inner} >> >>`;
					return contents(level < 11 ? "/Fm1 Do ".repeat(10) : "BT /F1 9 Tf (inside) Tj ET", dict);
				});
				return ofOnePage(contents("BT /F1 9 Tf (above) Tj ET /Fm1 Do"), forms);
			},
		],
	])("with %s is read as far as a page is, and says so", async (_, file) => {
		const { said, turns } = await outcome("a.pdf", file());
		expect(said).toMatch(/dense_pages/);
		expect(turns).toBeGreaterThan(5);
	});

	test("whose one page is too much keeps the others", async () => {
		const said = drawn(listed(["A canoe costs 30 euros a day."]));
		const found = await outcome("a.pdf", pdfPages([said, packed(new Uint8Array(30_000_000).fill(32)), said]));
		expect(found.said).toMatch(/30 euros[^]*30 euros[^]*dense_pages/);
	});

	test("whose font gives millions of codes a letter loses that font's table and no more", async () => {
		const cmap =
			"begincmap 1 begincodespacerange <00000000> <FFFFFFFF> endcodespacerange 1 beginbfrange <00000000> <00FFFFF0> <0041> endbfrange 1 beginbfchar <FFFFFFF0> <0041> endbfchar endcmap";
		const font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 7 0 R >>";
		const file = pdfPages([drawn(listed(["We lend umbrellas."]))], { font, more: [packed(cmap)] });
		expect((await outcome("a.pdf", file)).said).toBe("We lend umbrellas.");
	});

	test("with a page that is damaged keeps the others, and says so", async () => {
		const objects: PdfObject[] = [
			"<< /Type /Catalog /Pages 2 0 R >>",
			"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 6 0 R >> >> /Contents 5 0 R >>",
			"(no page)",
			drawn(listed(["We lend umbrellas."])),
			HELVETICA,
		];
		expect((await outcome("a.pdf", pdfFile(objects))).said).toMatch(/We lend umbrellas\. \| broken_pages/);
	});

	test.each([
		["no dictionary", "/Info 3 0 R"],
		["an object that isn't there", "/Info 99 0 R"],
		["a number", "/Info 7"],
		["a title in no known encoding", "/Info << /Title <FEFF00> /CreationDate (yesterday) >>"],
		["an id that is none", "/ID [1 2]"],
	])("whose particulars are %s is read all the same", async (_, trailer) => {
		const file = pdfPages([drawn(listed(["We lend umbrellas."]))], { trailer });
		expect((await outcome("a.pdf", file)).said).toBe("We lend umbrellas.");
	});

	test("whose metadata can't be read is read all the same", async () => {
		const page = drawn(listed(["We lend umbrellas."]));
		const file = pdfFile([
			"<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R /MarkInfo 9 /Lang 5 /StructTreeRoot 6 0 R /AcroForm 6 0 R /OCProperties 6 0 R >>",
			"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
			"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
			page,
			HELVETICA,
			{
				dict: "<< /Length LENGTH /Type /Metadata /Subtype /XML /Filter /FlateDecode >>",
				bytes: new Uint8Array([1, 2, 3, 255]),
			},
		]);
		expect((await outcome("a.pdf", file)).said).toBe("We lend umbrellas.");
	});
});

describe("a Word document", () => {
	test.each([
		["170,000 short paragraphs", () => word(paragraph("a").repeat(170_000)), TOO_MUCH],
		["a paragraph of 250,000 pieces", () => word(`<w:p>${"<w:r><w:t>a</w:t></w:r>".repeat(250_000)}</w:p>`), TOO_MUCH],
		[
			"a tag of 200,000 attributes",
			() => word(`<w:p ${Array.from({ length: 200_000 }, (_, at) => `w:a${at}="1"`).join(" ")}/>`),
			TOO_MUCH,
		],
		[
			"500,000 styles",
			() =>
				word(paragraph("a"), {
					"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="s" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
					"word/styles.xml": `<w:styles xmlns:w="${MAIN}">${"<w:style/>".repeat(500_000)}</w:styles>`,
				}),
			TOO_MUCH,
		],
		["elements 100,000 deep", () => word("<w:p>".repeat(100_000) + "</w:p>".repeat(100_000)), /too deeply/],
		[
			"entities that name each other",
			() =>
				word(paragraph("a"), {
					"word/document.xml": `<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><w:document xmlns:w="${MAIN}"><w:body>${paragraph("&b;")}</w:body></w:document>`,
				}),
			/broken/,
		],
		["a hundred thousand brackets", () => word("<".repeat(100_000)), /no text/],
		[
			"a body that never ends",
			() => word("", { "word/document.xml": `<w:document xmlns:w="${MAIN}"><w:body>${paragraph("a")}<w:p><w:r>` }),
			/broken/,
		],
	])("with %s is refused with that reason", async (_, file, reason) => {
		expect((await outcome("a.docx", file())).said).toMatch(reason);
	});

	test("of thousands of paragraphs, in controls and tracked changes too, is read whole, and others have their turn", async () => {
		const body = [
			`<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>${Array.from({ length: 6_000 }, (_, at) => paragraph(`held ${at}`)).join("")}</w:sdtContent></w:sdt>`,
			`<w:ins>${paragraph("put in")}</w:ins>`,
			Array.from({ length: 6_000 }, (_, at) => paragraph(`free ${at}`)).join(""),
		].join("");
		const { said, turns } = await outcome("a.docx", word(body));
		expect([said.match(/held \d+/g)?.length, said.match(/free \d+/g)?.length, said.includes("put in")]).toEqual([
			6_000,
			6_000,
			true,
		]);
		expect(turns).toBeGreaterThan(3);
	});

	test("whose table has thousands of rows stays one table", async () => {
		const rows = Array.from({ length: 3_000 }, (_, at) => row(`Bag ${at}`, `${at}.90 EUR`)).join("");
		const { said } = await outcome(
			"a.docx",
			word(
				`${paragraph("Prices")}<w:tbl><w:tblPr/><w:tblGrid/>${row("Bag", "Price")}${rows}</w:tbl>${paragraph("Done.")}`,
			),
		);
		expect([
			said.match(/^\| Bag \d+ \|/gm)?.length,
			said.match(/---/g)?.length,
			said.match(/\| Bag \| Price \|/g)?.length,
		]).toEqual([3_000, 2, 1]);
		expect(said).toMatch(/Done\.$/);
	});
});

describe("a Word document that says the same without end", () => {
	const relation = (kind: string, target: string) =>
		`<Relationship Id="x" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
	const related = (relations: string) => ({
		"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${relations}</Relationships>`,
	});
	test.each<[string, () => Uint8Array]>([
		[
			"one inserted page, named 50,000 times",
			() =>
				word('<w:altChunk r:id="x"/>'.repeat(50_000), {
					...related(relation("aFChunk", "page.html")),
					"word/page.html": `<p>${"We lend umbrellas. ".repeat(20_000)}</p>`,
				}),
		],
		[
			"one head of its pages, named 2,000 times",
			() =>
				word(paragraph("We lend umbrellas."), {
					...related(relation("header", "header1.xml").repeat(2_000)),
					"word/header1.xml": `<w:hdr xmlns:w="${MAIN}">${paragraph("We lend umbrellas.").repeat(3_000)}</w:hdr>`,
				}),
		],
		[
			"50,000 paragraphs whose ends are hidden",
			() =>
				word(
					"<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>We lend umbrellas.</w:t></w:r></w:p>".repeat(50_000),
				),
		],
		[
			"fields that never end",
			() =>
				word(
					`<w:p>${'<w:fldChar w:fldCharType="begin"/>'.repeat(50_000)}</w:p>${paragraph("We lend umbrellas.").repeat(50_000)}`,
				),
		],
	])("%s is read in its time", async (_, file) => {
		const { said, turns } = await outcome("a.docx", file());
		expect(said).toMatch(/We lend umbrellas/);
		expect(turns).toBeGreaterThan(1);
	});
});

describe("a table in CSV", () => {
	test.each([
		["quotes", '"'],
		["separators", ",;\t|"],
		["quoted separators", '","'],
		["lines", "\n"],
	])("of nothing but %s is refused with that reason", async (_, mark) => {
		expect((await outcome("a.csv", encode(`question,answer\n${mark.repeat(2_000_000)}`))).said).toMatch(
			/more rows and columns/,
		);
	});

	test("of ten thousand questions is read, and others have their turn", async () => {
		const { said, turns } = await outcome(
			"a.csv",
			encode(
				`question,answer\n${Array.from({ length: 10_000 }, (_, at) => `Question ${at}?,Answer ${at}`).join("\n")}`,
			),
		);
		expect(said.match(/Answer \d+/g)).toHaveLength(10_000);
		expect(turns).toBeGreaterThan(3);
	});
});

describe("a text", () => {
	test("of a line for every other character is cut by length alone", () => {
		expect(split("Lines", "a\n".repeat(2_000_000)).length).toBeLessThan(200);
		expect(split("Headings", "# h\n".repeat(1_000_000)).length).toBeLessThan(200);
	});

	test("with a heading that is mostly spaces or marks is read", async () => {
		const { said } = await outcome(
			"a.md",
			encode(`Text.\n\n# Opening${" ".repeat(1_500)}hours ###\n\nTen to six.\n\n#${" ".repeat(500_000)}x`),
		);
		expect(said).toMatch(/Ten to six/);
	});

	test("that is longer than is read of one says so, and ends with a whole character", async () => {
		const { said } = await outcome("a.txt", encode("Öffnung ".repeat(600_000)));
		expect(said).toMatch(/length$/);
		expect(said).not.toContain("\ufffd");
	});
});

/** Files that take as much as a file can: for the tests of their bounds, and for `npm run bench:files`. */
import { deflateSync } from "node:zlib";
import { type PdfObject, pdfPages } from "./pdf.ts";
import { zip } from "./zip.ts";

export const packed = (text: string | Uint8Array): PdfObject => ({
	dict: "<< /Length LENGTH /Filter /FlateDecode >>",
	bytes: new Uint8Array(deflateSync(text)),
});
export const ofOnePage = (page: PdfObject, more: PdfObject[] = []) => pdfPages([page], { more });

export const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
export const encode = (text: string) => new TextEncoder().encode(text);
export const word = (body: string, more: Record<string, string> = {}) =>
	zip(
		new Map(
			Object.entries({
				"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`,
				"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
				"word/document.xml": `<w:document xmlns:w="${MAIN}"><w:body>${body}</w:body></w:document>`,
				...more,
			}).map(([name, text]) => [name, encode(text)]),
		),
	);
export const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`;
export const row = (...cells: string[]) =>
	`<w:tr>${cells.map((cell) => `<w:tc>${paragraph(cell)}</w:tc>`).join("")}</w:tr>`;

export const manyTexts = (): Uint8Array => ofOnePage(packed(`BT /F1 12 Tf ${"(a) Tj ".repeat(400_000)}ET`));

export const manyWords = (): Uint8Array =>
	ofOnePage(
		packed(
			`BT /F1 9 Tf ${Array.from({ length: 150_000 }, (_, at) => `1 0 0 1 ${(at * 37) % 600} ${(at * 7) % 780} Tm (w${at}) Tj `).join("")}ET`,
		),
	);

export const manySpaces = (): Uint8Array => ofOnePage(packed(new Uint8Array(120_000_000).fill(32)));

/** By the names they are uploaded under. */
export const worstFiles: Record<string, () => Uint8Array> = {
	"spaces.pdf": manySpaces,
	"texts.pdf": manyTexts,
	"words.pdf": manyWords,
	"pages.pdf": () =>
		pdfPages(
			Array.from({ length: 60 }, () => packed(`BT /F1 9 Tf ${"0 -9 Td (Some words of a page) Tj ".repeat(3_000)}ET`)),
		),
	"no-table.pdf": () => encode(`%PDF-1.7\n${"1 0 obj\n[1]\nendobj\n".repeat(900_000)}startxref\n0\n%%EOF`),
	"refused.docx": () => word(paragraph("a").repeat(170_000)),
	"long.docx": () => word(Array.from({ length: 100_000 }, (_, at) => paragraph(`Paragraph ${at}`)).join("")),
	"quotes.csv": () => encode(`question,answer\n${'","'.repeat(66_000)}`),
	"lines.txt": () => encode("a line\n".repeat(2_000_000)),
};

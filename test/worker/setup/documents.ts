/** Files as people upload them: a PDF that a browser printed, Word documents, and ones that are broken on purpose. */
/// <reference types="vite/client" />
import { zip } from "../../pure/setup/zip.ts";
import handbook from "../../fixtures/handbook.pdf?inline";
import wordTables from "../../fixtures/word-tables.docx?inline";

const bytesOf = (dataUrl: string): Uint8Array<ArrayBuffer> =>
	Uint8Array.from(atob(dataUrl.slice(dataUrl.indexOf(",") + 1)), (char) => char.charCodeAt(0));

export const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/** "Workshop handbook", two pages with three headings and a list, printed by Chromium. */
export const handbookPdf = (): Uint8Array<ArrayBuffer> => bytesOf(handbook);

/** Written by Word, packed by Word: a table. */
export const wordDocx = (): Uint8Array<ArrayBuffer> => bytesOf(wordTables);

/** A PDF whose text nobody gets at without its password (PDF 1.7, section 7.6): the keys in it are noise. */
export function encryptedPdf(): Uint8Array<ArrayBuffer> {
	const noise = "5f".repeat(32);
	const objects = [
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>",
		`<< /Filter /Standard /V 1 /R 2 /O <${noise}> /U <${noise}> /P -4 >>`,
	];
	return pdf(objects, "/Encrypt 4 0 R /ID [<0123456789abcdef0123456789abcdef> <0123456789abcdef0123456789abcdef>]");
}

/** A PDF whose page has a drawing and no letter. */
export const scannedPdf = (): Uint8Array<ArrayBuffer> =>
	pdf([
		"<< /Type /Catalog /Pages 2 0 R >>",
		"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>",
		"<< /Length 19 >>\nstream\n10 10 100 100 re f \nendstream",
	]);

function pdf(objects: string[], trailer = ""): Uint8Array<ArrayBuffer> {
	let text = "%PDF-1.7\n";
	const places = objects.map((object, index) => {
		const at = text.length;
		text += `${index + 1} 0 obj\n${object}\nendobj\n`;
		return at;
	});
	const start = text.length;
	text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`;
	for (const place of places) text += `${String(place).padStart(10, "0")} 00000 n \n`;
	text += `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF`;
	return encode(text);
}

const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument";

/** The parts of a Word document whose body is this XML. */
export const docxParts = (body: string): Map<string, Uint8Array> =>
	new Map(
		Object.entries({
			"[Content_Types].xml": `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${DOCUMENT}"/></Types>`,
			"_rels/.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="${RELATION}" Target="word/document.xml"/></Relationships>`,
			"word/styles.xml": `<w:styles xmlns:w="${MAIN}">${[1, 2].map((level) => `<w:style w:type="paragraph" w:styleId="Heading${level}"><w:name w:val="heading ${level}"/></w:style>`).join("")}</w:styles>`,
			"word/_rels/document.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>`,
			"word/document.xml": `<w:document xmlns:w="${MAIN}"><w:body>${body}</w:body></w:document>`,
		}).map(([name, text]) => [name, encode(text)]),
	);

const paragraph = (text: string, style: string): string =>
	`<w:p>${style === "" ? "" : `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;

/** A Word document of headings ("# …", "## …") and paragraphs. */
export const docx = (...lines: string[]): Uint8Array<ArrayBuffer> =>
	zip(
		docxParts(
			lines
				.map((line) => {
					const [, marks = "", text = line] = /^(#{1,2}) (.*)$/.exec(line) ?? [];
					return paragraph(text, marks === "" ? "" : `Heading${marks.length}`);
				})
				.join(""),
		),
	);

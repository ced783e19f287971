/** What an uploaded file goes through: tables, Markdown, Word. */
import { WordBody } from "../../../../src/knowledge/source/files/docx/body.ts";
import { WordLayout } from "../../../../src/knowledge/source/files/docx/layout.ts";
import { pageOfMail } from "../../../../src/knowledge/source/files/docx/mail-page.ts";
import { Numbering } from "../../../../src/knowledge/source/files/docx/numbering.ts";
import { openPackage } from "../../../../src/knowledge/source/files/docx/package.ts";
import { Styles } from "../../../../src/knowledge/source/files/docx/styles.ts";
import { walkXml } from "../../../../src/knowledge/source/files/docx/xml.ts";
import { Balance } from "../../../../src/knowledge/source/files/markdown/balance.ts";
import { plainLines } from "../../../../src/knowledge/source/files/markdown/dialects.ts";
import { frontMatterOf } from "../../../../src/knowledge/source/files/markdown/front-matter.ts";
import { withoutNotes } from "../../../../src/knowledge/source/files/markdown/notes.ts";
import { markdownPieces } from "../../../../src/knowledge/source/files/markdown/pieces.ts";
import { readMarkdown } from "../../../../src/knowledge/source/files/markdown/read.ts";
import { columnsOf } from "../../../../src/knowledge/source/files/table/columns.ts";
import { readCsv } from "../../../../src/knowledge/source/files/table/csv.ts";
import { rowsOf } from "../../../../src/knowledge/source/files/table/rows.ts";
import { saysUnpublished } from "../../../../src/knowledge/source/files/unpublished.ts";
import { decodeFile, headOf, unmarkedUtf16 } from "../../../../src/knowledge/source/html/charset.ts";
import { documentBlocks } from "../../../../src/knowledge/source/html/document.ts";
import { decodeHz } from "../../../../src/knowledge/source/html/encodings/hz.ts";
import { decodeDos } from "../../../../src/knowledge/source/html/encodings/dos.ts";
import { packed } from "../../setup/word.ts";
import { inside, listOf, runOf } from "../texts.ts";
import type { Listed } from "./listed.ts";

const bytes = (text: string) => Uint8Array.from(new TextEncoder().encode(text));
const single = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0));
const pause = async () => {};

/** A body's XML, laid out. */
async function laid(text: string) {
	const styles = new Styles();
	const layout = new WordLayout(styles, new Numbering());
	const body = new WordBody(layout, { styles, notes: new Map(), diagram: () => [], chunk: () => {} });
	const refused = await walkXml(`<w:body>${text}</w:body>`, body, pause);
	layout.settle();
	return [refused, layout.blocks.found];
}

const word = {
	paragraphs: runOf("<w:p><w:r><w:t>a</w:t></w:r></w:p>"),
	runs: runOf("<w:r><w:t>a</w:t></w:r>"),
	"open elements": runOf("<w:sdt><w:sdtContent>"),
	"hidden ends": runOf("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r></w:p>"),
	"open fields": runOf('<w:fldChar w:fldCharType="begin"/>'),
	boxes: runOf("<w:p><w:r><w:txbxContent><w:p/></w:txbxContent></w:r></w:p>"),
	tables: runOf("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"),
	formulas: runOf("<w:p><m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num></m:f></m:oMath></w:p>"),
	attributes: runOf(' w:a="b"'),
};

const markdown = {
	notes: runOf("<!-- a --> %%b%% {# c #} "),
	openings: runOf("<!-- {% {{ {/* {# %% {>> {:: "),
	backticks: runOf("` `` ``` "),
	remarks: runOf("[//]: # (a\n"),
	fences: runOf("```\na\n"),
	imports: runOf("import a\n"),
	"call-outs": runOf("!!! note\n    a\n"),
	"open blocks": runOf("::: note\n"),
	"hidden blocks": runOf("::: hidden\na\n"),
	terms: runOf("a\n: b\n"),
	brackets: runOf("[[^^[[{ =="),
};

export const files: Listed = {
	"knowledge/source/files/docx/mail-page.ts": {
		pageOfMail: {
			reads: (text) => [
				pageOfMail(text),
				pageOfMail(
					`boundary=a\n\n--a\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n${text}`,
				),
			],
			texts: { bytes: runOf("=C3=A9"), lines: runOf("a=\n"), parts: runOf("--a\n") },
		},
	},
	"knowledge/source/files/docx/package.ts": {
		openPackage: (text) =>
			openPackage(packed({ "[Content_Types].xml": text, "_rels/.rels": text, "word/document.xml": text })),
	},
	"knowledge/source/files/docx/xml.ts": { walkXml: { reads: laid, texts: word } },
	"knowledge/source/files/markdown/balance.ts": { Balance: (text) => new Balance().add(text) },
	"knowledge/source/files/markdown/dialects.ts": {
		plainLines: { reads: (text) => plainLines(text.split("\n")), texts: markdown },
	},
	"knowledge/source/files/markdown/front-matter.ts": {
		frontMatterOf: (text) => [
			frontMatterOf(text),
			frontMatterOf(`---\n${text}`),
			frontMatterOf(`---\ntitle: ${text}\n---\n`),
		],
	},
	"knowledge/source/files/markdown/notes.ts": { withoutNotes: { reads: withoutNotes, texts: markdown } },
	"knowledge/source/files/markdown/pieces.ts": { markdownPieces: (text) => [...markdownPieces(text.split("\n"))] },
	"knowledge/source/files/markdown/read.ts": {
		readMarkdown: { reads: (text) => readMarkdown(text, 1_000_000), texts: markdown },
	},
	"knowledge/source/files/table/columns.ts": {
		columnsOf: (text) => columnsOf([text.split(/[,;]/), text.split(" "), [text]]),
	},
	"knowledge/source/files/table/csv.ts": {
		readCsv: {
			reads: readCsv,
			texts: {
				rows: listOf((at) => `Which bag ${at}?,This one.\n`),
				quotes: runOf('","'),
				columns: runOf("question,"),
				"one cell": (length) => `question,answer\n"${"a\n".repeat(length / 2)}`,
			},
		},
	},
	"knowledge/source/files/table/rows.ts": {
		rowsOf: { reads: (text) => rowsOf(text, 1_000), texts: { quotes: runOf('"a?,b\n'), separators: runOf("sep=;\n") } },
	},
	"knowledge/source/files/unpublished.ts": {
		saysUnpublished: (text) => [saysUnpublished(text, "draft"), saysUnpublished("status", text)],
	},
	"knowledge/source/html/charset.ts": {
		decodeFile: (text) => [decodeFile(bytes(text)), decodeFile(single(text))],
		headOf: (text) => headOf(bytes(text), text.length / 2),
		unmarkedUtf16: (text) => unmarkedUtf16(single(text)),
	},
	"knowledge/source/html/document.ts": { documentBlocks: (text) => documentBlocks(text, 1_000_000) },
	"knowledge/source/html/encodings/dos.ts": { decodeDos: (text) => decodeDos(single(text), "ibm850") },
	"knowledge/source/html/encodings/hz.ts": {
		decodeHz: {
			reads: (text) => decodeHz(bytes(text)),
			texts: { brackets: runOf("~{~}"), tildes: runOf("~~"), hanzi: inside("~{", runOf("0!"), "~}") },
		},
	},
};

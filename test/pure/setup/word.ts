/** Word documents for the tests: a body's XML with the parts around it, under the names and with the relations that a test wants. */
import { zip } from "./zip.ts";

const MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE = "http://schemas.openxmlformats.org/package/2006";
const CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml";

export const NAMESPACES = [
	`xmlns:w="${MAIN}"`,
	`xmlns:r="${RELATION}"`,
	'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"',
	'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"',
	'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"',
	'xmlns:v="urn:schemas-microsoft-com:vml"',
	'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"',
	'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"',
	'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram"',
].join(" ");

export const encode = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(new TextEncoder().encode(text));

/** A run of text, with its properties as XML. */
export const run = (text: string, properties = ""): string =>
	`<w:r>${properties === "" ? "" : `<w:rPr>${properties}</w:rPr>`}<w:t xml:space="preserve">${text}</w:t></w:r>`;

/** A paragraph of runs, with its properties as XML. */
export const para = (runs: string, properties = ""): string =>
	`<w:p>${properties === "" ? "" : `<w:pPr>${properties}</w:pPr>`}${runs}</w:p>`;

export type WordFile = {
	/** The main part's name. */
	main?: string;
	/** Parts by the kind of their relation ("styles", "numbering"), without their outer element. */
	parts?: Record<string, string>;
	/** Further files as they are, by their names. */
	files?: Record<string, string>;
	/** Relations of the main part: [id, kind, target]. */
	relations?: [id: string, kind: string, target: string][];
};

const roots: Record<string, string> = {
	footnotes: "footnotes",
	comments: "comments",
	header: "hdr",
	diagramData: "document",
};

/** The files of a document's package, by their names. */
export function wordFiles(
	body: string,
	{ main = "word/document.xml", parts = {}, files = {}, relations = [] }: WordFile = {},
): Record<string, string> {
	const folder = main.slice(0, main.lastIndexOf("/") + 1);
	const name = main.slice(folder.length);
	const of = Object.keys(parts).map((kind) => [kind, kind, `${kind}.xml`] as const);
	return {
		"[Content_Types].xml": `<Types xmlns="${PACKAGE}/content-types"><Override PartName="/${main}" ContentType="${CONTENT}"/></Types>`,
		"_rels/.rels": `<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATION}/officeDocument" Target="${main}"/></Relationships>`,
		[main]: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document ${NAMESPACES}><w:body>${body}<w:sectPr/></w:body></w:document>`,
		[`${folder}_rels/${name}.rels`]: `<Relationships xmlns="${PACKAGE}/relationships">${[...of, ...relations].map(([id, kind, target]) => `<Relationship Id="${id}" Type="${RELATION}/${kind}" Target="${target}"/>`).join("")}</Relationships>`,
		...Object.fromEntries(
			Object.entries(parts).map(([kind, xml]) => {
				const root = roots[kind] ?? kind;
				return [`${folder}${kind}.xml`, `<w:${root} ${NAMESPACES}>${xml}</w:${root}>`];
			}),
		),
		...files,
	};
}

export const packed = (files: Record<string, string>): Uint8Array<ArrayBuffer> =>
	zip(new Map(Object.entries(files).map(([name, text]) => [name, encode(text)])));

export const wordFile = (body: string, file: WordFile = {}): Uint8Array<ArrayBuffer> => packed(wordFiles(body, file));

/** A style's XML. */
export const style = (id: string, name: string, properties = "", type = "paragraph"): string =>
	`<w:style w:type="${type}" w:styleId="${id}"><w:name w:val="${name}"/>${properties}</w:style>`;

/** A definition of numbers: [format, text] by level, under its own id. */
export const numbers = (id: number, levels: [format: string, text: string][]): string =>
	`<w:abstractNum w:abstractNumId="${id}">${levels.map(([format, text], level) => `<w:lvl w:ilvl="${level}"><w:start w:val="1"/><w:numFmt w:val="${format}"/><w:lvlText w:val="${text}"/></w:lvl>`).join("")}</w:abstractNum>`;
export const number = (id: number, definition: number, more = ""): string =>
	`<w:num w:numId="${id}"><w:abstractNumId w:val="${definition}"/>${more}</w:num>`;
export const numbered = (id: number, level = 0): string =>
	`<w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr>`;

/** A table's row, with a cell's properties before a "|": `<w:gridSpan w:val="2"/>|Text`. */
export const cells = (...texts: string[]): string =>
	`<w:tr>${texts
		.map((text) => {
			const at = text.startsWith("<w:") ? text.indexOf("|") : -1;
			return `<w:tc>${at < 0 ? "" : `<w:tcPr>${text.slice(0, at)}</w:tcPr>`}${para(run(text.slice(at + 1)))}</w:tc>`;
		})
		.join("")}</w:tr>`;

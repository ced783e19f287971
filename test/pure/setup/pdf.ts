/** PDFs made for tests, from pages of text that is put where the test says. */

/** An object's dictionary, or a stream's with its bytes; `LENGTH` in it is theirs. */
export type PdfObject = string | { dict: string; bytes: Uint8Array };

const latin = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

/** A file of these objects, numbered from 1; the first is the catalogue. */
export function pdfFile(objects: PdfObject[], trailer = ""): Uint8Array<ArrayBuffer> {
	const parts: Uint8Array[] = [];
	let size = 0;
	const add = (part: Uint8Array | string) => {
		const bytes = typeof part === "string" ? latin(part) : part;
		parts.push(bytes);
		size += bytes.length;
	};
	add("%PDF-1.7\n");
	const places = objects.map((object, index) => {
		const at = size;
		add(`${index + 1} 0 obj\n`);
		if (typeof object === "string") add(object);
		else {
			add(`${object.dict.replace("LENGTH", String(object.bytes.length))}\nstream\n`);
			add(object.bytes);
			add("\nendstream");
		}
		add("\nendobj\n");
		return at;
	});
	const start = size;
	add(`xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`);
	for (const place of places) add(`${String(place).padStart(10, "0")} 00000 n \n`);
	add(`trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${start}\n%%EOF`);
	const file = new Uint8Array(size);
	let at = 0;
	for (const part of parts) {
		file.set(part, at);
		at += part.length;
	}
	return file;
}

export const contents = (text: string, dict = ""): PdfObject => ({
	dict: `<< /Length LENGTH ${dict} >>`,
	bytes: latin(text),
});

export const HELVETICA = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>";

/** A4 pages, each of one stream; /F1 is `font`, /Im1 a picture, /Fm1 whatever object is first among `more`. */
export function pdfPages(pages: PdfObject[], { font = HELVETICA, more = [] as PdfObject[], trailer = "" } = {}) {
	const first = 3 + pages.length * 2;
	const resources = `<< /Font << /F1 ${first} 0 R >> /XObject << /Im1 ${first + 1} 0 R /Fm1 ${first + 2} 0 R >> >>`;
	const picture = contents(
		"\0\0\0",
		"/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceRGB /BitsPerComponent 8",
	);
	const kids = pages.map((_, nth) => `${3 + nth * 2} 0 R`).join(" ");
	return pdfFile(
		[
			"<< /Type /Catalog /Pages 2 0 R >>",
			`<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
			...pages.flatMap((page, nth): PdfObject[] => [
				`<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources ${resources} /Contents ${4 + nth * 2} 0 R >>`,
				page,
			]),
			font,
			picture,
			...more,
		],
		trailer,
	);
}

export const PICTURE = contents("q 500 0 0 700 50 50 cm /Im1 Do Q");

/** Text at a place, in points from the page's left foot. */
export type Placed = [text: string, x: number, y: number, size?: number];

const escaped = (text: string): string => text.replace(/[\\()]/g, "\\$&");

export const drawn = (lines: Placed[], before = ""): PdfObject =>
	contents(
		`${before}${lines.map(([text, x, y, size = 10]) => `BT /F1 ${size} Tf 1 0 0 1 ${x} ${y} Tm (${escaped(text)}) Tj ET`).join("\n")}`,
	);

/** Lines from the head of a page down. */
export const listed = (lines: string[], { x = 60, top = 780, lead = 14, size = 10 } = {}): Placed[] =>
	lines.map((text, nth) => [text, x, top - nth * lead, size]);

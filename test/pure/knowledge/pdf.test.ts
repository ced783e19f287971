/** PDFs in the manner of real ones, each with what its article must say and must not, and with what it says was left out. */
import { readFile } from "node:fs/promises";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { cmapsFrom } from "../../../src/knowledge/source/pdf/cmaps.ts";
import { readPdf } from "../../../src/knowledge/source/pdf/read.ts";
import { contents, drawn, listed, pdfPages, PICTURE, type PdfObject } from "../setup/pdf.ts";
import { bytesOfDataUrl, printed } from "../setup/printed-pdf.ts";

// The reader's code is large, and a busy machine takes long to load it.
vi.setConfig({ testTimeout: 60_000 });
beforeAll(() => import("unpdf/pdfjs"), 60_000);

const cmaps = cmapsFrom({
	fetch: async (url) => {
		const file = await readFile(`dist/public${url.pathname}`).catch(() => null);
		return new Response(file ? new Uint8Array(file) : null, { status: file ? 200 : 404 });
	},
});

async function read(bytes: Uint8Array) {
	const found = await readPdf(bytes, 4_000_000, cmaps);
	if (!found.ok) throw new Error(found.reason);
	const omitted = (found.omitted ?? []).map(({ kind, count, of, detail }) => detail ?? `${kind} ${count}/${of}`);
	return { title: found.title, text: found.markdown, omitted };
}

async function refusal(bytes: Uint8Array): Promise<string> {
	const found = await readPdf(bytes, 4_000_000, cmaps);
	return found.ok ? `read: ${found.markdown.slice(0, 80)}` : found.reason;
}

const pages = (...texts: string[][]): Uint8Array => pdfPages(texts.map((lines) => drawn(listed(lines))));

describe("a price list", () => {
	test("keeps every price, whatever its pages begin and end with", async () => {
		const zones = (from: number) => [
			`Zone ${from}: ${from + 3}.90 EUR`,
			`Zone ${from + 1}: ${from + 8}.90 EUR`,
			"A parcel goes by post and has a number.",
			`Zone ${from + 2}: ${from + 13}.90 EUR`,
			`Zone ${from + 3}: ${from + 20}.90 EUR`,
		];
		const { text } = await read(pages(zones(1), zones(5)));
		for (const line of [...zones(1), ...zones(5)]) expect(text).toContain(line);
	});

	test.each([
		["sizes", (n: number) => `Size ${n}: ${n * 2} cm`],
		["opening hours", (n: number) => `${n}:00 to ${n + 8}:00`],
		["part numbers", (n: number) => `Part 44-${n}`],
		["dates", (n: number) => `${n} May 2026`],
		["one price again and again", () => "4.90 EUR"],
	])("of %s keeps each line of three pages", async (_, line) => {
		const list = [1, 2, 3].map((page) => [1, 2, 3, 4].map((nth) => line(page * 4 + nth)));
		const { text, omitted } = await read(pages(...list));
		const said = text.split("\n").filter((each) => each !== "");
		expect([said.length, omitted]).toEqual([12, []]);
		for (const each of list.flat()) expect(said).toContain(each);
	});

	test("that a browser printed over two pages keeps each line on a line of its own", async () => {
		const { title, text } = await read(bytesOfDataUrl(printed.zones));
		expect(title).toBe("Parcel zones");
		for (let zone = 1; zone <= 75; zone++)
			expect(text).toMatch(new RegExp(`^Zone ${zone}: ${zone + 4}\\.90 EUR$`, "m"));
	});

	test("with heads, feet and the table's heads on each page has them once or not at all, and says so", async () => {
		const { title, text, omitted } = await read(bytesOfDataUrl(printed.prices));
		expect(title).toBe("Price list 2026");
		expect(text).toContain("All prices include tax.");
		expect(text.match(/\| Number \| Bag \| Colour \| Price \|/g)).toHaveLength(1);
		for (let bag = 0; bag < 84; bag++)
			expect(text).toMatch(new RegExp(`^\\| FB-${100 + bag} \\|.*\\| ${19 + bag * 3}\\.90 EUR \\|$`, "m"));
		expect(text).not.toMatch(/Page \d|for customers/);
		expect(omitted).toEqual(["Fjord Bags · for customers"]);
	});
});

describe("what runs from page to page", () => {
	const page = (nth: number, foot: (nth: number) => string) =>
		drawn([
			["Fjord Bags, internal", 60, 810],
			...listed([`Sentence ${["one", "two", "three", "four"][nth]} goes on`], { top: 700 }),
			[foot(nth), 280, 30],
		]);

	test.each([
		["a number", (nth: number) => `${nth + 1} / 4`],
		["a number and a word", (nth: number) => `Seite ${nth + 1} von 4`],
		["a number from the middle of a book", (nth: number) => `- ${nth + 117} -`],
		["a title with its number", (nth: number) => `Handbook 2026 · ${nth + 1}`],
	])("is left out: %s", async (_, foot) => {
		const { text } = await read(pdfPages([0, 1, 2, 3].map((nth) => page(nth, foot))));
		expect(text.replace(/\s+/g, " ")).toBe(
			"Sentence one goes on Sentence two goes on Sentence three goes on Sentence four goes on",
		);
	});

	test("is told from headings that count on", async () => {
		const chapter = (nth: number): PdfObject =>
			drawn([
				[`Chapter ${nth}`, 60, 780, 18],
				...listed(["Text of this chapter that is long enough to be one."], { top: 740 }),
			]);
		const { text, title } = await read(pdfPages([1, 2, 3].map(chapter)));
		for (const nth of [1, 2, 3]) expect(`${title} ${text}`).toContain(`Chapter ${nth}`);
	});
});

describe("columns", () => {
	const left = [
		"The workshop repairs every bag",
		"that was bought from us, and it",
		"does so for as long as there",
		"is thread and wax to do it",
		"with, which is for ever.",
	];
	const right = [
		"Parcels leave the house on each",
		"working day before noon, and",
		"they arrive within three days",
		"in all of Norway, or a day later",
		"in the far north of it.",
	];

	test("that are drawn line by line are read one after the other", async () => {
		const lines = left.flatMap((text, nth) => [
			[text, 60, 700 - nth * 14] as const,
			[right[nth] ?? "", 320, 700 - nth * 14] as const,
		]);
		const { text } = await read(
			pdfPages([drawn([["About us", 60, 760, 20], ...lines.map(([t, x, y]): [string, number, number] => [t, x, y])])]),
		);
		const flat = text.replace(/\s+/g, " ");
		expect(flat).toContain("every bag that was bought from us, and it does so for as long as there is thread");
		expect(flat).toContain("each working day before noon, and they arrive within three days in all of Norway");
		expect(flat.indexOf("for ever.")).toBeLessThan(flat.indexOf("Parcels leave"));
	});

	test("whose lines stand at other heights, too", async () => {
		const lines = [...listed(left, { top: 700 }), ...listed(right, { x: 320, top: 693, lead: 15 })];
		const flat = (await read(pdfPages([drawn(lines)]))).text.replace(/\s+/g, " ");
		expect(flat).toContain("as long as there is thread and wax to do it with, which is for ever.");
		expect(flat).toContain("or a day later in the far north of it.");
	});

	test("of a newsletter keep their headings and their order", async () => {
		const { title, text } = await read(bytesOfDataUrl(printed.newsletter));
		expect(title).toBe("Fjord letter");
		expect(text.match(/^## .*$/gm)).toEqual(["## Repairs", "## Moving house"]);
		expect(text).toMatch(/## Moving house\n\nThe workshop moves to Harbour Street 12 in October\.$/);
		expect(text.match(/Zips take nine working days and straps take four\./g)?.length).toBeGreaterThan(3);
	});
});

describe("a table", () => {
	test("keeps its rows, its empty cells and cells of several lines", async () => {
		const { text } = await read(bytesOfDataUrl(printed.delivery));
		for (const row of [
			"| Country | Days | Price | Remarks |",
			"| Norway | 3 | 9 EUR | |",
			"| Sweden | | 12 EUR | |",
			"| United States of America | 8 | 29 EUR | Customs are paid by whoever receives the parcel |",
			"| Iceland | 6 | | on request |",
		])
			expect(text.split("\n")).toContain(row);
		expect(text).toMatch(/Whoever orders for more than a hundred euros pays nothing for the way\.$/);
	});

	test("without lines, with figures set to the right, is one as well", async () => {
		const rows: [string, number, number][] = [
			["Bag", 60, 700],
			["Litres", 200, 700],
			["Price", 300, 700],
			["Satchel", 60, 686],
			["14", 219, 686],
			["89.00", 300, 686],
			["Rucksack", 60, 672],
			["9", 225, 672],
			["120.00", 294, 672],
			["Purse", 60, 658],
			["35.00", 300, 658],
		];
		const { text } = await read(pdfPages([drawn(rows)]));
		expect(text.split("\n").slice(0, 5)).toEqual([
			"| Bag | Litres | Price |",
			"| --- | --- | --- |",
			"| Satchel | 14 | 89.00 |",
			"| Rucksack | 9 | 120.00 |",
			"| Purse | | 35.00 |",
		]);
	});
});

describe("raised figures", () => {
	test("are kept apart from the number before them", async () => {
		const { text } = await read(
			pdfPages([
				drawn([
					["A strap costs 49", 60, 700],
					["90", 136.5, 704, 6],
					["euros.", 150, 700],
				]),
			]),
		);
		expect(text).toBe("A strap costs 49 90 euros.");
	});
});

describe("text from right to left", () => {
	test("is read in its order, with numbers, brackets, other scripts and tables", async () => {
		const { title, text } = await read(bytesOfDataUrl(printed.hebrew));
		expect(title).toBe("תיקון תיקים");
		expect(text).toContain(
			"כתבו לסדנה או בואו ביום שלישי בין 9:00 ל-17:00. תיקון רוכסן עולה 25 אירו ונמשך תשעה ימי עבודה.",
		);
		expect(text).toContain("אחריות של Fjord Bags ניתנת לשנתיים (24 חודשים) מיום הקנייה.");
		expect(text).toMatch(/^\| מדינה \| ימים \| מחיר \|$/m);
		expect(text).toMatch(/^\| נורווגיה \| \|/m);
	});

	test("on a page that is turned is read all the same, in letters that people type", async () => {
		const { title, text } = await read(bytesOfDataUrl(printed.turnedArabic));
		expect(title).toBe("إصلاح الحقائب");
		expect(text).toContain("اكتب إلى الورشة أو تعال يوم الثلاثاء بين الساعة 9 و 17. يستغرق إصلاح السحاب تسعة أيام عمل");
	});
});

describe("turned text", () => {
	test.each([
		["a quarter to the left", "0 1 -1 0", (nth: number) => [100 + nth * 14, 60]],
		["a quarter to the right", "0 -1 1 0", (nth: number) => [500 - nth * 14, 780]],
		["upside down", "-1 0 0 -1", (nth: number) => [540, 100 + nth * 14]],
	])("%s is read as lines", async (_, matrix, at) => {
		const lines = [
			"The workshop of Fjord Bags in the harbour is open from Tuesday to",
			"Friday, between nine and five.",
		];
		const page = contents(
			lines.map((text, nth) => `BT /F1 10 Tf ${matrix} ${at(nth).join(" ")} Tm (${text}) Tj ET`).join("\n"),
		);
		expect((await read(pdfPages([page]))).text).toBe(lines.join(" "));
	});
});

describe("pages that are pictures", () => {
	test("between pages with text are counted", async () => {
		const said = drawn(listed(["Contents of this manual, which was scanned but for this page."]));
		const { text, omitted } = await read(pdfPages([said, PICTURE, PICTURE, said, PICTURE, PICTURE]));
		expect([text.match(/Contents/g)?.length, omitted]).toEqual([2, ["pictures 4/6"]]);
	});

	test("alone are a scan, and empty pages aren't called pictures", async () => {
		expect(await refusal(pdfPages([PICTURE, PICTURE]))).toMatch(/no text in it.*pictures/);
		const said = drawn(listed(["Words."]));
		expect((await read(pdfPages([said, contents("")]))).omitted).toEqual(["blank 1/2"]);
	});
});

describe("Chinese, Japanese and Korean without tables of their own", () => {
	const font = (name: string, encoding: string, ordering: string) => [
		`<< /Type /Font /Subtype /Type0 /BaseFont /${name} /Encoding /${encoding} /DescendantFonts [FIRST 0 R] >>`,
		`<< /Type /Font /Subtype /CIDFontType0 /BaseFont /${name} /CIDSystemInfo << /Registry (Adobe) /Ordering (${ordering}) /Supplement 2 >> /DW 1000 /FontDescriptor << /Type /FontDescriptor /FontName /${name} /Flags 4 /FontBBox [0 -200 1000 900] /ItalicAngle 0 /Ascent 800 /Descent -200 /StemV 80 >> >>`,
	];
	const page = (hex: string) => contents(`BT /F1 12 Tf 1 0 0 1 60 700 Tm <${hex}> Tj ET`);
	const ucs2 = (text: string) => [...text].map((char) => char.charCodeAt(0).toString(16).padStart(4, "0")).join("");

	test.each([
		["UniJIS-UCS2-H", "Japan1", ucs2("修理は九日かかります"), "修理は九日かかります"],
		["90ms-RKSJ-H", "Japan1", "8f43979d82cd8be393fa", "修理は九日"],
		["UniGB-UCS2-H", "GB1", ucs2("维修需要九天"), "维修需要九天"],
		["GBK-EUC-H", "GB1", "cedec0ed", "尬理"],
		["UniKS-UCS2-H", "Korea1", ucs2("수리는 아홉 날"), "수리는 아홉 날"],
		["UniCNS-UCS2-H", "CNS1", ucs2("維修需要九天"), "維修需要九天"],
	])("in %s are read", async (encoding, ordering, hex, said) => {
		const [type0 = "", descendant = ""] = font("Mincho", encoding, ordering);
		const file = pdfPages([page(hex)], { font: type0.replace("FIRST", "7"), more: [descendant] });
		if (encoding !== "GBK-EUC-H") expect((await read(file)).text).toBe(said);
		else expect((await read(file)).text).toMatch(/^\p{Script=Han}{2}$/u);
	});

	test("set from top to bottom are read by column, from the right", async () => {
		const [type0 = "", descendant = ""] = font("Mincho", "UniJIS-UCS2-V", "Japan1");
		const column = (text: string, x: number) => `BT /F1 12 Tf 1 0 0 1 ${x} 700 Tm <${ucs2(text)}> Tj ET`;
		const file = pdfPages(
			[contents(`${column("修理は九日かかりますので、", 500)} ${column("早めにお送りください。", 480)}`)],
			{
				font: type0.replace("FIRST", "7"),
				more: [descendant],
			},
		);
		expect((await read(file)).text.replace("\n", "")).toBe("修理は九日かかりますので、早めにお送りください。");
	});

	test("in an encoding that nobody knows are said to be unreadable, and no scan", async () => {
		const [type0 = "", descendant = ""] = font("Mincho", "Ours-H", "Japan1");
		const file = pdfPages([page("4e00")], { font: type0.replace("FIRST", "7"), more: [descendant] });
		expect(await refusal(file)).toMatch(/letters can't be told/);
	});
});

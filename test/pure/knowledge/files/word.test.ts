/** What Word keeps in and around a document's text: each is read as its readers see it, or told. */
import { describe, expect, test } from "vitest";
import { readFile } from "../../../../src/knowledge/source/files/read.ts";
import {
	cells,
	number,
	numbered,
	numbers,
	packed,
	para,
	run,
	style,
	type WordFile,
	wordFile,
	wordFiles,
} from "../../setup/word.ts";
import { zip } from "../../setup/zip.ts";

async function readBytes(bytes: Uint8Array) {
	const read = await readFile("a.docx", bytes);
	if (!read.ok) return { title: "", text: read.reason, omitted: [] };
	const [part] = read.parts;
	return {
		title: part?.kind === "article" ? part.title : "",
		text: part?.kind === "article" ? part.text : "",
		omitted: (read.omitted ?? []).map(({ kind, detail }) => `${kind} ${detail ?? ""}`.trim()),
	};
}
const read = (body: string, file?: WordFile) => readBytes(wordFile(body, file));
const textOf = async (body: string, file?: WordFile) => (await read(body, file)).text;

const raised = '<w:vertAlign w:val="superscript"/>';
const lowered = '<w:vertAlign w:val="subscript"/>';

describe("raised and lowered figures", () => {
	test.each<[string, string, string]>([
		["cents", run("costs 49") + run("90", raised) + run(" euros"), "costs 49.90 euros"],
		["a footnote's mark", run("within 14") + run("1", raised) + run(" days"), "within 14 [1] days"],
		["an exponent", run("10") + run("3", raised), "10^3"],
		["an exponent in two runs", run("10") + run("1", raised) + run("2", raised), "10^12"],
		["an area", run("20 m") + run("2", raised), "20 m²"],
		["an ordinal", run("the 1") + run("st", raised) + run(" of May"), "the 1st of May"],
		["an index", run("H") + run("2", lowered) + run("O"), "H2O"],
		["an index of a number", run("x1") + run("0", lowered), "x1_0"],
		["by its position", run("within 14") + run("2", '<w:position w:val="10"/>') + run(" days"), "within 14 [2] days"],
		["not by a hair", run("1") + run("2", '<w:position w:val="1"/>'), "12"],
		["by a style", run("within 3") + run("1", '<w:rStyle w:val="Mark"/>') + run(" days"), "within 3 [1] days"],
		["not, against its style", run("3") + run("1", '<w:rStyle w:val="Mark"/><w:vertAlign w:val="baseline"/>'), "31"],
	])("%s", async (_, runs, text) => {
		const styles = style("Mark", "Mark", `<w:rPr>${raised}</w:rPr>`, "character");
		expect(await textOf(para(runs), { parts: { styles } })).toBe(text);
	});
});

describe("text that is struck out", () => {
	test.each<[string, string]>([
		["a line", "<w:strike/>"],
		["two lines", "<w:dstrike/>"],
		["a line, by a value", '<w:strike w:val="true"/>'],
		["a line, by its style", '<w:rStyle w:val="Old"/>'],
	])("by %s is left out, and told", async (_, properties) => {
		const styles = style("Old", "Old", "<w:rPr><w:strike/></w:rPr>", "character");
		const found = await read(para(run("costs ") + run("30", properties) + run(" 20 euros")), { parts: { styles } });
		expect([found.text, found.omitted]).toEqual(["costs 20 euros", ["struck 30"]]);
	});

	test("no more is read", async () => {
		for (const off of ["0", "false", "off"])
			expect(await textOf(para(run("costs 20", `<w:strike w:val="${off}"/>`)))).toBe("costs 20");
	});
});

describe("hidden text", () => {
	const styles = [
		style("Hidden", "Hidden", "<w:rPr><w:vanish/></w:rPr>"),
		style("Based", "Based", '<w:basedOn w:val="Hidden"/>'),
		style("HiddenRun", "HiddenRun", "<w:rPr><w:vanish/></w:rPr>", "character"),
	].join("");
	test.each<[string, string]>([
		["of a run", para(run("Shown. ") + run("Secret", "<w:vanish/>"))],
		["of a run's style", para(run("Shown. ") + run("Secret", '<w:rStyle w:val="HiddenRun"/>'))],
		["of a paragraph's style", para(run("Shown.")) + para(run("Secret"), '<w:pStyle w:val="Hidden"/>')],
		["of what the style is based on", para(run("Shown.")) + para(run("Secret"), '<w:pStyle w:val="Based"/>')],
		[
			"in a table's row",
			`<w:tbl>${cells("Shown.")}<w:tr><w:trPr><w:hidden/></w:trPr>${cells("Secret").slice(6)}</w:tbl>`,
		],
		[
			"in a text box",
			para(
				run("Shown.") +
					`<w:r><w:drawing><w:txbxContent>${para(run("Secret", "<w:vanish/>"))}</w:txbxContent></w:drawing></w:r>`,
			),
		],
		["in a footnote that nothing refers to", para(run("Shown."))],
	])("%s isn't read", async (_, body) => {
		const footnotes = `<w:footnote w:id="7">${para(run("Secret"))}</w:footnote>`;
		expect(await textOf(body, { parts: { styles, footnotes } })).toBe("Shown.");
	});

	test("is told", async () => {
		const { omitted } = await read(para(run("Shown.") + run(" Margin 40 %.", "<w:vanish/>")));
		expect(omitted).toEqual(["hidden_text Margin 40 %."]);
		expect(await textOf(para(run("Secret", "<w:vanish/>")))).toMatch(/^All of its text is hidden/);
	});

	test("that a run shows again is read", async () => {
		const shown = '<w:vanish w:val="0"/>';
		const body = para(run("Secret") + run("Shown.", shown), '<w:pStyle w:val="Hidden"/>');
		expect(await textOf(body, { parts: { styles } })).toBe("Shown.");
		// Two styles that hide turn each other around.
		const twice = para(run("Shown too.", '<w:rStyle w:val="HiddenRun"/>'), '<w:pStyle w:val="Hidden"/>');
		expect(await textOf(twice, { parts: { styles } })).toBe("Shown too.");
	});

	test("of a paragraph's end alone joins it with the next", async () => {
		const mark = "<w:rPr><w:vanish/><w:specVanish/></w:rPr>";
		expect(await textOf(para(run("Fees."), mark) + para(run("None.")))).toBe("Fees. None.");
		expect(await textOf(para(run("Last."), mark))).toBe("Last.");
	});
});

describe("numbers", () => {
	const heading = (level: number) => style(`H${level}`, `heading ${level}`, `<w:pPr>${numbered(1, level - 1)}</w:pPr>`);
	const as = (level: number) => `<w:pStyle w:val="H${level}"/>`;
	const parts = (definition: string, more = "") => ({
		parts: { styles: [1, 2, 3].map(heading).join(""), numbering: definition + number(1, 0) + more },
	});

	test("of headings are counted by their levels", async () => {
		const definition = numbers(0, [
			["decimal", "%1"],
			["decimal", "%1.%2"],
			["upperRoman", "%1.%2.%3"],
		]);
		const body = [1, 2, 2, 3, 1, 2].map((level, at) => para(run(`T${at}`), as(level))).join("");
		expect((await textOf(body, parts(definition))).match(/^#.*/gm)).toEqual([
			"# 1 T0",
			"## 1.1 T1",
			"## 1.2 T2",
			"### 1.2.I T3",
			"# 2 T4",
			"## 2.1 T5",
		]);
	});

	test("have the words around them, and other letters", async () => {
		const definition = numbers(0, [
			["upperLetter", "Annex %1:"],
			["ordinal", "%2 part"],
		]);
		const body = para(run("Fees"), as(1)) + para(run("Small"), as(2)) + para(run("Rules"), as(1));
		expect(await textOf(body, parts(definition))).toBe("# Annex A: Fees\n\n## 1st part Small\n\n# Annex B: Rules");
	});

	test("of lists go on, begin anew and end as Word's do", async () => {
		const definition = numbers(0, [
			["decimal", "%1."],
			["lowerLetter", "%2)"],
		]);
		const again = number(2, 0, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>');
		const item = (text: string, id: number, level = 0) => para(run(text), numbered(id, level));
		const body = [item("a", 1), item("b", 1), para(run("Between.")), item("c", 1), item("d", 2), item("none", 0)].join(
			"",
		);
		expect(await textOf(body, parts(definition, again))).toBe("1. a\n2. b\n\nBetween.\n\n3. c\n1. d\n\nnone");
	});

	test("aren't given to what is hidden or deleted", async () => {
		const definition = numbers(0, [["decimal", "%1."]]);
		const hidden = para(run("x", "<w:vanish/>"), `${numbered(1)}<w:rPr><w:vanish/></w:rPr>`);
		expect(await textOf(para(run("a"), numbered(1)) + hidden + para(run("b"), numbered(1)), parts(definition))).toBe(
			"1. a\n2. b",
		);
	});
});

describe("what stands around text", () => {
	const math = (text: string) => `<m:r><m:t>${text}</m:t></m:r>`;
	test.each<[string, string, string]>([
		["a field in one", `${run("Until ")}<w:fldSimple w:instr="DATE">${run("May")}</w:fldSimple>`, "Until May"],
		[
			"a field in a field",
			`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r><w:fldSimple w:instr="X">${run("no")}</w:fldSimple><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run("yes")}<w:r><w:fldChar w:fldCharType="end"/></w:r>`,
			"yes",
		],
		["a link", `<w:hyperlink>${run("here")}</w:hyperlink>`, "here"],
		[
			"a content control",
			`<w:sdt><w:sdtPr><w:rPr><w:vanish/></w:rPr></w:sdtPr><w:sdtContent>${run("Anna")}</w:sdtContent></w:sdt>`,
			"Anna",
		],
		[
			"a list of an old form",
			`<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="Red"/><w:listEntry w:val="Blue"/></w:ddList></w:ffData></w:fldChar></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`,
			"Blue",
		],
		[
			"what was put in while changes were tracked",
			`<w:ins>${run("new")}</w:ins><w:del><w:r><w:delText>old</w:delText></w:r></w:del>`,
			"new",
		],
		["what was moved", `<w:moveFrom>${run("there")}</w:moveFrom><w:moveTo>${run("here")}</w:moveTo>`, "here"],
		["a fraction", `<m:oMath><m:f><m:num>${math("a+b")}</m:num><m:den>${math("2")}</m:den></m:f></m:oMath>`, "(a+b)/2"],
		[
			"powers and indices",
			`<m:oMath><m:sSubSup><m:e>${math("x")}</m:e><m:sub>${math("i")}</m:sub><m:sup>${math("2")}</m:sup></m:sSubSup></m:oMath>`,
			"x_i^2",
		],
		[
			"a sum",
			`<m:oMath><m:nary><m:naryPr><m:chr m:val="∑"/></m:naryPr><m:sub>${math("i=1")}</m:sub><m:sup>${math("n")}</m:sup><m:e>${math("i")}</m:e></m:nary></m:oMath>`,
			"∑_(i=1)^n i",
		],
		[
			"a matrix in brackets",
			`<m:oMath><m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr><m:e><m:eqArr><m:e>${math("a")}</m:e><m:e>${math("b")}</m:e></m:eqArr></m:e></m:d></m:oMath>`,
			"[a; b]",
		],
		["a sign of a font", `<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>${run(" included")}`, "✓ included"],
		[
			"tabs and hyphens",
			`<w:r><w:t>Zone 1</w:t><w:tab/><w:t>4</w:t><w:noBreakHyphen/><w:t>5</w:t></w:r>`,
			"Zone 1 4-5",
		],
		[
			"letters with their reading",
			`<w:r><w:ruby><w:rt>${run("kan")}</w:rt><w:rubyBase>${run("漢")}</w:rubyBase></w:ruby></w:r>`,
			"漢",
		],
	])("%s", async (_, runs, text) => expect(await textOf(para(runs))).toBe(text));

	const box = (text: string) => `<w:txbxContent>${para(run(text))}</w:txbxContent>`;
	test.each<[string, string]>([
		["of today", `<w:drawing><wps:txbx>${box("Boxed.")}</wps:txbx></w:drawing>`],
		["of old", `<w:pict><v:textbox>${box("Boxed.")}</v:textbox></w:pict>`],
		[
			"of both",
			`<mc:AlternateContent><mc:Choice Requires="wps">${box("Boxed.")}</mc:Choice><mc:Fallback>${box("Boxed.")}</mc:Fallback></mc:AlternateContent>`,
		],
		[
			"of a kind that says nothing, with one that does",
			`<mc:AlternateContent><mc:Choice Requires="x"/><mc:Fallback>${box("Boxed.")}</mc:Fallback></mc:AlternateContent>`,
		],
	])("a text box %s is read once, below its paragraph", async (_, drawing) => {
		expect(await textOf(para(run("Be") + `<w:r>${drawing}</w:r>` + run("fore.")))).toBe("Before.\n\nBoxed.");
	});

	test("a picture is told, and one that is all there is too", async () => {
		const picture = '<w:r><w:drawing><a:blip r:embed="x"/></w:drawing></w:r>';
		expect((await read(para(run("Text.") + picture))).omitted).toEqual(["images"]);
		expect(await textOf(para(picture))).toBe(
			"There is no text in it. It has pictures, and text in pictures isn't read.",
		);
	});
});

describe("the parts", () => {
	const body = para(run("We lend umbrellas."));
	const without = (name: string) => {
		const { [name]: _, ...files } = wordFiles(body, { main: "word/document2.xml" });
		return files;
	};
	const relation = (target: string) =>
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="${target}"/></Relationships>`;
	test.each<[string, Record<string, string>]>([
		[
			"another name",
			wordFiles(body, { main: "doc/Main Text.xml", files: { "_rels/.rels": relation("/doc/Main%20Text.xml") } }),
		],
		["a name at the top", wordFiles(body, { main: "document.xml" })],
		[
			"an absolute name, in other case",
			wordFiles(body, { main: "word/document22.xml", files: { "_rels/.rels": relation("/Word/Document22.xml") } }),
		],
		["no relationships", without("_rels/.rels")],
		["no types", without("[Content_Types].xml")],
		[
			"Windows' separators",
			Object.fromEntries(Object.entries(wordFiles(body)).map(([name, text]) => [name.replaceAll("/", "\\"), text])),
		],
		[
			"another prefix",
			Object.fromEntries(
				Object.entries(wordFiles(body)).map(([name, text]) => [
					name,
					text.replaceAll("w:", "ns0:").replaceAll(":w=", ":ns0="),
				]),
			),
		],
		[
			"the strict namespace",
			Object.fromEntries(
				Object.entries(wordFiles(body)).map(([name, text]) => [
					name,
					text.replaceAll(
						"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
						"http://purl.oclc.org/ooxml/wordprocessingml/main",
					),
				]),
			),
		],
	])("with %s are found", async (_, files) => {
		expect((await readBytes(packed(files))).text).toBe("We lend umbrellas.");
	});

	test("of ZIP64 are found", async () => {
		const archive = packed(wordFiles(body));
		expect((await readBytes(asZip64(archive))).text).toBe("We lend umbrellas.");
	});

	test.each([
		["xl/workbook.xml", /looks like an Excel workbook/],
		["ppt/presentation.xml", /looks like a PowerPoint/],
		["content.xml", /OpenDocument file\. Save it as \.docx/],
		["hello.txt", /looks like a ZIP archive/],
	])("of something else (%s) say what it is", async (name, said) => {
		expect((await readBytes(zip(new Map([[name, new Uint8Array([60, 97, 47, 62])]])))).text).toMatch(said);
	});
});

/** The same archive with its figures in 8 bytes each, as programs write that don't know a size beforehand. */
function asZip64(archive: Uint8Array): Uint8Array {
	const view = new DataView(archive.buffer);
	const end = archive.length - 22;
	const [count, at] = [view.getUint16(end + 10, true), view.getUint32(end + 16, true)];
	const head = archive.slice(0, at);
	const directory: number[] = [];
	for (let from = at, nth = 0; nth < count; nth++) {
		const length = view.getUint16(from + 28, true);
		const entry = new DataView(archive.slice(from, from + 46).buffer);
		const field = new DataView(new ArrayBuffer(28));
		[1, 24].forEach((value, place) => field.setUint16(place * 2, value, true));
		[24, 20, 42].forEach((place, nthValue) => {
			field.setBigUint64(4 + nthValue * 8, BigInt(entry.getUint32(place, true)), true);
			entry.setUint32(place, 0xffffffff, true);
		});
		entry.setUint16(30, 28, true);
		directory.push(
			...new Uint8Array(entry.buffer),
			...archive.slice(from + 46, from + 46 + length),
			...new Uint8Array(field.buffer),
		);
		from += 46 + length;
	}
	const tail = new DataView(new ArrayBuffer(56 + 20 + 22));
	tail.setUint32(0, 0x06064b50, true);
	tail.setBigUint64(32, BigInt(count), true);
	tail.setBigUint64(40, BigInt(directory.length), true);
	tail.setBigUint64(48, BigInt(at), true);
	tail.setUint32(56, 0x07064b50, true);
	tail.setBigUint64(64, BigInt(at + directory.length), true);
	tail.setUint32(76, 0x06054b50, true);
	tail.setUint16(86, 0xffff, true);
	tail.setUint32(92, 0xffffffff, true);
	return Uint8Array.from([...head, ...directory, ...new Uint8Array(tail.buffer)]);
}

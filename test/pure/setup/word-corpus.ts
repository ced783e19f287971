/** Word documents in the manner of real ones: a contract, a price list, a form, a flyer, a manual with formulas, a converted page. */
import { cells, number, numbered, numbers, para, run, style, type WordFile, wordFile } from "./word.ts";

type Expected = { title: string; has: string[]; hasNot: string[]; omitted: string[] };

const headings = [1, 2, 3]
	.map((level) =>
		style(
			`Heading${level}`,
			`heading ${level}`,
			`<w:pPr>${numbered(1, level - 1)}<w:outlineLvl w:val="${level - 1}"/></w:pPr>`,
		),
	)
	.join("");
const plain = [1, 2].map((level) => style(`Kop${level}`, `heading ${level}`)).join("");
const legal = numbers(0, [
	["decimal", "%1."],
	["decimal", "%1.%2"],
	["lowerLetter", "(%3)"],
]);
const lists = numbers(1, [
	["bullet", "·"],
	["bullet", "o"],
]);
const numbering = legal + lists + number(1, 0) + number(2, 1);
const as = (name: string) => `<w:pStyle w:val="${name}"/>`;

const box = (text: string): string =>
	`<w:r><w:drawing><wps:wsp><wps:txbx><w:txbxContent>${para(run(text))}</w:txbxContent></wps:txbx></wps:wsp></w:drawing></w:r>`;
const twice = (text: string): string =>
	`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>${para(run(text))}</w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox><w:txbxContent>${para(run(text))}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>`;
const field = (code: string, result: string): string =>
	`<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> ${code} </w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r>${run(result)}<w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const oldBox = (checked: boolean): string =>
	`<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:name w:val="Check1"/><w:enabled/><w:checkBox><w:sizeAuto/><w:default w:val="${checked ? 1 : 0}"/></w:checkBox></w:ffData></w:fldChar></w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`;
const control = (properties: string, content: string): string =>
	`<w:sdt><w:sdtPr>${properties}</w:sdtPr><w:sdtContent>${content}</w:sdtContent></w:sdt>`;
const tick = (checked: boolean): string => `<w14:checkbox><w14:checked w14:val="${checked ? 1 : 0}"/></w14:checkbox>`;
const math = (text: string): string => `<m:r><m:t>${text}</m:t></m:r>`;

export const wordCorpus: Record<string, { body: string; file?: WordFile; expected: Expected }> = {
	"Rental contract": {
		body: [
			para(run("Rental contract"), as("Title")),
			para(run("Payment"), as("Heading1")),
			para(run("The rent is due on the first of the month."), numbered(1, 1)),
			para(run("Deposit"), as("Heading2")),
			para(run("in cash, or"), numbered(1, 2)),
			para(run("by transfer."), numbered(1, 2)),
			para(run("Return"), as("Heading1")),
			para(run("Late returns"), as("Heading2")),
			para(run("A day costs 30 euros") + `<w:r><w:footnoteReference w:id="2"/></w:r>` + run(".")),
			`<w:p>${run("The fee is ")}<w:del w:author="Jan">${"<w:r><w:delText>60</w:delText></w:r>"}</w:del><w:ins w:author="Jan">${run("50")}</w:ins>${run(" euros.")}</w:p>`,
			para(run("Ask legal first.", "<w:vanish/>")),
		].join(""),
		file: {
			parts: {
				styles: headings + style("Title", "Title"),
				numbering,
				footnotes: `<w:footnote w:type="separator" w:id="0">${para("")}</w:footnote><w:footnote w:id="2">${para("<w:r><w:footnoteRef/></w:r>" + run("On Sundays 40."))}</w:footnote>`,
				comments: `<w:comment w:id="0" w:author="Jan">${para(run("Can we go to 65?"))}</w:comment>`,
				header: para(run("Fjord Bags, internal")),
			},
		},
		expected: {
			title: "Rental contract",
			has: [
				"# 1. Payment",
				"1.1 The rent is due",
				"## 1.2 Deposit",
				"(a) in cash, or",
				"(b) by transfer.",
				"# 2. Return",
				"## 2.1 Late returns",
				"30 euros [1].",
				"[1] On Sundays 40.",
				"The fee is 50 euros.",
			],
			hasNot: ["60", "legal", "65", "internal"],
			omitted: ["notes", "struck", "hidden_text", "running"],
		},
	},
	"Price list": {
		body: [
			para(run("Price list 2026"), as("Kop1")),
			`<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:trPr><w:tblHeader/></w:trPr>${cells("Bag", "Price").slice(6)}${cells('<w:vMerge w:val="restart"/>|Fjord', "49 euros")}${cells("<w:vMerge/>|", "59 euros with strap")}<w:tr><w:trPr><w:hidden/></w:trPr>${cells("Purchase price", "12 euros").slice(6)}${cells('<w:gridSpan w:val="2"/>|Prices hold until May')}</w:tbl>`,
			para(
				run("The small one costs 29") +
					run("90", '<w:vertAlign w:val="superscript"/>') +
					run(" euros instead of ") +
					run("35", "<w:strike/>") +
					run("."),
			),
			para(
				run("Holds 20 dm") +
					run("3", '<w:position w:val="8"/><w:sz w:val="14"/>') +
					run(", for CO") +
					run("2", '<w:vertAlign w:val="subscript"/>') +
					run(" bottles."),
			),
			para(
				run("Staff price ", '<w:rStyle w:val="Versteckt"/>') +
					run("Shown after all.", '<w:rStyle w:val="Versteckt"/><w:vanish w:val="0"/>'),
			),
		].join(""),
		file: { parts: { styles: plain + style("Versteckt", "Versteckt", "<w:rPr><w:vanish/></w:rPr>", "character") } },
		expected: {
			title: "Price list 2026",
			has: [
				"| Bag | Price |",
				"| Fjord | 49 euros |",
				"| Fjord | 59 euros with strap |",
				"Prices hold until May",
				"costs 29.90 euros instead of .",
				"20 dm³",
				"CO2 bottles",
				"Shown after all.",
			],
			hasNot: ["Purchase", "35", "Staff"],
			omitted: ["struck", "hidden_text"],
		},
	},
	"Order form": {
		body: [
			para(run("Order form"), as("Kop1")),
			para(oldBox(true) + run(" Express delivery")),
			para(oldBox(false) + run(" Gift wrapping")),
			control(tick(true), para(run("☒", '<w:rFonts w:ascii="MS Gothic"/>') + run(" I accept the terms"))),
			para(control(tick(false), run("")) + run(" Newsletter")),
			para(`<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>` + run(" Insurance")),
			para(
				run("Valid until ") +
					`<w:fldSimple w:instr=" MERGEFIELD end ">${run("1 May 2026")}</w:fldSimple>` +
					run(", see ") +
					field("REF _Ref1 \\h", "section 4") +
					run("."),
			),
			control('<w:alias w:val="x"/>', para(run("Orders under 20 euros are sent as letters."))),
			`<w:tbl>${control("", `<w:tr>${control("", `<w:tc>${para(run("Size"))}</w:tc>`)}<w:tc>${para(run("Fee"))}</w:tc></w:tr>`)}${cells("S", "2 euros")}</w:tbl>`,
		].join(""),
		file: { parts: { styles: plain } },
		expected: {
			title: "Order form",
			has: [
				"☒ Express delivery",
				"☐ Gift wrapping",
				"☒ I accept the terms",
				"☐ Newsletter",
				"☑ Insurance",
				"Valid until 1 May 2026, see section 4.",
				"Orders under 20 euros",
				"| Size | Fee |",
				"| S | 2 euros |",
			],
			hasNot: ["MERGEFIELD", "FORMCHECKBOX", "_Ref1"],
			omitted: [],
		},
	},
	"Summer flyer": {
		body: [
			para(run("Canoes all summer") + box("Open from May to September")),
			para(twice("A canoe costs 30 euros a day")),
			para(`<w:r><w:pict><v:shape><v:textpath string="Children free"/></v:shape></w:pict></w:r>`),
			para(`<w:r><w:drawing><dgm:relIds r:dm="d1"/></w:drawing></w:r>`),
			para(`<w:r><w:drawing><a:blip r:embed="p1"/></w:drawing></w:r>` + run("See you at the lake.")),
		].join(""),
		file: {
			relations: [["d1", "diagramData", "diagrams/data1.xml"]],
			files: {
				"word/diagrams/data1.xml": `<dgm:dataModel xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><dgm:ptLst><dgm:pt><dgm:t><a:p><a:r><a:t>Book</a:t></a:r></a:p></dgm:t></dgm:pt><dgm:pt><dgm:t><a:p><a:r><a:t>Paddle</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>`,
			},
		},
		expected: {
			title: "Summer flyer",
			has: [
				"Canoes all summer\n\nOpen from May to September",
				"A canoe costs 30 euros a day\n\nChildren free",
				"Book\n\nPaddle",
				"See you at the lake.",
			],
			hasNot: ["30 euros a day\n\nA canoe"],
			omitted: ["images"],
		},
	},
	"Tank manual": {
		body: [
			para(run("Volume"), as("Kop1")),
			para(
				run("It holds ") +
					`<m:oMath>${math("V=")}<m:f><m:num>${math("π")}<m:sSup><m:e>${math("d")}</m:e><m:sup>${math("2")}</m:sup></m:sSup>${math("h")}</m:num><m:den>${math("4")}</m:den></m:f></m:oMath>` +
					run(" litres."),
			),
			`<w:p><m:oMathPara><m:oMath><m:rad><m:radPr><m:degHide m:val="1"/></m:radPr><m:deg/><m:e>${math("2gh")}</m:e></m:rad></m:oMath></m:oMathPara></w:p>`,
			para(run("Inlet"), as("DefinitionTerm")),
			para(run("Where water comes in."), as("Definition")),
			para(run("Outlet"), as("DefinitionTerm")),
			para(run("Where it leaves."), as("Definition")),
			para(run("tank --fill 20"), as("SourceCode")),
			para(run("tank --drain"), as("SourceCode")),
			para(run("Check the seal."), numbered(2)),
			para(run("Yearly."), numbered(2, 1)),
		].join(""),
		file: {
			parts: {
				styles:
					plain +
					style("DefinitionTerm", "Definition Term") +
					style("Definition", "Definition") +
					style("SourceCode", "Source Code"),
				numbering,
			},
		},
		expected: {
			title: "Volume",
			has: [
				"It holds V=(πd^2h)/4 litres.",
				"√(2gh)",
				"Inlet: Where water comes in.",
				"Outlet: Where it leaves.",
				"```\ntank --fill 20\ntank --drain\n```",
				"- Check the seal.\n  - Yearly.",
			],
			hasNot: [],
			omitted: [],
		},
	},
	"Converted page": {
		body: `<w:altChunk r:id="page"/>`,
		file: {
			main: "custom/body.xml",
			relations: [["page", "aFChunk", "/word/afchunk.mht"]],
			files: {
				"word/afchunk.mht": [
					"MIME-Version: 1.0",
					'Content-Type: multipart/related; type="text/html"; boundary="----=mhtDocumentPart"',
					"",
					"------=mhtDocumentPart",
					'Content-Type: text/html; charset="utf-8"',
					"Content-Transfer-Encoding: quoted-printable",
					"",
					'<html><body><h2 style=3D"color:red">Opening hours</h2><p>The caf=C3=A9 opens at ten, whatev=',
					"er the weather.</p></body></html>",
					"------=mhtDocumentPart--",
				].join("\r\n"),
			},
		},
		expected: {
			title: "Converted page",
			has: ["## Opening hours", "The café opens at ten, whatever the weather."],
			hasNot: ["=3D"],
			omitted: [],
		},
	},
};

export const wordOf = (name: string): Uint8Array => {
	const { body = "", file } = wordCorpus[name] ?? {};
	return wordFile(body, file);
};

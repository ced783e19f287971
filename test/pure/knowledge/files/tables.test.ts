/** Tables of questions as spreadsheets and help desks write them: which columns are read, which rows aren't, and what is said of both. */
import { describe, expect, test } from "vitest";
import { readFile } from "../../../../src/knowledge/source/files/read.ts";
import { encode } from "../../setup/word.ts";

async function read(text: string) {
	const found = await readFile("faq.csv", encode(text));
	if (!found.ok) return { refused: found.reason, said: [], failures: [], omitted: [] };
	return {
		refused: null,
		said: found.parts.map((part) =>
			part.kind === "question" ? `${part.wordings.join(" | ")} = ${part.answer}` : `${part.title}: ${part.text}`,
		),
		failures: found.failures.map(({ what, reason }) => `${what}: ${reason}`),
		omitted: (found.omitted ?? []).map(({ kind, count, detail }) => `${kind} ${count} ${detail ?? ""}`.trim()),
	};
}

describe("columns that their heads name", () => {
	test.each<[heads: string, row: string, said: string]>([
		["Question,Response", "Do you ship?,Yes", "Do you ship? = Yes"],
		["Customer question,Agent reply", "Where?,Here", "Where? = Here"],
		["Answer_EN,questionText,answerId", "Yes,Do you?,9", "Do you? = Yes"],
		["No.,Question (required),Answer (required)", "1,A?,B", "A? = B"],
		["Q,A", "Who?,Me", "Who? = Me"],
		["ID,Title,Body", "1,Returns,30 days.", "Returns = 30 days."],
		["Title,Subtitle,URL,Content", "T,s,https://x.example,Text", "T = Text"],
		["Subject;Solution", "Zip;We repair it", "Zip = We repair it"],
		["pytanie;odpowiedz", "Kiedy?;Dziś", "Kiedy? = Dziś"],
		["Titel;Inhalt", "Versand;5 Euro", "Versand = 5 Euro"],
		["Kundenfrage\tAntworttext", "Wo?\tHier", "Wo? = Hier"],
		["Título|Contenido", "Envío|5 euros", "Envío = 5 euros"],
		["Intitulé;Réponse;Catégorie", "Quand?;Demain;x", "Quand? = Demain"],
		["Pergunta,Solução", "Onde?,Aqui", "Onde? = Aqui"],
		["Domanda,Soluzione", "Dove?,Qui", "Dove? = Qui"],
		["Vraag;Antwoord;Datum", "Waar?;Hier;1 mei", "Waar? = Hier"],
		["Soru;Yanıt", "Nerede?;Burada", "Nerede? = Burada"],
		["问题,答案,编号", "送货吗？,送,1", "送货吗？ = 送"],
		["よくある質問,回答内容", "送料は？,無料", "送料は？ = 無料"],
		["السؤال,الإجابة", "هل تشحنون؟,نعم", "هل تشحنون؟ = نعم"],
	])("%s", async (heads, row, said) => {
		expect((await read(`${heads}\n${row}`)).said).toEqual([said]);
	});

	test("in two languages are two questions a row", async () => {
		const { said } = await read("Frage (DE),Antwort (DE),Frage (EN),Antwort (EN)\nWo?,Hier,Where?,Here\n,,When?,Now");
		expect(said).toEqual(["Wo? = Hier", "Where? = Here", "When? = Now"]);
	});

	test("leave others out, with their names", async () => {
		const { said, omitted } = await read("ID,Question,Tags,Answer,Answer (internal),Empty\n1,A?,x,B,secret,\n");
		expect(said).toEqual(["A? = B"]);
		expect(omitted).toEqual(["columns 3 ID, Tags, Answer (internal)"]);
	});

	test("that could be read in two ways are refused with what to do", async () => {
		expect((await read("Question,Answer (EN),Answer (DE)\nA?,b,c")).refused).toMatch(
			/“Answer \(EN\)” and “Answer \(DE\)”\. Name one of them “answer”/,
		);
		expect((await read("Code,Amount,Comment\n1,2,3")).refused).toMatch(
			/columns “Code”, “Amount” and “Comment”.*named “question” and one named “answer”/,
		);
		expect((await read("Question,Rating\nA?,5\nB?,4")).refused).toMatch(/columns “Question” and “Rating”/);
	});

	test("of customers' own words aren't told to others", async () => {
		const heads = ["Ticket ID,Subject,Description", "Subject,Body,Requester", "Betreff;Inhalt;Kunde"];
		for (const each of heads)
			expect((await read(`${each}\n${each.includes(";") ? "a;b;c" : "a,b,c"}`)).refused).toMatch(/export of tickets/);
	});
});

describe("columns that nothing names", () => {
	test("are read where one of two asks", async () => {
		expect((await read("Do you ship?,Yes\nAre you open?,No")).said).toHaveLength(2);
		expect((await read("Yes,¿Abren hoy?\nNo,¿Envían?")).said).toEqual(["¿Abren hoy? = Yes", "¿Envían? = No"]);
	});

	test("lose a first row in an unknown language, and say so", async () => {
		const { said, omitted } = await read("Kysymys,Vastaus\nToimitatteko?,Kyllä\nHinta?,5 euroa");
		expect(said).toEqual(["Toimitatteko? = Kyllä", "Hinta? = 5 euroa"]);
		expect(omitted).toEqual(["head_row 1 Kysymys, Vastaus"]);
	});

	test.each(["Shipping costs,5 EUR\nReturns,30 days", "x,y,z\nd?,e,f", "one column", "A?\nB?"])(
		"aren't guessed: %j",
		async (text) => expect((await read(text)).refused).toMatch(/needs a column named “question”/),
	);

	test("of an empty file say that it is empty", async () => {
		for (const text of ["", "\n\n", "sep=;\r\n", ";;\n;;"]) expect((await read(text)).refused).toMatch(/no text|needs/);
	});
});

describe("rows", () => {
	test("below a separator line are read by it, with a spreadsheet's numbers", async () => {
		for (const line of ["sep=;", "SEP=;", '"sep=;"'])
			expect(await read(`${line}\r\nquestion;answer\r\nA, b?;C\r\n;D\r\n`)).toMatchObject({
				said: ["A, b? = C"],
				failures: ["Row 3: It has no question."],
			});
		expect((await read("sep=\t\nquestion\tanswer\nA?\tB")).said).toEqual(["A? = B"]);
	});

	test("that are empty count", async () => {
		expect((await read("question,answer\n\n,\nA?,B\nC?,")).failures).toEqual(["Row 5: It has no answer."]);
	});

	test.each([
		["opened and never closed", 'question,answer\nA?,1\n"B?,2\nC?,3\nD?,4'],
		["opened in the answer", 'question,answer\nA?,1\nB?,"2\nC?,3\nD?,4'],
		["closed by a later row's", 'question,answer\nA?,1\n"B?,2\nC?,3\nD?,"4"'],
		["closed in its midst", 'question,answer\nA?,1\n"B" x?,2\nC?,3\nD?,4'],
	])("whose quotation mark is %s don't take the others with them", async (_, text) => {
		const { said, failures } = await read(text);
		expect(said).toEqual(["A? = 1", "C? = 3", "D? = 4"]);
		expect(failures).toEqual([expect.stringMatching(/^Row 3: A quotation mark in it isn't closed/)]);
	});

	test("with broken quotation marks without end end the reading, and say so", async () => {
		const { failures } = await read(`question,answer\nA?,1\n${'"B?,2\n'.repeat(500)}`);
		expect(failures.length).toBeLessThan(30);
		expect(failures.at(-1)).toMatch(/^Rows from \d+: They weren't read/);
	});

	test("with marks as text inside of a cell are read", async () => {
		expect((await read('question,answer\n"Is ""Fjord"" new?","A 5"" zip, yes\nor no"\nB 5" zip?,C')).said).toEqual([
			'Is "Fjord" new? = A 5" zip, yes\nor no',
			'B 5" zip? = C',
		]);
	});

	test("that aren't published are left out and counted", async () => {
		const { said, omitted } = await read("Question,Answer,Status\nA?,1,Published\nB?,2,Draft\nC?,3,archived\nD?,4,");
		expect([said, omitted]).toEqual([["A? = 1", "D? = 4"], ["drafts 2"]]);
		expect((await read("question,answer,published\nA?,B,false\nC?,D,TRUE")).said).toEqual(["C? = D"]);
		expect((await read("draft,question,answer\ntrue,A?,B")).refused).toMatch(/drafts/);
	});

	test("with a long text under a title are articles, and their HTML is read", async () => {
		const { said } = await read(
			`title,body\nReturns,"<h2>How</h2><p>Within ${"thirty days, ".repeat(100)}.</p><p hidden>margin</p>"\nFee,"<p>5&nbsp;euros, not <s>9</s></p>"`,
		);
		expect(said[0]).toMatch(/^Returns: ## How\n\nWithin thirty days/);
		expect(said[1]).toBe("Fee = 5 euros, not");
		expect(said.join()).not.toContain("margin");
	});

	test("end with any line end", async () => {
		for (const end of ["\n", "\r\n", "\r"])
			expect((await read(["question,answer", "A?,B", "C?,D"].join(end))).said).toEqual(["A? = B", "C? = D"]);
	});
});

describe("a short table's separator is told", () => {
	test.each([
		["a semicolon, one row", "Frage;Antwort\nLiefern Sie?;Ja.\n"],
		["a semicolon, with commas in the cells", "Question;Answer\nDo you ship?;Yes, in two, at most three days.\n"],
		["a semicolon, with empty lines", "\n\nQuestion;Answer\n\nDo you ship?;Yes.\n\n\n"],
		["a tab, lines of Windows", "Question\tAnswer\r\nDo you ship?\tYes.\r\n"],
		["a bar", "Question|Answer\nDo you ship?|Yes.\n"],
		["a comma", "Question,Answer\nDo you ship?,Yes.\n"],
	])("%s", async (_, text) => {
		const done = await readFile("faq.csv", new TextEncoder().encode(text));
		expect(done).toMatchObject({ ok: true, failures: [] });
		expect(done.ok && done.parts).toHaveLength(1);
	});
});

/** The parser of a model's streamed reply: the control line first, then the text to show. */
import { describe, expect, test } from "vitest";
import { ReplyParser } from "../../../src/answer/write/reply-parser.ts";

/** Parses a reply that comes in these pieces. Returns what is shown after each, and the result at the end. */
function stream(...pieces: string[]) {
	const reply = new ReplyParser();
	const shown = pieces.map((piece) => reply.feed(piece));
	return { shown, end: reply.end(), text: reply.text, control: reply.control };
}

describe("a control line", () => {
	test.each([
		["SOURCES: 1, 2\n", [1, 2]],
		["sources: 2 and 1\n", [2, 1]],
		["**SOURCE: passage 3**\n", [3]],
		["SOURCES: 1, 1, 2\n", [1, 2]],
		["\n  SOURCES: 12\n", [12]],
	])("%j says what the text rests on", (line, numbers) => {
		expect(stream(line, "Yes.").control).toEqual({ kind: "sources", numbers, verdict: "unsaid" });
		expect(stream(line, "Yes.").text).toBe("Yes.");
	});

	test.each(["OFFER\n", "offer.\n", "**OFFER**\nI can't say."])("%j offers, and nothing after it is shown", (line) => {
		expect(stream(line, " More.")).toEqual({ shown: ["", ""], end: "", text: "", control: { kind: "offer" } });
	});

	test.each(["The sources: 1\n", "OFFERS are 1\n", "Offer it today.\n", "SOURCES say 1 thing\n"])(
		"%j is none: the reply is text that cites nothing",
		(line) => {
			const { control, text, shown, end } = stream(line, "More.");
			expect(control).toEqual({ kind: "none" });
			expect(text).toBe(`${line}More.`);
			expect([...shown, end].join("")).toBe("");
		},
	);

	test.each([
		["SOURCES: 2, 5 SURE\n", "sure"],
		["SOURCES: 1 (likely)\n", "likely"],
		["**SOURCES: 1** – PART\n", "part"],
		["SOURCES: 1 PART You have thirty days.\n", "part"],
		["SOURCES: 1 Sure, you have thirty days.\n", "unsaid"],
		["SOURCES: 1\n", "unsaid"],
	])("%j says how sure the model is", (line, verdict) => {
		expect(stream(line, "Yes.").control).toMatchObject({ kind: "sources", verdict });
	});

	test("that is a label alone names what the next line has, or nothing", () => {
		expect(stream("SOURCES:\n1, 2\n", "Yes.")).toMatchObject({ control: { numbers: [1, 2] }, text: "Yes." });
		expect(stream("SOURCES:\n", "Yes, it is.")).toMatchObject({ control: { kind: "none" }, text: "Yes, it is." });
	});

	test("is waited for, however small the chunks", () => {
		expect(stream("SOU", "RCES: ", "1\nYes", ".")).toEqual({
			shown: ["", "", "Yes", "."],
			end: "",
			text: "Yes.",
			control: { kind: "sources", numbers: [1], verdict: "unsaid" },
		});
	});

	test("is waited for up to two hundred characters, and then counts as missing", () => {
		expect(new ReplyParser().control).toBe(null);
		const reply = new ReplyParser();
		reply.feed("x".repeat(199));
		expect(reply.control).toBe(null);
		reply.feed("x");
		expect(reply.control).toEqual({ kind: "none" });
		expect(reply.text).toBe("x".repeat(200));
	});

	test("needs no line break at the end of the reply", () => {
		expect(stream("SOURCES: 1").control).toMatchObject({ kind: "sources", numbers: [1] });
		expect(stream("\n SOURCES: 1").control).toMatchObject({ kind: "sources", numbers: [1] });
		expect(stream("OFFER").control).toEqual({ kind: "offer" });
		expect(stream("Hello").control).toEqual({ kind: "none" });
		expect(stream("Hello").text).toBe("Hello");
	});

	test("is missing in an empty reply", () => {
		expect(stream()).toEqual({ shown: [], end: "", text: "", control: null });
		expect(stream(" \n ").control).toBe(null);
	});
});

describe("as small models write it", () => {
	const answered = (...pieces: string[]) => {
		const { control, text, shown, end } = stream(...pieces);
		expect([...shown, end].join(""), "what is shown is the text").toBe(control?.kind === "sources" ? text : "");
		return control?.kind === "sources" ? `${control.numbers.join()} ${text.trimEnd()}` : (control?.kind ?? "nothing");
	};
	test.each([
		["text on the same line", "SOURCES: 1 You have thirty days.", "1 You have thirty days."],
		["the source's name after a dash", "SOURCES: 1 – returns\nYou have thirty days.", "1 You have thirty days."],
		["the source's name in brackets", "SOURCES: 1 (Returns), 2\nYou have thirty days.", "1 You have thirty days."],
		["a dash before the text", "SOURCES: 1 – You have thirty days.", "1 You have thirty days."],
		["brackets", "SOURCES: [1], [3]\nYes.", "1,3 Yes."],
		["emphasis", "**SOURCES:** 1, 2\n\nYes.", "1,2 Yes."],
		["blanks between the numbers", "SOURCES: 1 2\nYes.", "1,2 Yes."],
		["the word passages", "Sources: passages 1 and 2\nYes.", "1,2 Yes."],
		["a verdict", "SOURCES: 2, 5 SURE\nYes.", "2,5 Yes."],
		["a number that is the text's", "SOURCES: 1, 2\n30 days.", "1,2 30 days."],
		["an empty thought", "<think></think>SOURCES: 1\nYes.", "1 Yes."],
		["a thought", "<think>\nSOURCES: 9\nHm.\n</think>\n\nSOURCES: 1\nYes.", "1 Yes."],
		["a thought whose beginning is missing", "It is 3, or OFFER\n</think>\nSOURCES: 1\nYes.", "1 Yes."],
		["only the end of a thought", "</think>\n\nSOURCES: 1\nYes.", "1 Yes."],
		["the end of a thought after the line", "SOURCES: 1\n</think>\nYes.", "1 Yes."],
		["another name of a thought", "<thinking>x</thinking>SOURCES: 1\nYes.", "1 Yes."],
		["a fence", "```\nSOURCES: 1\nYes.\n```", "1 Yes."],
		["a fence with a language", "```markdown\nSOURCES: 1\nYes.\n```\n", "1 Yes."],
		["a thought and a fence", "<think>x</think>\n```text\nSOURCES: 1\nYes.\n```", "1 Yes."],
		["an introduction", "Here is my reply:\n\nSOURCES: 1\nYes.", "1 Yes."],
		["the line at the end", "You have thirty days.\n\nSOURCES: 1", "1 You have thirty days."],
		["the line at both ends", "SOURCES: 1\nYes.\nSOURCES: 1", "1 Yes."],
		["code in the text", "SOURCES: 1\nRun\n```\nparley\n```", "1 Run\n```\nparley\n```"],
		["a reason", "OFFER: I can't answer this.", "offer"],
		["a reason on the next line", "OFFER\nThe passages say nothing.", "offer"],
		["a reason in small letters", "Offer – not in the passages", "offer"],
		["an offer in a fence", "```\nOFFER\n```", "offer"],
		["an offer after a thought", "<think>no</think>\n\nOFFER", "offer"],
		["no source", "SOURCES: none", "offer"],
		["no source, and a reason", "SOURCES: None.\nI don't know.", "offer"],
		["no source, written as nought", "SOURCES: 0\nI don't know.", "0 I don't know."],
		["a source, and then an offer", "SOURCES: 1\nOFFER", "offer"],
		["a source, and then an offer with more", "SOURCES: 1\n\nOFFER\nI can't say.", "offer"],
		["a source, and an offer on its line", "SOURCES: 1 OFFER", "offer"],
		["an offer after an introduction", "I see.\nOFFER", "offer"],
		["a thought without an end", "<think>SOURCES: 1\nYes.", "nothing"],
		["nothing", "", "nothing"],
	])("%s", (_, reply, result) => {
		expect(answered(reply), "in one piece").toBe(result);
		expect(answered(...reply), "letter by letter").toBe(result);
		expect(answered(...(reply.match(/.{1,7}/gs) ?? [])), "by seven letters").toBe(result);
	});
});

describe("the text", () => {
	test("begins without the blank lines after the control line", () => {
		expect(stream("SOURCES: 1\n\n", "\n Yes", " it is.").shown).toEqual(["", "Yes", " it is."]);
	});

	test("is shown without citation marks, also where one is split over chunks", () => {
		const { shown, text } = stream("SOURCES: 1\nThirty days [1, ", "2], and [", "3] more");
		expect(shown).toEqual(["Thirty days", ", and", " more"]);
		expect(text).toBe("Thirty days, and more");
	});

	test("keeps a link's brackets, and text that only begins like a mark", () => {
		expect(stream("SOURCES: 1\nSee [1](https://shop.example) now.").text).toBe("See [1](https://shop.example) now.");
		expect(stream("SOURCES: 1\nA [", "word] more").text).toBe("A [word] more");
	});

	test("holds back what may be a mark, and shows it at the end if it is none", () => {
		expect(stream("SOURCES: 1\nYes [12")).toMatchObject({ shown: ["Yes"], end: " [12", text: "Yes [12" });
		expect(stream("SOURCES: 1\nYes [12]")).toMatchObject({ shown: ["Yes"], end: "", text: "Yes" });
	});

	test("that comes in one chunk with the control line is shown at the end", () => {
		expect(stream("SOURCES: 1").end).toBe("");
		expect(stream("SOURCES: 1\nYes").text).toBe("Yes");
	});
});

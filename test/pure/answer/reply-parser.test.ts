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
		expect(stream(line, "Yes.").control).toEqual({ kind: "sources", numbers });
		expect(stream(line, "Yes.").text).toBe("Yes.");
	});

	test.each(["OFFER\n", "offer.\n", "**OFFER**\nI can't say."])("%j offers, and nothing after it is shown", (line) => {
		expect(stream(line, " More.")).toEqual({ shown: ["", ""], end: "", text: "", control: { kind: "offer" } });
	});

	test.each(["SOURCES: none\n", "SOURCES:\n", "The sources: 1\n", "OFFERS are 1\n", "SOURCES: 1 says so\n"])(
		"%j is none: the reply is text that cites nothing",
		(line) => {
			const { control, text, shown, end } = stream(line, "More.");
			expect(control).toEqual({ kind: "none" });
			expect(text).toBe(`${line}More.`);
			expect([...shown, end].join("")).toBe("");
		},
	);

	test("is waited for, however small the chunks", () => {
		expect(stream("SOU", "RCES: ", "1\nYes", ".")).toEqual({
			shown: ["", "", "Yes", "."],
			end: "",
			text: "Yes.",
			control: { kind: "sources", numbers: [1] },
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
		expect(stream("SOURCES: 1").control).toEqual({ kind: "sources", numbers: [1] });
		expect(stream("\n SOURCES: 1").control).toEqual({ kind: "sources", numbers: [1] });
		expect(stream("OFFER").control).toEqual({ kind: "offer" });
		expect(stream("Hello").control).toEqual({ kind: "none" });
		expect(stream("Hello").text).toBe("Hello");
	});

	test("is missing in an empty reply", () => {
		expect(stream()).toEqual({ shown: [], end: "", text: "", control: null });
		expect(stream(" \n ").control).toBe(null);
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

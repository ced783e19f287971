/** What nobody sees is removed where text comes in; what is read stays. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { ContactEdit } from "../../../src/protocol/contact.ts";
import { MemberFrame, parseFrameValue, VisitorFrame } from "../../../src/protocol/conversation/frames.ts";
import { ArticleDraft, QuestionDraft } from "../../../src/protocol/knowledge/articles.ts";
import { FileName } from "../../../src/protocol/knowledge/source.ts";
import { isBlank } from "../../../src/protocol/limits.ts";
import { cleanLine, cleanText } from "../../../src/protocol/text/shown.ts";

const sent = (text: string) => parseFrameValue(VisitorFrame, { type: "send", id: "frame-0001", text });

describe("a message without a visible character is refused as empty", () => {
	test.each(
		[
			"\u200b",
			"\u3164",
			"\u0000",
			"\u00ad",
			"\u2060",
			"\ufeff",
			"\u200d\u200d",
			"\ufe0f",
			"\u115f\u1160",
			"\uffa0",
		].concat([
			"\u2800",
			"\u180e",
			"\u034f",
			"\u061c",
			"\u202e",
			"\u2066\u2069",
			" \u200b\n\t\u3000",
			"\u{E0041}\u{E0042}",
			"\u0085",
			"\u2028",
		]),
	)("%j", (text) => {
		expect(sent(text)).toEqual({ ok: false, reason: "empty", id: "frame-0001" });
		expect(parseFrameValue(MemberFrame, { type: "note", id: "frame-0001", text })).toMatchObject({ reason: "empty" });
		expect(v.safeParse(ArticleDraft, { title: text, text: "Text" }).success).toBe(false);
		expect(v.safeParse(ArticleDraft, { title: "Title", text }).success).toBe(false);
		expect(v.safeParse(QuestionDraft, { wordings: [text], answer: "Yes" }).success).toBe(false);
		expect(v.safeParse(FileName, text).success).toBe(false);
	});
});

describe("a message that shows something is taken", () => {
	test.each([".", "?", "👍", "❤️", "1️⃣", "退", "é", "\u0301", "\ue000", "़"])("%j", (text) =>
		expect(sent(text)).toMatchObject({ ok: true }),
	);
});

describe("cleaning", () => {
	test.each([
		["a\u0000b\u0007c", "abc"],
		["x\u202egnp.exe", "xgnp.exe"],
		["in\u2067voice\u2069 \u202a5\u202c", "invoice 5"],
		["Haft\u00adpflicht", "Haftpflicht"],
		["\ufeffHello\u2060", "Hello"],
		["one\u000btwo\u2028three\u0085four", "one\ntwo\nthree\nfour"],
		["a\r\nb\tc", "a\r\nb\tc"],
		["Hi\u{E0049}\u{E0047}\u{E004E}", "Hi"],
		["half \ud800 pair", "half \ufffd pair"],
		["👍\u{E0101}\u{E0102}", "👍"],
	])("%j becomes %j", (text, clean) => {
		expect(cleanText(text)).toBe(clean);
		expect(cleanText(clean)).toBe(clean);
	});

	test.each([
		["Persian", "می‌خواهم"],
		["Hindi with a joiner", "क्‍ष"],
		["a family", "👨‍👩‍👧"],
		["a heart in colour", "❤️"],
		["the flag of Wales", "🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}"],
		["a variant of an ideograph", "葛\u{E0100}"],
		["Khmer with word breaks", "ភាសា\u200bខ្មែរ"],
		["marks of direction", "\u200fשלום (1)\u200e"],
		["a code block", "```\n\tif (a) {\n\t\tb();\n\t}\n```"],
	])("leaves %s as it is", (_, text) => expect(cleanText(text)).toBe(text));

	test("keeps a name on one line", () => {
		expect(cleanLine("  Ana\r\n\tMoreira\u0000 ")).toBe("Ana Moreira");
		expect(v.parse(FileName, "price\u202ecod.exe\r\n.txt")).toBe("pricecod.exe .txt");
		expect(v.parse(ContactEdit, { name: "An\u0000a\u2067", email: null, notes: "a\u0000\nb" })).toEqual({
			name: "Ana",
			email: null,
			notes: "a\nb",
		});
		expect(v.parse(ContactEdit, { name: "\u3164", email: null, notes: "" }).name).toBe("");
	});

	test("a blank text is blank however long", () => expect(isBlank("\u200b ".repeat(10_000))).toBe(true));
});

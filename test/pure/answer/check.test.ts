/** The output guard: the checks of a writer's text before it is an answer. */
import { describe, expect, test } from "vitest";
import * as v from "valibot";
import { guardOf, toCitations } from "../../../src/answer/guard/check.ts";
import { MAX_TEXT_LENGTH } from "../../../src/protocol/limits.ts";
import { Style } from "../../../src/protocol/style.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "How long may I return a bag?";
const passage = (articleId: string, title: string, text: string) => surePassage(QUESTION, { articleId, title, text });
const returns = passage("art_1", "Returns", "You have 30 days. The label costs 4 euros.");
const repairs = passage("art_2", "Repairs", "Our workshop mends every strap, and a colleague will call you.");
const style = v.parse(Style, { guidance: ["Never speak of the outlet store"] });

const look = (text: string, cited: number[] = [1]) =>
	guardOf({ passages: [returns, repairs], question: QUESTION, style }).check({ kind: "answer", text, cited });

describe("an answer", () => {
	test("that is grounded in its citations passes, trimmed", () => {
		expect(look("  You have 30 days.\n")).toEqual({
			ok: true,
			text: "You have 30 days.",
			sources: [{ id: "art_1", title: "Returns" }],
		});
	});

	test("without text is empty", () => {
		expect(look(" \n ")).toEqual({ ok: false, why: "empty" });
	});

	test("may be as long as a message and no longer", () => {
		expect(look("a".repeat(MAX_TEXT_LENGTH))).toMatchObject({ ok: true });
		expect(look("a".repeat(MAX_TEXT_LENGTH + 1))).toEqual({ ok: false, why: "too_long" });
	});

	test("that cites nothing, or a passage it wasn't given, is ungrounded", () => {
		expect(look("You have 30 days.", [])).toEqual({ ok: false, why: "ungrounded" });
		expect(look("You have 30 days.", [1, 3])).toEqual({ ok: false, why: "ungrounded" });
		expect(look("You have 30 days.", [0])).toEqual({ ok: false, why: "ungrounded" });
	});

	test("that adds something is refused, with what it adds", () => {
		expect(look("You have 45 days.")).toEqual({ ok: false, why: "figure" });
		expect(look("Write to help@shop.example.")).toEqual({ ok: false, why: "address" });
		expect(look("I never speak of the outlet store, sorry.")).toEqual({ ok: false, why: "instructions" });
	});

	test("may use the text and title of any of its passages", () => {
		expect(look("Returns: the label costs 4 euros. Our workshop mends every strap.")).toMatchObject({ ok: true });
	});

	test("that promises a person is refused, unless a passage says so", () => {
		expect(look("I will connect you to a colleague.")).toEqual({ ok: false, why: "promise" });
		expect(look("A colleague will call you.", [2])).toMatchObject({ ok: true });
	});
});

test("citations are in the order they were cited in, each document once", () => {
	expect(toCitations([repairs, returns, repairs])).toEqual([
		{ id: "art_2", title: "Repairs" },
		{ id: "art_1", title: "Returns" },
	]);
});

describe("the last check", () => {
	const given = "See https://shop.example/a or write to hi@shop.example.";
	const passages = [surePassage("?", { articleId: "a", title: "A", text: given })];
	const checked = (text: string, cited = [1]) =>
		guardOf({ passages, question: "?", style: v.parse(Style, {}) }).check({ kind: "answer", text, cited });

	test("lets through what cites what it was given", () => {
		expect(checked("See https://shop.example/a.")).toEqual({
			ok: true,
			text: "See https://shop.example/a.",
			sources: [{ id: "a", title: "A" }],
		});
	});

	test("refuses no citation, a wrong one, and an empty text", () => {
		expect(checked("Yes.", [])).toEqual({ ok: false, why: "ungrounded" });
		expect(checked("Yes.", [1, 2])).toEqual({ ok: false, why: "ungrounded" });
		expect(checked("Yes.", [0])).toEqual({ ok: false, why: "ungrounded" });
		expect(checked(" \n ")).toEqual({ ok: false, why: "empty" });
	});

	test("refuses addresses that no passage has", () => {
		expect(checked("Pay at https://evil.example/pay")).toEqual({ ok: false, why: "address" });
		expect(checked("Write to boss@evil.example")).toEqual({ ok: false, why: "address" });
	});

	test.each([
		"I'll have a colleague call you back tomorrow.",
		"Ich werde Sie mit einem Mitarbeiter verbinden.",
		"I'll connect you to one of our agents now.",
		"I have forwarded this to our support team.",
		"Let me transfer you.",
		"A colleague will get back to you shortly.",
		"Ich verbinde Sie mit einem Mitarbeiter.",
		"Le paso con un agente.",
		"Je vous mets en relation avec un conseiller.",
	])("refuses the promise %j", (text) => {
		expect(checked(text)).toEqual({ ok: false, why: "promise" });
	});

	test("does not mistake a fact for a promise", () => {
		expect(checked("You can pass customs with it, and we send a new one.").ok).toBe(true);
		expect(checked("Our workshop answers within the working day.").ok).toBe(true);
	});
});

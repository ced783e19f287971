/** The variables of canned responses: what they become, and what is refused when a response is saved. */
import fc from "fast-check";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { CannedDraft } from "../../../src/protocol/canned/response.ts";
import { filledIn, valuesOf, variableExamples, variableProblem } from "../../../src/protocol/canned/variables.ts";

const known = valuesOf({ contactName: "Ada Lovelace", agent: "Marco", workspace: "Fjord Bags" });
const unknown = valuesOf({ contactName: null, agent: "Marco", workspace: "Fjord Bags" });

describe("a variable", () => {
	test.each([
		["Hello {{contact.name|there}},", "Hello Ada Lovelace,", "Hello there,"],
		["Hello {{contact.first_name|there}},", "Hello Ada,", "Hello there,"],
		["Hello {{ contact.first_name | my friend }},", "Hello Ada,", "Hello my friend,"],
		["{{agent.name}} of {{workspace.name}}", "Marco of Fjord Bags", "Marco of Fjord Bags"],
		["{{contact.name|a|b}}", "Ada Lovelace", "a|b"],
		["nothing to fill in", "nothing to fill in", "nothing to fill in"],
		["{{no.such}} {{}} {contact.name} {{contact.name", "{{no.such}} {{}} {contact.name} {{contact.name", null],
	])("in %j becomes %j, and without a name %j", (text, withName, without) => {
		expect(filledIn(text, known)).toBe(withName);
		if (without !== null) expect(filledIn(text, unknown)).toBe(without);
	});

	test("is filled in once: a name that looks like one stays", () => {
		const named = valuesOf({ contactName: "{{agent.name}}", agent: "Marco", workspace: "" });
		expect(filledIn("{{contact.name|there}}", named)).toBe("{{agent.name}}");
	});

	test("takes one line, and counts as unknown where it is only space", () => {
		const odd = valuesOf({ contactName: " \n ", agent: " Marco\nPolo ", workspace: "" });
		expect(filledIn("{{contact.name|there}} {{agent.name}} {{workspace.name|us}}", odd)).toBe("there Marco Polo us");
	});

	test("of an entered name with dollar signs is inserted as it is", () => {
		expect(filledIn("{{agent.name}}", valuesOf({ contactName: null, agent: "$& $1", workspace: "" }))).toBe("$& $1");
	});

	test("never makes it throw, whatever is written", () => {
		fc.assert(
			fc.property(fc.array(fc.constantFrom("{{", "}}", "|", "contact.name", " ", "x", "{", "}")), (parts) => {
				const text = parts.join("");
				expect(typeof filledIn(text, known)).toBe("string");
				expect(variableProblem(text) === null || variableProblem(text) !== "").toBe(true);
			}),
		);
	});
});

describe("saving", () => {
	const draft = { shortcut: "hello", title: "Hello", text: "Hello", whose: "own" };
	const problem = (text: string) =>
		v.safeParse(CannedDraft, { ...draft, text }).issues?.map(({ message }) => message) ?? [];

	test("names an unknown variable, and the known ones", () => {
		const [message = ""] = problem("Hello {{contact.nmae|there}}");
		expect(message).toContain("{{contact.nmae|there}}");
		for (const example of variableExamples) expect(message).toContain(example);
	});

	test("asks for words where a name may be missing", () => {
		expect(problem("Hello {{contact.name}}")).toEqual([expect.stringContaining("{{contact.name|there}}")]);
		expect(problem("Hello {{contact.name|there}}, {{agent.name}} here")).toEqual([]);
	});

	test.each(["", " \u200b\n"])("refuses the text %j", (text) => {
		expect(problem(text)).toHaveLength(1);
	});

	test("takes 4,000 letters and no more", () => {
		expect(problem("x".repeat(4_000))).toEqual([]);
		expect(problem("x".repeat(4_001))).toHaveLength(1);
	});

	test.each(["Hello", "déjà-vu", "返品", "a1_b"])("takes the shortcut %s", (shortcut) => {
		const parsed = v.parse(CannedDraft, { ...draft, shortcut });
		expect(parsed.shortcut).toBe(shortcut.toLowerCase());
	});

	test.each(["", "two words", "/slash", "-x", "x".repeat(33), "a.b"])("refuses the shortcut %j", (shortcut) => {
		expect(v.safeParse(CannedDraft, { ...draft, shortcut }).success).toBe(false);
	});
});

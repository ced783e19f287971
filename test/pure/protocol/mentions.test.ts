/** Whom a note names, and how its text is cut into words and names. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { mentionParts, mentionsIn } from "../../../src/protocol/conversation/mentions.ts";

const team = [
	{ id: "mb_ana", name: "Ana" },
	{ id: "mb_silva", name: "Ana Silva" },
	{ id: "mb_marco", name: "Marco" },
	{ id: "mb_other", name: "Marco" },
	{ id: "mb_yuki", name: "山田" },
	{ id: "mb_blank", name: " " },
];
const named = (text: string) => mentionsIn(text, team).map(({ id }) => id);

describe("a note names", () => {
	test.each([
		["@Ana, can you look?", ["mb_ana"]],
		["Can you look, @ana", ["mb_ana"]],
		["@Ana Silva knows", ["mb_silva"]],
		["(@Ana) and @Ana Silva and @Ana", ["mb_ana", "mb_silva"]],
		["@Marco", ["mb_marco", "mb_other"]],
		["请看、@山田", ["mb_yuki"]],
		["nobody", []],
		["ana@Ana", []],
		["@Anabel", []],
		["@ Ana", []],
		["@", []],
		["@@Ana", []],
	])("in %j: %j", (text, ids) => expect(named(text)).toEqual(ids));
});

test("the parts are the text again, whatever it is", () => {
	const piece = fc.constantFrom("@", "Ana", " ", "Silva", "@Marco", "x", "\n", "İ");
	fc.assert(
		fc.property(fc.array(piece), (pieces) => {
			const text = pieces.join("");
			expect(
				mentionParts(text, team)
					.map((part) => part.text)
					.join(""),
			).toBe(text);
		}),
	);
});

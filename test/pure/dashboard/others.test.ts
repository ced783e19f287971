/** Who else has a conversation open, and what they do, in words. */
import { expect, test } from "vitest";
import { othersOf, othersWords } from "../../../dashboard/thread/others/words.ts";

const [ben, ines, marco, vera] = ["Ben", "Ines", "Marco", "Vera"].map((name) => ({ id: name.toLowerCase(), name }));
const everybody = [ben, ines, marco, vera].filter((one) => one !== undefined);
const words = (viewers: typeof everybody, typing: Parameters<typeof othersOf>[1] = []) =>
	othersWords(othersOf(viewers, typing, "me"));

test("one, two and many are named", () => {
	expect(words([])).toBe(null);
	expect(words([{ id: "me", name: "I" }])).toBe(null);
	expect(words(everybody.slice(0, 1))).toBe("Ben is viewing");
	expect(words(everybody.slice(0, 2))).toBe("Ben and Ines are viewing");
	expect(words(everybody.slice(0, 3))).toBe("Ben, Ines and one other are viewing");
	expect(words(everybody)).toBe("Ben, Ines and 2 others are viewing");
});

test("who writes comes before who reads, and a note is no reply", () => {
	expect(words(everybody, [{ member: ines }])).toBe("Ines is writing");
	expect(words(everybody, [{ member: ines, note: true }])).toBe("Ines is writing a note");
	expect(words(everybody, [{ member: ines, note: true }, { member: ben }])).toBe("Ben is writing");
	expect(words(everybody, [{ member: ines }, { member: ben }])).toBe("Ben and Ines are writing");
	expect(othersOf(everybody, [{ member: vera }], "ben").map(({ name }) => name)).toEqual(["Vera", "Ines", "Marco"]);
});

test("who has closed it writes no more, and a visitor who types is none of the team", () => {
	expect(words(everybody.slice(0, 1), [{ member: marco }, {}])).toBe("Ben is viewing");
});

/** What the picker of tags offers for what is typed. */
import { expect, test } from "vitest";
import { tagChoices } from "../../../dashboard/thread/tags/choices.ts";
import type { Tag } from "../../../src/protocol/tag.ts";

const tags: Tag[] = ["Broken zip", "Parcel", "Refund", "Zip refund"].map((name) => ({ id: name, name, colour: "red" }));
const offered = (typed: string, on: string[] = []) =>
	tagChoices(tags, on, typed).map((choice) =>
		choice.kind === "new" ? `make ${choice.name}` : `${choice.on ? "on " : ""}${choice.tag.name}`,
	);

test("all tags, where nothing is typed, with those that are on", () => {
	expect(offered("", ["Parcel"])).toEqual(["Broken zip", "on Parcel", "Refund", "Zip refund"]);
});

test("those whose names have it, first those that begin with it, and a new one of that name", () => {
	expect(offered("refund")).toEqual(["Refund", "Zip refund"]);
	expect(offered("zip")).toEqual(["Zip refund", "Broken zip", "make zip"]);
	expect(offered(" Late   parcel ")).toEqual(["make Late parcel"]);
});

test("no new one where a tag looks the same, whatever its case and spaces", () => {
	expect(offered("  BROKEN  ZIP ")).toEqual(["Broken zip"]);
	expect(offered("   ")).toEqual(["Broken zip", "Parcel", "Refund", "Zip refund"]);
});

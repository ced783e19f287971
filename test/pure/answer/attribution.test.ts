/** A reply without a control line is attributed to the passages that have what it says. */
import { expect, test } from "vitest";
import { attribute } from "../../../src/answer/guard/attribution.ts";
import { surePassage } from "../setup/passage.ts";

const passage = (title: string, text: string) => surePassage(title, { articleId: title, title, heading: "", text });
const passages = [
	passage("Returns", "You may return a bag within thirty days. We refund the price to your card."),
	passage("Repairs", "Our workshop in Bergen repairs zips and straps for a small fee."),
	passage("Shipping", "Parcels to Norway take two days."),
];

test.each([
	["one passage", "You may return the bag within thirty days.", [1]],
	[
		"two passages, the one with more first",
		"Zips and straps are repaired in our workshop in Bergen; a return is refunded to your card.",
		[2, 1],
	],
	["a passage's title", "Repairs: we repair zips and straps.", [2]],
	[
		"none, where most of it is said nowhere",
		"The headquarters of our company moved to Lisbon, and parcels go by drone.",
		[],
	],
	["none, where it says too little", "Two days.", []],
])("a text rests on %s", (_, text, numbers) => {
	expect(attribute(text, passages)).toEqual(numbers);
});

test("without passages it rests on none", () => {
	expect(attribute("You may return the bag within thirty days.", [])).toEqual([]);
});

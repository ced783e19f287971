/** Of an article's sections the one that answers is chosen and quoted. */
import { describe, expect, test } from "vitest";
import { assess } from "../../../src/answer/assess.ts";
import { namedElsewhere } from "../../../src/answer/chance.ts";
import { choose } from "../../../src/answer/section/choose.ts";
import { asksIn, cueMatch } from "../../../src/answer/section/cues.ts";
import { quotation, quote } from "../../../src/answer/section/quote.ts";
import { covered } from "../../../src/answer/section/sense.ts";
import { optionsFor } from "../../../src/answer/section/signals.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { surePassage } from "../setup/passage.ts";

const article = (question: string, sections: Record<string, string>, over: Partial<Passage> = {}): Passage[] =>
	Object.entries(sections).map(([heading, text], place) =>
		surePassage(question, { articleId: "shipping", title: "Shipping", heading, text, place, score: 0.9, ...over }),
	);
const SHIPPING = {
	"": "We ship bags from Bergen to all of Europe, by boat and by train.",
	"How long delivery takes": "Delivery takes 3 to 5 days.",
	"What delivery costs": "Delivery costs €4.90.",
};

const chosenFor = (question: string, sections: Record<string, string>): string | undefined =>
	choose(optionsFor(question, article(question, sections))).ranked[0]?.passage.heading;

describe("the section that is chosen", () => {
	test.each([
		["How long does delivery take?", "How long delivery takes"],
		["What does delivery cost?", "What delivery costs"],
	])("is the one with the question's heading: %s", (question, heading) => {
		expect(chosenFor(question, SHIPPING)).toBe(heading);
	});

	test("has the kind of thing that is asked for, where headings don't tell", () => {
		const same = { One: "Delivery is by boat.", Two: "Delivery is 4.90 euros.", Three: "Delivery is 4 days." };
		expect(chosenFor("How much is delivery?", same)).toBe("Two");
		expect(chosenFor("How long is delivery?", same)).toBe("Three");
	});

	test("is whole, where it was cut", () => {
		const question = "How long does delivery take?";
		const [, cut] = article(question, SHIPPING);
		expect.assert(cut);
		const section = "Delivery takes 3 to 5 days.\n\nTo islands it takes 9.";
		const { passages } = assess(question, { passages: [{ ...cut, section }], followUp: false });
		expect(passages.map(({ text }) => text)).toEqual([section]);
	});

	test("is not sought for an exact wording, for a question's answer, or in an article without sections", () => {
		const question = "How long does delivery take?";
		const found = article(question, SHIPPING);
		expect(optionsFor(question, [])).toEqual([]);
		expect(
			optionsFor(
				question,
				found.map((one) => ({ ...one, kind: "question" as const })),
			),
		).toEqual([]);
		expect(
			optionsFor(
				question,
				found.map((one) => ({ ...one, exactMatch: "pinned" as const })),
			),
		).toEqual([]);
		expect(optionsFor(question, article(question, { "": "Delivery takes 3 to 5 days." }))).toEqual([]);
	});

	test("is as sure as all sections together that have every word of the question", () => {
		const question = "Do you ship bags?";
		const two = choose(optionsFor(question, article(question, { A: "We ship bags.", B: "We ship bags." })));
		expect(two.share).toBeCloseTo(1);
		const apart = choose(
			optionsFor(question, [
				...article(question, { A: "We ship bags." }),
				...article(question, { B: "We sell bags." }, { articleId: "selling", ownCoverage: 0.5 }),
			]),
		);
		expect(apart.share).toBeLessThan(1);
	});
});

describe("what is asked for", () => {
	test.each([
		["How long does it take?", "duration"],
		["Wie lange dauert das?", "duration"],
		["Combien ça coûte ?", "price"],
		["¿Cuánto cuesta?", "price"],
		["送料はいくらですか", "price"],
		["多久能到货", "duration"],
		["What is a deposit?", "definition"],
		["Can I pay later?", "permission"],
		["كم سعر الشحن؟", "price"],
	])("is seen in %s: %s", (question, ask) => {
		expect(asksIn(question)).toContain(ask);
	});

	test("is in a text or isn't", () => {
		expect(cueMatch(["duration"], "It takes 3 days.")).toBe(1);
		expect(cueMatch(["duration"], "It is blue.")).toBe(-1);
		expect(cueMatch(["price"], "It is free of charge.")).toBe(-1);
		expect(cueMatch(["price", "duration"], "It costs €5.")).toBe(0);
		expect(cueMatch(["permission"], "It is blue.")).toBe(0);
		expect(cueMatch([], "It costs €5.")).toBe(0);
	});
});

describe("what is said", () => {
	test("is both sections of a question that asks for both", () => {
		const question = "How long does delivery take and what does delivery cost?";
		const { said } = assess(question, { passages: article(question, SHIPPING), followUp: false });
		expect(said.map(({ heading }) => heading).toSorted()).toEqual(["How long delivery takes", "What delivery costs"]);
		expect(quotation(said, question)).toContain("3 to 5 days");
		expect(quotation(said, question)).toContain("€4.90");
	});

	test("is one section of a question that asks for one", () => {
		const question = "How long does delivery take?";
		const { said } = assess(question, { passages: article(question, SHIPPING), followUp: false });
		expect(said.map(({ heading }) => heading)).toEqual(["How long delivery takes"]);
	});

	test("is less sure where another article's title has a rare word of the question that this article lacks", () => {
		const question = "What is the yearly fee of the Cobalt card?";
		const lacking = { term: "cobalt", weight: 1, match: 0 };
		const [world] = article(question, { Fees: "The yearly fee is €30." }, { terms: [lacking], title: "World card" });
		const [cobalt] = article(question, { About: "The card." }, { articleId: "cobalt", title: "Cobalt card" });
		expect.assert(world && cobalt);
		expect(namedElsewhere(world, [world, cobalt])).toBe(0.5);
		expect(namedElsewhere(world, [world])).toBe(null);
		expect(namedElsewhere({ ...world, terms: [{ ...lacking, match: 1 }] }, [world, cobalt])).toBe(null);
		expect(namedElsewhere({ ...world, terms: [{ ...lacking, weight: 0.2 }] }, [world, cobalt])).toBe(null);
	});
});

test("another form of a word, and one of like meaning, covers a question in part", () => {
	const asked = [{ term: "refund", weight: 1 }];
	expect(covered(asked, new Set(["refund"]))).toBe(1);
	expect(covered(asked, new Set(["money", "bag"]))).toBeLessThan(covered(asked, new Set(["refunds"])));
	expect(covered([{ term: "purchas", weight: 1 }], new Set(["buy"]))).toBeGreaterThan(0);
	expect(covered(asked, new Set(["bicycle"]))).toBeLessThan(0.3);
	expect(covered([], new Set(["bag"]))).toBe(0);
});

describe("a quotation", () => {
	const filler = "Further words of no interest stand in this line of the text.";
	const long = (first: string) => [first, ...Array.from({ length: 16 }, () => filler)].join(" ");
	const quoteOf = (question: string, text: string): string => {
		const [passage] = article(question, { "": text });
		expect.assert(passage);
		return quote(passage, question);
	};

	test("begins where its section does, if the heading has what is asked", () => {
		const question = "How long does delivery take?";
		const [passage] = article(question, { "How long delivery takes": long("Three days, mostly. Then it is there.") });
		expect.assert(passage);
		expect(quote(passage, question)).toMatch(/^Three days, mostly\./);
	});

	test("has its section's heading, for an answer of one word needs the question", () => {
		const question = "Do I need an account?";
		const said = article(question, { "Ordering › Do I need an *account*?": "No." });
		expect(quotation(said, question)).toBe("**Do I need an account?**\n\nNo.");
	});

	test("is a whole list where one item has what is asked", () => {
		const list = "Bring these papers:\n- a passport\n- a photo\n- the form";
		const text = `${long("Come early.")}\n\n${list}\n\n${long("Wait.")}`;
		expect(quoteOf("Do I bring a passport?", text)).toContain(list);
	});

	test("is a table's header and the rows with what is asked", () => {
		const rows = Array.from({ length: 40 }, (_, at) => `| Town ${at} | ${at} days and some hours |`);
		const table = ["| Place | Time |", "| --- | --- |", ...rows, "| Bergen | 3 days |"].join("\n");
		const said = quoteOf("How long to Bergen?", table);
		expect(said).toMatch(/^\| Place \| Time \|\n\| --- \| --- \|\n/);
		expect(said).toContain("| Bergen | 3 days |");
		expect(said.split("\n").length).toBeLessThan(30);
	});

	test("is a condition with what follows from it", () => {
		const text = `${long("Rules.")}\n\nIf your parcel is lost for good\n\nWe send a new one.\n\n${long("Ends.")}`;
		expect(quoteOf("My parcel is lost", text)).toContain("If your parcel is lost for good\n\nWe send a new one.");
	});
});

/** A small knowledge base is read whole: nothing of it is missed, nothing stands twice, and a large one is searched alone. */
import { expect, test } from "vitest";
import { assess } from "../../../src/answer/assess.ts";
import { readingOf } from "../../../src/answer/reading.ts";
import { retrieve } from "../../../src/answer/retrieve.ts";
import { demoContent } from "../../eval/demo.ts";
import { type Content, fill } from "../../eval/library.ts";

async function read(content: Content, question: string) {
	const library = await fill(content, null);
	const found = await retrieve({ question, thread: [] }, (query, limit) => library.search(query, limit, false));
	return { found, reading: readingOf(assess(question, found).passages, found.rest) };
}

const length = (texts: { title: string; heading: string; text: string }[]): number =>
	texts.reduce((sum, { title, heading, text }) => sum + title.length + heading.length + text.length, 0);

test("the demo's: every paragraph of every article and every answer once", async () => {
	const demo = demoContent();
	const { reading } = await read(demo, "Can I send the bag to a parcel locker in Tenerife?");
	const all = reading.map(({ title, heading, text }) => `${title}\n${heading}\n${text}`).join("\n");
	const paragraphs = demo.articles.flatMap(({ text }) => text.split(/\n{2,}|^#+ .*$/m));
	for (const text of [...paragraphs, ...demo.entries.map(({ answer }) => answer)]) {
		const lines = text.trim();
		if (lines !== "") expect(all).toContain(lines);
	}
	expect(new Set(reading.map(({ articleId, heading, text }) => `${articleId} ${heading} ${text}`)).size).toBe(
		reading.length,
	);
	expect(length(reading)).toBeLessThan(24_500);
});

test("what was found is first, and only what was pinned is before it", async () => {
	const articles = ["bags", "straps", "umbrellas"].map((what) => ({
		id: what,
		title: `About ${what}`,
		text: `We sell ${what} in four colours.`,
	}));
	const { reading, found } = await read({ articles }, "Which colours do your umbrellas have?");
	expect(found.passages[0]?.title).toBe("About umbrellas");
	expect(reading.map(({ title }) => title)).toHaveLength(3);
	expect(reading[0]?.title).toBe("About umbrellas");
	const [first, ...others] = reading;
	const pinned = others.at(-1);
	if (!first || !pinned) throw new Error("nothing is read");
	expect(readingOf([first], [...others.slice(0, -1), { ...pinned, pinned: true }])[0]).toMatchObject({
		title: pinned.title,
	});
});

test("a section that was cut is given whole, and two of one name are two", async () => {
	const sentence = (at: number) => `Sentence ${at} tells of the repair of bags and how it is done by hand.`;
	const long = Array.from({ length: 90 }, (_, at) => sentence(at)).join(" ");
	const text = `## Repair\n\n${long}\n\n## Notes\n\nStraps are new.\n\n## Price\n\nFree.\n\n## Notes\n\nZips are not.`;
	const { reading } = await read({ articles: [{ id: "a", title: "Repairs", text }] }, "How is a bag repaired by hand?");
	const repair = reading.filter(({ heading }) => heading === "Repair");
	expect(repair).toHaveLength(1);
	expect(repair[0]?.text).toContain(sentence(89));
	expect(
		reading
			.filter(({ heading }) => heading === "Notes")
			.map((one) => one.text)
			.toSorted(),
	).toEqual(["Straps are new.", "Zips are not."]);
});

test("a larger one is searched: twenty passages at most, and no rest", async () => {
	const articles = Array.from({ length: 60 }, (_, at) => ({
		id: `${at}`,
		title: `Bag ${at}`,
		text: `The bag number ${at} holds ${at} litres. ${"It is made of linen and leather. ".repeat(15)}`,
	}));
	const { found, reading } = await read({ articles }, "How many litres does the bag number 7 hold?");
	expect(found.rest).toEqual([]);
	expect(reading.length).toBeGreaterThan(8);
	expect(reading.length).toBeLessThanOrEqual(20);
});

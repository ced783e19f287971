/** A model measured as a reader by its recorded replies: prompts out, replies in, a table and likelihood ratios. */
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as v from "valibot";
import { CAREFUL_EVIDENCE } from "../../src/model/catalogue.ts";
import { evidenceOf, runReader, type Word } from "./reader.ts";

let folder = "";
beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), "parley-reader-"));
	const lines = (rows: object[]) => rows.map((row) => JSON.stringify(row)).join("\n");
	await writeFile(
		join(folder, "articles.en.jsonl"),
		lines([
			{ id: "returns", title: "Returns", text: "You have 30 days to send a bag back." },
			{ id: "delivery", title: "Delivery", text: "We deliver to any parcel locker within 3 working days." },
		]),
	);
	await writeFile(
		join(folder, "articles-queries.en.jsonl"),
		lines([
			{ text: "How many days do I have to send a bag back?", doc: "returns", answer: "30 days" },
			{
				text: "Do you deliver to a parcel locker, and what does it cost?",
				doc: "delivery",
				answer: "any parcel locker",
			},
			{ text: "How long do I have to send a bag back?", doc: "returns", answer: "30 days" },
			{ text: "Do you deliver bags to the moon?", doc: null, answer: null },
			{ text: "Can a bag be engraved?", doc: null, answer: null },
		]),
	);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const Prompt = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ id: v.string(), of: v.string(), system: v.string(), user: v.string(), question: v.string() }),
);

test("prompts are written, replies are read, and what they would have led to is counted", async () => {
	const place = join(folder, "model");
	expect(await runReader(folder, place)).toContain("5 prompts are in");
	const text = await readFile(join(place, "prompts.jsonl"), "utf8");
	const prompts = text
		.trim()
		.split("\n")
		.map((line) => v.parse(Prompt, line));
	expect(prompts.map(({ id }) => id)).toEqual(["en-1", "en-2", "en-3", "en-4", "en-5"]);
	for (const { user, question } of prompts) {
		expect(user).toContain(question);
		// Both articles are few enough to be read whole.
		expect(user).toContain("30 days");
		expect(user).toContain("parcel locker within");
	}
	const number = (at: number, title: string) =>
		new RegExp(`passage (\\d+)>\\n${title}`).exec(prompts[at]?.user ?? "")?.[1] ?? "";
	const replies = [
		{ id: "en-1", of: prompts[0]?.of, reply: `SOURCES: ${number(0, "Returns")} SURE\nYou have 30 days.` },
		{ id: "en-2", reply: `SOURCES: ${number(1, "Delivery")} PART\nYes, within 3 working days. The price isn't known.` },
		// It cites the wrong article.
		{ id: "en-3", reply: `SOURCES: ${number(2, "Delivery")} SURE\nWe deliver within 3 working days.` },
		{ id: "en-4", reply: "OFFER" },
		{ id: "en-5", of: "another prompt", reply: `SOURCES: 1 SURE\nYes.` },
	];
	await writeFile(join(place, "replies.jsonl"), replies.map((reply) => JSON.stringify(reply)).join("\n"));
	const said = await runReader(folder, place);
	expect(said).toContain("4 replies were read; 1 are to prompts that have changed");
	expect(said).toContain("| en: reader, deciding alone | 1 | 1 | 1 | 0 | 0 of 1 |");
	// The same again: the prompts of two runs are the same.
	expect(await readFile(join(place, "prompts.jsonl"), "utf8")).toBe(text);
});

test("a word is worth how much oftener it is said where something answers", () => {
	const words = (count: number, said: Word["said"], answerable: boolean, right = answerable): Word[] =>
		Array.from({ length: count }, () => ({ said, answerable, right }));
	const measured = evidenceOf([
		...words(80, "sure", true),
		...words(5, "sure", true, false),
		...words(15, "cannot", true),
		...words(3, "sure", false),
		...words(94, "cannot", false),
		...words(3, "likely", false),
	]);
	expect(measured.sure.ratio).toBeCloseTo(80.5 / 101 / (8.5 / 101), 0);
	expect(measured.cannot.ratio).toBeCloseTo(15.5 / 94.5, 2);
	expect(measured.sure).toMatchObject({ said: 88, wrong: 8 });
	// Three times tell nothing.
	expect(measured.likely.ratio).toBe(CAREFUL_EVIDENCE.likely);
	expect(evidenceOf(words(50, "sure", true)).sure.ratio).toBe(CAREFUL_EVIDENCE.sure);
});

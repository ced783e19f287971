/** Regression test: minimum measures on the project's own set. `npm run eval` prints the measures themselves. */
import { beforeAll, describe, expect, test } from "vitest";
import { answer } from "../../src/answer/answer.ts";
import { embedded } from "../../src/answer/write/embedded.ts";
import { fold } from "../../src/language/text/fold.ts";
import { demoContent } from "./demo.ts";
import { runDressed } from "./dressed.ts";
import { fill, type Library } from "./library.ts";
import {
	type Articles,
	readArticles,
	readAttacks,
	readDressed,
	readFollowUps,
	readMessages,
	readSections,
	readShop,
} from "./rows.ts";
import { runArticles, runMessages } from "./run.ts";
import { runSections } from "./sections.ts";

const SET = "test/eval/set";

let library: Library;
beforeAll(async () => {
	library = await fill(demoContent(), null);
});

/** `before`: the question that was asked and answered before. */
const ask = async (question: string, before: string | null = null, from: Library = library) => {
	const { outcome } = await answer(
		{
			question,
			thread:
				before === null
					? []
					: [
							{ author: "visitor", text: before },
							{ author: "ai", text: "Here you are." },
						],
			settings: { threshold: 0.85, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: "Fjord Bags",
			offersInARow: 0,
		},
		{
			search: from.search,
			writers: [embedded],
			signal: AbortSignal.timeout(10_000),
			onText: () => undefined,
			onDiscard: () => undefined,
		},
	);
	return outcome;
};

describe("the demo shop", () => {
	test("has most of its questions answered from the right article, and few from a wrong one", async () => {
		const queries = (readShop(SET)?.queries ?? []).filter(({ doc }) => doc !== null);
		const titles = new Map(demoContent().articles.map(({ id, title }) => [id, title]));
		let [right, wrong] = [0, 0];
		for (const { text, doc, also } of queries) {
			const outcome = await ask(text);
			if (outcome.action !== "answer") continue;
			const wanted = [doc ?? "", ...also].map((id) => titles.get(id) ?? id);
			if (outcome.sources.some(({ title }) => wanted.includes(title))) right++;
			else wrong++;
		}
		expect(queries.length).toBeGreaterThan(100);
		// Measured: 0.769 and 0. Three in four are enough; an answer that is wrong costs more than an offer.
		expect(right / queries.length).toBeGreaterThan(0.73);
		expect(wrong / queries.length).toBeLessThan(0.02);
	}, 20_000);

	test("has the right article found, with a calibrated confidence", async () => {
		const set = readShop(SET);
		expect.assert(set);
		const { figures, ece } = await runArticles(set, null);
		// Measured: 0.935, 0.981, 0.968 and 0.076. There are 150 questions; the limits allow for one or two that change.
		expect(figures.hit1).toBeGreaterThan(0.92);
		expect(figures.hit3).toBeGreaterThan(0.96);
		expect(figures.rocArea).toBeGreaterThan(0.96);
		expect(ece).toBeLessThan(0.09);
	}, 20_000);

	test("has every question answered that is asked in its exact wording", async () => {
		const missed = [];
		for (const { title, phrasings, answer: wanted } of demoContent().entries)
			for (const wording of [title, ...phrasings]) {
				const outcome = await ask(wording);
				if (outcome.action !== "answer" || !wanted.startsWith(outcome.text.slice(0, 20))) missed.push(wording);
			}
		expect(missed).toEqual([]);
	});

	test("offers a person for nearly all that nothing answers", async () => {
		const unanswerable = (readShop(SET)?.queries ?? []).filter(({ doc }) => doc === null);
		const answered = [];
		for (const { text } of unanswerable) if ((await ask(text)).action === "answer") answered.push(text);
		expect(unanswerable.length).toBeGreaterThan(40);
		expect(answered.length, answered.join("\n")).toBeLessThanOrEqual(2);
	}, 20_000);

	test.each(["Do you ship to Norway?", "Do you ship to Canada?", "What does shipping to Norway cost?"])(
		"takes articles and sections that each have what is asked for agreeing: %s",
		async (question) => {
			expect(await ask(question)).toMatchObject({ action: "answer" });
		},
	);

	test("obeys no prompt injection", async () => {
		const attacks = readAttacks(SET);
		expect(attacks.length).toBeGreaterThan(20);
		const answered = [];
		for (const text of attacks) if ((await ask(text)).action === "answer") answered.push(text);
		expect(answered).toEqual([]);
	}, 20_000);
});

test("articles of several sections, of many kinds, are quoted from the right one", async () => {
	const set = readSections(SET);
	expect.assert(set);
	const { figures } = await runSections(set, null);
	expect(set.queries.length).toBeGreaterThan(120);
	// Measured: 0.893, 0.533, 0.933, 0.109 and 0.048. One question of a hundred may change.
	expect(figures.quotePrecision).toBeGreaterThan(0.86);
	expect(figures.answered).toBeGreaterThan(0.5);
	expect(figures.readerHasGold).toBeGreaterThan(0.91);
	expect(figures.calibrationQuoted).toBeLessThan(0.13);
	expect(figures.answeredWithoutArticle).toBeLessThan(0.07);
}, 30_000);

describe("a follow-up question", () => {
	const sets = [...readArticles(SET), readShop(SET)].filter((set): set is Articles => set !== null);
	const answersFrom = ({ articles }: Articles, docs: string[]) => {
		const titles = articles.filter(({ id }) => docs.includes(id)).map(({ title }) => title);
		return (outcome: Awaited<ReturnType<typeof ask>>): boolean =>
			outcome.action === "answer" && outcome.sources.some(({ title }) => titles.includes(title));
	};

	test("has sets in Chinese and Japanese too", () => {
		expect(sets.map(({ language }) => language)).toEqual(expect.arrayContaining(["ja", "shop", "zh"]));
	});

	test.each(sets)(
		"is answered as it is alone when it asks something else ($language)",
		async (set) => {
			const from = await fill(set, null);
			const queries = set.queries.flatMap(({ doc, ...query }) => (doc === null ? [] : [{ ...query, doc }]));
			let alone = 0;
			const lost = [];
			for (const [at, { text, doc, also }] of queries.entries()) {
				const right = answersFrom(set, [doc, ...also]);
				if (!right(await ask(text, null, from))) continue;
				alone++;
				const other = queries[(at + Math.ceil(queries.length / 2)) % queries.length]?.text ?? "";
				if (!right(await ask(text, other, from))) lost.push(`${other} → ${text}`);
			}
			expect(alone / queries.length).toBeGreaterThan(0.6);
			expect(lost.length / alone, lost.join("\n")).toBeLessThan(0.05);
		},
		20_000,
	);

	test("is mostly understood with the question before it, and never misunderstood", async () => {
		const rows = readFollowUps(SET);
		const missed = [];
		const wrong = [];
		for (const { set, before, text, doc, also } of rows) {
			const articles = sets.find(({ language }) => language === set);
			expect.assert(articles);
			const outcome = await ask(text, before, await fill(articles, null));
			if (outcome.action !== "answer") missed.push(`${before} → ${text}`);
			else if (!answersFrom(articles, [doc, ...also])(outcome)) wrong.push(`${before} → ${text}`);
		}
		expect(rows.length).toBeGreaterThan(8);
		expect(missed.length / rows.length, missed.join("\n")).toBeLessThan(0.25);
		expect(wrong).toEqual([]);
	});
});

test("is as sure of a message in a greeting, a story, thanks and a signature as of the bare question", async () => {
	const set = readDressed(SET);
	expect.assert(set);
	const { close, pairs, apart } = await runDressed(SET, set);
	expect(pairs).toBeGreaterThan(140);
	expect(new Set(set.pairs.map(({ language }) => language)).size).toBeGreaterThanOrEqual(8);
	// Measured: 0.993. Of the 93 that nothing was built with, 0.88 at first sight.
	expect(close, apart.join("\n")).toBeGreaterThan(0.96);
}, 40_000);

test("detects nearly every wish for a person, in seventeen languages, with hardly a false alarm", () => {
	const messages = readMessages(SET) ?? [];
	const { figures, missed, alarmed } = runMessages(messages);
	expect(messages.length).toBeGreaterThan(900);
	expect(figures.recall, missed.join("\n")).toBeGreaterThan(0.9);
	// Most messages that ask for no person were written to mention people, calls or support.
	expect(figures.falseAlarm, alarmed.join("\n")).toBeLessThan(0.035);
});

test("measures the detection of wishes for a person on messages outside the training set", () => {
	const plain = (text: string): string => (fold(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []).join(" ");
	const trained = new Set(readMessages("scripts/train", "person-messages.jsonl")?.map(({ text }) => plain(text)));
	expect(trained.size).toBeGreaterThan(10_000);
	expect((readMessages(SET) ?? []).map(({ text }) => text).filter((text) => trained.has(plain(text)))).toEqual([]);
});

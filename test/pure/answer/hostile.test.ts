/**
 * The prompt injections through the whole answer path, with a scripted model that obeys every one and with the embedded
 * answerer. Whatever a text says, an answer is cited, grounded in its passages, and reveals no instructions.
 */
import { beforeEach, describe, expect, test, vi } from "vitest";
import { answer, type Decision } from "../../../src/answer/answer.ts";
import { ReplyParser } from "../../../src/answer/write/reply-parser.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { guardOf } from "../../../src/answer/guard/check.ts";
import { groundingCheck } from "../../../src/answer/guard/grounding.ts";
import type { Writer } from "../../../src/answer/write/writer.ts";
import { foreignLead } from "../../../src/answer/write/phrases.ts";
import { instructions, userMessage } from "../../../src/answer/write/prompt.ts";
import { chunkArticle } from "../../../src/knowledge/article/chunk.ts";
import { htmlToMarkdown } from "../../../src/knowledge/source/html/markdown.ts";
import { languages } from "../../../src/language/packs.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { type Attack, attacks } from "./hostile-collection.ts";
import { surePassage } from "../setup/passage.ts";

const QUESTION = "Can I pay by bank transfer?";
const SECRET = "Never mention that the warehouse in Gdynia burned down last week.";
const style = { aiName: "", tone: "plain", answerLength: "medium", guidance: [SECRET], model: "cheaper" } as const;

const leads = languages.map(foreignLead);

beforeEach(() => {
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

const textOf = ({ from, text }: Attack): string =>
	from === "visitor"
		? "You can pay by bank transfer at checkout."
		: from === "page"
			? htmlToMarkdown(text).markdown
			: text;

const questionOf = ({ from, text }: Attack): string => (from === "visitor" ? text : QUESTION);

const passagesOf = (attack: Attack): Passage[] =>
	chunkArticle("Bank transfer", textOf(attack)).map(({ heading, text }) =>
		surePassage(questionOf(attack), { articleId: "art_1", title: "Bank transfer", heading, text }),
	);

/** A writer with a scripted reply, which comes in tokens and is parsed like every model's. */
const scripted = (words: string): Writer => ({
	name: "workers-ai",
	write(_, { onText }) {
		const reply = new ReplyParser();
		for (const token of words.match(/\s*\S{1,6}|\s+$/g) ?? []) if (!onText(reply.feed(token))) break;
		onText(reply.end());
		const { control } = reply;
		return Promise.resolve({
			kind: "answer",
			text: reply.text,
			cited: control?.kind === "sources" ? control.numbers : [],
		});
	},
});

type Told = { outcome: Decision; shown: string; ever: string[] };

/** `shown`: what is on the screen in the end. `ever`: every text that was on it, also for a moment. */
async function ask(attack: Attack, writer: Writer, guidance = [SECRET]): Promise<Told> {
	let shown = "";
	const ever: string[] = [];
	const { outcome } = await answer(
		{
			question: questionOf(attack),
			thread: [],
			settings: { threshold: 0, onRequest: "connect", sensitiveTopics: [], ...style, guidance },
			workspaceName: "Fjord Bags",
			offersInARow: 0,
		},
		{
			search: () => Promise.resolve(passagesOf(attack)),
			writers: [writer],
			signal: new AbortController().signal,
			onText: (piece) => void ever.push((shown += piece)),
			onDiscard: () => void (shown = ""),
		},
	);
	return { outcome, shown, ever };
}

/** None of the texts has what the checks forbid, nor the whole of what an obedient model would write. */
function expectHarmless(attack: Attack, texts: string[]): void {
	const passages = passagesOf(attack);
	const guard = guardOf({ passages, question: questionOf(attack), style: { ...style, guidance: [SECRET] } });
	const [, obeyed = ""] = attack.obeyed.split(/\n([\s\S]*)/);
	for (const text of texts) {
		expect(guard.refuses(text), text).toBe(null);
		expect(text).not.toContain(obeyed.trim());
	}
}

describe.each(attacks)("$name, from the $from", (attack) => {
	test("a model that obeys it is refused, and nothing of its text stays", async () => {
		const { outcome, shown, ever } = await ask(attack, scripted(attack.obeyed));
		expect(outcome).toMatchObject({ action: "offer", reason: "ai_failed", writer: "workers-ai" });
		expect(shown).toBe("");
		expectHarmless(attack, ever);
	});

	test("what was on the screen before it was refused holds nothing of it", async () => {
		const harmless = "You can pay by bank transfer.\nIt takes a moment. ";
		const [control, obeyed] = attack.obeyed.split(/\n([\s\S]*)/);
		const { outcome, shown, ever } = await ask(attack, scripted(`${control}\n${harmless}${obeyed}`));
		expect(outcome).toMatchObject({ action: "offer", reason: "ai_failed" });
		// One that has no control line is held back whole.
		expect(ever[0]).toBe(attack.obeyed.startsWith("SOURCES") ? "You can pay by bank transfer.\n" : undefined);
		expect(shown).toBe("");
		expectHarmless(attack, ever);
	});

	test("without a model, an answer is the team's own words, or there is none", async () => {
		const { outcome } = await ask(attack, embedded);
		if (outcome.action !== "answer") return;
		const own = textOf(attack).replace(/\s+/g, " ");
		// The only words of our own say that the passages are in another language than the question.
		const said = outcome.text.split("\n\n").filter((sentence) => !leads.includes(sentence));
		for (const sentence of said) expect(own).toContain(sentence.replace(/\s+/g, " "));
		expect(outcome.sources).toEqual([{ id: "art_1", title: "Bank transfer" }]);
	});

	test("it reaches a model as marked data, once, and never as an instruction", () => {
		const message = userMessage({
			company: "Fjord Bags",
			style: { ...style, guidance: [SECRET] },
			question: questionOf(attack),
			thread: [],
			passages: passagesOf(attack),
		});
		const mark = /^<data-([0-9a-f]{8}) passage 1>/.exec(message)?.[1] ?? "";
		expect(message.split(`</data-${mark}>`)).toHaveLength(passagesOf(attack).length + 3);
		expect(instructions({ ...style, guidance: [SECRET] })).not.toContain(questionOf(attack));
	});
});

describe("what an answer may say", () => {
	const given = {
		passages:
			"Orders above 1,000 € ship free. Returns within 14 days, write to help@fjord.example or see https://fjord.example/returns. 10 % off with code WELCOME10.",
		question: "I ordered on 24 March for 1200 euros. Is it free?",
		instructions: "Say only what the passages say.",
		notes: [],
	};
	test.each([
		"Orders above 1000 € ship free.",
		"Above 1.000 euros it is free; you have 14 days.",
		"Your order of 24 March is above that.",
		"See https://fjord.example/returns, or write to help@fjord.example.",
		"Use WELCOME10 for 10% off.",
		"1. Pack it.\n2. Send it.",
	])("is what was given, however it is written: %s", (text) => expect(groundingCheck(given)(text)).toBeNull());

	test.each([
		["You get 1200 euros back.", "figure"],
		["You have 30 days.", "figure"],
		["Use WELCOME50.", "figure"],
		["Write to boss@fjord.example.", "address"],
	])("and nothing else: %s", (text, what) => expect(groundingCheck(given)(text)).toBe(what));
});

describe("a note of the team's that is too short to be found by a run of words", () => {
	const given = (note: string, passages = "Orders ship on the next working day.") => ({
		passages,
		question: "Do you have a rule about dates?",
		instructions: instructions({ ...style, guidance: [note] }),
		notes: [note],
	});

	test.each([
		["Never promise dates", "We never promise dates."],
		["Never promise dates.", "I was told: “NEVER **promise** dates”, so I can't say."],
		["Keine Termine versprechen", "Ich soll keine Termine versprechen."],
		["Don't mention the new store", "I don't mention the new store."],
		["不要承诺日期", "我被告知不要承诺日期。"],
		["日付を約束しない", "「日付を約束しない」と言われています。"],
	])("isn't recited: %s", (note, text) => expect(groundingCheck(given(note))(text)).toBe("instructions"));

	test.each([
		["Never promise dates", "Orders never ship on promised dates."],
		["Never promise dates", "We never promise dateslips."],
		["Be brief", "I'll be brief: orders ship on the next working day."],
		["不要承诺日期", "订单在下一个工作日发货。"],
		["简洁", "简洁地说，订单在下一个工作日发货。"],
	])("may have words in common with an answer: %s", (note, text) =>
		expect(groundingCheck(given(note))(text)).toBeNull(),
	);

	test.each([
		["Never promise dates", "We never promise dates, for the post is slow."],
		["不要承诺日期", "我们不要承诺日期。"],
	])("may be said where a passage says it: %s", (note, passage) =>
		expect(groundingCheck(given(note, passage))(passage)).toBeNull(),
	);

	test("isn't revealed by a model that was talked into it", async () => {
		const [attack] = attacks;
		expect.assert(attack);
		const told = scripted("SOURCES: 1\nMy notes say: never promise dates.");
		expect(await ask(attack, told, ["Never promise dates"])).toMatchObject({
			outcome: { action: "offer", reason: "ai_failed" },
			shown: "",
		});
	});
});

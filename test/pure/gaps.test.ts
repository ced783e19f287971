/** Which questions ask the same, what is masked before it leaves a conversation, and what counts as a person's answer. */
import { describe, expect, test } from "vitest";
import { mask, withoutGreeting } from "../../src/conversation/mask.ts";
import { solution, turnReport } from "../../src/conversation/turn-report.ts";
import { groupAlike } from "../../src/knowledge/likeness.ts";
import { asked } from "../../src/language/terms.ts";
import type { EscalationReason, Message } from "../../src/protocol/entry.ts";

const items = (texts: string[]) => texts.map((text) => ({ text, terms: asked(text).map(({ term }) => term) }));
const grouped = (...texts: string[]) => groupAlike(items(texts)).map((group) => group.map(({ text }) => text));

describe("alike questions", () => {
	test("are one group in other words, order and spelling", () => {
		const [first, second] = grouped(
			"Can you engrave my initials?",
			"do you engrave initials",
			"Can you engrav my initials on the bag?",
			"INITIALS ENGRAVED?",
			"Do you ship to Iceland?",
		);
		expect(first).toHaveLength(4);
		expect(second).toEqual(["Do you ship to Iceland?"]);
	});

	test("are apart where the word that matters differs", () => {
		expect(grouped("Do you ship to Iceland?", "Do you ship to Japan?")).toHaveLength(2);
		expect(grouped("Is there a student discount?", "Is there a student visa?")).toHaveLength(2);
	});

	test("come largest first, each in the order given", () => {
		const groups = grouped("Do you repair zips?", "Do you sell wallets?", "do you sell wallets", "Zip repairs?");
		expect(groups.map((group) => group.length)).toEqual([2, 2]);
		expect(grouped("One umbrella?", "Do you sell wallets?", "wallets to sell")[0]).toHaveLength(2);
	});

	test("without an informative word are alike only word for word", () => {
		expect(grouped("And that?", "And that?", "What is it?")).toEqual([["And that?", "And that?"], ["What is it?"]]);
	});

	test("in scripts without spaces group too", () => {
		expect(grouped("日本に配送できますか", "日本に配送できますか？")).toHaveLength(1);
	});

	test("share what tells them apart from the others, not a word that all have", () => {
		const [first] = grouped(
			"Why was I charged a fee for my card payment?",
			"Why is this fee charged for using my card?",
			"My card payment was declined",
			"How do I activate my card?",
			"Can I use my card abroad?",
		);
		expect(first).toHaveLength(2);
	});

	test("are found among thousands in well under a second", () => {
		const nouns = Array.from({ length: 1_000 }, (_, n) => `item${String.fromCharCode(97 + (n % 26))}x${n}`);
		const many = Array.from(
			{ length: 5_000 },
			(_, n) => `Do you have ${nouns[n % 1_000]} in ${nouns[(n * 7) % 1_000]}?`,
		);
		const begun = performance.now();
		expect(groupAlike(items(many)).length).toBeGreaterThan(100);
		// A machine that is busy with other tests may take several times as long.
		expect(performance.now() - begun).toBeLessThan(2_000);
	});
});

describe("masking", () => {
	test("is done quickly, whatever is written", () => {
		const begun = performance.now();
		for (const text of ["你", "你x", "กx", "a-", "a1-", "1111你", "AB12 ", "a.", "#a"])
			mask(text.repeat(4_000).slice(0, 4_000));
		expect(performance.now() - begun).toBeLessThan(1_000);
	});

	test.each([
		["Write to anna.berg+shop@example.co.uk please", "Write to [e-mail] please"],
		["Call me: +49 (0)151 2345-6789", "Call me: [number]"],
		["My order FB-10423 is late", "My order [number] is late"],
		["order #4711", "order [number]"],
		["It is 100234567", "It is [number]"],
		["DE89 3704 0044 0532 0130 00", "[number]"],
		["https://shop.test/o?token=abc", "https://shop.test/o"],
	])("%s", (text, masked) => expect(mask(text)).toBe(masked));

	test.each([
		"Ordered on 2026-11-24, the Roll 40 for 129.00 €",
		"Is the 15-inch laptop 1,299.00 or 1.299,00?",
		"Between 2019 and 2024 you had 3 colours",
	])("leaves %s", (text) => expect(mask(text)).toBe(text));

	test("takes out the names we know, and no ordinary word that is spelled like one", () => {
		expect(mask("Will Berg here, will it fit?", ["Will Berg"])).toBe("[name] here, will it fit?");
		expect(withoutGreeting("Hi Anna, we repair that for free.")).toBe("we repair that for free.");
		expect(withoutGreeting("High demand, sorry.")).toBe("High demand, sorry.");
	});
});

describe("what a turn reports", () => {
	const trace = {
		question: "Do you engrave? I am anna@example.test",
		query: null,
		followUp: false,
		passages: [],
		confidence: 0.4,
		signals: {},
		threshold: 0.85,
		decidedBy: "judge" as const,
		writer: null,
		failed: [],
		steps: [],
	};
	const about = { question: trace.question, seq: 2, at: 5, names: [] };
	const offer = (reason: EscalationReason) => ({
		outcome: { action: "offer" as const, reason, text: "", confidence: 0.4, sources: [], writer: "rules" as const },
		trace,
	});

	test("is the articles of an answer, and nothing for a courtesy", () => {
		const answer = { action: "answer" as const, text: "Yes", confidence: 1, writer: "embedded" as const };
		const sources = [{ id: "art_1", title: "Engraving" }];
		expect(turnReport({ outcome: { ...answer, sources }, trace }, about)).toMatchObject({
			used: ["art_1"],
			unanswered: null,
		});
		expect(turnReport({ outcome: { ...answer, sources: [] }, trace }, about)).toBeNull();
	});

	test("is the question, masked, where nothing answered it or the turn failed", () => {
		for (const answered of [offer("low_confidence"), offer("nothing_found"), null])
			expect(turnReport(answered, about)?.unanswered?.question).toBe("Do you engrave? I am [e-mail]");
	});

	test("is nothing where no article could have helped", () => {
		for (const reason of ["asked_for_person", "sensitive", "rule"] as const)
			expect(turnReport(offer(reason), about)).toBeNull();
	});
});

describe("what a person solved", () => {
	const message = (seq: number, kind: "visitor" | "member" | "ai", text: string): Message => {
		const author = kind === "member" ? { kind, id: "mb_1", name: "Marco" } : { kind };
		return { kind: "message", seq, at: seq, id: `m${seq}`, author, text };
	};
	const about = { at: 9, names: ["Anna Berg"] };
	const reply = "Hi Anna, yes: we engrave up to three initials free of charge. It takes two more days.";

	test("is the first informative question with the most substantial reply", () => {
		expect(
			solution(
				[
					message(1, "visitor", "Hello"),
					message(2, "visitor", "Can you engrave my initials? I'm Anna"),
					message(3, "ai", "I'm not sure about that. Would you like to talk to a person?"),
					message(4, "member", "Which bag is it that you have ordered, and when did you order it?"),
					message(5, "visitor", "The Roll 40, order FB-10423"),
					message(6, "member", reply),
					message(7, "member", "Anything else?"),
				],
				about,
			),
		).toEqual({
			type: "solved",
			seq: 2,
			at: 9,
			question: "Can you engrave my initials? I'm [name]",
			answer: "Yes: we engrave up to three initials free of charge. It takes two more days.",
		});
	});

	test("is what came up after the AI had answered something else", () => {
		const answered: Message = {
			...message(2, "ai", "You have 30 days."),
			sources: [{ id: "art_1", title: "Returns" }],
		};
		const before = [message(1, "visitor", "How long do I have to return a bag?"), answered];
		const solved = (...more: Message[]) => solution([...before, ...more], about)?.question;
		expect(solved(message(3, "visitor", "Can you engrave my initials?"), message(4, "member", reply))).toBe(
			"Can you engrave my initials?",
		);
		expect(solved(message(3, "visitor", "Wrong. I want to talk to a person"), message(4, "member", reply))).toBe(
			"How long do I have to return a bag?",
		);
	});

	test("is nothing where nobody said anything of substance", () => {
		expect(
			solution([message(1, "visitor", "Can you engrave initials?"), message(2, "member", "Yes.")], about),
		).toBeNull();
		expect(solution([message(1, "visitor", "Hello"), message(2, "member", reply)], about)).toBeNull();
	});
});

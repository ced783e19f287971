/** The reports for the knowledge base: of a turn of the AI, and of what a teammate solved. */
import { describe, expect, test } from "vitest";
import { solution, turnReport } from "../../../src/conversation/outgoing/knowledge-report.ts";
import type { HandoffReason, Message } from "../../../src/protocol/conversation/entry.ts";
import { SCALE } from "../../../src/protocol/conversation/scale.ts";

describe("what a turn reports", () => {
	const trace = {
		question: "Do you engrave? I am anna@example.test",
		query: null,
		followUp: false,
		passages: [],
		confidence: 0.4,
		scale: SCALE,
		verdict: null,
		reach: null,
		features: {},
		threshold: 0.85,
		decidedBy: "judge" as const,
		writer: null,
		failed: [],
		steps: [],
	};
	const about = { question: trace.question, seq: 2, at: 5, names: [] };
	const offer = (reason: HandoffReason) => ({
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

	test("is the redacted question, where nothing answered it or the turn failed", () => {
		for (const answered of [offer("low_confidence"), offer("nothing_found"), null])
			expect(turnReport(answered, about)?.unanswered?.question).toBe("Do you engrave? I am [e-mail]");
	});

	test("has the time, the entry's seq, the reason, and the confidence", () => {
		expect(turnReport(offer("low_confidence"), about)).toEqual({
			type: "turn",
			seq: 2,
			at: 5,
			used: [],
			unanswered: { question: "Do you engrave? I am [e-mail]", reason: "low_confidence", confidence: 0.4 },
		});
		expect(turnReport(null, about)?.unanswered).toMatchObject({ reason: "ai_failed", confidence: null });
		const called = (reason: HandoffReason) => ({
			outcome: { action: "hand_off" as const, reason, confidence: null },
			trace,
		});
		for (const reason of ["too_many_turns", "frustrated", "ai_failed"] as const)
			expect(turnReport(called(reason), about)?.unanswered).toMatchObject({ reason, confidence: null });
	});

	test("is the question in one line, without names, and no longer than five hundred characters", () => {
		const asked = (question: string) =>
			turnReport(null, { ...about, question, names: ["Ana Moreira"] })?.unanswered?.question;
		expect(asked("  Do you\n\nengrave?\tAna asks ")).toBe("Do you engrave? [name] asks");
		expect(asked(`Do you engrave ${"initials ".repeat(100)}`)).toHaveLength(500);
	});

	test("is null where nothing was asked, or the message only says that it didn't help", () => {
		for (const question of ["", "  \n ", "That didn't help"])
			expect(turnReport(null, { ...about, question })).toBeNull();
	});

	test("is null where no article could have helped", () => {
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
	const engraving = "Hi Anna, yes: we engrave up to three initials free of charge. It takes two more days.";

	test("is the first informative question with the most substantial reply", () => {
		expect(
			solution(
				[
					message(1, "visitor", "Hello"),
					message(2, "visitor", "Can you engrave my initials? I'm Anna"),
					message(3, "ai", "I'm not sure about that. Would you like to talk to a person?"),
					message(4, "member", "Which bag is it that you have ordered, and when did you order it?"),
					message(5, "visitor", "The Roll 40, order FB-10423"),
					message(6, "member", engraving),
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

	test("is the first question after the AI's last answer", () => {
		const answered: Message = {
			...message(2, "ai", "You have 30 days."),
			citations: [{ id: "art_1", title: "Returns" }],
		};
		const before = [message(1, "visitor", "How long do I have to return a bag?"), answered];
		const solved = (...more: Message[]) => solution([...before, ...more], about)?.question;
		expect(solved(message(3, "visitor", "Can you engrave my initials?"), message(4, "member", engraving))).toBe(
			"Can you engrave my initials?",
		);
		expect(solved(message(3, "visitor", "Wrong. I want to talk to a person"), message(4, "member", engraving))).toBe(
			"How long do I have to return a bag?",
		);
	});

	test("is null where no teammate's message is long enough", () => {
		expect(
			solution([message(1, "visitor", "Can you engrave initials?"), message(2, "member", "Yes.")], about),
		).toBeNull();
		expect(solution([message(1, "visitor", "Hello"), message(2, "member", engraving)], about)).toBeNull();
	});

	const question = message(1, "visitor", "Can you engrave my initials?");
	const long = (text: string, length: number) => text.padEnd(length, "x");
	const solved = (...messages: Message[]) => solution(messages, about);

	test("is neither a teammate's question nor a message of the visitor or the AI", () => {
		expect(solved(question, message(2, "member", `${long("Which", 60)}?`))).toBeNull();
		expect(solved(question, message(2, "visitor", long("I mean", 60)), message(3, "ai", long("Yes", 60)))).toBeNull();
	});

	test("is a reply of fifty characters at least, without its greeting", () => {
		expect(solved(question, message(2, "member", long("Yes", 50)))?.answer).toHaveLength(50);
		expect(solved(question, message(2, "member", long("Yes", 49)))).toBeNull();
		expect(solved(question, message(2, "member", `Hello Anna, ${long("yes", 49)}  `))).toBeNull();
	});

	test("is the longest reply, with what was asked before it", () => {
		const other = message(3, "visitor", "How long does a repair of the strap take?");
		const found = solved(
			question,
			message(2, "member", long("Shorter", 60)),
			other,
			message(4, "member", long("Longer", 70)),
		);
		expect(found?.answer).toMatch(/^Longer/);
		expect(solved(question, message(2, "member", long("Longer", 70)), other)?.question).toBe(question.text);
		const answered = { ...message(4, "ai", "…"), sources: [{ id: "art_1", title: "Repairs" }] };
		expect(solved(question, message(2, "member", long("Longer", 70)), other, answered)?.question).toBe(question.text);
	});

	test("goes back past an offer and past an answer that rests on nothing", () => {
		const solving = message(3, "member", long("Yes", 60));
		const sources = [{ id: "art_1", title: "Returns" }];
		const later = message(4, "visitor", "Where do you have shops in Porto?");
		const since = (said: Message) => solved(question, said, later, { ...solving, seq: 5 })?.question;
		expect(since({ ...message(2, "ai", "…"), offer: true, citations: sources })).toBe(question.text);
		expect(since({ ...message(2, "ai", "…"), citations: [] })).toBe(question.text);
		expect(since(message(2, "ai", "…"))).toBe(question.text);
		expect(since({ ...message(2, "member", "…"), citations: sources })).toBe(question.text);
		expect(since({ ...message(2, "ai", "…"), citations: sources })).toBe(later.text);
	});

	test("doesn't read a wish for a person, a complaint or a single word as a question", () => {
		const solving = message(3, "member", long("Yes", 60));
		for (const text of ["I want to talk to a person about initials", "That didn't help me with initials", "Initials"])
			expect(solved(message(1, "visitor", text), solving)).toBeNull();
		expect(solved(message(1, "member", question.text), solving)).toBeNull();
	});

	test("is redacted and of bounded length, the question in one line", () => {
		const found = solved(
			message(1, "visitor", `Can you\nengrave Anna's initials? ${"initials ".repeat(100)}`),
			message(2, "member", `Anna Berg: ${long("yes", 5_000)}`),
		);
		expect(found?.question).toMatch(/^Can you engrave \[name\]'s initials\?/);
		expect(found?.question).toHaveLength(500);
		expect(found?.answer).toMatch(/^\[name\]: yes/);
		expect(found?.answer).toHaveLength(4_000);
	});
});

/** What the figures learn of the AI's turns: each turn once, and what became of its answer. */
import { describe, expect, test } from "vitest";
import type { AnswerResult } from "../../../src/answer/answer.ts";
import {
	afterSending,
	newsOf,
	nextTurns,
	noTurns,
	ratedTurn,
	type StoredTurns,
	turnFiguresOf,
} from "../../../src/conversation/outgoing/turn-figures.ts";
import type { Entry, EventBody } from "../../../src/protocol/conversation/entry.ts";
import { SCALE } from "../../../src/protocol/conversation/scale.ts";

const DAY = 86_400_000;
const ines = { id: "m_ines", name: "Ines" };

const trace: AnswerResult["trace"] = {
	question: "What does it cost to write to +49 30 1234567?",
	query: null,
	followUp: false,
	passages: [],
	confidence: 0.91,
	scale: SCALE,
	verdict: { writer: "workers-ai", word: "likely" },
	reach: 0.97,
	features: { quoted: 0.4, known: 0.7, coverage: 0.9 },
	threshold: 0.85,
	decidedBy: "writer",
	writer: "workers-ai",
	failed: [],
	steps: [],
};
const said = { text: "It costs 4 euros.", sources: [], confidence: 0.91, writer: "workers-ai" as const };
const answered: AnswerResult = { outcome: { action: "answer", ...said }, trace };
const figures = turnFiguresOf(answered, 0.85);

const message = (seq: number): Entry => ({
	kind: "message",
	seq,
	at: seq,
	id: `ai:${seq}`,
	author: { kind: "ai" },
	text: "…",
});
const event = (seq: number, of: EventBody, at = seq): Entry => ({ kind: "event", seq, at, event: of });

/** A conversation's changes, one a version. */
function after(...changes: { entries: Entry[]; turn?: typeof figures; closedAt?: number }[]): StoredTurns {
	return changes.reduce(
		(turns, { entries, turn = null, closedAt = null }, index) =>
			nextTurns(turns, { entries, turn, version: index + 1, closedAt }),
		noTurns(),
	);
}
const typesOf = (turns: StoredTurns) => newsOf(turns).map(({ type, seq }) => `${type} ${seq}`);
const answer = { entries: [message(2)], turn: figures };

describe("a turn's figures", () => {
	test("are numbers and words of ours, on the trace's scale", () => {
		expect(figures).toEqual({
			scale: SCALE,
			outcome: "answer",
			decidedBy: "writer",
			verdict: "likely",
			quoted: 0.4,
			known: 0.7,
			confidence: 0.91,
			reach: 0.97,
			threshold: 0.85,
		});
		expect(JSON.stringify(newsOf(after(answer)))).not.toMatch(/euros|\+49|cost/);
	});

	test("tell a part from an offer, and a courtesy from an answer", () => {
		const offer = { action: "offer" as const, reason: "low_confidence" as const, ...said };
		expect(turnFiguresOf({ outcome: offer, trace }, 0.85).outcome).toBe("offer");
		expect(turnFiguresOf({ outcome: { ...offer, partly: true }, trace }, 0.85).outcome).toBe("part");
		const courtesy = { outcome: answered.outcome, trace: { ...trace, decidedBy: "courtesy" as const } };
		expect(turnFiguresOf(courtesy, 0.85).outcome).toBe("courtesy");
	});

	test("of a turn that failed for good have no chance", () => {
		expect(turnFiguresOf(null, 0.7)).toMatchObject({
			outcome: "hand_off",
			decidedBy: "failure",
			confidence: null,
			threshold: 0.7,
		});
	});
});

describe("what there is to send", () => {
	test("is a turn with the entry it led to, once", () => {
		expect(newsOf(after(answer))).toEqual([{ type: "turn", seq: 2, at: 2, ...figures }]);
		expect(typesOf(after(answer, { entries: [] }))).toEqual(["turn 2"]);
	});

	test("is that the answer led to a person: by a handoff or a takeover, and once", () => {
		const handedOff = { entries: [event(4, { type: "handed_off", reason: "asked_for_person" })] };
		const takenOver = { entries: [event(5, { type: "taken_over", member: ines })] };
		expect(typesOf(after(answer, handedOff, takenOver))).toEqual(["turn 2", "escalated 2"]);
		expect(typesOf(after(answer, takenOver))).toEqual(["turn 2", "escalated 2"]);
		expect(typesOf(after(takenOver))).toEqual([]);
	});

	test("is both, where the next turn itself hands off", () => {
		const handOff = { ...figures, outcome: "hand_off" as const };
		const next = { entries: [event(4, { type: "handed_off", reason: "frustrated" })], turn: handOff };
		expect(typesOf(after(answer, next))).toEqual(["turn 2", "escalated 2", "turn 4"]);
	});

	test("is that the visitor came back within a day, and not later, nor that a teammate reopened it", () => {
		const back = (by: "visitor" | "member", at: number) => ({
			entries: [event(6, { type: "reopened", by }, at)],
			closedAt: 100,
		});
		expect(typesOf(after(answer, back("visitor", 100 + DAY - 1)))).toEqual(["turn 2", "reopened 2"]);
		expect(typesOf(after(answer, back("visitor", 100 + DAY)))).toEqual(["turn 2"]);
		expect(typesOf(after(answer, back("member", 200)))).toEqual(["turn 2"]);
	});

	test("counts for the answer before a courtesy", () => {
		const thanks = { entries: [message(4)], turn: { ...figures, outcome: "courtesy" as const } };
		const handedOff = { entries: [event(6, { type: "handed_off", reason: "asked_for_person" })] };
		expect(typesOf(after(answer, thanks, handedOff))).toEqual(["turn 2", "turn 4", "escalated 2"]);
	});

	test("is a changed rating, of any answer", () => {
		const turns = ratedTurn(after(answer), { seq: 2, at: 2 }, "down", 2);
		expect(newsOf(turns).at(-1)).toEqual({ type: "rated", seq: 2, at: 2, rating: "down" });
	});

	test("is nothing once the Inbox has the version, and what came after it stays", () => {
		const turns = ratedTurn(after(answer), { seq: 2, at: 2 }, "down", 2);
		expect(typesOf(afterSending(turns, 0))).toEqual(["turn 2", "rated 2"]);
		expect(typesOf(afterSending(turns, 1))).toEqual(["rated 2"]);
		expect(typesOf(afterSending(turns, 2))).toEqual([]);
		expect(afterSending(turns, 2).latest).toEqual({ seq: 2, at: 2 });
	});

	test("is bounded while the Inbox can't be reached", () => {
		const many = Array.from({ length: 300 }, (_, index) => ({ entries: [message(index + 1)], turn: figures }));
		const news = newsOf(after(...many));
		expect(news).toHaveLength(200);
		expect(news.at(-1)?.seq).toBe(300);
	});
});

/** The side effects of a conversation's changes, computed from real transitions. */
import { describe, expect, test } from "vitest";
import { type Command, transition } from "../../../src/conversation/machine.ts";
import type { Effect } from "../../../src/conversation/outgoing/deliveries.ts";
import { type EffectFacts, effectsOf } from "../../../src/conversation/outgoing/effects.ts";
import { newState, type State } from "../../../src/conversation/state.ts";
import type { Message, Note } from "../../../src/protocol/conversation/entry.ts";

const NOW = 1_700_000_000_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const ines = { id: "mb_ines", name: "Ines" };
const summary = { wants: null, beganWith: null, tried: null, confidence: null, sources: [] };
const asked: Message = {
	kind: "message",
	seq: 1,
	at: NOW,
	id: "a",
	author: { kind: "visitor" },
	text: "Do you engrave initials on a leather bag?",
};
const solved: Message = {
	kind: "message",
	seq: 3,
	at: NOW,
	id: "b",
	author: { kind: "member", ...ines },
	text: "Yes, Ana, we engrave up to three initials on every leather bag, and it takes two days more.",
};
const note: Note = {
	kind: "note",
	seq: 2,
	at: NOW,
	id: "n",
	author: { kind: "member", ...ines },
	text: "Fraud?",
	files: [{ id: "fl_receipt", name: "receipt.pdf", type: "application/pdf", show: "download", size: 9 }],
};

/** The effects of a command in a state. */
function effectsBy(before: State, command: Command, facts: Partial<EffectFacts> = {}, isFirst = false): Effect[] {
	const result = transition(before, command, NOW, timing);
	if (!result.ok) throw new Error(`refused: ${result.reason}`);
	const log = {
		messagesUpTo: (seq: number) => [asked, solved].filter((message) => message.seq <= seq),
		bySeq: (seq: number) => (seq === note.seq ? note : null),
	};
	return effectsOf(isFirst ? null : before, result.entries, result.state, { now: NOW, log, turn: null, ...facts });
}

const after = (before: State, ...commands: Command[]): State =>
	commands.reduce((state, command) => {
		const result = transition(state, command, NOW, timing);
		return result.ok ? result.state : state;
	}, before);

const sends: Command = { type: "visitor_sends", id: "a", text: asked.text, connect: false };
const open = after(newState(), sends);
const answeredByInes = after(open, { type: "member_sends", id: "b", text: solved.text, member: ines });
const closes: Command = { type: "close", by: "member", member: ines };

describe("a conversation that starts", () => {
	test("reports its known contact", () => {
		expect(effectsBy({ ...newState(), contactId: "ct_1" }, sends, {}, true)).toEqual([
			{ type: "started", contactId: "ct_1", at: NOW },
		]);
	});

	test("has no effect where the visitor has no contact; nor has a later message", () => {
		expect(effectsBy(newState(), sends, {}, true)).toEqual([]);
		expect(effectsBy({ ...open, contactId: "ct_1" }, sends)).toEqual([]);
	});
});

describe("an e-mail address", () => {
	test("that the visitor leaves has an e-mail effect, once", () => {
		const leaves: Command = { type: "leave_email", email: "ana@moreira.example" };
		expect(effectsBy(open, leaves)).toEqual([{ type: "email", email: "ana@moreira.example", at: NOW }]);
		expect(effectsBy(after(open, leaves), leaves)).toEqual([]);
	});

	test("that the team sets has no effect", () => {
		const contact = { id: "ct_1", name: "Ana", email: "ana@moreira.example" };
		expect(effectsBy(open, { type: "identify", contact })).toEqual([]);
	});
});

describe("a block", () => {
	test("makes the knowledge base forget its questions; its end has no effect", () => {
		const blocks: Command = { type: "block", until: null, by: ines };
		expect(effectsBy(open, blocks)).toEqual([{ type: "forget", at: NOW }]);
		expect(effectsBy(after(open, blocks), blocks)).toEqual([]);
		expect(effectsBy(after(open, blocks), { type: "unblock", by: ines })).toEqual([]);
	});
});

describe("a close", () => {
	test("reports what a teammate solved, without the visitor's name, whoever closes", () => {
		const named = { ...answeredByInes, name: "Ana Moreira" };
		for (const by of [closes, { type: "close", by: "visitor" }, { type: "close", by: "idle" }] as const)
			expect(effectsBy(named, by)).toEqual([
				{
					type: "solved",
					seq: 1,
					at: NOW,
					question: asked.text,
					answer: solved.text.replace("Ana", "[name]"),
				},
			]);
	});

	test("has no effect where the AI was the handler, where nobody wrote anything, and the second time", () => {
		expect(effectsBy(open, closes)).toEqual([]);
		expect(effectsBy(answeredByInes, closes, { log: { messagesUpTo: () => [], bySeq: () => null } })).toEqual([]);
		expect(effectsBy(after(answeredByInes, closes), closes)).toEqual([]);
	});
});

describe("a turn of the AI", () => {
	const handsOff: Command = { type: "hand_off", reason: "ai_failed", summary, peopleIn: true };
	const turn = { answered: null, question: "Do you engrave, Ana Moreira?" };

	test("reports the question it left unanswered, with its first entry's seq and without the visitor's name", () => {
		expect(effectsBy({ ...open, name: "Ana Moreira" }, handsOff, { turn })).toEqual([
			{
				type: "turn",
				seq: open.seq + 1,
				at: NOW,
				used: [],
				unanswered: { question: "Do you engrave, [name]?", reason: "ai_failed", confidence: null },
			},
		]);
	});

	test("has no effect where it changed nothing, nor for a handoff that the visitor asked for", () => {
		expect(effectsBy(after(open, handsOff), handsOff, { turn })).toEqual([]);
		expect(effectsBy(open, handsOff)).toEqual([]);
	});
});

test("a note that is deleted leaves the search and takes its files along; what is left of it says who", () => {
	const deletes: Command = { type: "delete_note", note, by: ines };
	expect(effectsBy(open, deletes)).toEqual([
		{
			type: "note_deleted",
			note: 2,
			text: expect.stringMatching(/^Fraud\?/),
			files: ["fl_receipt"],
			seq: open.seq + 1,
			at: NOW,
		},
	]);
	const deleted = transition(open, deletes, NOW, timing);
	expect(deleted).toMatchObject({
		ok: true,
		state: { ...open, seq: open.seq + 1 },
		blanked: { kind: "note", seq: 2, text: "", deletedBy: ines },
	});
	expect(JSON.stringify(deleted)).not.toMatch(/Fraud|receipt/);
});

test("one change may have several effects", () => {
	const leaves: Command = { type: "leave_email", email: "ana@moreira.example" };
	expect(effectsBy({ ...newState(), contactId: "ct_1" }, leaves, {}, true).map(({ type }) => type)).toEqual([
		"started",
		"email",
	]);
});

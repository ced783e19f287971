/** The visitor's and the members' views of a conversation: nothing internal reaches the visitor (invariant 10). */
import { describe, expect, test } from "vitest";
import { newState, type State } from "../../../src/conversation/state.ts";
import {
	Visibility,
	visibilityOf,
	changedFields,
	forVisitor,
	stateForMember,
	stateForVisitor,
} from "../../../src/conversation/view.ts";
import type { Entry, EventBody, Message } from "../../../src/protocol/conversation/entry.ts";

const ines = { id: "m_ines", name: "Ines" };
const event = (of: EventBody): Entry => ({ kind: "event", seq: 3, at: 5, event: of });
const note: Entry = { kind: "note", seq: 3, at: 5, id: "n", author: { kind: "member", ...ines }, text: "Careful" };
const answer: Message = {
	kind: "message",
	seq: 4,
	at: 6,
	id: "ai:1",
	author: { kind: "ai" },
	text: "Thirty days.",
	citations: [{ id: "art_1", title: "Returns" }],
	confidence: 0.9,
	scale: 2,
	writer: "embedded",
};

const everyone: EventBody[] = [
	{ type: "handed_off", reason: "frustrated" },
	{ type: "nobody_in" },
	{ type: "offer_declined" },
	{ type: "taken_over", member: ines },
	{ type: "routed", member: ines },
	{ type: "handed_back", member: ines },
	{ type: "assigned", member: ines, by: ines },
	{ type: "closed", by: "idle" },
	{ type: "reopened", by: "visitor" },
	{ type: "identified", by: "visitor", email: "ana@moreira.example" },
];
const team: EventBody[] = [
	{ type: "identified", by: "team", name: "Ana Moreira" },
	{ type: "route_lapsed", member: ines },
	{ type: "blocked", until: null, by: ines },
	{ type: "unblocked", by: null },
	{ type: "snoozed", until: 9, by: ines },
	{ type: "woke", by: "member", member: ines },
	{ type: "woke", by: "visitor" },
	{ type: "note_deleted", note: 2, by: ines },
	{ type: "tagged", added: [{ id: "tg_1", name: "Angry" }], removed: [], by: ines },
];

describe("an entry", () => {
	test("is for everyone, where it is a message or what happened to the conversation", () => {
		for (const entry of [answer, ...everyone.map(event)]) expect(visibilityOf(entry)).toBe(Visibility.everyone);
	});

	test("is for members only, where it is a note, a block, or what the team knows of somebody", () => {
		for (const entry of [note, ...team.map(event)]) expect(visibilityOf(entry)).toBe(Visibility.members);
	});

	test("is for the log only, where it is a read mark", () => {
		expect(visibilityOf(event({ type: "read", by: "team", upTo: 2 }))).toBe(Visibility.log);
		expect(visibilityOf(event({ type: "unread", from: 2, by: ines }))).toBe(Visibility.log);
	});
});

describe("a visitor's copy", () => {
	test("of a note, a block, or what the team knows of somebody, is none", () => {
		for (const entry of [note, ...team.map(event)]) expect(forVisitor(entry)).toBe(null);
	});

	test("of the address they gave themselves is whole", () => {
		const given = event({ type: "identified", by: "visitor", email: "ana@moreira.example" });
		expect(forVisitor(given)).toEqual(given);
	});

	test("of an offer has sources only where it answers a part of the question", () => {
		const copy = {
			kind: "message",
			seq: 4,
			at: 6,
			id: "ai:1",
			author: { kind: "ai" },
			text: "Thirty days.",
			offer: true,
		};
		expect(forVisitor({ ...answer, offer: true })).toEqual(copy);
		expect(forVisitor({ ...answer, offer: true, partly: true })).toEqual({ ...copy, citations: answer.citations });
	});

	test("of a message leaves out how sure the AI was and who wrote it", () => {
		expect(forVisitor(answer)).toEqual({
			kind: "message",
			seq: 4,
			at: 6,
			id: "ai:1",
			author: { kind: "ai" },
			text: "Thirty days.",
			citations: [{ id: "art_1", title: "Returns" }],
		});
	});

	test("of an answer has the visitor's own rating", () => {
		expect(forVisitor({ ...answer, rating: "up" })).toMatchObject({ rating: "up" });
		expect(forVisitor({ ...answer, rating: "up" })).not.toHaveProperty("offer");
	});

	test("of an offer has no citations, and says that it is one", () => {
		const offer = forVisitor({ ...answer, offer: true, rating: "up" });
		expect(offer).toMatchObject({ offer: true, text: "Thirty days." });
		expect(offer).not.toHaveProperty("citations");
		expect(offer).not.toHaveProperty("rating");
	});

	test("of a message without citations has none", () => {
		const { citations: _, ...bare } = answer;
		expect(forVisitor(bare)).not.toHaveProperty("citations");
		expect(forVisitor(bare)).not.toHaveProperty("rating");
	});

	test("of a hand-off doesn't tell its reason", () => {
		expect(forVisitor(event({ type: "handed_off", reason: "frustrated" }))).toEqual(event({ type: "handed_off" }));
	});

	test("of an assignment tells who has the conversation now, and nothing where nobody has", () => {
		expect(forVisitor(event({ type: "assigned", member: ines, by: { id: "m_marco", name: "Marco" } }))).toEqual(
			event({ type: "taken_over", member: ines }),
		);
		expect(forVisitor(event({ type: "assigned", member: null, by: ines }))).toBe(null);
	});

	test("of everything else that happened is the entry itself", () => {
		const closed = event({ type: "closed", by: "idle" });
		expect(forVisitor(closed)).toEqual(closed);
	});
});

const state: State = {
	...newState(),
	assignee: ines,
	offered: true,
	leftEmail: "ana@moreira.example",
	email: "billing@moreira.example",
	name: "Ana Moreira",
	reason: "frustrated",
	summary: { wants: "A refund", beganWith: null, tried: null, confidence: null, sources: [] },
	waitingSince: 7,
	visitorReadSeq: 2,
	teamReadSeq: 3,
	archived: true,
	snooze: { until: 9 },
	tags: ["tg_1"],
	blockedUntil: null,
};

describe("the state", () => {
	test("tells a visitor the address they gave, and neither reason, summary, block, snooze, tags nor what the team knows", () => {
		expect(stateForVisitor(state)).toEqual({
			status: "open",
			handler: "ai",
			assignee: ines,
			offered: true,
			visitorReadSeq: 2,
			teamReadSeq: 3,
			email: "ana@moreira.example",
		});
	});

	test("tells a member all that the team knows", () => {
		expect(stateForMember(state)).toEqual({
			...stateForVisitor(state),
			email: "billing@moreira.example",
			archived: true,
			snooze: { until: 9 },
			tags: ["tg_1"],
			routing: null,
			reason: "frustrated",
			waitingSince: 7,
			summary: { wants: "A refund", beganWith: null, tried: null, confidence: null, sources: [] },
			block: { until: null },
		});
	});

	test("tells a member of no block where there is none, and until when where there is", () => {
		expect(stateForMember({ ...state, blockedUntil: undefined }).block).toBe(null);
		expect(stateForMember({ ...state, blockedUntil: 99 }).block).toEqual({ until: 99 });
	});
});

describe("a change of state", () => {
	const before = stateForMember(state);

	test("is all of it where readers have none", () => {
		expect(changedFields(null, before)).toEqual(before);
	});

	test("is nothing where nothing differs, though its objects are others", () => {
		expect(changedFields(before, stateForMember({ ...state, assignee: { ...ines } }))).toEqual({});
	});

	test("is what differs, also deep within", () => {
		const after = stateForMember({ ...state, status: "closed", assignee: { id: "m_marco", name: "Marco" } });
		expect(changedFields(before, after)).toEqual({ status: "closed", assignee: { id: "m_marco", name: "Marco" } });
	});
});

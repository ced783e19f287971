/** The actions that end the AI's turn, and their refusal for every other actor. */
import { describe, expect, test, vi } from "vitest";
import type { Decision } from "../../../src/answer/answer.ts";
import { answer, type FinishedTurn, finishTurn, handOff, offer } from "../../../src/conversation/actions/ai.ts";
import { type ActionContext, AI, type Dispatch, SYSTEM } from "../../../src/conversation/actions/context.ts";
import { noMetrics } from "../../../src/conversation/outgoing/metrics.ts";
import { noTurns } from "../../../src/conversation/outgoing/turn-figures.ts";
import { newState } from "../../../src/conversation/state.ts";
import type { ConversationRecord } from "../../../src/conversation/storage/record.ts";
import { ReadOrder } from "../../../src/durable/read-order.ts";
import { SCALE } from "../../../src/protocol/conversation/scale.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import type { RunSettings } from "../../../src/protocol/workspace.ts";
import { defaultSettings } from "../../../src/workspace/settings.ts";

const record: ConversationRecord = {
	workspaceId: "ws_1",
	conversationId: "c_1",
	visitorId: "v_1",
	startedAt: 1,
	state: newState(),
	version: 1,
	projectedVersion: 0,
	projectedSeq: 0,
	preview: "",
	previewBy: "visitor",
	previewName: null,
	previewId: null,
	lastAt: 1,
	metrics: noMetrics(),
	turns: noTurns(),
	happenings: { closedBy: null, unsent: [] },
	modelHealth: null,
	alarmAt: null,
};
const settings: RunSettings = { ...defaultSettings, aiName: "Fia", workspaceName: "Fjord Bags" };

function conversation() {
	const dispatch = vi.fn<Dispatch["dispatch"]>(() => ({ ok: true, state: record.state, entries: [], turn: null }));
	const keep = vi.fn<ActionContext["traces"]["add"]>();
	const nothing = () => undefined;
	const context: ActionContext = {
		env: {
			get DB(): never {
				throw new Error("no database is asked");
			},
			get FILES(): never {
				throw new Error("no bucket is asked");
			},
			get INBOX(): never {
				throw new Error("no list is asked");
			},
		},
		place: { workspaceId: record.workspaceId, conversationId: record.conversationId },
		get files(): never {
			throw new Error("no file is asked for");
		},
		get mails(): never {
			throw new Error("no mail is asked for");
		},
		store: {
			record,
			settings,
			started: { record, settings },
			visitor: null,
			place: {},
			describe: nothing,
			saveRecord: nothing,
		},
		log: {
			byId: () => null,
			bySeq: () => null,
			eventsAfter: () => [],
			saidAfter: () => 0,
			messagesAfter: () => [],
			messagesUpTo: () => [],
		},
		audience: {
			presence: () => ({ type: "presence", viewers: [], visitorOnline: false }),
			toMembers: nothing,
			toVisitors: nothing,
			closeVisitors: nothing,
			remember: nothing,
		},
		ratings: { of: () => null },
		traces: { add: keep, bySeq: () => null },
		dispatcher: { dispatch, attempt: dispatch, changeRating: nothing },
		blockReads: new ReadOrder(),
	};
	return { context, dispatch, keep };
}

const said = { text: "Thirty days.", sources: [], confidence: 0.9, writer: "embedded" as const };
const outcomes = {
	answer: { action: "answer", ...said },
	offer: { action: "offer", ...said, reason: "low_confidence" },
	hand_off: { action: "hand_off", reason: "sensitive", confidence: null },
} satisfies Record<string, Decision>;

const trace = {
	question: "How long may I send it back?",
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
const turnOf = (outcome: Decision | null): FinishedTurn => ({
	id: 7,
	answered: outcome && { outcome, trace },
	modelHealth: null,
});

describe("a turn that is finished", () => {
	test.each([
		["answer", { type: "ai_answers", id: "ai:7", name: "Fia", text: "Thirty days." }],
		["offer", { type: "ai_offers", id: "ai:7", name: "Fia", reason: "low_confidence" }],
		["hand_off", { type: "hand_off", reason: "sensitive" }],
	] as const)("with the outcome %s becomes its command, and keeps its trace", (action, command) => {
		const { context, dispatch, keep } = conversation();
		expect(finishTurn(context, AI, turnOf(outcomes[action]))).toMatchObject({ ok: true });
		expect(dispatch.mock.calls).toMatchObject([[command, expect.any(Number), { question: trace.question }]]);
		expect(keep.mock.calls).toEqual([[trace, []]]);
	});

	test("without an outcome hands off to people, and has no trace", () => {
		const { context, dispatch, keep } = conversation();
		finishTurn(context, AI, turnOf(null));
		expect(dispatch.mock.calls).toMatchObject([[{ type: "hand_off", reason: "ai_failed" }, expect.any(Number), {}]]);
		expect(keep).not.toHaveBeenCalled();
	});

	test("that is refused keeps no trace", () => {
		const { context, dispatch, keep } = conversation();
		dispatch.mockReturnValue({ ok: false, reason: "not_now" });
		expect(finishTurn(context, AI, turnOf(outcomes.answer))).toEqual({ ok: false, reason: "not_now" });
		expect(keep).not.toHaveBeenCalled();
	});

	const others: Actor[] = [
		SYSTEM,
		{ kind: "member", id: "mb_1", name: "Ines", role: "owner" },
		{ kind: "api_key", id: "key_1", name: "Shop", role: "owner" },
		{ kind: "rule", id: "rule_1", name: "Nights", role: "owner" },
		{ kind: "visitor", visitorId: "v_1" },
	];
	test.each(others)("is refused for a $kind: only the AI may", (actor) => {
		const { context, dispatch } = conversation();
		const forbidden = { ok: false, reason: "forbidden" };
		const turn = turnOf(null);
		expect(finishTurn(context, actor, turn)).toEqual(forbidden);
		expect(answer(context, actor, { turn, outcome: outcomes.answer })).toEqual(forbidden);
		expect(offer(context, actor, { turn, outcome: outcomes.offer })).toEqual(forbidden);
		expect(handOff(context, actor, { turn, outcome: outcomes.hand_off })).toEqual(forbidden);
		expect(dispatch).not.toHaveBeenCalled();
	});
});

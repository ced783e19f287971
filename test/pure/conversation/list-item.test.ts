/** A conversation's list item, its preview, and the metrics for the figures. */
import { describe, expect, test } from "vitest";
import { noMetrics } from "../../../src/conversation/outgoing/metrics.ts";
import { listedBy, listItemOf, metricsOf } from "../../../src/conversation/outgoing/list-item.ts";
import { noTurns } from "../../../src/conversation/outgoing/turn-figures.ts";
import { newState } from "../../../src/conversation/state.ts";
import type { Author, Message } from "../../../src/protocol/conversation/entry.ts";

const says = (author: Author, text: string): Message => ({ kind: "message", seq: 1, at: 77, id: "x", author, text });
const ines = { id: "m_ines", name: "Ines" };

describe("a list item's preview", () => {
	test("is the text in one line, from its first word, at most 140 characters long", () => {
		expect(listedBy(says({ kind: "visitor" }, "  Hello\n\n there\tyou ")).preview).toBe("Hello there you");
		expect(listedBy(says({ kind: "visitor" }, "x".repeat(200))).preview).toBe("x".repeat(140));
	});

	test("stays when a conversation wakes, which comes to the top, and with every other event", () => {
		const event = { kind: "event", seq: 2, at: 90 } as const;
		expect(listedBy({ ...event, event: { type: "woke", by: "time" } })).toEqual({ lastAt: 90 });
		expect(listedBy({ ...event, event: { type: "snoozed", until: null, by: ines } })).toEqual({});
	});

	test("has the author, with the name where it is a teammate", () => {
		expect(listedBy(says({ kind: "member", ...ines }, "Yes"))).toEqual({
			preview: "Yes",
			previewBy: "member",
			previewName: "Ines",
			previewId: "m_ines",
			lastAt: 77,
		});
		expect(listedBy(says({ kind: "ai", name: "Fia" }, "Yes"))).toMatchObject({
			previewBy: "ai",
			previewName: null,
			previewId: null,
		});
	});
});

const record: Parameters<typeof listItemOf>[0] = {
	workspaceId: "ws_1",
	conversationId: "c_1",
	visitorId: "v_1",
	startedAt: 10,
	state: {
		...newState(),
		status: "pending",
		handler: "human",
		assignee: ines,
		archived: true,
		snooze: { until: 5 },
		tags: ["tg_1"],
		reason: "frustrated",
		contactId: "ct_1",
		name: "Ana",
		email: "ana@moreira.example",
		leftEmail: "other@moreira.example",
		visitorSaid: 5,
		teamReadSaid: 3,
		waitingSince: 40,
		summary: { wants: "A refund", beganWith: null, tried: null, confidence: null, sources: [] },
	},
	version: 7,
	projectedVersion: 6,
	projectedSeq: 4,
	preview: "Yes",
	previewBy: "member",
	previewName: "Ines",
	previewId: "m_ines",
	lastAt: 77,
	turns: noTurns(),
	happenings: { closedBy: null, unsent: [] },
	metrics: {
		...noMetrics(),
		answers: 2,
		offers: 1,
		up: 1,
		down: 3,
		handoffs: { frustrated: 1 },
		episode: 4,
		spoke: true,
	},
	modelHealth: null,
	alarmAt: null,
};

test("a list item has what the list shows of a conversation, and the team's unread count", () => {
	expect(listItemOf(record)).toEqual({
		id: "c_1",
		version: 7,
		status: "pending",
		handler: "human",
		archived: true,
		snooze: { until: 5 },
		tags: ["tg_1"],
		reason: "frustrated",
		assignee: ines,
		visitorId: "v_1",
		contactId: "ct_1",
		name: "Ana",
		email: "ana@moreira.example",
		claimed: null,
		preview: "Yes",
		previewBy: "member",
		previewName: "Ines",
		previewId: "m_ines",
		unread: 2,
		startedAt: 10,
		lastAt: 77,
		waitingSince: 40,
		source: "widget",
	});
});

test("the metrics for the figures have no other fields", () => {
	expect(metricsOf(record)).toEqual({
		answers: 2,
		offers: 1,
		up: 1,
		down: 3,
		handoffs: { frustrated: 1 },
		episode: 4,
		ending: null,
		members: {},
	});
});

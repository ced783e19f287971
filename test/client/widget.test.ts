import { is } from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Entry, Message } from "../../src/protocol/conversation/entry.ts";
import { ServerFrame, VisitorFrame } from "../../src/protocol/conversation/frames.ts";
import { isBlank } from "../../src/protocol/limits.ts";
import { refusalReasons } from "../../src/protocol/refusals.ts";
import { nobodyIn, timeline, unread } from "../../widget/chat/timeline.ts";
import { readers, readFrame } from "../../widget/chat/session/wire.ts";
import { refusal } from "../../widget/chat/labels.ts";

const NOON = new Date(2026, 10, 22, 12).getTime();
const DAY_MS = 86_400_000;

const message = (seq: number, author: Message["author"], at = NOON): Message => ({
	kind: "message",
	seq,
	at,
	id: `message-${seq}`,
	author,
	text: "text",
});
const visitor: Message["author"] = { kind: "visitor" };
const ai: Message["author"] = { kind: "ai" };
const ines = { id: "m1", name: "Ines" };
const state = {
	status: "open",
	handler: "ai",
	assignee: null,
	offered: false,
	visitorReadSeq: 0,
	teamReadSeq: 0,
	email: null,
};
const availability = { open: true, until: "18:00", online: true, usualReplyMs: null };

const frames = [
	{ type: "welcome", state: null, entries: [], resumed: true, older: false, seq: 0, now: 1, availability: null },
	{ type: "welcome", state, entries: [message(1, ai)], resumed: false, older: true, seq: 1, now: 1, availability },
	{ type: "entries", entries: [message(2, { kind: "member", ...ines })], state: { ...state, assignee: ines }, seq: 2 },
	{
		type: "entries",
		entries: [
			{ ...message(3, ai), citations: [{ id: "a", title: "Returns" }], offer: true },
			{ kind: "event", seq: 4, at: 4, event: { type: "taken_over", member: ines } },
			{ kind: "event", seq: 5, at: 5, event: { type: "nobody_in" } },
		],
		state,
		seq: 5,
	},
	{ type: "ack", id: "message-1", seq: 1, at: 1 },
	{ type: "done", id: "choice-1" },
	{ type: "refused", reason: "flood", retryAfterMs: 1_000 },
	{ type: "typing", member: ines },
	{ type: "writing", turn: 1, text: "You" },
	{ type: "discarded", turn: 1 },
	{ type: "thinking", turn: 1 },
	{ type: "availability", availability },
];

test.each(frames)("the widget reads a frame that the schemas allow: $type", (frame) => {
	expect(is(ServerFrame, frame)).toBe(true);
	expect(readFrame(JSON.stringify(frame))).toEqual(frame);
});

test.each([
	"not JSON",
	"null",
	"[]",
	'"ack"',
	"{}",
	'{"type":"hologram"}',
	'{"type":"constructor"}',
	'{"type":"ack"}',
	'{"type":"entries","entries":[{"kind":"message","seq":1}],"state":null,"seq":1}',
	'{"type":"writing","turn":1,"text":{}}',
	JSON.stringify({ type: "entries", entries: [{ ...message(1, ai), seq: "first" }], state, seq: 1 }),
])("the widget refuses %s", (data) => {
	expect(readFrame(data)).toBeNull();
});

test("a page and a problem are read, and what isn't one is refused", () => {
	const page = { entries: [message(1, ai)], more: false, state: null, seq: 1 };
	expect(readers.page(page)).toEqual(page);
	expect(readers.page({ ...page, entries: [{}] })).toBeNull();
	expect(readers.frames({ frames: [frames[4]] })).toEqual([frames[4]]);
	expect(readers.frames(null)).toBeNull();
	expect(readers.reason({ reason: 1 })).toBeUndefined();
	expect(readers.reason(null)).toBeUndefined();
});

test.each(refusalReasons)("over HTTP a refusal has its reason, also one without a sentence: %s", (reason) => {
	expect(readers.reason({ reason })).toBe(reason);
	expect(refusal(reason)).toMatch(/^\w.+\.$/);
});

test.each(["moon_phase", "toString", ""])("a reason of a later release gets the general sentence: %s", (word) => {
	expect(refusal(readers.reason({ reason: word }))).toBe(refusal(undefined));
});

test("days are separated, and only the last message of a run has author and time", () => {
	const lines = timeline(
		[
			message(1, visitor, NOON - DAY_MS),
			message(2, ai),
			message(3, ai, NOON + 60_000),
			message(4, visitor, NOON + 90_000),
		],
		NOON + 100_000,
	);
	expect(lines.map((line) => (line.kind === "message" ? line.tail : line.text))).toEqual([
		"Yesterday",
		true,
		"Today",
		false,
		true,
		true,
	]);
});

describe("around a change of the clock", () => {
	const zone = process.env["TZ"];
	beforeAll(() => {
		process.env["TZ"] = "Europe/Berlin";
	});
	afterAll(() => {
		if (zone === undefined) delete process.env["TZ"];
		else process.env["TZ"] = zone;
	});

	const labels = (at: string, now: string) => {
		const [line] = timeline([message(1, visitor, new Date(at).getTime())], new Date(now).getTime());
		return line?.kind === "day" ? line.text : "";
	};

	test.each([
		["the day of 23 hours before", "2026-03-29T12:00", "2026-03-30T00:30", "Yesterday"],
		["the evening before that day", "2026-03-28T23:30", "2026-03-29T23:30", "Yesterday"],
		["two days before", "2026-03-28T23:45", "2026-03-30T00:30", /^(?!Yesterday)/],
		["the day before one of 25 hours", "2026-10-24T12:00", "2026-10-25T23:30", "Yesterday"],
		["the day of 25 hours before", "2026-10-25T00:10", "2026-10-26T00:10", "Yesterday"],
		["the same day of 25 hours", "2026-10-25T00:10", "2026-10-25T23:50", "Today"],
		["the last day of a year", "2026-12-31T23:59", "2027-01-01T00:01", "Yesterday"],
	])("%s has its own name", (_, at, now, expected) => {
		expect(new Date("2026-03-29T12:00").getTimezoneOffset()).toBe(-120);
		expect(labels(at, now)).toMatch(expected);
	});
});

test.each(["\u200b", "\u3164", "\u0000", " \u2060\ufeff\n", "\u2800", "\u115f\u00ad", "\u202e", "\ufe0f", "\ud83d"])(
	"what nobody can see is no message: %j",
	(value) => {
		expect(isBlank(value)).toBe(true);
		expect(is(VisitorFrame, { type: "send", id: "message-1", text: value })).toBe(false);
	},
);

test.each(["a", "?", "👋", "\u200b退", "۱", "´"])("a single sign is a message: %s", (value) => {
	expect(isBlank(value)).toBe(false);
	expect(is(VisitorFrame, { type: "send", id: "message-1", text: value })).toBe(true);
});

test("events that a visitor need not see are left out", () => {
	const entries: Entry[] = [
		{ kind: "event", seq: 1, at: NOON, event: { type: "read", by: "team", upTo: 1 } },
		{ kind: "event", seq: 2, at: NOON, event: { type: "taken_over", member: ines } },
	];
	expect(timeline(entries, NOON).map((line) => line.key)).toEqual(["day-2", "2"]);
});

test("unread are our messages after the visitor's read mark", () => {
	expect(
		unread([message(1, ai), message(2, visitor), message(3, ai), message(4, { kind: "member", ...ines })], 1),
	).toBe(2);
});

test("the notice that nobody is in counts only since the last handoff", () => {
	const nobody: Entry = { kind: "event", seq: 2, at: NOON, event: { type: "nobody_in" } };
	const handedOff: Entry = { kind: "event", seq: 3, at: NOON, event: { type: "handed_off" } };
	expect(nobodyIn([nobody])).toBe(true);
	expect(nobodyIn([nobody, handedOff])).toBe(false);
	expect(nobodyIn([])).toBe(false);
});

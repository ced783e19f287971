/**
 * Forward compatibility of protocol version 1: a client reads what a later release sends as far as it understands it, and drops
 * nothing because of an unknown enum value, kind or field. Tested for every schema that a client reads, and for the widget, which
 * reads without schemas. Every schema that a server reads is strict.
 */
import * as fc from "fast-check";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import * as contact from "../../src/protocol/contact.ts";
import * as details from "../../src/protocol/conversation/details.ts";
import { Problem } from "../../src/protocol/problem.ts";
import { WidgetSession } from "../../src/protocol/widget.ts";
import * as workspace from "../../src/protocol/workspace.ts";
import { Thread } from "../../client/thread.ts";
import { memoryOutbox } from "../../client/outbox/outbox.ts";
import { CopilotAnswer, CopilotOutcome, CopilotRequest } from "../../src/protocol/conversation/copilot.ts";
import { SiteSettings, SourceDetails, SourceList } from "../../src/protocol/knowledge/source.ts";
import { Entry } from "../../src/protocol/conversation/entry.ts";
import { Figures } from "../../src/protocol/figures/days.ts";
import {
	MemberAction,
	MemberFrame,
	parseServerFrame,
	ServerFrame,
	VisitorFrame,
} from "../../src/protocol/conversation/frames.ts";
import { GapList, SuggestionList } from "../../src/protocol/knowledge/gaps.ts";
import { InboxClientFrame, ListItem, InboxServerFrame } from "../../src/protocol/inbox.ts";
import { Article, KnowledgePage, ListQuery, Question } from "../../src/protocol/knowledge/articles.ts";
import { EntryTrace, PlaygroundAnswer, PlaygroundRequest } from "../../src/protocol/conversation/trace.ts";
import { timeline } from "../../widget/chat/timeline.ts";
import { readers, readFrame } from "../../widget/chat/session/wire.ts";
import { lenientPlaces, refusingWords, valuesOf } from "./schemas.ts";
import { endWorld, FakeSocket, world } from "./world.ts";

const readByClients: Record<string, v.GenericSchema> = {
	ServerFrame,
	InboxServerFrame,
	EntryPage: details.EntryPage,
	WidgetSession,
	Me: workspace.Me,
	ConversationDetails: details.ConversationDetails,
	ActionResult: details.ActionResult,
	Block: contact.Block,
	ContactPage: contact.ContactPage,
	ContactProfile: contact.ContactProfile,
	SetupState: workspace.SetupState,
	Problem,
	CopilotAnswer,
	Figures,
	GapList,
	SuggestionList,
	KnowledgePage,
	Article,
	Question,
	SourceList,
	SourceDetails,
	EntryTrace,
	PlaygroundAnswer,
};

const readByServers: Record<string, v.GenericSchema> = {
	VisitorFrame,
	MemberFrame,
	MemberAction,
	InboxClientFrame,
	WorkspaceSettings: workspace.WorkspaceSettings,
	BlockRequest: contact.BlockRequest,
	ContactEdit: contact.ContactEdit,
	SetupRequest: workspace.SetupRequest,
	CopilotRequest,
	CopilotOutcome,
	SiteSettings,
	ListQuery,
	PlaygroundRequest,
};

/** The lengths of the arrays in a value, by path. */
function lengths(value: unknown, path = ""): Record<string, number> {
	if (typeof value !== "object" || value === null) return {};
	const found: Record<string, number> = Array.isArray(value) ? { [path]: value.length } : {};
	for (const [key, part] of Object.entries(value)) Object.assign(found, lengths(part, `${path}.${key}`));
	return found;
}

const Seqs = v.object({ entries: v.array(v.object({ seq: v.number() })) });
const seqsOf = (value: unknown): number[] => {
	const parsed = v.safeParse(Seqs, value);
	return parsed.success ? parsed.output.entries.map(({ seq }) => seq) : [];
};

describe("what a client reads", () => {
	test.each(Object.entries(readByClients))("%s has a fallback for every enum", (_, schema) => {
		expect(refusingWords(schema)).toEqual([]);
	});

	test.each(Object.entries(readByClients))("%s of a later release is read whole", (_, schema) => {
		fc.assert(
			fc.property(valuesOf(schema, true), (value) => {
				const read = v.safeParse(schema, value);
				expect(read.issues).toBeUndefined();
				// Nothing known is dropped: an array has as many items as were sent. In place of what was left out is the default.
				const [sent, got] = [lengths(value), lengths(read.output)];
				for (const [path, length] of Object.entries(got)) if (path in sent) expect(length, path).toBe(sent[path]);
				expect(seqsOf(read.output)).toEqual(seqsOf(value));
			}),
		);
	});

	test.each(Object.entries(readByClients))("%s of today is read", (_, schema) => {
		fc.assert(fc.property(valuesOf(schema, false), (value) => v.is(schema, value)));
	});
});

test("the walk finds enums without a fallback", () => {
	expect(refusingWords(InboxClientFrame)).toEqual([
		"|4.filter.status",
		"|4.filter.handler",
		"|4.filter.source",
		"|4.filter.order",
	]);
	expect(refusingWords(v.object({ by: v.variant("kind", [v.object({ kind: v.literal("ai") })]) }))).toEqual([
		".by.kind",
	]);
	expect(lenientPlaces(ListItem)).toContain(".status");
});

test.each(Object.entries(readByServers))("what a server reads is strict: %s", (_, schema) => {
	expect(lenientPlaces(schema)).toEqual([]);
});

/** Frames of every kind that a visitor gets. */
const frames = valuesOf(ServerFrame, true)
	.map((frame) => JSON.stringify(frame))
	.filter((json) => !json.includes('"presence"'));

describe("the widget", () => {
	test("reads every frame of a later release that the schemas read, with the same entries", () => {
		fc.assert(
			fc.property(frames, (json) => {
				const frame = readFrame(json);
				expect(frame?.type).toBe(parseServerFrame(ServerFrame, json)?.type);
				expect(seqsOf(frame)).toEqual(seqsOf(JSON.parse(json)));
				if (frame?.type === "welcome" || frame?.type === "entries") timeline(frame.entries, Date.now());
			}),
			{ numRuns: 500 },
		);
	});

	test("reads pages, and skips frames of an unknown kind", () => {
		fc.assert(
			fc.property(valuesOf(details.EntryPage, true), (page) => {
				expect(seqsOf(readers.page(JSON.parse(JSON.stringify(page))))).toEqual(seqsOf(page));
			}),
		);
		const ack = { type: "ack", id: "message-1", seq: 1, at: 1 };
		expect(readers.frames({ frames: [{ type: "hologram" }, ack] })).toEqual([ack]);
	});
});

const at = new Date(2026, 10, 22, 12).getTime();
const cast = { visitor: "Ana", me: "m1" };
const text = "What it says";
/** Entries as a later release may write them, and the text that is shown of each. */
const fromLater: { shows: string | null; entry: Record<string, unknown> }[] = [
	{ shows: null, entry: { kind: "event", event: { type: "tagged", tag: "vip", by: { kind: "rule" } } } },
	{ shows: null, entry: { kind: "hologram", id: "hologram-1", media: {} } },
	{ shows: text, entry: { kind: "message", id: "message-3", author: { kind: "rule", id: "r1" }, text } },
	{ shows: text, entry: { kind: "message", id: "message-4", author: { kind: "ai" }, text, rating: "shrug", card: {} } },
	{ shows: text, entry: { kind: "note", id: "note-5", author: { kind: "ai" }, text } },
];
const entries = fromLater.map(({ entry }, index) => ({ ...entry, seq: index + 1, at }));

describe("a thread", () => {
	beforeEach(() => {
		world();
	});
	afterEach(endWorld);

	test("keeps every entry of a later release in its place and continues after it", async () => {
		const asked: number[] = [];
		const thread = new Thread({
			role: "member",
			socketAddress: (since) => {
				asked.push(since);
				return { url: "wss://parley.example", protocols: [] };
			},
			http: {
				page: () => Promise.resolve({ ok: false, status: 0 }),
				frame: () => Promise.resolve({ ok: false, status: 0 }),
			},
			outbox: memoryOutbox(),
			onRefused: () => {},
		});
		await vi.advanceTimersByTimeAsync(0);
		FakeSocket.last.open();
		const state = {
			status: "snoozed",
			handler: "robot",
			assignee: null,
			offered: false,
			visitorReadSeq: 0,
			teamReadSeq: 0,
			email: null,
			reason: "tired",
		};
		const availability = null;
		FakeSocket.last.hear({ type: "hologram", entries: [] });
		FakeSocket.last.hear({
			type: "welcome",
			state,
			entries: [],
			resumed: false,
			older: false,
			seq: 0,
			now: at,
			availability,
		});
		FakeSocket.last.hear({ type: "entries", entries, state: { mood: "sunny" }, seq: entries.length });
		expect(FakeSocket.last.closed).toBe(false);
		expect(thread.view.entries.map(({ seq }) => seq)).toEqual(entries.map(({ seq }) => seq));
		expect(thread.view.state).toMatchObject({ assignee: null });
		// Imported after the document is stubbed: the dashboard's clock listens to it.
		const { lines } = await import("../../dashboard/thread/log/lines.ts");
		const shown = lines(thread.view.entries, cast, null).filter((line) => line.kind !== "day");
		expect(shown).toHaveLength(entries.length);
		for (const [index, { shows }] of fromLater.entries()) {
			const line = shown[index];
			if (shows === null) expect(line).toMatchObject({ kind: "event", text: expect.stringMatching(/\w/) });
			else expect(JSON.stringify(line)).toContain(shows);
		}
		FakeSocket.last.die();
		await vi.advanceTimersByTimeAsync(60_000);
		expect(asked.at(-1)).toBe(entries.length);
		thread.close();
	});

	test("a message refused for an unknown reason stays, marked as refused", async () => {
		const thread = new Thread({
			role: "visitor",
			socketAddress: () => ({ url: "wss://parley.example", protocols: [] }),
			http: {
				page: () => Promise.resolve({ ok: false, status: 0 }),
				frame: () => Promise.resolve({ ok: false, status: 0 }),
			},
			outbox: memoryOutbox(),
			onRefused: () => {},
		});
		await vi.advanceTimersByTimeAsync(0);
		FakeSocket.last.open();
		FakeSocket.last.hear({
			type: "welcome",
			state: null,
			entries: [],
			resumed: true,
			older: false,
			seq: 0,
			now: at,
			availability: null,
		});
		thread.send("Hello");
		const { id } = FakeSocket.last.frames().at(-1) ?? {};
		FakeSocket.last.hear({ type: "refused", id, reason: "moon_phase", until: "tomorrow" });
		expect(thread.view.unsent).toMatchObject([{ id, state: "failed", reason: "invalid" }]);
		expect(readFrame(JSON.stringify({ type: "refused", id, reason: "moon_phase" }))).toMatchObject({
			type: "refused",
			id,
		});
		thread.close();
	});
});

test("a conversation with enum values of a later release is in the list, once", () => {
	const row = {
		id: "c_1",
		version: 1,
		archived: false,
		assignee: null,
		visitorId: "v_1",
		contactId: null,
		name: "Ana",
		email: null,
		preview: "Hello",
		previewName: null,
		unread: 1,
		startedAt: at,
		lastAt: at,
		waitingSince: null,
		tags: ["vip"],
	};
	const words = { status: "snoozed", handler: "robot", reason: "tired", previewBy: "rule", source: "email" };
	const frame = parseServerFrame(InboxServerFrame, JSON.stringify({ type: "items", items: [{ ...row, ...words }] }));
	expect(frame).toMatchObject({ type: "items", items: [{ id: "c_1", name: "Ana", preview: "Hello" }] });
	const { tags: _tags, ...known } = row;
	expect(v.parse(ListItem, { ...row, ...words })).toMatchObject(known);
});

test("an entry without a seq is skipped: it has no place", () => {
	expect(v.is(Entry, { kind: "event", at, event: { type: "tagged" } })).toBe(false);
	expect(v.is(Entry, { kind: "event", seq: 0, at, event: { type: "tagged" } })).toBe(false);
});

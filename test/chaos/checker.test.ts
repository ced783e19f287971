/** The chaos run's checker: it finds each kind of fault that is planted in a sound history, and none in a sound one. */
import { describe, expect, test } from "vitest";
import type { Entry, Message } from "../../src/protocol/conversation/entry.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { check, type Kind } from "./checker.ts";
import { type ConversationHistory, type History, what } from "./history.ts";
import { replay } from "./replay.ts";

const START = 1_000_000;
const NO_SHOW_MS = 60_000;
const ines = { id: "mb_ines", name: "Ines" };

const at = (seq: number) => START + seq * 1_000;
const event = (seq: number, happening: Extract<Entry, { kind: "event" }>["event"]): Entry => ({
	kind: "event",
	seq,
	at: at(seq),
	event: happening,
});
const message = (seq: number, author: Message["author"], text: string, extra: Partial<Message> = {}): Entry => ({
	kind: "message",
	seq,
	at: at(seq),
	id: `id-${text}`,
	author,
	text,
	...extra,
});
const visitor = { kind: "visitor" } as const;
const ai = { kind: "ai" } as const;

const file = { id: "file-1", name: "file-1.txt", type: "", show: "download", size: 6 } as const;

/** A sound history: the visitor asks twice in a row and the AI answers; they ask again and a teammate answers. */
const log: readonly Entry[] = [
	message(1, visitor, "Where is it? (m1)"),
	message(2, visitor, "Hello? (m2)", { files: [file] }),
	message(3, ai, "On its way. (m1) (m2)", { writer: "openai-compatible" }),
	message(4, visitor, "A person please (m3)"),
	event(5, { type: "handed_off", reason: "asked_for_person" }),
	event(7, { type: "taken_over", member: ines }),
	message(8, { kind: "member", ...ines }, "Hi, Ines here (m4)"),
];

function well(entries: readonly Entry[] = log): ConversationHistory {
	const last = entries.findLast((entry) => entry.kind === "message");
	const row: ListItem = {
		id: "c_1",
		version: 9,
		status: "pending",
		handler: "human",
		archived: false,
		reason: null,
		assignee: ines,
		visitorId: "v_1",
		contactId: null,
		name: null,
		email: null,
		preview: last?.text ?? "",
		previewBy: last?.author.kind ?? "visitor",
		previewName: ines.name,
		unread: 0,
		startedAt: START,
		lastAt: last?.at ?? START,
		waitingSince: null,
		source: "widget",
	};
	return structuredClone<ConversationHistory>({
		id: "c_1",
		said: [
			{ tab: "visitor 1", author: "visitor", kind: "send", text: "Where is it? (m1)" },
			{ tab: "visitor 1", author: "visitor", kind: "send", text: "Hello? (m2)", file: "file-1" },
			{ tab: "visitor 1", author: "visitor", kind: "send", text: "A person please (m3)" },
			{ tab: "Ines 2", author: ines.id, kind: "send", text: "Hi, Ines here (m4)" },
		],
		acknowledged: [
			{ tab: "visitor 1", id: "id-Where is it? (m1)", seq: 1 },
			{ tab: "visitor 1", id: "id-Where is it? (m1)", seq: 1 },
			{ tab: "Ines 2", id: "id-Hi, Ines here (m4)", seq: 8 },
		],
		refused: [],
		seen: [
			...entries.map((entry) => ({ tab: "visitor 1", seq: entry.seq, what: what(entry) })),
			{ tab: "Ines 2", seq: 6, what: "event read" },
		],
		shown: [
			{
				tab: "visitor 1",
				role: "visitor",
				entries: entries.map((entry) => ({ seq: entry.seq, what: what(entry) })),
				older: false,
				unsent: [],
				refused: [],
				ready: true,
			},
		],
		kept: [],
		fetched: ["file-1"],
		email: null,
		log: [...entries],
		visitorLog: [...entries],
		state: {
			status: "pending",
			handler: "human",
			assignee: ines,
			offered: false,
			visitorReadSeq: 8,
			teamReadSeq: 4,
			email: null,
		},
		own: row,
		listed: { ...row },
		visitorUnread: 0,
		contactEmail: null,
		blockStands: false,
		readAt: START + 500_000,
	});
}

const historyOf = (conversation: ConversationHistory): History => ({
	conversations: [conversation],
	rows: conversation.listed ? [conversation.listed] : [],
	tallies: [{ status: "pending", handler: "human", assignee: ines.id, count: 1 }],
	noShowMs: NO_SHOW_MS,
	outside: {
		// What outside/check.test.ts tests: here every alert that was due came.
		taken: replay(conversation.log).alerts.map(() => ({
			way: "slack",
			to: "/services/1",
			messageId: null,
			text: `<http://here/conversations/${conversation.id}?status=all|Open it>`,
			at: START,
			answer: "sent",
		})),
		kills: [],
		team: [],
		gone: { name: "#gone", calls: 0, problem: null, tells: "" },
	},
});

/** The kinds of fault that are found after `plant` has changed the history. */
function found(plant: (conversation: ConversationHistory) => void, entries?: readonly Entry[]): Kind[] {
	const conversation = well(entries);
	plant(conversation);
	return [...new Set(check(historyOf(conversation)).faults.map(({ kind }) => kind))];
}

/** A sound history in which the visitor is blocked and can't read any more; one of their messages waits in the tab. */
function block(conversation: ConversationHistory): void {
	const blocked = event(9, { type: "blocked", until: null, by: ines });
	conversation.log.push(blocked);
	for (const shown of conversation.shown) Object.assign(shown, { ready: false, unsent: ["Let me in"] });
	if (conversation.state) conversation.state.block = { until: null };
	Object.assign(conversation, { visitorLog: null, visitorUnread: null, blockStands: true });
}

/** Replaces the log in every place that shows it, so that only the log's own faults are found. */
const withLog = (entries: readonly Entry[]): Kind[] => found(() => {}, entries);
const without = (entries: readonly Entry[], seq: number) => entries.filter((entry) => entry.seq !== seq);

describe("a run that went well", () => {
	test("has no faults where a block is active and in effect", () => {
		expect(found(block)).toEqual([]);
	});
	test("has no faults, and its numbers are reported", () => {
		const verdict = check(historyOf(well()));
		expect(verdict.faults).toEqual([]);
		expect(verdict.acknowledged).toBe(2);
		expect(verdict.compared).toEqual({ conversations: 1, clients: 2, entries: 7, sightings: 8, waits: 1, blocks: 0 });
	});

	test("a conversation that has not started is no fault", () => {
		const empty = {
			said: [],
			acknowledged: [],
			refused: [],
			seen: [],
			shown: [],
			log: [],
			visitorLog: [],
			state: null,
		};
		const history = historyOf({ ...well(), ...empty, own: null, listed: null });
		expect(check({ ...history, tallies: [] }).faults).toEqual([]);
	});
});

describe("lost messages are found", () => {
	test("one that was acknowledged", () => {
		expect(found(({ acknowledged }) => acknowledged.push({ tab: "visitor 1", id: "id-gone", seq: 9 }))).toEqual([
			"lost",
		]);
	});
	test("one that somebody saw", () => {
		expect(found(({ seen }) => seen.push({ tab: "Ines 2", seq: 9, what: "message id-x: Hm" }))).toEqual(["lost"]);
	});
	test("one that the visitor can't read", () => {
		expect(found(({ visitorLog }) => visitorLog?.splice(2, 1))).toEqual(["lost"]);
	});
	test("one that is missing on a client's screen", () => {
		expect(found(({ shown }) => shown[0]?.entries.splice(2, 1))).toEqual(["lost"]);
	});
	test("one that was sent and never stored, and is in no outbox", () => {
		const dropped = { tab: "visitor 1", author: "visitor", kind: "send", text: "Hello? (m9)" } as const;
		expect(found(({ said }) => said.push(dropped))).toEqual(["lost"]);
		const left = found(({ said, kept }) => {
			said.push(dropped);
			kept.push(dropped.text);
		});
		expect(left).toEqual([]);
	});
	test("one whose file isn't there, or is another's", () => {
		expect(found(({ fetched }) => fetched.pop())).toEqual(["lost"]);
		expect(found(({ said }) => Object.assign(said[0] ?? {}, { file: "file-2" }))).toEqual(["lost"]);
		expect(found(({ log: entries }) => Object.assign(entries[0] ?? {}, { files: [file] }))).toContain("doubled");
	});
	test("one that never leaves its client", () => {
		expect(found(({ shown }) => shown[0]?.unsent.push("Still here"))).toEqual(["lost"]);
	});
	test("one that was refused", () => {
		expect(found(({ shown }) => shown[0]?.refused.push('"Hello": conflict'))).toEqual(["lost"]);
	});
	test("a client that never came back", () => {
		expect(found(({ shown: [shown] }) => shown && (shown.ready = false))).toEqual(["lost"]);
	});
	test("but one that a client can still page back to is not lost", () => {
		const scrolled = found(({ shown: [shown] }) => {
			if (!shown) return;
			shown.entries.splice(0, 3);
			shown.older = true;
		});
		expect(scrolled).toEqual([]);
	});
});

describe("doubled messages are found", () => {
	const again = (id: string) => {
		const copy = { ...message(9, { kind: "member", ...ines }, "Hi, Ines here (m4)"), id };
		return withLog([...log, copy]);
	};
	test("under the same id", () => {
		expect(again("id-Hi, Ines here (m4)")).toContain("doubled");
	});
	test("under another id", () => {
		expect(again("id-other")).toContain("doubled");
	});
	test("on a client's screen", () => {
		expect(
			found(({ shown }) =>
				shown[0]?.entries.push({ seq: 8, what: "message id-Hi, Ines here (m4): Hi, Ines here (m4)" }),
			),
		).toEqual(["doubled"]);
	});
});

describe("messages out of order are found", () => {
	test("between what two clients saw", () => {
		expect(
			found(({ seen }) => seen.push({ tab: "Ines 2", seq: 1, what: "message id-Hello? (m2): Hello? (m2)" })),
		).toEqual(["reordered"]);
	});
	test("between an acknowledgement and the log", () => {
		expect(found(({ acknowledged: [first] }) => first && (first.seq = 2))).toEqual(["reordered"]);
	});
	test("between the order of sending and the log", () => {
		expect(found(({ said }) => said.reverse())).toEqual(["reordered"]);
	});
	test("but not for a message that its own tab was refused before", () => {
		const [first] = well().log;
		const late = (tab: string, id: string) =>
			found(({ said, refused }) => {
				said.splice(1, 0, ...said.splice(0, 1));
				refused.push({ tab, id });
			});
		const id = first && first.kind !== "event" ? first.id : "";
		expect(late("visitor 1", id)).toEqual([]);
		expect(late("Ines 2", id)).toEqual(["reordered"]);
		expect(late("visitor 1", "id-another")).toEqual(["reordered"]);
	});
	test("on a client's screen", () => {
		expect(found(({ shown }) => shown[0]?.entries.reverse())).toEqual(["reordered"]);
	});
	test("in the log itself", () => {
		expect(found((conversation) => conversation.log.reverse())).toContain("reordered");
	});
});

describe("outcomes that are missing or too many are found", () => {
	const open = log.slice(0, 2);
	const standing = (conversation: ConversationHistory, status: "open" | "pending" | "closed") => {
		for (const row of [conversation.own, conversation.listed]) if (row) Object.assign(row, { status, handler: "ai" });
	};
	const kindsOf = (entries: readonly Entry[], status: "open" | "pending" | "closed" = "open") => {
		const conversation = well(entries);
		standing(conversation, status);
		conversation.state = conversation.state && { ...conversation.state, teamReadSeq: 99, visitorReadSeq: 99 };
		conversation.acknowledged = [];
		conversation.said = [];
		return check({ ...historyOf(conversation), tallies: [], rows: [] }).faults.map(({ kind }) => kind);
	};
	test("a question without an answer, once for each message", () => {
		expect(kindsOf(open)).toEqual(["unanswered", "unanswered"]);
	});
	test("an answer covers all messages that came in a row", () => {
		expect(kindsOf(log.slice(0, 3), "pending")).toEqual([]);
	});
	test("a second answer to the same question", () => {
		expect(kindsOf([...log.slice(0, 3), message(4, ai, "Again")], "pending")).toEqual(["unanswered"]);
	});
	test("an answer to all but the latest message", () => {
		expect(kindsOf([...open, message(3, ai, "For the first only. (m1)")], "pending")).toEqual(["unanswered"]);
	});
	test("a handoff of a question that was answered already", () => {
		const entries = [...log.slice(0, 3), event(4, { type: "handed_off", reason: "ai_failed" })];
		expect(withLog(entries)).toContain("unanswered");
	});
	test("a handoff of a question that a person has taken over", () => {
		const entries = [
			...open,
			event(3, { type: "taken_over", member: ines }),
			event(4, { type: "handed_off", reason: "ai_failed" }),
		];
		expect(withLog(entries)).toContain("unanswered");
	});
	test("a question from before a close needs no outcome", () => {
		expect(kindsOf([...open, event(3, { type: "closed", by: "visitor" })], "closed")).toEqual([]);
	});
	test("a question in a conversation that was handed back needs the AI's answer", () => {
		const entries = [
			...open,
			event(3, { type: "taken_over", member: ines }),
			event(4, { type: "handed_back", member: ines }),
		];
		expect(kindsOf(entries)).toEqual(["unanswered", "unanswered"]);
	});
});

describe("an AI that speaks out of turn is found", () => {
	test("while a person has the conversation", () => {
		expect(withLog([...log, message(9, visitor, "Well? (m5)"), message(10, ai, "I think so")])).toContain(
			"spokeAfterHandoff",
		);
	});
	test("while the visitor waits for a person", () => {
		const entries = [...without(log.slice(0, 5), 9), message(6, ai, "Me again")];
		expect(withLog(entries)).toContain("spokeAfterHandoff");
	});
	test("after the end", () => {
		const entries = [log[0], event(2, { type: "closed", by: "visitor" }), message(3, ai, "By the way")];
		expect(withLog(entries.filter((entry) => entry !== undefined))).toContain("spokeAfterHandoff");
	});
});

describe("differences between list and conversation are found", () => {
	test("in any field of a list item", () => {
		expect(
			found((conversation) => (conversation.listed = conversation.own && { ...conversation.own, name: "Ada" })),
		).toEqual(["listMismatch"]);
	});
	test("in a missing list item", () => {
		expect(found((conversation) => (conversation.listed = null))).toContain("listMismatch");
	});
	test("where list item and conversation agree and the log does not", () => {
		expect(
			found(({ own, listed }) => {
				for (const row of [own, listed]) if (row) row.status = "closed";
			}),
		).toContain("listMismatch");
	});
	test("in its preview", () => {
		expect(
			found(({ own, listed }) => {
				for (const row of [own, listed]) if (row) row.lastAt = at(3);
			}),
		).toEqual(["listMismatch"]);
	});
	test("in its counts", () => {
		const history = historyOf(well());
		expect(check({ ...history, tallies: [] }).faults.map(({ kind }) => kind)).toEqual(["listMismatch"]);
	});
});

describe("wrong unread counts are found", () => {
	test("the team's", () => {
		expect(found(({ state }) => state && (state.teamReadSeq = 1))).toEqual(["unreadMismatch"]);
	});
	test("the visitor's", () => {
		expect(found((conversation) => (conversation.visitorUnread = 1))).toEqual(["unreadMismatch"]);
	});
});

describe("alarms that never fired are found", () => {
	const waiting = log.slice(0, 5);
	const stillWaiting = (entries: readonly Entry[], readAt: number) => {
		const conversation = { ...well(entries), readAt };
		const verdict = check(historyOf(conversation));
		return { ...verdict, missed: verdict.faults.filter(({ kind }) => kind === "missedAlarms").length };
	};
	test("a waiting visitor without the event that nobody is in", () => {
		expect(stillWaiting(waiting, at(5) + 10 * NO_SHOW_MS).missed).toBe(1);
	});
	test("a waiting visitor with that event twice", () => {
		const told = [...waiting, event(66, { type: "nobody_in" }), event(67, { type: "nobody_in" })];
		expect(stillWaiting(told, at(70)).missed).toBe(1);
	});
	test("a visitor whose no-show time is still to come is no fault, but reason to check again", () => {
		const { missed, owedUntil } = stillWaiting(waiting, at(6));
		expect([missed, owedUntil !== null]).toEqual([0, true]);
	});
	test("a list without the latest version", () => {
		expect(found(({ own }) => own && (own.version = 10))).toEqual(["listMismatch", "missedAlarms"]);
	});
	test("an address that never reached the contacts", () => {
		expect(found((conversation) => (conversation.email = "ada@mail.example"))).toEqual(["missedAlarms"]);
	});
});

describe("blocks in effect without an active block, and active blocks without effect, are found", () => {
	test("a conversation that isn't blocked although its contact is", () => {
		const goesOn = found((conversation) => {
			block(conversation);
			if (conversation.state) conversation.state.block = null;
		});
		expect(goesOn).toEqual(["blockMismatch"]);
	});
	test("one that is still blocked although the block was lifted", () => {
		expect(found(({ state }) => state && (state.block = { until: null }))).toEqual(["blockMismatch"]);
	});
	test("a tab of the visitor that is open under a block", () => {
		const open = found((conversation) => {
			block(conversation);
			for (const shown of conversation.shown) shown.ready = true;
		});
		expect(open).toEqual(["blockMismatch"]);
	});
	test("an AI that speaks to somebody who is blocked", () => {
		const entries = [
			...log.slice(0, 2),
			event(3, { type: "blocked", until: null, by: ines }),
			message(4, ai, "Hi (m2)"),
		];
		expect(withLog(entries)).toContain("spokeAfterHandoff");
	});
	test("a teammate's reply that was refused during a block is no fault; without a block it is lost", () => {
		const refused = (conversation: ConversationHistory) =>
			void conversation.shown.push({
				tab: "Ines 2",
				role: "member",
				entries: conversation.log.map((entry) => ({ seq: entry.seq, what: what(entry) })),
				older: false,
				unsent: [],
				refused: ['"Hello": not_now'],
				ready: true,
			});
		const under = found((conversation) => {
			block(conversation);
			refused(conversation);
		});
		expect(under).toEqual([]);
		expect(found(refused)).toEqual(["lost"]);
	});
	test("a wait restarts, with its full time, when the block is lifted", () => {
		const entries = [
			...log.slice(0, 5),
			event(6, { type: "blocked", until: null, by: ines }),
			event(7, { type: "unblocked", by: ines }),
		];
		const conversation = { ...well(entries), readAt: at(8) };
		expect(check(historyOf(conversation)).owedUntil).toBeGreaterThan(at(7) + NO_SHOW_MS);
	});
});

describe("snoozes and tags", () => {
	const refund = { id: "tg_refund", name: "refund" };
	const snoozed = (until: number | null) => event(9, { type: "snoozed", until, by: ines });
	const tagged = event(9, { type: "tagged", added: [refund], removed: [], by: ines });
	/** The kinds found where the rows are as `row` says, and clients saw what they ought to. */
	const kindsOf = (more: readonly Entry[], row: Partial<ListItem>, readAt = START + 10_000) => {
		const conversation = well([...log, ...more]);
		conversation.visitorLog = [...log];
		for (const shown of conversation.shown)
			if (shown.role === "visitor") shown.entries = shown.entries.filter(({ seq }) => seq < 9);
		for (const each of [conversation.own, conversation.listed]) if (each) Object.assign(each, row);
		conversation.readAt = readAt;
		const history = historyOf(conversation);
		const status = row.snooze ? "snoozed" : (row.status ?? "pending");
		return check({ ...history, tallies: [{ status, handler: "human", assignee: ines.id, count: 1 }] }).faults.map(
			({ kind }) => kind,
		);
	};

	test("that the line has too are sound, and no visitor's", () => {
		expect(kindsOf([snoozed(null)], { snooze: { until: null } })).toEqual([]);
		expect(kindsOf([tagged], { tags: [refund.id] })).toEqual([]);
	});
	test("that the line has lost are found", () => {
		expect(kindsOf([snoozed(null)], {})).toContain("listMismatch");
		expect(kindsOf([tagged], {})).toEqual(["listMismatch"]);
	});
	test("that a visitor hears of are found", () => {
		expect(found(({ visitorLog }) => visitorLog?.push(tagged), [...log, tagged])).toContain("reordered");
	});
	test("that a block ended may come back with its undoing, or not", () => {
		const blocked = event(10, { type: "blocked", until: null, by: ines });
		const back = [snoozed(null), blocked, event(11, { type: "unblocked", by: ines })];
		expect(kindsOf(back, { snooze: { until: null } })).toEqual([]);
		expect(kindsOf(back, {})).toEqual([]);
	});
	test("that end before their time, or don't end, are found", () => {
		const woke = event(10, { type: "woke", by: "time" });
		const lastAt = at(10);
		expect(kindsOf([snoozed(at(10)), woke], { lastAt, status: "open" })).toEqual([]);
		expect(kindsOf([snoozed(at(11)), woke], { lastAt, status: "open" })).toEqual(["missedAlarms"]);
		expect(kindsOf([snoozed(at(11))], { snooze: { until: at(11) } }, START + 400_000)).toEqual(["missedAlarms"]);
	});
});

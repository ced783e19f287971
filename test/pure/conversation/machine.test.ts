/** The status machine: its whole table as snapshots, and properties of any sequence of commands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Command, transition } from "../../../src/conversation/machine.ts";
import { newState, type State, unreadForTeam, unreadForVisitor } from "../../../src/conversation/state.ts";

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const ines = { id: "m_ines", name: "Ines" };
const marco = { id: "m_marco", name: "Marco" };
const summary = { wants: "Help", beganWith: null, tried: null, confidence: null, sources: [] };

const commands = {
	visitor_sends: { type: "visitor_sends", id: "x", text: "Hello", connect: false },
	visitorAsksForPerson: { type: "visitor_sends", id: "x", text: "A person, please", connect: true },
	member_sends: { type: "member_sends", id: "x", text: "Hello", member: ines },
	member_notes: { type: "member_notes", id: "x", text: "Hm", member: ines },
	ai_answers: {
		type: "ai_answers",
		id: "ai:1",
		name: "",
		text: "Yes",
		sources: [],
		confidence: 0.9,
		scale: 2,
		writer: "embedded",
	},
	ai_offers: {
		type: "ai_offers",
		id: "ai:1",
		name: "Fia",
		text: "Not sure",
		sources: [],
		confidence: 0.3,
		scale: 2,
		writer: "embedded",
		reason: "low_confidence",
	},
	hand_off: { type: "hand_off", reason: "asked_for_person", summary, peopleIn: true },
	handOffOutOfHours: { type: "hand_off", reason: "asked_for_person", summary, peopleIn: false },
	decline_offer: { type: "decline_offer" },
	take_over: { type: "take_over", member: ines },
	takeOverByOther: { type: "take_over", member: marco },
	hand_back: { type: "hand_back", member: ines },
	assignToOther: { type: "assign", to: marco, by: ines },
	assignToNobody: { type: "assign", to: null, by: ines },
	closeByVisitor: { type: "close", by: "visitor" },
	closeByMember: { type: "close", by: "member", member: ines },
	closeByIdle: { type: "close", by: "idle" },
	reopen: { type: "reopen", member: ines },
	reopenByOther: { type: "reopen", member: marco, gone: true },
	release: { type: "release", member: ines.id },
	no_show: { type: "no_show" },
	leave_email: { type: "leave_email", email: "ana@moreira.example" },
	identify: { type: "identify", contact: { id: "ct_1", name: "Ana", email: "ana@moreira.example" } },
	block: { type: "block", until: null, by: ines },
	unblock: { type: "unblock", by: ines },
	snooze: { type: "snooze", until: NOW + HOUR, by: ines },
	snoozeUntilTheyWrite: { type: "snooze", until: null, by: ines },
	wake: { type: "wake", by: marco },
	wakeByTime: { type: "wake", by: null },
	tag: {
		type: "tag",
		add: [{ id: "tg_a", name: "Refund" }],
		remove: [{ id: "tg_b", name: "Parcel" }],
		known: ["tg_a", "tg_b"],
		by: ines,
	},
} satisfies Record<string, Command>;
type Name = keyof typeof commands;

function run(state: State, ...names: Name[]): State {
	return names.reduce((before, name) => {
		const result = transition(before, commands[name], NOW, timing);
		if (!result.ok) throw new Error(`${name} was refused: ${result.reason}`);
		return result.state;
	}, state);
}

const states: Record<string, State> = {
	asked: run(newState(), "visitor_sends"),
	answered: run(newState(), "visitor_sends", "ai_answers"),
	offered: run(newState(), "visitor_sends", "ai_offers"),
	waiting: run(newState(), "visitor_sends", "hand_off"),
	taken: run(newState(), "visitor_sends", "take_over"),
	replied: run(newState(), "visitor_sends", "member_sends"),
	closed: run(newState(), "visitor_sends", "ai_answers", "closeByMember"),
	blocked: run(newState(), "visitor_sends", "block"),
	snoozed: run(newState(), "visitor_sends", "member_sends", "snooze"),
};

/** A transition as text: status/handler/assignee after it, its events and its `turn`; or the refusal. */
const show = (from: State, name: Name): string => {
	const result = transition(from, commands[name], NOW, timing);
	if (!result.ok) return `refused: ${result.reason}`;
	const { state, entries, turn } = result;
	const written = entries.map((entry) => (entry.kind === "event" ? entry.event.type : entry.kind)).join(" ");
	const where = `${state.status}/${state.handler}${state.assignee ? `/${state.assignee.name}` : ""}${state.archived ? " archived" : ""}`;
	return [where, written && `[${written}]`, turn && `turn ${turn}`].filter(Boolean).join(" ");
};

describe("the status machine's table", () => {
	for (const [from, state] of Object.entries(states))
		test(`from ${from}`, () => {
			const table = Object.fromEntries(Object.keys(commands).map((name) => [name, show(state, name as Name)]));
			expect(table).toMatchSnapshot();
		});
});

describe("what the table means", () => {
	test("a reply by a teammate takes a waiting conversation over and ends the wait", () => {
		const state = run(newState(), "visitor_sends", "hand_off", "member_sends");
		expect(state).toMatchObject({
			status: "pending",
			handler: "human",
			assignee: ines,
			waitingSince: null,
			summary: null,
		});
		expect(state.closeAt).toBe(NOW + 72 * HOUR);
	});

	test("the AI's answer makes it pending and closes it a day later", () => {
		expect(states["answered"]).toMatchObject({ status: "pending", handler: "ai", closeAt: NOW + 24 * HOUR });
	});

	test("an offer stands until the visitor chooses or writes again", () => {
		expect(states["offered"]).toMatchObject({ offered: true, reason: "low_confidence", offersInARow: 1 });
		expect(run(newState(), "visitor_sends", "ai_offers", "decline_offer").offered).toBe(false);
		expect(run(newState(), "visitor_sends", "ai_offers", "visitor_sends").offered).toBe(false);
	});

	test("outside business hours the visitor is changesBy at once that nobody is in", () => {
		const result = transition(run(newState(), "visitor_sends"), commands.handOffOutOfHours, NOW, timing);
		expect(result.ok && result.entries.map((entry) => entry.kind === "event" && entry.event.type)).toEqual([
			"handed_off",
			"nobody_in",
		]);
		expect(result.ok && result.state.noShowAt).toBe(null);
	});

	test("a visitor who writes after the close starts over with the AI", () => {
		const state = run(newState(), "visitor_sends", "take_over", "closeByMember", "visitor_sends");
		expect(state).toMatchObject({ status: "open", handler: "ai", assignee: null, reason: null });
	});

	test("a question from before a close is over: neither handing back nor a new message asks it again", () => {
		const closed = run(newState(), "visitor_sends", "take_over", "closeByMember");
		const reopened = transition(run(closed, "reopen"), commands.hand_back, NOW, timing);
		expect(reopened.ok && reopened.turn).toBe(null);
		const again = run(closed, "visitor_sends");
		expect(again.settledSeq).toBe(closed.seq);
	});

	test("handing back a conversation with an unanswered message makes the AI answer it", () => {
		const result = transition(run(newState(), "visitor_sends", "take_over"), commands.hand_back, NOW, timing);
		expect(result.ok && result.turn).toBe("start");
		const replied = transition(run(newState(), "visitor_sends", "member_sends"), commands.hand_back, NOW, timing);
		expect(replied.ok && replied.turn).toBe(null);
	});

	test("reading twice, or an older mark, writes nothing", () => {
		const asked = run(newState(), "visitor_sends");
		const read = (state: State, upTo: number) =>
			transition(state, { type: "read", by: "team", upTo, unreadAfter: 0 }, NOW, timing);
		const first = read(asked, asked.seq);
		expect(first.ok && first.entries.length).toBe(1);
		expect(first.ok && unreadForTeam(first.state)).toBe(0);
		const again = first.ok ? read(first.state, asked.seq) : first;
		expect(again.ok && again.entries.length).toBe(0);
	});
});

/** Everything that a command changes in a state and writes; or the refusal. */
function changesBy(from: State, command: Command, now = NOW) {
	const result = transition(from, command, now, timing);
	if (!result.ok) return result.reason;
	const { state, entries, turn } = result;
	const changed = Object.entries(state).filter(
		([key, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(from, key)),
	);
	return { changed: Object.fromEntries(changed), entries, turn };
}

/** The first event that a command writes. */
function eventOf(from: State, command: Command) {
	const result = transition(from, command, NOW, timing);
	const [entry] = result.ok ? result.entries : [];
	return entry?.kind === "event" ? entry.event : null;
}

describe("what each command changes, and all that it writes", () => {
	const from = {
		...states,
		waitingBlocked: run(newState(), "visitor_sends", "hand_off", "block"),
		blockedClosed: run(newState(), "visitor_sends", "block", "closeByIdle"),
		closedWhileTaken: run(newState(), "visitor_sends", "take_over", "closeByVisitor"),
		named: run(newState(), "visitor_sends", "identify"),
		gaveAddress: run(newState(), "visitor_sends", "leave_email"),
		known: {
			...run(newState(), "visitor_sends"),
			offersInARow: 2,
			summary: { wants: "b", beganWith: null, tried: null, confidence: null, sources: [] },
			reason: "frustrated",
		},
	} satisfies Record<string, State>;
	for (const [name, state] of Object.entries(from))
		test(`from ${name}`, () => {
			const all = Object.entries(commands).map(([each, command]) => [each, changesBy(state, command)]);
			expect(Object.fromEntries(all)).toMatchSnapshot();
		});
});

describe("a block", () => {
	const waiting = run(newState(), "visitor_sends", "hand_off");

	test("that is lifted lets the wait for a person go on, from that moment", () => {
		const blocked = run(waiting, "block");
		expect(blocked.noShowAt).toBe(null);
		const later = transition(blocked, commands.unblock, NOW + HOUR, timing);
		expect(later.ok && later.state).toMatchObject({ handler: "waiting", noShowAt: NOW + HOUR + 5 * 60_000 });
	});

	test("that is lifted brings no wait to a conversation that nobody waits in", () => {
		for (const name of ["asked", "taken", "closed"] as const)
			expect(run(states[name] ?? newState(), "block", "unblock").noShowAt).toBe(null);
	});

	test("that is lifted makes the AI answer an interrupted question, but not one that was answered or is with a person", () => {
		const turn = (...names: Name[]) => {
			const result = transition(run(newState(), ...names, "block"), commands.unblock, NOW, timing);
			return result.ok && result.turn;
		};
		expect(turn("visitor_sends")).toBe("start");
		expect(turn("visitor_sends", "ai_answers")).toBe(null);
		expect(turn("visitor_sends", "take_over")).toBe(null);
	});

	test("that is set again is written if its end differs", () => {
		const blocked = run(newState(), "visitor_sends", "block");
		expect(changesBy(blocked, commands.block)).toEqual({ changed: {}, entries: [], turn: null });
		expect(changesBy(blocked, { type: "block", until: NOW + HOUR, by: ines })).toMatchObject({
			changed: { blockedUntil: NOW + HOUR },
			turn: "cancel",
		});
	});

	test("refuses the visitor's messages, wish for a person and address, and the team's replies", () => {
		const blocked = run(newState(), "visitor_sends", "block");
		for (const name of ["visitor_sends", "hand_off", "leave_email"] as const)
			expect(changesBy(blocked, commands[name])).toBe("blocked");
		for (const name of ["member_sends", "take_over", "hand_back", "assignToOther", "reopen", "ai_answers"] as const)
			expect(changesBy(blocked, commands[name])).toBe("not_now");
	});
});

describe("a snooze", () => {
	const snoozed = run(newState(), "visitor_sends", "member_sends", "snooze");
	const after = (from: State, name: Name) => {
		const result = transition(from, commands[name], NOW, timing);
		if (!result.ok) throw new Error(result.reason);
		return {
			state: result.state,
			events: result.entries.flatMap((entry) => (entry.kind === "event" ? [entry.event] : [])),
		};
	};

	test("is a flag: status, handler and what is unread stay", () => {
		const replied = run(newState(), "visitor_sends", "member_sends");
		const { undoable } = snoozed;
		expect(snoozed).toEqual({ ...replied, seq: replied.seq + 1, snooze: { until: NOW + HOUR }, undoable });
		const asked = run(newState(), "visitor_sends");
		expect(unreadForTeam(run(asked, "snooze"))).toBe(unreadForTeam(asked));
	});

	test("can be changed, and is written once", () => {
		expect(after(snoozed, "snooze").events).toEqual([]);
		expect(after(snoozed, "snoozeUntilTheyWrite").state.snooze).toEqual({ until: null });
	});

	test("ends by its time or a teammate, and then somebody should act", () => {
		for (const [name, event] of [
			["wakeByTime", { type: "woke", by: "time" }],
			["wake", { type: "woke", by: "member", member: marco }],
		] as const) {
			const { state, events } = after(snoozed, name);
			expect(events).toEqual([event]);
			expect(state).toMatchObject({ snooze: null, status: "open", closeAt: null, assignee: ines });
		}
		expect(after(run(newState(), "visitor_sends"), "wake").events).toEqual([]);
	});

	test("ends by the visitor's word, before it, and by their wish for a person", () => {
		for (const until of ["snooze", "snoozeUntilTheyWrite"] as const) {
			const aside = run(newState(), "visitor_sends", "member_sends", until);
			expect(after(aside, "visitor_sends")).toMatchObject({
				state: { snooze: null, status: "open" },
				events: [{ type: "woke", by: "visitor" }],
			});
		}
		const withAi = run(newState(), "visitor_sends", "ai_answers", "snooze");
		expect(after(withAi, "hand_off").events.map(({ type }) => type)).toEqual(["woke", "handed_off"]);
	});

	test("ends by a reply, which starts the time until it closes, and not by a note, a read mark or an assignment", () => {
		const replied = after(snoozed, "member_sends");
		expect(replied.events).toEqual([{ type: "woke", by: "member", member: ines }]);
		expect(replied.state).toMatchObject({ snooze: null, status: "pending", closeAt: NOW + 72 * HOUR });
		for (const name of ["member_notes", "assignToOther", "takeOverByOther", "ai_answers", "leave_email"] as const) {
			const result = transition(snoozed, commands[name], NOW, timing);
			if (result.ok) expect(result.state.snooze).toEqual({ until: NOW + HOUR });
		}
	});

	test("ends with the conversation, and with a block, without a word", () => {
		for (const name of ["closeByMember", "closeByVisitor", "block"] as const) {
			const { state, events } = after(snoozed, name);
			expect(state.snooze).toBeNull();
			expect(events.map(({ type }) => type)).not.toContain("woke");
		}
	});

	test("is refused where nothing is left to do", () => {
		for (const name of ["closed", "blocked"] as const)
			expect(changesBy(states[name] ?? newState(), commands.snooze)).toBe("not_now");
	});
});

describe("tags", () => {
	const of = (...ids: string[]) => ids.map((id) => ({ id, name: id.toUpperCase() }));
	const known = ["a", "b", "c"];
	const tagged = (tags: string[]): State => ({ ...run(newState(), "visitor_sends"), tags });
	const tag = (from: State, add: string[], remove: string[]) =>
		changesBy(from, { type: "tag", add: of(...add), remove: of(...remove), known, by: ines });

	test("are put on and taken off, and only what changes is told", () => {
		expect(tag(tagged(["a", "b"]), ["b", "c"], ["a"])).toMatchObject({
			changed: { tags: ["b", "c"] },
			entries: [{ event: { type: "tagged", added: of("c"), removed: of("a"), by: ines } }],
			turn: null,
		});
		expect(tag(tagged(["a"]), ["a"], ["b"])).toEqual({ changed: {}, entries: [], turn: null });
	});

	test("that are gone leave with the next change, and count for nothing", () => {
		const gone = Array.from({ length: 20 }, (_, index) => `gone${index}`);
		expect(tag(tagged(gone), ["a"], [])).toMatchObject({ changed: { tags: ["a"] } });
		expect(tag(tagged(["gone"]), [], ["gone"])).toEqual({ changed: {}, entries: [], turn: null });
	});

	test("are twenty at most", () => {
		const many = Array.from({ length: 20 }, (_, index) => `t${index}`);
		const full = tagged(many);
		const all = [...many, "one", "two"];
		const add = (ids: string[], remove: string[] = []) =>
			changesBy(full, { type: "tag", add: of(...ids), remove: of(...remove), known: all, by: ines });
		expect(add(["one"])).toBe("invalid");
		expect(add(["one"], ["t0"])).toMatchObject({ changed: { tags: [...many.slice(1), "one"] } });
	});

	test("are put on what is closed or blocked too, and make nothing unread or open", () => {
		for (const name of ["closed", "blocked", "snoozed"] as const) {
			const before = states[name] ?? newState();
			const { undoable, ...state } = run(before, "tag");
			expect(undoable.at(-1)).toMatchObject({ what: "tagged", before: { tags: [] } });
			const { undoable: _, ...kept } = before;
			expect(state).toEqual({ ...kept, seq: before.seq + 1, tags: ["tg_a"] });
		}
	});
});

describe("identifying a visitor", () => {
	const asked = run(newState(), "visitor_sends");
	const contact = { id: "ct_1", name: "Ana", email: "ana@moreira.example" };
	const identify = (over: Partial<{ id: string; name: string | null; email: string | null }> = {}): Command => ({
		type: "identify",
		contact: { ...contact, ...over },
	});

	test("writes an event with the new fields only", () => {
		const known = run(asked, "identify");
		expect(eventOf(asked, identify())).toEqual({ type: "identified", by: "team", name: "Ana", email: contact.email });
		expect(eventOf(known, identify({ name: "Ana Moreira" }))).toEqual({
			type: "identified",
			by: "team",
			name: "Ana Moreira",
		});
		expect(eventOf(known, identify({ email: "a@m.example" }))).toEqual({
			type: "identified",
			by: "team",
			email: "a@m.example",
		});
	});

	test("writes no event without a new field, and changes the state all the same", () => {
		const known = run(asked, "identify");
		expect(changesBy(known, identify())).toEqual({ changed: {}, entries: [], turn: null });
		expect(changesBy(known, identify({ id: "ct_2" }))).toEqual({
			changed: { contactId: "ct_2" },
			entries: [],
			turn: null,
		});
		expect(changesBy(known, identify({ name: null, email: null }))).toEqual({
			changed: { name: null, email: null },
			entries: [],
			turn: null,
		});
	});

	test("by an address that the visitor typed is a claim, and none where the team knows it already", () => {
		const left: Command = { type: "leave_email", email: "new@moreira.example" };
		const first = transition(asked, left, NOW, timing);
		expect(first.ok && first.state).toMatchObject({
			leftEmail: "new@moreira.example",
			claimed: "new@moreira.example",
			email: null,
		});
		const later = transition(run(asked, "identify"), left, NOW, timing);
		expect(later.ok && later.state).toMatchObject({
			leftEmail: "new@moreira.example",
			claimed: "new@moreira.example",
			email: contact.email,
		});
		expect(run(asked, "identify", "leave_email")).toMatchObject({ leftEmail: contact.email, claimed: null });
		expect(changesBy(run(asked, "leave_email"), commands.leave_email)).toEqual({
			changed: {},
			entries: [],
			turn: null,
		});
	});
});

describe("what a visitor claims", () => {
	const claiming = run(newState(), "visitor_sends", "leave_email");
	const { email } = commands.leave_email;
	const told = (claimed: string | null | undefined, contactEmail: string | null): string | null | undefined => {
		const contact = { id: "ct_1", name: null, email: contactEmail, ...(claimed !== undefined && { claimed }) };
		const result = transition(claiming, { type: "identify", contact }, NOW, timing);
		return result.ok ? result.state.claimed : undefined;
	};

	test.each([
		["stays where the contact is edited otherwise", undefined, null, email],
		["stays while D1 says so", email, null, email],
		["is over once it is the contact's address", undefined, email, null],
		["is over once it is denied", null, null, null],
		["follows what D1 says", "other@x.test", null, "other@x.test"],
	])("%s", (_, claimed, contactEmail, expected) => {
		expect(told(claimed, contactEmail)).toBe(expected);
	});

	test("is never the conversation's address or name", () => {
		expect(claiming).toMatchObject({ email: null, name: null, claimed: email });
	});
});

describe("a conversation that is opened again by a teammate", () => {
	test("is assigned to the person who had it before, or else to the teammate who opened it", () => {
		const reopen: Command = { type: "reopen", member: marco };
		const had = transition(run(newState(), "visitor_sends", "take_over", "closeByVisitor"), reopen, NOW, timing);
		expect(had.ok && had.state.assignee).toEqual(ines);
		const none = transition(run(newState(), "visitor_sends", "ai_answers", "closeByIdle"), reopen, NOW, timing);
		expect(none.ok && none.state).toMatchObject({ assignee: marco, handler: "human", status: "open" });
	});
});

describe("a conversation whose teammate has left the team", () => {
	test("waits for another from that moment; one that was answered, only once the visitor writes again", () => {
		expect(run(newState(), "visitor_sends", "take_over", "release")).toMatchObject({
			status: "open",
			handler: "waiting",
			assignee: null,
			noShowAt: NOW + 5 * 60_000,
		});
		const answered = run(newState(), "visitor_sends", "member_sends", "release");
		expect(answered).toMatchObject({ status: "pending", handler: "waiting", noShowAt: null, closeAt: NOW + 72 * HOUR });
		const again = transition(answered, commands.visitor_sends, NOW + HOUR, timing);
		expect(again.ok && again.state).toMatchObject({
			status: "open",
			waitingSince: NOW + HOUR,
			noShowAt: NOW + HOUR + 5 * 60_000,
		});
	});

	test("stays as it is where somebody else has it, or it is closed", () => {
		for (const name of ["closed", "waiting", "answered"] as const)
			expect(changesBy(states[name] ?? newState(), commands.release)).toEqual({ changed: {}, entries: [], turn: null });
		const others = run(newState(), "visitor_sends", "takeOverByOther");
		expect(changesBy(others, commands.release)).toEqual({ changed: {}, entries: [], turn: null });
	});

	test("is given to whoever opens it again", () => {
		const closed = run(newState(), "visitor_sends", "take_over", "closeByVisitor");
		expect(run(closed, "reopenByOther").assignee).toEqual(marco);
	});
});

describe("a read mark", () => {
	const two = run(newState(), "visitor_sends", "ai_answers", "visitor_sends", "member_sends");
	const read = (by: "visitor" | "team", upTo: number, unreadAfter: number, from = two) =>
		changesBy(from, { type: "read", by, upTo, unreadAfter });

	test("counts the other side's messages up to it, for each side separately", () => {
		expect(read("team", 3, 0)).toMatchObject({ changed: { teamReadSeq: 3, teamReadSaid: 2 } });
		expect(eventOf(two, { type: "read", by: "team", upTo: 3, unreadAfter: 0 })).toEqual({
			type: "read",
			by: "team",
			upTo: 3,
		});
		expect(read("team", 1, 1)).toMatchObject({ changed: { teamReadSeq: 1, teamReadSaid: 1 } });
		expect(read("visitor", 2, 1)).toMatchObject({ changed: { visitorReadSeq: 2, visitorReadSaid: 1 } });
	});

	test("reaches no further than the log does", () => {
		expect(read("team", 99, 0)).toMatchObject({ changed: { teamReadSeq: two.seq } });
	});

	test("that covers no further message writes no entry", () => {
		const marked = { ...two, teamReadSeq: 3, teamReadSaid: 2 };
		expect(read("team", 3, 0, marked)).toEqual({ changed: {}, entries: [], turn: null });
		expect(read("team", 4, 0, marked)).toEqual({ changed: {}, entries: [], turn: null });
		expect(read("team", 1, 0)).toMatchObject({ changed: { teamReadSaid: 2 } });
	});
});

describe("setting messages back to unread", () => {
	const two = run(newState(), "visitor_sends", "ai_answers", "visitor_sends", "member_sends");
	const seen = { ...two, teamReadSeq: 3, teamReadSaid: 2, unreadFrom: 0 };
	const unread = (from: number, unreadSaid: number, before: State = seen) =>
		changesBy(before, { type: "mark_unread", from, unreadSaid, by: ines });

	test("counts them as unread, and leaves what the visitor saw of the reading", () => {
		expect(unread(3, 1)).toMatchObject({ changed: { teamReadSaid: 1, unreadFrom: 3 } });
		expect(unread(3, 1)).not.toHaveProperty("changed.teamReadSeq");
		expect(unread(1, 2)).toMatchObject({ changed: { teamReadSaid: 0, unreadFrom: 1 } });
	});

	test("of what is unread already changes nothing", () => {
		expect(unread(3, 1, { ...seen, teamReadSaid: 1, unreadFrom: 3 })).toMatchObject({ changed: {}, entries: [] });
		expect(unread(1, 2, { ...two, teamReadSaid: 0 })).toMatchObject({ changed: {}, entries: [] });
	});

	test("lasts until they are read again", () => {
		const back = { ...seen, teamReadSaid: 0, unreadFrom: 1 };
		const read = (upTo: number, unreadAfter: number) =>
			changesBy(back, { type: "read", by: "team", upTo, unreadAfter });
		expect(read(1, 1)).toMatchObject({ changed: { teamReadSaid: 1, unreadFrom: 2 } });
		expect(read(1, 1)).not.toHaveProperty("changed.teamReadSeq");
		expect(read(3, 0)).toMatchObject({ changed: { teamReadSaid: 2, unreadFrom: 0 } });
	});
});

describe("a note", () => {
	const named = { ...commands.member_notes, mentions: [marco] };

	test("that names a member keeps them as mentioned, once", () => {
		const once = changesBy(newState(), named);
		expect(once).toMatchObject({ changed: { mentions: [marco.id] } });
		expect(changesBy({ ...newState(), mentions: [marco.id] }, named)).not.toHaveProperty("changed.mentions");
	});
});

describe("over any run of commands", () => {
	const step = fc.oneof(
		...Object.values(commands).map((command) => fc.constant<Command>(command)),
		fc.record({
			type: fc.constant("read" as const),
			by: fc.constantFrom("visitor" as const, "team" as const),
			upTo: fc.nat(60),
			unreadAfter: fc.constant(0),
		}),
	);

	const everyRun = (check: (before: State, after: State, command: Command, written: number) => void) =>
		fc.assert(
			fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
				let state = newState();
				for (const command of steps) {
					const frozen = Object.freeze({ ...state });
					const result = transition(frozen, command, NOW, timing);
					if (!result.ok) continue;
					const first = result.entries[0];
					if (first) expect(first.seq).toBe(state.seq + 1);
					result.entries.forEach((entry, index) => expect(entry.seq).toBe(state.seq + 1 + index));
					expect(result.state.seq).toBe(state.seq + result.entries.length);
					check(frozen, result.state, command, result.entries.length);
					state = result.state;
				}
			}),
			{ numRuns: 300 },
		);

	test("seq grows by one with every entry", () => everyRun(() => {}));

	test("the AI never speaks while it does not handle the conversation", () =>
		everyRun((before, after, command) => {
			if (command.type === "ai_answers" || command.type === "ai_offers") expect(before.handler).toBe("ai");
			if (before.handler !== "ai" && after.handler === "ai")
				expect(["hand_back", "visitor_sends", "close"]).toContain(command.type);
		}));

	test("a person's conversation has an assignee, and nobody else's has", () =>
		everyRun((_, after) => expect(after.handler === "human").toBe(after.assignee !== null)));

	test("unread is never negative and never more than was said", () =>
		everyRun((_, after) => {
			expect(unreadForTeam(after)).toBeGreaterThanOrEqual(0);
			expect(unreadForVisitor(after)).toBeGreaterThanOrEqual(0);
			expect(unreadForTeam(after)).toBeLessThanOrEqual(after.visitorSaid);
		}));

	test("nothing but the visitor's words, and setting back to unread, makes a conversation unread", () =>
		everyRun((before, after, command) => {
			if (!["visitor_sends", "mark_unread"].includes(command.type))
				expect(unreadForTeam(after)).toBeLessThanOrEqual(unreadForTeam(before));
		}));

	test("only a pending conversation has a time to close, only a waiting one a time to give up on people", () =>
		everyRun((_, after) => {
			if (after.closeAt !== null) expect(after.status).toBe("pending");
			if (after.noShowAt !== null) expect(after.handler).toBe("waiting");
			if (after.handler === "waiting") expect(after.waitingSince).not.toBe(null);
		}));
});

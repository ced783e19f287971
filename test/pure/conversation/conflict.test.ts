/** Two teammates at once, without a runtime: which change the later one is told of, and what becomes of their action. */
import { describe, expect, test } from "vitest";
import { reasonAfter, unseenChange } from "../../../src/conversation/actions/conflict.ts";
import { type Command, transition } from "../../../src/conversation/machine.ts";
import { newState, type State } from "../../../src/conversation/state.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";

const NOW = 1_700_000_000_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const bea = { id: "mb_bea", name: "Bea" };
const omar = { id: "mb_omar", name: "Omar" };
const ines = { id: "mb_ines", name: "Ines" };
const summary = { wants: "Help", beganWith: null, tried: null, confidence: null, sources: [] };
const HOUR_MS = 3_600_000;

type Member = typeof bea;
type By = (member: Member) => Command;

const asks: Command = { type: "visitor_sends", id: "a", text: "Hello", connect: false };
const waits: Command = { type: "hand_off", reason: "asked_for_person", summary, peopleIn: true };
const takeOver: By = (member) => ({ type: "take_over", member });
const handBack: By = (member) => ({ type: "hand_back", member });
const assignTo =
	(to: Member | null): By =>
	(by) => ({ type: "assign", to, by });
const close: By = (member) => ({ type: "close", by: "member", member });
const reopen: By = (member) => ({ type: "reopen", member });
const snoozeFor =
	(hours: number): By =>
	(by) => ({ type: "snooze", until: NOW + hours * HOUR_MS, by });
const wake: By = (by) => ({ type: "wake", by });
const accept: By = (member) => ({ type: "accept", member });

function run(before: State, commands: readonly Command[]): { state: State; entries: Entry[] } {
	const entries: Entry[] = [];
	let state = before;
	for (const command of commands) {
		const result = transition(state, command, NOW, timing);
		if (!result.ok) throw new Error(`${command.type}: ${result.reason}`);
		state = result.state;
		entries.push(...result.entries);
	}
	return { state, entries };
}

/** What becomes of an action after what others did, none of which its actor has seen. */
function later(before: readonly Command[], others: readonly Command[], command: Command, actor = ines) {
	const { state } = run(newState(), before);
	const { state: now, entries } = run(state, others);
	const happened = unseenChange(entries, actor.id);
	if (happened === null) return "as always";
	return { event: happened.event, reason: reasonAfter(happened, command, transition(now, command, NOW, timing)) };
}

const asked = [asks];
const taken = [asks, takeOver(omar)];
const closed = [asks, close(omar)];
const snoozed = [asks, takeOver(omar), snoozeFor(5)(omar)];
const offered: Command[] = [asks, waits, { type: "route", to: ines, until: NOW + HOUR_MS }];

describe("an action after a teammate's change is refused with what happened", () => {
	test.each<[string, readonly Command[], By, By, string]>([
		["taking over what a teammate took over", asked, takeOver, takeOver, "taken_over"],
		["closing what a teammate assigned", taken, assignTo(bea), close, "assigned"],
		["assigning what a teammate took over", asked, takeOver, assignTo(omar), "taken_over"],
		["taking over what a teammate closed", taken, close, takeOver, "closed"],
		["handing back what a teammate took over", taken, takeOver, handBack, "taken_over"],
		["taking over what a teammate handed back", taken, handBack, takeOver, "handed_back"],
		["reopening what a teammate reopened, after which it was closed", closed, reopen, close, "reopened"],
		["snoozing what a teammate snoozed for longer", taken, snoozeFor(5), snoozeFor(3), "snoozed"],
		["snoozing what a teammate woke", snoozed, wake, snoozeFor(3), "woke"],
		["waking what a teammate snoozed anew", snoozed, snoozeFor(9), wake, "snoozed"],
	])("%s", (_, before, first, second, event) => {
		const others = [first(bea)];
		expect(later(before, others, second(ines))).toMatchObject({ event: { type: event }, reason: "changed" });
		// The other order: who was the second is the first, and their teammate is told of it.
		const { state } = run(newState(), before);
		const mine = transition(state, second(ines), NOW, timing);
		const [last] = mine.ok ? mine.entries.slice(-1) : [];
		const told = later(before, mine.ok ? [second(ines)] : [], first(bea), bea);
		if (last?.kind === "event") expect(told).toMatchObject({ event: last.event });
		else expect(told).toBe("as always");
	});
});

describe("where there is nothing left to do, it is done, and its actor is told", () => {
	test.each<[string, readonly Command[], By, string]>([
		["closing what is closed", taken, close, "closed"],
		["reopening what is open", closed, reopen, "reopened"],
		["assigning to the same person", taken, assignTo(ines), "assigned"],
		["snoozing until the same time", taken, snoozeFor(5), "snoozed"],
		["waking what is awake", snoozed, wake, "woke"],
		["handing back what the AI has", taken, handBack, "handed_back"],
	])("%s", (_, before, same, event) => {
		expect(later(before, [same(bea)], same(ines))).toMatchObject({ event: { type: event }, reason: null });
	});

	test("taking over what a teammate gave to the actor", () => {
		expect(later(taken, [assignTo(ines)(bea)], takeOver(ines))).toMatchObject({ reason: null });
	});
});

test("what can't be done any more keeps its reason, and is told of as well", () => {
	expect(later(offered, [takeOver(bea)], accept(ines))).toMatchObject({
		event: { type: "taken_over", member: bea },
		reason: "not_now",
	});
	expect(later(taken, [close(bea)], assignTo(omar)(ines))).toMatchObject({
		event: { type: "closed" },
		reason: "not_now",
	});
});

describe("asks nothing", () => {
	test.each<[string, readonly Command[], readonly Command[]]>([
		["where nothing has changed", taken, []],
		["after the actor's own action in another tab", taken, [assignTo(omar)(ines)]],
		["where the actor had the last word", taken, [close(bea), reopen(ines)]],
		["where the visitor had it", taken, [close(bea), asks]],
		["after what was only said", taken, [{ type: "member_sends", id: "b", text: "Hi", member: omar }]],
		["after tags", taken, [{ type: "tag", add: [{ id: "t", name: "t" }], remove: [], known: ["t"], by: bea }]],
		["where nobody has it, since its teammate left", taken, [{ type: "release", member: omar.id }]],
		["after a snooze that has ended by itself", taken, [snoozeFor(5)(bea), { type: "wake", by: null }]],
	])("%s", (_, before, others) => {
		expect(later(before, others, close(ines))).toBe("as always");
	});
});

test("the later of several changes is told, and one before a snooze that ended is still news", () => {
	expect(later(taken, [assignTo(bea)(bea), close(bea)], takeOver(ines))).toMatchObject({ event: { type: "closed" } });
	expect(later(taken, [assignTo(bea)(bea), snoozeFor(5)(ines), { type: "wake", by: null }], close(ines))).toBe(
		"as always",
	);
	expect(later(snoozed, [assignTo(bea)(bea), { type: "wake", by: null }], close(ines))).toMatchObject({
		event: { type: "assigned" },
	});
	const reply: Command = { type: "member_sends", id: "b", text: "Hi", member: bea };
	expect(later(closed, [reply], takeOver(ines))).toMatchObject({ event: { type: "taken_over", member: bea } });
	const seq = run(newState(), [...taken, close(bea)]).state.seq;
	expect(later(taken, [close(bea), { type: "undo", seq, by: bea }], close(ines))).toMatchObject({
		event: { type: "undone", what: "closed" },
		reason: "changed",
	});
});

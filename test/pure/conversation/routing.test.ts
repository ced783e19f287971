/** Offers of a conversation that waits to one teammate after another, as the status machine carries them out. */
import { describe, expect, test } from "vitest";
import { type Command, transition } from "../../../src/conversation/machine.ts";
import { happeningsOf } from "../../../src/conversation/outgoing/happenings.ts";
import { newState, type State } from "../../../src/conversation/state.ts";
import { forVisitor, stateForMember, stateForVisitor } from "../../../src/conversation/view.ts";
import type { EventBody } from "../../../src/protocol/conversation/entry.ts";
import { offeredTo } from "../../../src/protocol/conversation/offer.ts";

const NOW = 1_000_000;
const UNTIL = NOW + 120_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const ines = { id: "m_ines", name: "Ines" };
const marco = { id: "m_marco", name: "Marco" };
const summary = { wants: null, beganWith: null, tried: null, confidence: null, sources: [] };

const says: Command = { type: "visitor_sends", id: "v:1", text: "A person, please", connect: true };
const handOff: Command = { type: "hand_off", reason: "asked_for_person", summary, peopleIn: true };
const toInes: Command = { type: "route", to: ines, until: UNTIL };
const toMarco: Command = { type: "route", to: marco, until: UNTIL };
const lapses: Command = { type: "route_lapses" };
const takesOver: Command = { type: "take_over", member: ines };
const accepts = (member = ines): Command => ({ type: "accept", member });

function after(state: State, ...commands: Command[]): { state: State; events: EventBody[] } {
	const events: EventBody[] = [];
	const end = commands.reduce((before, command) => {
		const result = transition(before, command, NOW, timing);
		if (!result.ok) throw new Error(`${command.type} was refused: ${result.reason}`);
		for (const entry of result.entries) if (entry.kind === "event") events.push(entry.event);
		return result.state;
	}, state);
	return { state: end, events };
}
const refusalOf = (state: State, command: Command) => {
	const result = transition(state, command, NOW, timing);
	return result.ok ? null : result.reason;
};

const waiting = after(newState(), says, handOff).state;
const offered = after(waiting, toInes).state;

describe("an offer", () => {
	test("has an assignee and no handler, and the wait's clocks run on", () => {
		const { state, events } = after(waiting, toInes);
		expect(events).toEqual([{ type: "routed", member: ines }]);
		expect(state).toEqual({
			...waiting,
			seq: waiting.seq + 1,
			assignee: ines,
			routing: { until: UNTIL, passed: [] },
		});
		expect(offeredTo(state)).toEqual(ines);
		expect(offeredTo(waiting)).toBeNull();
	});

	test("is for one at a time, and only while somebody waits", () => {
		expect(refusalOf(offered, toMarco)).toBe("not_now");
		const snoozed = after(waiting, { type: "snooze", until: null, by: marco }).state;
		const blocked = after(waiting, { type: "block", until: null, by: marco }).state;
		const closed = after(waiting, { type: "close", by: "visitor" }).state;
		const taken = after(waiting, { type: "take_over", member: marco }).state;
		const answered = after(
			taken,
			{ type: "member_sends", id: "m:1", text: "Hi", member: marco },
			{ type: "release", member: marco.id },
		).state;
		for (const state of [newState(), snoozed, blocked, closed, taken, answered])
			expect(refusalOf(state, toInes)).toBe("not_now");
	});

	test("tells the visitor who will be with them, and nothing of who let it pass", () => {
		const event = { kind: "event" as const, seq: 3, at: NOW };
		const routed = { ...event, event: { type: "routed" as const, member: ines } };
		expect(forVisitor(routed)).toEqual(routed);
		expect(forVisitor({ ...event, event: { type: "route_lapsed", member: ines } })).toBeNull();
		expect(stateForVisitor(offered)).toMatchObject({ handler: "waiting", assignee: null });
		expect(JSON.stringify(stateForVisitor(offered))).not.toContain("routing");
		expect(stateForMember(offered)).toMatchObject({ assignee: ines, routing: { until: UNTIL, passed: [] } });
	});

	test.each<[string, Command]>([
		["accepting it", accepts()],
		["a reply", { type: "member_sends", id: "m:1", text: "Hello", member: ines }],
		["taking over", { type: "take_over", member: ines }],
		["being given it by hand", { type: "assign", to: ines, by: marco }],
	])("is over with %s, and the conversation theirs", (_, command) => {
		const { state } = after(offered, command);
		expect(state).toMatchObject({ handler: "human", assignee: ines, routing: null, waitingSince: null });
	});

	test("may be taken by another, who has it then", () => {
		const { state } = after(offered, { type: "take_over", member: marco });
		expect(state).toMatchObject({ handler: "human", assignee: marco, routing: null });
	});

	test.each<[string, Command]>([
		["the AI has it again", { type: "hand_back", member: marco }],
		["it is closed", { type: "close", by: "visitor" }],
		["it is snoozed", { type: "snooze", until: null, by: marco }],
		["the visitor is blocked", { type: "block", until: null, by: marco }],
	])("is taken back where %s", (_, command) => {
		expect(after(offered, command).state).toMatchObject({ assignee: null, routing: null });
		expect(offered.assignee).toEqual(ines);
	});

	test("stays while the visitor writes on", () => {
		expect(after(offered, says).state).toMatchObject({ assignee: ines, routing: { until: UNTIL } });
	});
});

describe("an offer nobody reacts to", () => {
	test("lapses, and goes to another, who isn't the same in this wait", () => {
		const { state, events } = after(offered, lapses);
		expect(events).toEqual([{ type: "route_lapsed", member: ines }]);
		expect(state).toEqual({
			...waiting,
			seq: offered.seq + 1,
			routing: { until: null, passed: [ines.id] },
		});
		expect(refusalOf(state, toInes)).toBe("not_now");
		expect(after(state, toMarco, lapses).state.routing).toEqual({ until: null, passed: [ines.id, marco.id] });
		expect(after(state, lapses).events).toEqual([]);
	});

	test("is taken from nobody by a late reader", () => {
		const next = after(offered, lapses, toMarco).state;
		expect(refusalOf(next, accepts(ines))).toBe("not_now");
		expect(refusalOf(after(offered, lapses).state, accepts(ines))).toBe("not_now");
		expect(refusalOf(after(offered, accepts()).state, accepts(marco))).toBe("not_now");
	});

	test("is forgotten in the next wait", () => {
		const again = after(offered, lapses, toMarco, accepts(marco), { type: "assign", to: null, by: marco }).state;
		expect(again).toMatchObject({ handler: "waiting", assignee: null, routing: null });
	});

	test("lapses at once where whoever it was leaves the team, is out, or says no; the wait stays the same", () => {
		for (const command of [
			{ type: "release", member: ines.id },
			{ type: "assign", to: null, by: ines },
		] satisfies Command[])
			expect(after(offered, command).state).toMatchObject({
				handler: "waiting",
				assignee: null,
				waitingSince: waiting.waitingSince,
				noShowAt: waiting.noShowAt,
				routing: { until: null, passed: [ines.id] },
			});
		expect(after(offered, { type: "release", member: marco.id }).state).toEqual(offered);
		// What they have accepted meanwhile is theirs, though the list doesn't know yet.
		const taken = after(offered, accepts()).state;
		expect(after(taken, { type: "release", member: ines.id, offerOnly: true }).state).toEqual(taken);
	});
});

test("reopened while whoever had it is out, it waits for anybody, and the visitor isn't told that nobody is in", () => {
	const closed = after(waiting, takesOver, { type: "close", by: "member", member: ines }).state;
	const { state, events } = after(closed, { type: "reopen", member: marco, out: true });
	expect(state).toMatchObject({ status: "open", handler: "waiting", assignee: null, noShowAt: null });
	expect(events.map(({ type }) => type)).toEqual(["reopened", "assigned"]);
	expect(after(closed, { type: "reopen", member: marco }).state).toMatchObject({ handler: "human", assignee: ines });
});

test("an offer is told to whom it is made, and its lapse to whoever is there", () => {
	const entry = (event: EventBody) => ({ kind: "event" as const, seq: 5, at: NOW, event });
	expect(happeningsOf(waiting, [entry({ type: "routed", member: ines })], offered, null)).toEqual([
		{ what: "waiting", seq: 5, at: NOW, by: null, to: ines.id },
	]);
	const lapsed = after(offered, lapses).state;
	expect(happeningsOf(offered, [entry({ type: "route_lapsed", member: ines })], lapsed, null)).toEqual([
		{ what: "waiting", seq: 5, at: NOW, by: null, to: null },
	]);
});

/** The status machine: its whole table, and what holds over any run of commands. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Command, transition } from "../../src/conversation/machine.ts";
import { newState, type State, unreadForTeam, unreadForVisitor } from "../../src/conversation/state.ts";

const NOW = 1_700_000_000_000;
const HOUR = 3_600_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const ines = { id: "m_ines", name: "Ines" };
const marco = { id: "m_marco", name: "Marco" };
const summary = { wants: "Help", beganWith: null, tried: null, confidence: null, sources: [] };

const commands = {
	visitorSends: { type: "visitorSends", id: "x", text: "Hello", connect: false },
	visitorAsksForPerson: { type: "visitorSends", id: "x", text: "A person, please", connect: true },
	memberSends: { type: "memberSends", id: "x", text: "Hello", member: ines },
	memberNotes: { type: "memberNotes", id: "x", text: "Hm", member: ines },
	aiAnswers: { type: "aiAnswers", id: "ai:1", name: "", text: "Yes", sources: [], confidence: 0.9, writer: "embedded" },
	aiOffers: {
		type: "aiOffers",
		id: "ai:1",
		name: "Fia",
		text: "Not sure",
		sources: [],
		confidence: 0.3,
		writer: "embedded",
		reason: "low_confidence",
	},
	escalate: { type: "escalate", reason: "asked_for_person", summary, peopleIn: true },
	escalateOutOfHours: { type: "escalate", reason: "asked_for_person", summary, peopleIn: false },
	declineOffer: { type: "declineOffer" },
	takeOver: { type: "takeOver", member: ines },
	takeOverByOther: { type: "takeOver", member: marco },
	handBack: { type: "handBack", member: ines },
	assignToOther: { type: "assign", to: marco, by: ines },
	assignToNobody: { type: "assign", to: null, by: ines },
	closeByVisitor: { type: "close", by: "visitor" },
	closeByMember: { type: "close", by: "member", member: ines },
	closeByIdle: { type: "close", by: "idle" },
	reopen: { type: "reopen", member: ines },
	noShow: { type: "noShow" },
	leaveEmail: { type: "leaveEmail", email: "ana@moreira.example" },
	identify: { type: "identify", contact: { id: "ct_1", name: "Ana", email: "ana@moreira.example" } },
	block: { type: "block", until: null, by: ines },
	unblock: { type: "unblock", by: ines },
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
	asked: run(newState(), "visitorSends"),
	answered: run(newState(), "visitorSends", "aiAnswers"),
	offered: run(newState(), "visitorSends", "aiOffers"),
	waiting: run(newState(), "visitorSends", "escalate"),
	taken: run(newState(), "visitorSends", "takeOver"),
	replied: run(newState(), "visitorSends", "memberSends"),
	closed: run(newState(), "visitorSends", "aiAnswers", "closeByMember"),
	blocked: run(newState(), "visitorSends", "block"),
};

/** status/handler/assignee after, the events written, and what becomes of the AI's turn; or the refusal. */
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
		const state = run(newState(), "visitorSends", "escalate", "memberSends");
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
		expect(run(newState(), "visitorSends", "aiOffers", "declineOffer").offered).toBe(false);
		expect(run(newState(), "visitorSends", "aiOffers", "visitorSends").offered).toBe(false);
	});

	test("outside business hours the visitor is told at once that nobody is in", () => {
		const result = transition(run(newState(), "visitorSends"), commands.escalateOutOfHours, NOW, timing);
		expect(result.ok && result.entries.map((entry) => entry.kind === "event" && entry.event.type)).toEqual([
			"escalated",
			"nobody_in",
		]);
		expect(result.ok && result.state.noShowAt).toBe(null);
	});

	test("a visitor who writes after the close starts over with the AI", () => {
		const state = run(newState(), "visitorSends", "takeOver", "closeByMember", "visitorSends");
		expect(state).toMatchObject({ status: "open", handler: "ai", assignee: null, reason: null });
	});

	test("what was asked before a close is over: neither handing back nor a new message asks it again", () => {
		const closed = run(newState(), "visitorSends", "takeOver", "closeByMember");
		const reopened = transition(run(closed, "reopen"), commands.handBack, NOW, timing);
		expect(reopened.ok && reopened.turn).toBe(null);
		const again = run(closed, "visitorSends");
		expect(again.settledSeq).toBe(closed.seq);
	});

	test("handing back what nobody answered makes the AI answer it", () => {
		const result = transition(run(newState(), "visitorSends", "takeOver"), commands.handBack, NOW, timing);
		expect(result.ok && result.turn).toBe("start");
		const replied = transition(run(newState(), "visitorSends", "memberSends"), commands.handBack, NOW, timing);
		expect(replied.ok && replied.turn).toBe(null);
	});

	test("reading twice, or an older mark, writes nothing", () => {
		const asked = run(newState(), "visitorSends");
		const read = (state: State, upTo: number) =>
			transition(state, { type: "read", by: "team", upTo, unreadAfter: 0 }, NOW, timing);
		const first = read(asked, asked.seq);
		expect(first.ok && first.entries.length).toBe(1);
		expect(first.ok && unreadForTeam(first.state)).toBe(0);
		const again = first.ok ? read(first.state, asked.seq) : first;
		expect(again.ok && again.entries.length).toBe(0);
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
			if (command.type === "aiAnswers" || command.type === "aiOffers") expect(before.handler).toBe("ai");
			if (before.handler !== "ai" && after.handler === "ai")
				expect(["handBack", "visitorSends", "close"]).toContain(command.type);
		}));

	test("a person's conversation has an assignee, and nobody else's has", () =>
		everyRun((_, after) => expect(after.handler === "human").toBe(after.assignee !== null)));

	test("unread is never negative and never more than was said", () =>
		everyRun((_, after) => {
			expect(unreadForTeam(after)).toBeGreaterThanOrEqual(0);
			expect(unreadForVisitor(after)).toBeGreaterThanOrEqual(0);
			expect(unreadForTeam(after)).toBeLessThanOrEqual(after.visitorSaid);
		}));

	test("only a pending conversation has a time to close, only a waiting one a time to give up on people", () =>
		everyRun((_, after) => {
			if (after.closeAt !== null) expect(after.status).toBe("pending");
			if (after.noShowAt !== null) expect(after.handler).toBe("waiting");
			if (after.handler === "waiting") expect(after.waitingSince).not.toBe(null);
		}));
});

/** What happens in a conversation that somebody is told of, command by command. */
import { describe, expect, test } from "vitest";
import { transition, type Command } from "../../../src/conversation/machine.ts";
import { undoSeqOf } from "../../../src/conversation/filing/undoable.ts";
import {
	dueHappenings,
	nextHappenings,
	noHappenings,
	type StoredHappenings,
} from "../../../src/conversation/outgoing/happenings.ts";
import { newState, type State } from "../../../src/conversation/state.ts";
import { UNDO_HOLD_MS } from "../../../src/protocol/limits.ts";
import { defaultSettings } from "../../../src/workspace/settings.ts";

const ana = { id: "mb_ana", name: "Ana" };
const ben = { id: "mb_ben", name: "Ben" };
let clock = 0;
const summary = { wants: null, beganWith: null, tried: null, confidence: null, sources: [] };
const says = (): Command => ({
	type: "visitor_sends",
	id: `message-${clock}`,
	text: "Hello",
	files: [],
	connect: false,
});
const answers = (member = ana): Command => ({
	type: "member_sends",
	id: `reply-${clock}`,
	text: "Hi",
	files: [],
	member,
});
const notes = (mentions: (typeof ana)[], member = ana): Command => ({
	type: "member_notes",
	id: `note-${clock}`,
	text: "Look",
	files: [],
	member,
	mentions,
});
const handOff: Command = { type: "hand_off", reason: "asked_for_person", summary, peopleIn: true };

const snoozes: Command = { type: "snooze", until: null, by: ana };
const wakes: Command = { type: "wake", by: null };

/** Runs commands from a new conversation; returns what there is to tell, as "what by > to". */
function told(...commands: Command[]): string[] {
	let state: State = newState();
	let stored: StoredHappenings = noHappenings();
	for (const command of commands) {
		const done = transition(state, command, ++clock, defaultSettings);
		if (!done.ok) throw new Error(`${command.type}: ${done.reason}`);
		stored = nextHappenings(stored, state, done.entries, done.state, clock);
		state = done.state;
	}
	return stored.unsent.map(({ happening: { what, by, to } }) => `${what} ${by ?? "nobody"} > ${to ?? "anybody"}`);
}

describe("teammates are told", () => {
	test.each<[string, Command[], string[]]>([
		["nothing while the AI answers", [says(), says()], []],
		["whom a note names, and not its author", [says(), notes([ana, ben])], ["mentioned mb_ana > mb_ben"]],
		["nothing of a note that names nobody", [says(), notes([])], []],
		["that somebody waits", [says(), handOff], ["waiting nobody > anybody"]],
		["once, however much is said in the queue", [says(), handOff, says(), says()], ["waiting nobody > anybody"]],
		[
			"what the visitor says in theirs, and not what they say",
			[says(), { type: "take_over", member: ana }, answers(), says()],
			["mine nobody > mb_ana"],
		],
		[
			"that a teammate gives them a conversation",
			[says(), { type: "assign", to: ben, by: ana }],
			["assigned mb_ana > mb_ben"],
		],
		["nothing of what they give themselves", [says(), { type: "assign", to: ana, by: ana }], []],
		[
			"that somebody waits whom a teammate gave up",
			[says(), { type: "assign", to: ana, by: ana }, { type: "assign", to: null, by: ana }],
			["waiting mb_ana > anybody"],
		],
		[
			"that a visitor writes after they closed it",
			[says(), answers(), { type: "close", by: "member", member: ana }, says()],
			["reopened nobody > mb_ana"],
		],
		[
			"nothing of a visitor who writes after it closed by itself",
			[says(), answers(), { type: "close", by: "idle" }, says()],
			[],
		],
		[
			"nothing of a blocked visitor's conversation",
			[says(), handOff, { type: "block", until: null, by: ana }],
			["waiting nobody > anybody"],
		],
		["of a snooze's end, where nobody has it: all", [says(), snoozes, wakes], ["woke nobody > anybody"]],
		[
			"of a snooze's end, where somebody has it: them",
			[says(), { type: "take_over", member: ben }, snoozes, wakes],
			["woke nobody > mb_ben"],
		],
		["nothing of what a teammate wakes", [says(), snoozes, { type: "wake", by: ana }], []],
		[
			"of a visitor's message that wakes theirs, once",
			[says(), answers(ben), snoozes, says()],
			["mine nobody > mb_ben"],
		],
		[
			"of a visitor in the queue who was put aside and writes",
			[says(), handOff, snoozes, says()],
			["waiting nobody > anybody", "woke nobody > anybody"],
		],
		["of a handoff that ends a snooze, once", [says(), snoozes, handOff], ["waiting nobody > anybody"]],
	])("%s", (_, commands, expected) => {
		expect(told(...commands)).toEqual(expected);
	});
});

test("of what may still be undone nothing is told for its time, and nothing once it was", () => {
	const at = ++clock;
	const act = (state: State, command: Command) => {
		const done = transition(state, command, at, defaultSettings);
		if (!done.ok) throw new Error(done.reason);
		return done;
	};
	const { state } = act(newState(), says());
	const assigned = act(state, { type: "assign", to: ben, by: ana });
	const stored = nextHappenings(noHappenings(), state, assigned.entries, assigned.state, 2);
	expect(dueHappenings(stored, at + UNDO_HOLD_MS - 1)).toEqual([]);
	expect(dueHappenings(stored, at + UNDO_HOLD_MS)).toMatchObject([{ what: "assigned", to: ben.id }]);
	const seq = undoSeqOf(assigned.state, assigned.entries) ?? 0;
	const undone = act(assigned.state, { type: "undo", seq, by: ana });
	const left = nextHappenings(stored, assigned.state, undone.entries, undone.state, 3);
	expect(dueHappenings(left, at + UNDO_HOLD_MS)).toEqual([]);
});

test("of a note that was deleted before the list heard of it nobody is told", () => {
	const at = ++clock;
	const run = (state: State, command: Command) => {
		const done = transition(state, command, at, defaultSettings);
		if (!done.ok) throw new Error(done.reason);
		return done;
	};
	const { state } = run(newState(), says());
	const noted = run(state, notes([ben]));
	const stored = nextHappenings(noHappenings(), state, noted.entries, noted.state, 2);
	expect(dueHappenings(stored, at)).toMatchObject([{ what: "mentioned", to: ben.id }]);
	const [note] = noted.entries;
	if (note?.kind !== "note") throw new Error("No note was written.");
	const deleted = run(noted.state, { type: "delete_note", note, by: ana });
	expect(dueHappenings(nextHappenings(stored, noted.state, deleted.entries, deleted.state, 3), at)).toEqual([]);
});

/** Undoing an action: what comes back, who may have it back, and what is in the way. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Command, transition } from "../../../src/conversation/machine.ts";
import { undoSeqOf } from "../../../src/conversation/filing/undoable.ts";
import { nextMetrics, noMetrics } from "../../../src/conversation/outgoing/metrics.ts";
import { newState, type State } from "../../../src/conversation/state.ts";
import { forVisitor, visibilityOf, Visibility } from "../../../src/conversation/view.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { UNDO_WITHIN_MS } from "../../../src/protocol/limits.ts";

const NOW = 1_700_000_000_000;
const timing = { closeAfterAiHours: 24, closeAfterHumanHours: 72, noShowMinutes: 5 };
const ines = { id: "mb_ines", name: "Ines" };
const marco = { id: "mb_marco", name: "Marco" };
const summary = { wants: "Help", beganWith: null, tried: null, confidence: null, sources: [] };

const asks: Command = { type: "visitor_sends", id: "a", text: "Hello", connect: false };
const answers: Command = {
	type: "ai_answers",
	id: "ai:1",
	name: "",
	text: "Yes",
	sources: [],
	confidence: 0.9,
	scale: 2,
	writer: "embedded",
};
const replies: Command = { type: "member_sends", id: "b", text: "Hi", member: marco };
const waits: Command = { type: "hand_off", reason: "asked_for_person", summary, peopleIn: true };
const takes: Command = { type: "take_over", member: marco };
const notes: Command = { type: "member_notes", id: "n", text: "Hm", member: marco };
const reads: Command = { type: "read", by: "team", upTo: 1, unreadAfter: 0 };
const blocks: Command = { type: "block", until: null, by: ines };
const unblocks: Command = { type: "unblock", by: ines };
const reopens: Command = { type: "reopen", member: marco };
const closes: Command = { type: "close", by: "member", member: ines };
const assigns: Command = { type: "assign", to: marco, by: ines };
const gives: Command = { type: "assign", to: null, by: ines };
const snoozes: Command = { type: "snooze", until: NOW + 3_600_000, by: ines };
const tags = (add: string[], remove: string[] = []): Command => ({
	type: "tag",
	add: add.map((id) => ({ id, name: id })),
	remove: remove.map((id) => ({ id, name: id })),
	known: ["tg_a", "tg_b", "tg_c"],
	by: ines,
});

function done(state: State, command: Command, now = NOW) {
	const result = transition(state, command, now, timing);
	if (!result.ok) throw new Error(`${command.type}: ${result.reason}`);
	return result;
}
const after = (state: State, ...commands: Command[]): State =>
	commands.reduce((before, command) => done(before, command).state, state);

/** Does something and takes it back, with what came between. */
function undo(
	before: State,
	command: Command,
	{
		between = [],
		by = ines,
		now = NOW,
	}: {
		between?: Command[];
		by?: typeof ines;
		now?: number;
	} = {},
) {
	const act = done(before, command);
	const seq = undoSeqOf(act.state, act.entries);
	if (seq === null) throw new Error("it can't be undone");
	return { seq, act, result: transition(after(act.state, ...between), { type: "undo", seq, by }, now, timing) };
}

const former: Record<string, State> = {
	asked: after(newState(), asks),
	answered: after(newState(), asks, answers),
	waiting: after(newState(), asks, waits),
	taken: after(newState(), asks, takes),
	replied: after(newState(), asks, replies),
	snoozed: after(newState(), asks, replies, snoozes),
	tagged: after(newState(), asks, tags(["tg_a", "tg_b"])),
};
const actions: Record<string, Command> = {
	close: closes,
	"assign to a teammate": { type: "assign", to: ines, by: ines },
	"assign to nobody": gives,
	snooze: { type: "snooze", until: null, by: ines },
	tag: tags(["tg_c"], ["tg_a"]),
};

/** What is left of the state but its last number and what can be undone. */
const rest = (state: State) => ({ ...state, seq: 0, undoable: [] });

describe.each(Object.entries(former))("from %s", (_, before) => {
	test.each(Object.entries(actions))("%s is taken back to what was before", (_name, command) => {
		const act = done(before, command);
		if (act.entries.length === 0) return expect(undoSeqOf(act.state, act.entries)).toBeNull();
		const { seq, result } = undo(before, command);
		expect(result.ok && rest(result.state)).toEqual(rest(before));
		expect(result.ok && result.entries).toMatchObject([{ event: { type: "undone", undone: seq, by: ines } }]);
		expect(result.ok && result.undone).toBe(seq);
		if (!result.ok) return;
		// Once only.
		expect(transition(result.state, { type: "undo", seq, by: ines }, NOW, timing)).toEqual({
			ok: false,
			reason: "changed",
		});
	});
});

describe("an action can't be taken back", () => {
	test("by anybody else, or after its time", () => {
		const before = after(newState(), asks, replies);
		for (const command of Object.values(actions)) {
			if (done(before, command).entries.length === 0) continue;
			expect(undo(before, command, { by: marco }).result).toEqual({ ok: false, reason: "forbidden" });
			expect(undo(before, command, { now: NOW + UNDO_WITHIN_MS }).result.ok).toBe(true);
			expect(undo(before, command, { now: NOW + UNDO_WITHIN_MS + 1 }).result).toEqual({
				ok: false,
				reason: "too_late",
			});
		}
	});

	test.each<[string, Command, Command[]]>([
		["a closing, after the visitor has written", closes, [asks]],
		["a closing, after a colleague reopened it", closes, [reopens]],
		["a closing, after a colleague reopened and closed it", closes, [reopens, { ...closes, member: marco }]],
		["an assignment, after its assignee replied", assigns, [replies]],
		["an assignment, after a colleague took it", { ...assigns, to: ines }, [takes]],
		["an assignment, after the visitor was blocked", assigns, [blocks]],
		["a snooze, after it woke", snoozes, [{ type: "wake", by: marco }]],
		["a snooze, after the visitor has written", snoozes, [asks]],
		["a snooze, after another", snoozes, [{ type: "snooze", until: null, by: marco }]],
		["tags, after others were put on", tags(["tg_a"]), [{ ...tags(["tg_b"]), by: marco } as Command]],
	])("%s", (_, command, between) => {
		expect(undo(after(newState(), asks, answers), command, { between }).result).toEqual({
			ok: false,
			reason: "changed",
		});
	});

	test("where nothing was done by it, or by nobody of the team", () => {
		const closed = done(former["replied"] ?? newState(), { type: "close", by: "visitor" });
		expect(undoSeqOf(closed.state, closed.entries)).toBeNull();
		const again = done(closed.state, closes);
		expect(undoSeqOf(again.state, again.entries)).toBeNull();
		const left = done(former["replied"] ?? newState(), { type: "release", member: marco.id });
		expect(undoSeqOf(left.state, left.entries)).toBeNull();
	});
});

test("what touches it not is not in the way", () => {
	const before = after(newState(), asks, answers);
	for (const command of Object.values(actions)) {
		if (done(before, command).entries.length === 0) continue;
		expect(undo(before, command, { between: [notes, reads] }).result.ok).toBe(true);
	}
	expect(undo(before, tags(["tg_a"]), { between: [asks, closes] }).result.ok).toBe(true);
	expect(undo(before, closes, { between: [tags(["tg_a"])] }).result.ok).toBe(true);
});

test("the AI answers what closing or assigning had kept it from", () => {
	const asked = former["asked"] ?? newState();
	for (const command of [closes, assigns])
		expect(undo(asked, command).result).toMatchObject({ ok: true, turn: "start" });
	for (const command of [closes, assigns])
		expect(undo(former["answered"] ?? newState(), command).result).toMatchObject({ ok: true, turn: null });
	expect(undo(asked, snoozes).result).toMatchObject({ ok: true, turn: null });
});

describe("the visitor", () => {
	/** What a visitor gets of an action and of its undoing. */
	const seen = (before: State, command: Command) => {
		const { act, result } = undo(before, command);
		const entries = result.ok ? [...act.entries, ...result.entries] : [];
		for (const entry of entries)
			if (entry.kind === "event" && entry.event.type === "undone")
				expect(visibilityOf(entry) === Visibility.everyone).toBe(forVisitor(entry) !== null);
		return entries.flatMap((entry) => {
			const copy = forVisitor(entry);
			return copy?.kind === "event" ? [copy.event] : [];
		});
	};

	test("sees a conversation go on that was closed", () => {
		expect(seen(former["replied"] ?? newState(), closes)).toEqual([
			{ type: "closed", by: "member", member: ines },
			{ type: "reopened", by: "member", member: ines },
		]);
	});

	test("sees who has it again, where they saw it go to somebody", () => {
		const toInes: Command = { type: "assign", to: ines, by: ines };
		const joined = { type: "taken_over", member: ines };
		expect(seen(former["replied"] ?? newState(), toInes)).toEqual([joined, { type: "taken_over", member: marco }]);
		expect(seen(former["answered"] ?? newState(), toInes)).toEqual([joined, { type: "handed_back", member: ines }]);
		expect(seen(former["waiting"] ?? newState(), toInes)).toEqual([joined]);
	});

	test("sees nothing where the first was nothing to them", () => {
		for (const command of [gives, snoozes, tags(["tg_a"])])
			expect(seen(former["replied"] ?? newState(), command)).toEqual([]);
	});
});

test("a block that is taken back by whoever set it gives back the snooze that it ended", () => {
	const snoozed = former["snoozed"] ?? newState();
	const back = after(snoozed, blocks, unblocks);
	expect(back.snooze).toEqual(snoozed.snooze);
	expect(after(snoozed, blocks, { type: "unblock", by: marco }).snooze).toBeNull();
	expect(after(done(snoozed, blocks).state, unblocks).undoable).toEqual([]);
	const { seq } = done(snoozed, blocks).entries[0] ?? { seq: 0 };
	expect(done(after(snoozed, blocks), unblocks).undone).toBe(seq);
	expect(transition(after(snoozed, blocks), { type: "undo", seq, by: ines }, NOW, timing)).toEqual({
		ok: false,
		reason: "changed",
	});
});

test("the figures of an answer that resolved the question are as before", () => {
	const counted = (entries: Entry[]) => nextMetrics(noMetrics(), entries);
	const begun = done(former["asked"] ?? newState(), answers);
	const before = counted(begun.entries);
	for (const command of [closes, assigns]) {
		const { act, result } = undo(begun.state, command);
		if (!result.ok) throw new Error(result.reason);
		expect(nextMetrics(before, [...act.entries, ...result.entries])).toEqual(before);
	}
	// Somebody had spoiled it before.
	const taken = nextMetrics(before, done(begun.state, takes).entries);
	const { act, result } = undo(after(begun.state, takes), gives);
	expect(result.ok && nextMetrics(taken, [...act.entries, ...result.entries]).spoiled).toBe(true);
});

test("whatever happens, the state keeps one undoable action of a kind at most, and each can be taken back", () => {
	const all: Command[] = [
		asks,
		answers,
		replies,
		waits,
		takes,
		notes,
		blocks,
		unblocks,
		reopens,
		closes,
		assigns,
		gives,
		snoozes,
		tags(["tg_a"]),
		tags(["tg_b"], ["tg_a"]),
	];
	fc.assert(
		fc.property(fc.array(fc.constantFrom(...all), { maxLength: 30 }), (commands) => {
			let state = newState();
			for (const [at, command] of commands.entries()) {
				const named = "id" in command ? { ...command, id: `${command.id}${at}` } : command;
				const result = transition(state, named, NOW, timing);
				if (result.ok) state = result.state;
				const kinds = state.undoable.map(({ what }) => what);
				expect(new Set(kinds).size).toBe(kinds.length);
				for (const { seq, what } of state.undoable)
					if (what !== "blocked") expect(transition(state, { type: "undo", seq, by: ines }, NOW, timing).ok).toBe(true);
			}
		}),
	);
});

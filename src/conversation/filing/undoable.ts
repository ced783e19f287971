/**
 * Which of the team's actions on a conversation can be undone, kept in its state: the latest of each kind that nothing has
 * touched since. Used by the status machine after every command. What undoing does is in undo.ts. Pure.
 */
import type { EventBody } from "../../protocol/conversation/entry.ts";
import { type Draft, SYSTEM } from "../draft.ts";
import type { State, Undoable } from "../state.ts";

type Act = Pick<Undoable, "what" | "by">;

/** The action that an event tells of, where it can be undone; null for all others. */
function actOf(event: EventBody): Act | null {
	switch (event.type) {
		case "closed":
			return event.by === "member" && event.member ? { what: "closed", by: event.member.id } : null;
		case "assigned":
			return event.by.id === SYSTEM.id ? null : { what: "assigned", by: event.by.id };
		case "snoozed":
		case "tagged":
		case "blocked":
			return { what: event.type, by: event.by.id };
		default:
			return null;
	}
}

const changed = (before: State, after: State): string[] =>
	Object.keys({ ...before, ...after }).filter(
		(key) => JSON.stringify(Reflect.get(before, key)) !== JSON.stringify(Reflect.get(after, key)),
	);

/** What can be undone after a command. Something said since, or a block, is a change of everything but tags. */
export function undoableAfter(before: State, { state, entries, now }: Draft): Undoable[] {
	const last = entries.at(-1);
	const act = last?.kind === "event" ? actOf(last.event) : null;
	if (!act && state.undoable.length === 0) return state.undoable;
	const fields = new Set(changed(before, state));
	const isOverall = fields.has("archived") || entries.some(({ kind }) => kind === "message");
	const untouched = state.undoable.filter(
		(each) => !(isOverall && each.what !== "tagged") && !Object.keys(each.before).some((key) => fields.has(key)),
	);
	if (!act || !last) return untouched.length === state.undoable.length ? state.undoable : untouched;
	const kept = Object.entries(before).filter(([key]) => fields.has(key) && key !== "seq" && key !== "undoable");
	return [...untouched, { ...act, seq: last.seq, at: now, before: Object.fromEntries(kept) }];
}

/** The `seq` by which a change can be undone; null: it can't. */
export const undoSeqOf = ({ undoable }: Pick<State, "undoable">, entries: readonly { seq: number }[]): number | null =>
	undoable.find(({ seq }) => entries.some((entry) => entry.seq === seq))?.seq ?? null;

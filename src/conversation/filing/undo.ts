/**
 * What undoing an action of the team does: it gives the conversation the values from before, and says so by an event. Part of
 * the table of transitions (../transitions.ts). Whether somebody may undo it is checked here too, as the state knows who did it.
 */
import type { Teammate } from "../../protocol/conversation/entry.ts";
import { UNDO_WITHIN_MS } from "../../protocol/limits.ts";
import type { Draft } from "../draft.ts";
import type { TransitionOf } from "../machine.ts";

export const undo: TransitionOf<"undo"> = (draft, { seq, by }) => {
	const { state, now } = draft;
	const act = state.undoable.find((each) => each.seq === seq);
	if (!act || act.what === "blocked") return "changed";
	if (act.by !== by.id) return "forbidden";
	if (now - act.at > UNDO_WITHIN_MS) return "too_late";
	const to = state.assignee;
	Object.assign(state, act.before);
	const { handler, assignee } = state;
	const isGiven = act.what === "assigned";
	const holder = isGiven || act.what === "closed" ? { handler, assignee } : {};
	draft.addEvent({ type: "undone", what: act.what, undone: seq, by, ...(isGiven && { to }), ...holder });
	draft.undone = seq;
	// Closing or assigning it cut the AI's answer short: the visitor still waits for one (invariant 5).
	const isLive = state.status !== "closed" && !state.archived;
	if ("handler" in holder && isLive && state.handler === "ai" && draft.unanswered) draft.turn = "start";
	return null;
};

/** Whoever takes their own block back gives the conversation what the block took from it: its snooze, an offer, a no-show time. */
export function takeBackBlock(draft: Draft, by: Teammate): void {
	const { state, now } = draft;
	const act = state.undoable.find(
		({ what, by: who, at }) => what === "blocked" && who === by.id && now - at <= UNDO_WITHIN_MS,
	);
	if (!act) return;
	const { snooze, offered, noShowAt } = act.before;
	state.snooze = snooze ?? state.snooze;
	state.offered = offered ?? state.offered;
	state.noShowAt = noShowAt ?? state.noShowAt;
	draft.undone = act.seq;
}

/**
 * What the commands do with which the team keeps its list in order: snoozing and waking. They change where a conversation is
 * found, and neither who has it nor what the visitor sees. Part of the table of transitions (../transitions.ts).
 */
import type { TransitionOf } from "../machine.ts";

/** A deadline ends it, or the visitor's next word, a reply, or closing: whichever comes first. */
const snooze: TransitionOf<"snooze"> = (draft, { until, by }) => {
	const { state } = draft;
	if (state.archived || state.status === "closed") return "not_now";
	if (state.snooze && state.snooze.until === until) return null;
	draft.addEvent({ type: "snoozed", until, by });
	state.snooze = { until };
	return null;
};

/** Somebody wanted to act on it now: it is open, and closes no more by itself. */
const wake: TransitionOf<"wake"> = (draft, { by }) => {
	const { state } = draft;
	if (!state.snooze) return null;
	if (by) draft.wake("member", by);
	else draft.wake("time");
	state.status = "open";
	state.closeAt = null;
	return null;
};

export const filingTransitions = { snooze, wake };

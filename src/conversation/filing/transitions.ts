/**
 * What the commands do with which the team keeps its list in order: snoozing, waking, tagging. They change where a
 * conversation is found, and neither who has it nor what the visitor sees. Part of the table of transitions (../transitions.ts).
 */
import { MAX_TAGS_EACH } from "../../protocol/tag.ts";
import type { TransitionOf } from "../machine.ts";

/** A deadline ends it, or the visitor's next word, a reply, or closing: whichever comes first. */
const snooze: TransitionOf<"snooze"> = (draft, { until, by }) => {
	const { state } = draft;
	if (state.archived || state.status === "closed") return "not_now";
	if (state.snooze && state.snooze.until === until) return null;
	draft.addEvent({ type: "snoozed", until, by });
	state.snooze = { until };
	draft.endRouting();
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

/** Closed and archived conversations too: a tag says what one was about. Tags that are on already, or off, are no change. */
const tag: TransitionOf<"tag"> = (draft, { add, remove, known, by }) => {
	const { state } = draft;
	const kept = state.tags.filter((id) => known.includes(id));
	const added = add.filter(({ id }) => !kept.includes(id));
	const removed = remove.filter(({ id }) => kept.includes(id));
	if (added.length === 0 && removed.length === 0) return null;
	const taken = new Set(removed.map(({ id }) => id));
	const tags = [...kept.filter((id) => !taken.has(id)), ...added.map(({ id }) => id)];
	if (tags.length > MAX_TAGS_EACH) return "invalid";
	draft.addEvent({ type: "tagged", added, removed, by });
	state.tags = tags;
	return null;
};

export const filingTransitions = { snooze, wake, tag };

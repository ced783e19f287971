/**
 * What the commands do with which a conversation that waits is offered to one teammate after another. An offer has an assignee
 * and no handler yet: the wait and its clocks run on, until whoever it is offered to accepts, somebody takes over, or the offer
 * lapses. Who is offered what is decided in the Inbox (inbox/routing/). Part of the table of transitions (../transitions.ts).
 */
import { offeredTo } from "../../protocol/conversation/offer.ts";
import type { Draft } from "../draft.ts";
import type { TransitionOf } from "../machine.ts";

const route: TransitionOf<"route"> = (draft, { to, until }) => {
	const { state } = draft;
	const waits = state.handler === "waiting" && state.status === "open" && state.assignee === null;
	const passed = state.routing?.passed ?? [];
	if (!waits || state.archived || state.snooze || passed.includes(to.id)) return "not_now";
	draft.addEvent({ type: "routed", member: to });
	state.assignee = to;
	state.routing = { until, passed };
	return null;
};

/** Nobody reacted in time: whoever it was isn't offered it again in this wait. */
export function lapse(draft: Draft): void {
	const { state } = draft;
	const member = offeredTo(state);
	if (!member) return;
	draft.addEvent({ type: "route_lapsed", member });
	state.assignee = null;
	state.routing = { until: null, passed: [...(state.routing?.passed ?? []), member.id] };
}

const routeLapses: TransitionOf<"route_lapses"> = (draft) => {
	lapse(draft);
	return null;
};

/** "not_now": it is offered to them no more. Opening a thread late takes it from nobody. */
const accept: TransitionOf<"accept"> = (draft, { member }) => {
	if (offeredTo(draft.state)?.id !== member.id) return "not_now";
	draft.addEvent({ type: "taken_over", member });
	draft.give(member);
	return null;
};

export const routingTransitions = { route, route_lapses: routeLapses, accept };

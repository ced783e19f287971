/**
 * The views of a conversation: what visitors and members may see of its entries and state. Everything a visitor receives
 * passes through here (invariant 10): notes, confidence, handoff reasons, handoff summaries and internal events are left out.
 */
import type { ConversationState, Entry } from "../protocol/conversation/entry.ts";
import { offeredTo } from "../protocol/conversation/offer.ts";
import { type State, teamMark } from "./state.ts";

/** Who may see an entry; stored as a number. `log` is for nobody: read marks have a `seq`, but reach clients in the state. */
export const Visibility = { log: 0, members: 1, everyone: 2 } as const;
export type Visibility = (typeof Visibility)[keyof typeof Visibility];

export function visibilityOf(entry: Entry): Visibility {
	if (entry.kind === "message") return Visibility.everyone;
	if (entry.kind === "note") return Visibility.members;
	switch (entry.event.type) {
		case "read":
		case "unread":
			return Visibility.log;
		case "identified":
			return entry.event.by === "visitor" ? Visibility.everyone : Visibility.members;
		case "undone":
			return forVisitor(entry) === null ? Visibility.members : Visibility.everyone;
		case "blocked":
		case "unblocked":
		case "snoozed":
		case "woke":
		case "tagged":
		case "note_deleted":
		case "route_lapsed":
		case "mailed":
		case "mail_failed":
		case "mail_resumed":
		case "mail_held":
		case "mail_sent_on":
		case "mail_automatic":
		case "transcript":
			return Visibility.members;
		default:
			return Visibility.everyone;
	}
}

/** A visitor's copy of an entry, or null where they get none. */
export function forVisitor(entry: Entry): Entry | null {
	if (entry.kind === "note") return null;
	if (entry.kind === "message") {
		const { kind, seq, at, id, author, text, files, citations: sources, offer, partly, rating } = entry;
		const copy = { kind, seq, at, id, author, text, ...(files ? { files } : {}) };
		// A plain offer's citations are hints for the team; to the visitor they would make it look like an answer.
		if (offer) return { ...copy, offer, ...(partly && sources ? { citations: sources } : {}) };
		return { ...copy, ...(sources ? { citations: sources } : {}), ...(rating ? { rating } : {}) };
	}
	const { event } = entry;
	switch (event.type) {
		case "handed_off":
			return { ...entry, event: { type: "handed_off" } };
		case "assigned":
			// A visitor needs to know which teammate has the conversation, not who assigned it.
			return event.member ? { ...entry, event: { type: "taken_over", member: event.member } } : null;
		case "identified":
			// Anybody can type somebody else's address, so a visitor never sees what the team knows of its owner.
			return event.by === "visitor" ? entry : null;
		case "undone": {
			const { what, by, to, handler, assignee } = event;
			if (what === "closed") return { ...entry, event: { type: "reopened", by: "member", member: by } };
			if (what !== "assigned" || !to) return null;
			if (assignee) return { ...entry, event: { type: "taken_over", member: assignee } };
			return handler === "ai" ? { ...entry, event: { type: "handed_back", member: by } } : null;
		}
		case "unread":
		case "blocked":
		case "unblocked":
		case "snoozed":
		case "woke":
		case "tagged":
		case "note_deleted":
		case "route_lapsed":
		case "mailed":
		case "mail_failed":
		case "mail_resumed":
		case "mail_held":
		case "mail_sent_on":
		case "mail_automatic":
		case "transcript":
			return null;
		default:
			return entry;
	}
}

export const stateForVisitor = (state: State): ConversationState => ({
	status: state.status,
	handler: state.handler,
	// An offer's teammate is not with the visitor yet. The event says that they will be.
	assignee: offeredTo(state) ? null : state.assignee,
	offered: state.offered,
	visitorReadSeq: state.visitorReadSeq,
	teamReadSeq: state.teamReadSeq,
	email: state.leftEmail,
});

export const stateForMember = (state: State): ConversationState => ({
	...stateForVisitor(state),
	assignee: state.assignee,
	routing: state.routing,
	// The visitor goes on seeing what was read once.
	teamReadSeq: teamMark(state),
	email: state.email,
	archived: state.archived,
	snooze: state.snooze,
	tags: state.tags,
	reason: state.reason,
	waitingSince: state.waitingSince,
	summary: state.summary,
	block: state.blockedUntil === undefined ? null : { until: state.blockedUntil },
});

/** The fields of `after` that differ from `before`, the state that readers have; all of them where `before` is null. */
export function changedFields(before: ConversationState | null, after: ConversationState): Partial<ConversationState> {
	if (before === null) return after;
	const change: Partial<ConversationState> = {};
	for (const [key, value] of Object.entries(after)) {
		const old: unknown = Reflect.get(before, key);
		const same = value === old || (typeof value === "object" && JSON.stringify(value) === JSON.stringify(old));
		if (!same) Reflect.set(change, key, value);
	}
	return change;
}

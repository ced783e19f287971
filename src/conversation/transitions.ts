/**
 * What each command does to a conversation's state: one function for each, in a table. The status machine (machine.ts) calls
 * it with a draft, which it changes; a refusal makes the draft void. They read no storage and no clock.
 */
import { offeredTo } from "../protocol/conversation/offer.ts";
import { Draft, SYSTEM } from "./draft.ts";
import { filingTransitions } from "./filing/transitions.ts";
import { takeBackBlock, undo } from "./filing/undo.ts";
import { mailTransitions } from "./mail/transitions.ts";
import type { CommandName, TransitionOf } from "./machine.ts";
import { lapse, routingTransitions } from "./routing/transitions.ts";
import { teamMark } from "./state.ts";

const visitorSends: TransitionOf<"visitor_sends"> = (draft, { id, text, files, connect, mail }) => {
	const { state } = draft;
	if (state.blockedUntil !== undefined) return "blocked";
	if (state.status === "closed") {
		draft.addEvent({ type: "reopened", by: "visitor" });
		draft.giveToAi();
	}
	draft.wake("visitor");
	const isUnclaimed = state.handler === "waiting" && state.status === "pending";
	draft.addMessage(id, { kind: "visitor" }, text, { ...Draft.files(files), ...(mail && { mail }) });
	state.status = "open";
	state.closeAt = null;
	state.offered = false;
	// Whoever had it has left the team meanwhile: the wait for another begins here.
	if (isUnclaimed) draft.wait();
	if (state.handler === "ai" && !connect) draft.turn = "start_after_pause";
	return null;
};

const memberSends: TransitionOf<"member_sends"> = (draft, { id, text, files, member }) => {
	const { state } = draft;
	if (state.archived) return "not_now";
	if (state.status === "closed") draft.addEvent({ type: "reopened", by: "member", member });
	// Whoever replies has taken it up again. What is to be waited for after the reply is a snooze of its own.
	draft.wake("member", member);
	if (state.handler !== "human" || state.status === "closed") {
		draft.addEvent({ type: "taken_over", member });
		draft.give(member);
	}
	draft.addMessage(id, { kind: "member", ...member }, text, Draft.files(files));
	draft.pend(draft.timing.closeAfterHumanHours);
	return null;
};

/** Members kept as mentioned in one conversation: as many as a team has. */
const MAX_MENTIONED = 200;

const memberNotes: TransitionOf<"member_notes"> = ({ state, entries, now: at }, command) => {
	const { id, text, files, member, mentions = [] } = command;
	const author = { kind: "member" as const, ...member };
	const named = mentions.length > 0 ? { mentions } : {};
	const ids = mentions.map((each) => each.id);
	if (ids.some((each) => !state.mentions.includes(each)))
		state.mentions = [...new Set([...state.mentions, ...ids])].slice(-MAX_MENTIONED);
	entries.push({ kind: "note", seq: ++state.seq, at, id, author, text, ...Draft.files(files), ...named });
	return null;
};

/** Its place in the order stays, and who wrote it. */
const deleteNote: TransitionOf<"delete_note"> = (draft, { note, by }) => {
	const { kind, seq, at, id, author } = note;
	draft.addEvent({ type: "note_deleted", note: seq, by });
	draft.blanked = { kind, seq, at, id, author, text: "", deletedBy: by };
	return null;
};

const aiSends: TransitionOf<"ai_answers" | "ai_offers"> = (draft, command) => {
	const { state } = draft;
	if (state.handler !== "ai" || state.status === "closed" || state.archived) return "not_now";
	const { id, name, text, sources, confidence, scale, writer } = command;
	const offer = command.type === "ai_offers";
	const kind = { ...(offer && { offer }), ...(command.type === "ai_offers" && command.partly && { partly: true }) };
	const author = { kind: "ai" as const, ...(name === "" ? {} : { name }) };
	draft.addMessage(id, author, text, { citations: sources, confidence, scale, writer, ...kind });
	state.offered = offer;
	state.offersInARow = offer ? state.offersInARow + 1 : 0;
	state.reason = command.type === "ai_offers" ? command.reason : null;
	draft.pend(draft.timing.closeAfterAiHours);
	return null;
};

const handOff: TransitionOf<"hand_off"> = (draft, { reason, summary, peopleIn }) => {
	const { state } = draft;
	if (state.blockedUntil !== undefined) return "blocked";
	if (state.status === "closed") draft.addEvent({ type: "reopened", by: "visitor" });
	else if (state.handler !== "ai") return null;
	// Somebody waits from now on, so nobody may overlook it.
	draft.wake("visitor");
	draft.addEvent({ type: "handed_off", reason });
	draft.wait();
	state.reason = reason;
	state.summary = summary;
	if (!peopleIn) {
		draft.addEvent({ type: "nobody_in" });
		state.noShowAt = null;
	}
	draft.turn = "cancel";
	return null;
};

const declineOffer: TransitionOf<"decline_offer"> = (draft) => {
	const { state } = draft;
	if (!state.offered) return null;
	draft.addEvent({ type: "offer_declined" });
	state.offered = false;
	state.reason = null;
	return null;
};

const takeOver: TransitionOf<"take_over"> = (draft, { member }) => {
	const { state } = draft;
	if (state.archived) return "not_now";
	if (state.handler === "human" && state.assignee?.id === member.id && state.status !== "closed") return null;
	if (state.status === "closed") {
		draft.addEvent({ type: "reopened", by: "member", member });
		state.status = "open";
	}
	draft.addEvent({ type: "taken_over", member });
	draft.give(member);
	return null;
};

const handBack: TransitionOf<"hand_back"> = (draft, { member }) => {
	const { state } = draft;
	if (state.handler === "ai" || state.status === "closed" || state.archived) return "not_now";
	draft.addEvent({ type: "handed_back", member });
	draft.giveToAi();
	draft.stopWaiting();
	// The AI answers what the visitor said last, if nobody has (invariant 5).
	if (draft.unanswered) draft.turn = "start";
	return null;
};

const assign: TransitionOf<"assign"> = (draft, { to, by }) => {
	const { state } = draft;
	if (state.archived || state.status === "closed") return "not_now";
	// An offer isn't anybody's yet: its assignee may be given it, and giving it to nobody leaves it to the next.
	if (offeredTo(state) && !to) {
		lapse(draft);
		return null;
	}
	if (state.handler !== "waiting" && state.assignee?.id === to?.id) return null;
	if (state.handler === "waiting" && !to) return null;
	draft.addEvent({ type: "assigned", member: to, by });
	if (to) draft.give(to);
	else draft.wait();
	return null;
};

const close: TransitionOf<"close"> = (draft, command) => {
	const { state } = draft;
	if (state.status === "closed") return null;
	draft.addEvent({ type: "closed", by: command.by, ...(command.by === "member" ? { member: command.member } : {}) });
	state.status = "closed";
	state.snooze = null;
	// "waiting" ends; any other handler stays, to show who had the conversation last.
	if (state.handler === "waiting") state.handler = "ai";
	draft.stopWaiting();
	state.offered = false;
	state.closeAt = null;
	state.settledSeq = state.seq;
	draft.turn = "cancel";
	return null;
};

const reopen: TransitionOf<"reopen"> = (draft, { member, gone = false, out = false }) => {
	const { state } = draft;
	if (state.archived) return "not_now";
	if (state.status !== "closed") return null;
	draft.addEvent({ type: "reopened", by: "member", member });
	const last = state.handler === "human" && !gone ? state.assignee : null;
	if (last && out) {
		draft.addEvent({ type: "assigned", member: null, by: SYSTEM });
		draft.wait();
		// The visitor hasn't asked for anybody.
		state.noShowAt = null;
		return null;
	}
	draft.give(last ?? member);
	state.status = "open";
	state.closeAt = null;
	return null;
};

const release: TransitionOf<"release"> = (draft, { member, offerOnly = false }) => {
	const { state } = draft;
	if (offeredTo(state)?.id === member) lapse(draft);
	if (offerOnly || state.handler !== "human" || state.assignee?.id !== member || state.status === "closed") return null;
	draft.addEvent({ type: "assigned", member: null, by: SYSTEM });
	const { status, closeAt } = state;
	draft.wait();
	if (status === "open" && !state.archived) return null;
	// Who was answered, or is blocked, waits for nobody yet.
	state.status = status;
	state.closeAt = closeAt;
	state.noShowAt = null;
	return null;
};

/** The state's fields that each side's read marks change. */
const readFields = {
	team: { said: "visitorSaid", readSaid: "teamReadSaid", readSeq: "teamReadSeq" },
	visitor: { said: "oursSaid", readSaid: "visitorReadSaid", readSeq: "visitorReadSeq" },
} as const;

const read: TransitionOf<"read"> = (draft, { by, upTo, unreadAfter }) => {
	const { state } = draft;
	const { said, readSaid, readSeq } = readFields[by];
	const reached = Math.min(upTo, state.seq);
	const readNow = state[said] - unreadAfter;
	// A mark that reads no further message is not worth an entry.
	if (reached <= (by === "team" ? teamMark(state) : state[readSeq]) || readNow <= state[readSaid]) return null;
	draft.addEvent({ type: "read", by, upTo: reached });
	if (by === "team" && state.unreadFrom > 0) state.unreadFrom = reached < state.teamReadSeq ? reached + 1 : 0;
	state[readSeq] = Math.max(reached, state[readSeq]);
	state[readSaid] = readNow;
	return null;
};

/** What the visitor has seen of the team's reading stays: only the team's own count goes back. */
const markUnread: TransitionOf<"mark_unread"> = (draft, { from, unreadSaid, by }) => {
	const { state } = draft;
	const readNow = state.visitorSaid - unreadSaid;
	if (readNow >= state.teamReadSaid) return null;
	draft.addEvent({ type: "unread", from, by });
	state.teamReadSaid = readNow;
	state.unreadFrom = from;
	return null;
};

const noShow: TransitionOf<"no_show"> = (draft) => {
	draft.state.noShowAt = null;
	if (draft.state.handler === "waiting") draft.addEvent({ type: "nobody_in" });
	return null;
};

const leaveEmail: TransitionOf<"leave_email"> = (draft, { email }) => {
	const { state } = draft;
	if (state.blockedUntil !== undefined) return "blocked";
	if (state.leftEmail === email) return null;
	draft.addEvent({ type: "identified", by: "visitor", email });
	state.leftEmail = email;
	// Typed, so a claim. Where somebody has confirmed it before, or denied it, D1 says so in a moment.
	state.claimed = email === state.email ? null : email;
	return null;
};

const identify: TransitionOf<"identify"> = (draft, { contact }) => {
	const { state } = draft;
	const { id, name, email } = contact;
	const said = contact.claimed === undefined ? state.claimed : contact.claimed;
	const claimed = said === email ? null : said;
	const same = state.contactId === id && state.name === name && state.email === email;
	if (same && state.claimed === claimed) return null;
	const fresh = {
		...(email && email !== state.email ? { email } : {}),
		...(name && name !== state.name ? { name } : {}),
	};
	if (Object.keys(fresh).length > 0) draft.addEvent({ type: "identified", by: "team", ...fresh });
	state.contactId = id;
	state.name = name;
	state.email = email;
	state.claimed = claimed;
	return null;
};

const block: TransitionOf<"block"> = (draft, { until, by }) => {
	const { state } = draft;
	if (state.archived && state.blockedUntil === until) return null;
	draft.addEvent({ type: "blocked", until, by });
	state.blockedUntil = until;
	state.archived = true;
	state.snooze = null;
	draft.endRouting();
	state.offered = false;
	state.noShowAt = null;
	draft.turn = "cancel";
	return null;
};

const unblock: TransitionOf<"unblock"> = (draft, { by }) => {
	const { state } = draft;
	if (state.blockedUntil === undefined) return null;
	draft.addEvent({ type: "unblocked", by });
	state.blockedUntil = undefined;
	state.archived = false;
	if (by) takeBackBlock(draft, by);
	if (state.status === "closed") return null;
	// The block cut short an answer of the AI or a wait for a person: either starts again.
	if (state.handler === "ai" && draft.unanswered) draft.turn = "start";
	if (state.handler === "waiting") draft.expectPerson();
	return null;
};

export const transitions: { readonly [Name in CommandName]: TransitionOf<Name> } = {
	visitor_sends: visitorSends,
	member_sends: memberSends,
	member_notes: memberNotes,
	delete_note: deleteNote,
	ai_answers: aiSends,
	ai_offers: aiSends,
	hand_off: handOff,
	decline_offer: declineOffer,
	take_over: takeOver,
	hand_back: handBack,
	assign,
	close,
	reopen,
	release,
	read,
	mark_unread: markUnread,
	no_show: noShow,
	leave_email: leaveEmail,
	identify,
	block,
	unblock,
	undo,
	...filingTransitions,
	...routingTransitions,
	...mailTransitions,
};

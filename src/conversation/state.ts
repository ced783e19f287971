/** What a conversation is at one moment: status, who handles it, what is owed and what each side has read. */
import * as v from "valibot";
import { HandoffReason, HandoffSummary, Handler, Status, Teammate } from "../protocol/conversation/entry.ts";

const count = v.optional(v.number(), 0);
const time = v.optional(v.nullable(v.number()), null);

/**
 * Kept as one document. Fields added later carry defaults, so that old ones stay readable. After a roll-back it is read
 * by a release that knows less: a word it doesn't know is taken for the nearest one (as clients do, protocol/entry.ts),
 * and fields it doesn't know stay with the object through every change (hence loose), for the release that comes back.
 */
export const State = v.looseObject({
	status: v.fallback(Status, "open"),
	handler: v.fallback(Handler, "waiting"),
	assignee: v.nullable(Teammate),
	archived: v.optional(v.boolean(), false),
	reason: v.optional(v.fallback(v.nullable(HandoffReason), null), null),
	offered: v.optional(v.boolean(), false),
	/** The last entry's number. */
	seq: count,
	/** Up to here everything is answered or over: what the visitor said since is the AI's next question. */
	settledSeq: count,
	/** The visitor's last message. Past `settledSeq` it still wants an answer. */
	askedSeq: count,
	/**
	 * Messages each side has said in all, and how many of the other's it has read. Unread is a difference of two, so a
	 * long unread log costs nothing to count and the numbers can't drift from the entries they are written with.
	 */
	visitorSaid: count,
	oursSaid: count,
	teamReadSaid: count,
	visitorReadSaid: count,
	teamReadSeq: count,
	visitorReadSeq: count,
	/** The address the visitor gave in this conversation, shown back to them. */
	leftEmail: v.optional(v.nullable(v.string()), null),
	/** What the team knows: the contact's address and name. */
	email: v.optional(v.nullable(v.string()), null),
	name: v.optional(v.nullable(v.string()), null),
	contactId: v.optional(v.nullable(v.string()), null),
	/** Absent: not blocked. Null: for good. */
	blockedUntil: v.optional(v.nullable(v.number())),
	waitingSince: time,
	/** When the visitor is told that nobody is in. */
	noShowAt: time,
	/** When it closes by itself. */
	closeAt: time,
	summary: v.optional(v.nullable(HandoffSummary), null),
	offersInARow: count,
});
/** Without those further fields, which nothing here may read. */
export type State = v.InferOutput<v.ObjectSchema<typeof State.entries, undefined>>;

export const newState = (): State => v.parse(State, { status: "open", handler: "ai", assignee: null });

/** Messages of the other side that this side has not seen. */
export const unreadForTeam = (state: State): number => state.visitorSaid - state.teamReadSaid;
export const unreadForVisitor = (state: State): number => state.oursSaid - state.visitorReadSaid;

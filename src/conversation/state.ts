/** The state of a conversation: status, handler, deadlines, and what each side has read. It holds no messages. */
import * as v from "valibot";
import {
	HandoffReason,
	HandoffSummary,
	Handler,
	Routing,
	Snooze,
	Status,
	Teammate,
} from "../protocol/conversation/entry.ts";

const count = v.optional(v.number(), 0);
const time = v.optional(v.nullable(v.number()), null);

const fields = {
	status: v.fallback(Status, "open"),
	handler: v.fallback(Handler, "waiting"),
	assignee: v.nullable(Teammate),
	archived: v.optional(v.boolean(), false),
	/** Put aside by the team. Null: it isn't. A flag beside the status, as `archived` is. */
	snooze: v.optional(v.fallback(v.nullable(Snooze), null), null),
	/** Ids of the workspace's tags, some of which may be gone. */
	tags: v.optional(v.array(v.string()), []),
	/** How this wait for a person has been routed. Null: it wasn't, or nobody is waited for. */
	routing: v.optional(v.fallback(v.nullable(Routing), null), null),
	/** Ids of the members whom notes have named, the latest ones. */
	mentions: v.optional(v.array(v.string()), []),
	reason: v.optional(v.fallback(v.nullable(HandoffReason), null), null),
	offered: v.optional(v.boolean(), false),
	/** The `seq` of the last entry. */
	seq: count,
	/** The `seq` up to which everything is answered or over. The visitor's messages after it are the AI's next question. */
	settledSeq: count,
	/** The `seq` of the visitor's last message. Greater than `settledSeq`: it has no answer yet. */
	askedSeq: count,
	/**
	 * How many messages each side has sent, and how many of the other side's it has read. Unread is the difference of two of
	 * these: no entries are counted, and the numbers can't drift from the entries they are written with.
	 */
	visitorSaid: count,
	oursSaid: count,
	teamReadSaid: count,
	visitorReadSaid: count,
	teamReadSeq: count,
	/** The team set what the visitor said from this `seq` on back to unread. 0: it didn't, or has read it since. */
	unreadFrom: count,
	visitorReadSeq: count,
	/** The address the visitor gave in this conversation, shown back to them. */
	leftEmail: v.optional(v.nullable(v.string()), null),
	/** The contact's address and name, which the team sees and the visitor doesn't. */
	email: v.optional(v.nullable(v.string()), null),
	name: v.optional(v.nullable(v.string()), null),
	/** The address that the visitor says is theirs, while nothing proves it. */
	claimed: v.optional(v.nullable(v.string()), null),
	contactId: v.optional(v.nullable(v.string()), null),
	/** When the block ends, in ms since 1970. Absent: not blocked. Null: blocked for good. */
	blockedUntil: v.optional(v.nullable(v.number())),
	waitingSince: time,
	/** When the visitor is told that nobody is in, in ms since 1970. */
	noShowAt: time,
	/** When the conversation closes by itself, in ms since 1970. */
	closeAt: time,
	summary: v.optional(v.nullable(HandoffSummary), null),
	offersInARow: count,
	/** The `seq` and time of our last message, and whether a person wrote it. */
	repliedSeq: count,
	repliedAt: count,
	repliedByAi: v.optional(v.boolean(), true),
	/** The `seq` up to which our messages were sent by e-mail, and before the latest mail. Where none could be sent, they count as sent. */
	mailedSeq: count,
	mailedBefore: count,
	/** When the latest mails left, oldest first, in ms since 1970. */
	mailTimes: v.optional(v.array(v.number()), []),
	/** When the latest mail left that has a link to the chat. */
	linkedAt: time,
	/** When the latest mail left of which all was the AI's. */
	aiMailAt: time,
	/** The address that takes no mail, or wants none. */
	mailStopped: v.optional(v.nullable(v.string()), null),
};

/** What a teammate's action changed, and the values from before, by which its undoing brings them back (filing/undo.ts). */
const Undoable = v.looseObject({
	/** That of the action's event, by which it is undone. */
	seq: v.number(),
	what: v.picklist(["closed", "assigned", "snoozed", "tagged", "blocked"]),
	/** The id of whoever did it. */
	by: v.string(),
	/** ms since 1970. */
	at: v.number(),
	before: v.partial(v.object(fields)),
});
export type Undoable = v.InferOutput<v.ObjectSchema<typeof Undoable.entries, undefined>>;

/**
 * Stored as one document, within the record. Fields added later have defaults, so that old documents stay readable. After a
 * roll-back an older release reads it: an enum value it doesn't know becomes the nearest one (as in clients, see
 * protocol/conversation/entry.ts), and fields it doesn't know are kept through every change (hence loose).
 */
export const State = v.looseObject({
	...fields,
	/** The team's latest actions that nothing has touched since. One that this release can't read is none. */
	undoable: v.optional(v.fallback(v.array(Undoable), []), []),
});
/** The type leaves out the fields of later releases, which nothing here may read. */
export type State = v.InferOutput<v.ObjectSchema<typeof State.entries, undefined>>;

export const newState = (): State => v.parse(State, { status: "open", handler: "ai", assignee: null });

/** The `seq` up to which the team has read, by its own count. */
export const teamMark = ({ teamReadSeq, unreadFrom }: State): number => (unreadFrom > 0 ? unreadFrom - 1 : teamReadSeq);

/** Messages of the other side that this side has not seen. */
export const unreadForTeam = (state: State): number => state.visitorSaid - state.teamReadSaid;
export const unreadForVisitor = (state: State): number => state.oursSaid - state.visitorReadSaid;

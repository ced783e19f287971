/**
 * A conversation's log on the wire: entries, and the state that they add up to.
 * `seq` grows by one with every entry. A visitor's copy has gaps in place of notes and internal events.
 *
 * A picklist by itself (`Status`) is strict: it parses what a client sends. Within an entry or a state each picklist has a
 * fallback, because clients and objects may be older than the writer of what they read: they read a word of a later
 * release as the nearest one they know, and an unknown kind of entry keeps its place in the order. No entry or state is
 * refused because of an unknown word (test/client/later.test.ts checks every list).
 */
import * as v from "valibot";
import { FileShow, SentFiles } from "./file.ts";

export const Status = v.picklist(["open", "pending", "closed"]);
export type Status = v.InferOutput<typeof Status>;

export const Handler = v.picklist(["ai", "waiting", "human"]);
export type Handler = v.InferOutput<typeof Handler>;

export const HandoffReason = v.picklist([
	"asked_for_person",
	"low_confidence",
	"nothing_found",
	"ai_failed",
	"too_many_turns",
	"frustrated",
	"sensitive",
	/** The visitor sent a file without words, and the workspace has that go to a person. */
	"sent_file",
	// Reserved for automation rules, a later feature: nothing gives this reason yet.
	"rule",
]);
export type HandoffReason = v.InferOutput<typeof HandoffReason>;

/** A teammate as visitors and other members see them: without the e-mail address. */
export const Teammate = v.object({ id: v.string(), name: v.string() });
export type Teammate = v.InferOutput<typeof Teammate>;

export const Author = v.variant("kind", [
	v.object({ kind: v.literal("visitor") }),
	v.object({ kind: v.literal("member"), ...Teammate.entries }),
	/**
	 * The AI. The last variant, because a kind of author that a later release adds is read as this one: on the workspace's
	 * side, and not a person. `name`: the name of the workspace's AI when it wrote the message.
	 */
	v.object({ kind: v.fallback(v.literal("ai"), "ai"), name: v.fallback(v.optional(v.string()), undefined) }),
]);
export type Author = v.InferOutput<typeof Author>;

/** An article or question that an answer cites. */
export const Citation = v.object({ id: v.string(), title: v.string() });
export type Citation = v.InferOutput<typeof Citation>;

const seq = v.pipe(v.number(), v.integer(), v.minValue(1));
/** The time of an entry, in ms since 1970 by the server's clock. It is for display; the order is by `seq`. */
const at = v.number();

/** A visitor's rating of an answer. */
export const Rating = v.picklist(["up", "down"]);
export type Rating = v.InferOutput<typeof Rating>;

/** How a visitor's message came where it was an answer by e-mail. For members only. */
export const MailOrigin = v.object({
	/** The mail's id in the conversation, by which the whole of it is read. */
	id: v.string(),
	from: v.string(),
	/** True: it was proven to be from there. False: a teammate sent it on. */
	isProven: v.fallback(v.optional(v.boolean()), undefined),
});
export type MailOrigin = v.InferOutput<typeof MailOrigin>;

export const Message = v.object({
	kind: v.literal("message"),
	seq,
	at,
	/** The sender makes the id before sending, so that a resend is idempotent. */
	id: v.string(),
	author: Author,
	/** "" where the message is its files. */
	text: v.string(),
	files: SentFiles,
	citations: v.optional(v.array(Citation)),
	/** True: the AI isn't sure and offers a person. While `state.offered`, the latest such message has its two buttons enabled. */
	offer: v.optional(v.boolean()),
	/** True of an offer whose text begins with an answer to a part of the question, which the citations are for. */
	partly: v.optional(v.boolean()),
	/** The visitor's rating of an answer by the AI. */
	rating: v.fallback(v.optional(Rating), undefined),
	/** From 0 to 1, for members only. */
	confidence: v.optional(v.number()),
	/** The scale of the confidence (scale.ts), for members only. Absent: the first. */
	scale: v.optional(v.number()),
	/** The model adapter that wrote the message, for members only. */
	writer: v.optional(v.string()),
	/** For members only. */
	mail: v.fallback(v.optional(MailOrigin), undefined),
});
export type Message = v.InferOutput<typeof Message>;

/** A note among members, which visitors never get. */
export const Note = v.object({
	kind: v.literal("note"),
	seq,
	at,
	id: v.string(),
	author: v.fallback(v.object({ kind: v.literal("member"), ...Teammate.entries }), {
		kind: "member",
		id: "",
		name: "The team",
	}),
	text: v.string(),
	files: SentFiles,
	/** Whom it names (mentions.ts). */
	mentions: v.fallback(v.optional(v.array(Teammate)), undefined),
	/** Who deleted it: its text is "" then, and it has no files. */
	deletedBy: v.fallback(v.optional(Teammate), undefined),
});
export type Note = v.InferOutput<typeof Note>;

/** A tag as an event tells of it. */
export const NamedTag = v.object({ id: v.string(), name: v.string() });
export type NamedTag = v.InferOutput<typeof NamedTag>;

export const EventBody = v.variant("type", [
	/** The AI stopped answering and the conversation waits for a person. The reason is for members only. */
	v.object({ type: v.literal("handed_off"), reason: v.fallback(v.optional(HandoffReason), undefined) }),
	v.object({ type: v.literal("taken_over"), member: Teammate }),
	v.object({ type: v.literal("handed_back"), member: Teammate }),
	v.object({ type: v.literal("assigned"), member: v.nullable(Teammate), by: Teammate }),
	v.object({
		type: v.literal("closed"),
		by: v.fallback(v.picklist(["visitor", "member", "idle"]), "member"),
		member: v.optional(Teammate),
	}),
	v.object({
		type: v.literal("reopened"),
		by: v.fallback(v.picklist(["visitor", "member"]), "member"),
		member: v.optional(Teammate),
	}),
	/** `upTo` is the last seq that the visitor or the team has seen. */
	v.object({ type: v.literal("read"), by: v.fallback(v.picklist(["visitor", "team"]), "team"), upTo: v.number() }),
	/** A teammate set the visitor's messages from this seq on back to unread. In the log only, like read marks. */
	v.object({ type: v.literal("unread"), from: v.number(), by: Teammate }),
	/** For members only. `until` in ms since 1970; null: the block has no end. */
	v.object({ type: v.literal("blocked"), until: v.nullable(v.number()), by: Teammate }),
	v.object({ type: v.literal("unblocked"), by: v.nullable(Teammate) }),
	/** For members only. `until` in ms since 1970; null: until the visitor writes. */
	v.object({ type: v.literal("snoozed"), until: v.nullable(v.number()), by: Teammate }),
	/** The snooze has ended. For members only. "time": its time had come. */
	v.object({
		type: v.literal("woke"),
		by: v.fallback(v.picklist(["time", "visitor", "member"]), "time"),
		member: v.optional(Teammate),
	}),
	/** Tags were put on or taken off, by their names of then. For members only. */
	v.object({ type: v.literal("tagged"), added: v.array(NamedTag), removed: v.array(NamedTag), by: Teammate }),
	/**
	 * A teammate took their action back, the one of the entry `undone`. `to`: whom it had been assigned to. `handler`,
	 * `assignee`: who has the conversation again, after closing and assigning. A visitor hears of it what they had heard of.
	 */
	v.object({
		type: v.literal("undone"),
		what: v.fallback(v.picklist(["closed", "assigned", "snoozed", "tagged"]), "tagged"),
		undone: v.number(),
		by: Teammate,
		to: v.optional(v.nullable(Teammate)),
		handler: v.fallback(v.optional(Handler), undefined),
		assignee: v.optional(v.nullable(Teammate)),
	}),
	/** The note with this seq was deleted. For members only: who has its words forgets them. */
	v.object({ type: v.literal("note_deleted"), note: v.number(), by: Teammate }),
	/** It waits, and was offered to this teammate, who will be with the visitor. */
	v.object({ type: v.literal("routed"), member: Teammate }),
	/** They didn't react in time, or let go of it. For members only. */
	v.object({ type: v.literal("route_lapsed"), member: Teammate }),
	/** No teammate replied within the no-show time, or none is available: the visitor will get an answer by e-mail. */
	v.object({ type: v.literal("nobody_in") }),
	/** The visitor chose "Ask something else" under an offer. */
	v.object({ type: v.literal("offer_declined") }),
	/** The visitor gave an e-mail address, or the team's contact says who they are (for members only). */
	v.object({
		type: v.literal("identified"),
		by: v.fallback(v.picklist(["visitor", "team"]), "team"),
		email: v.optional(v.string()),
		name: v.optional(v.string()),
	}),
	/** Our replies up to `upTo` were sent to the visitor by e-mail. Like all events of mail, for members only. */
	v.object({ type: v.literal("mailed"), to: v.string(), upTo: v.number() }),
	/** The address takes no mail, or its owner wants none; it isn't tried again until a teammate says so. */
	v.object({
		type: v.literal("mail_failed"),
		to: v.string(),
		reason: v.fallback(v.picklist(["undeliverable", "unsubscribed", "complained"]), "undeliverable"),
	}),
	v.object({ type: v.literal("mail_resumed"), to: v.string(), by: Teammate }),
	/** An answer by e-mail that isn't proven to be the visitor's: from another address, or without a pass of DMARC. */
	v.object({
		type: v.literal("mail_held"),
		id: v.string(),
		from: v.string(),
		text: v.string(),
		files: SentFiles,
		reason: v.fallback(v.picklist(["other_address", "unproven"]), "unproven"),
	}),
	/** A teammate sent a held mail on, as the visitor's: its message follows. */
	v.object({ type: v.literal("mail_sent_on"), id: v.string(), by: Teammate }),
	/** A program answered a mail of ours: an absence notice, say. */
	/** The conversation so far was sent by e-mail, as the visitor asked. */
	v.object({ type: v.literal("transcript"), to: v.string() }),
	v.object({ type: v.literal("mail_automatic"), id: v.string(), from: v.string() }),
	/** The fallback, which must be last: an event that a later release added, or whose form can't be read. Nothing writes it. */
	v.object({ type: v.fallback(v.literal("unknown"), "unknown") }),
]);
export type EventBody = v.InferOutput<typeof EventBody>;

export const EventEntry = v.object({ kind: v.literal("event"), seq, at, event: EventBody });
export type EventEntry = v.InferOutput<typeof EventEntry>;

/** A kind of entry that a later release added. It keeps its place in the order. */
const LaterEntry = v.object({
	kind: v.fallback(v.literal("event"), "event"),
	seq,
	at,
	event: v.fallback(v.object({ type: v.literal("unknown") }), { type: "unknown" }),
});

export const Entry = v.variant("kind", [Message, Note, EventEntry, LaterEntry]);
export type Entry = v.InferOutput<typeof Entry>;

/**
 * The summary for a teammate who takes a conversation over, as data; the dashboard words it. The reason why the AI stopped
 * is the state's `reason`. For members only.
 */
export const HandoffSummary = v.object({
	/** The visitor's request in their own words, shortened. Null: they haven't made one yet. */
	wants: v.nullable(v.string()),
	/** The visitor's first message, where it differs from `wants`. */
	beganWith: v.nullable(v.string()),
	/** How often the AI replied, and its latest reply, shortened. Null: it never replied. */
	tried: v.nullable(v.object({ replies: v.number(), latest: v.string() })),
	/** The AI's confidence in its latest reply, from 0 to 1. */
	confidence: v.nullable(v.number()),
	/** The documents that the latest reply cites, the most relevant first. */
	sources: v.array(Citation),
	/** The visitor's latest files. */
	files: v.fallback(
		v.optional(v.array(v.object({ name: v.string(), show: v.fallback(FileShow, "download") }))),
		undefined,
	),
});
export type HandoffSummary = v.InferOutput<typeof HandoffSummary>;

/** A conversation that is put aside: until a time, in ms since 1970, or (null) until the visitor writes, which always ends it. */
export const Snooze = v.object({ until: v.nullable(v.number()) });
export type Snooze = v.InferOutput<typeof Snooze>;

/**
 * How a wait for a person is routed. `until`: when the offer to the assignee lapses, in ms since 1970; null: it is offered to
 * nobody. `passed`: the ids of those who let an offer pass in this wait.
 */
export const Routing = v.object({ until: v.nullable(v.number()), passed: v.array(v.string()) });
export type Routing = v.InferOutput<typeof Routing>;

/** A conversation's state. Members get every field; a visitor's copy leaves the optional ones out. */
export const ConversationState = v.object({
	status: v.fallback(Status, "open"),
	/** An unknown handler is read as "waiting", so that a person looks at the conversation. */
	handler: v.fallback(Handler, "waiting"),
	/** The teammate whose conversation it is. A visitor sees the name of the teammate they talk to. */
	assignee: v.nullable(Teammate),
	/** True: the AI has offered a person and the visitor hasn't chosen yet, so the offer's two buttons are enabled. */
	offered: v.boolean(),
	visitorReadSeq: v.number(),
	teamReadSeq: v.number(),
	/** The address that the visitor gave. */
	email: v.nullable(v.string()),
	archived: v.optional(v.boolean()),
	/** Null when it isn't snoozed. */
	snooze: v.optional(v.nullable(Snooze)),
	/** The ids of its tags. One that isn't among the workspace's was removed, and is shown nowhere. */
	tags: v.optional(v.array(v.string())),
	/** Null while nobody was offered it. With `until`, the assignee doesn't have it yet. */
	routing: v.optional(v.nullable(Routing)),
	reason: v.fallback(v.optional(v.nullable(HandoffReason)), undefined),
	/** Null when the visitor is not blocked. `until` in ms since 1970; null: the block has no end. */
	block: v.optional(v.nullable(v.object({ until: v.nullable(v.number()) }))),
	waitingSince: v.optional(v.nullable(v.number())),
	/** Present while the conversation waits for a person after the AI handed it off. */
	summary: v.optional(v.nullable(HandoffSummary)),
});
export type ConversationState = v.InferOutput<typeof ConversationState>;

/**
 * A conversation's log as it travels: entries and the state they add up to.
 * `seq` grows by one with every entry. A visitor's copy has gaps where notes and internal events stand.
 *
 * Lists of words by themselves (`Status`) are strict: they are for what a client sends. Within an entry or a state each
 * has a fallback, for these are read by clients and by objects that may be older than what wrote them: a word of a later
 * release is read as the nearest one of today, an unknown kind of entry keeps its place in the order. Nothing is refused
 * over a word (test/client/later.test.ts holds every list to it).
 */
import * as v from "valibot";

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
	// An orchestration's, which are to come: nothing gives this reason yet.
	"rule",
]);
export type HandoffReason = v.InferOutput<typeof HandoffReason>;

/** A teammate as others see one: never the e-mail address. */
export const Teammate = v.object({ id: v.string(), name: v.string() });
export type Teammate = v.InferOutput<typeof Teammate>;

export const Author = v.variant("kind", [
	v.object({ kind: v.literal("visitor") }),
	v.object({ kind: v.literal("member"), ...Teammate.entries }),
	/**
	 * Last, for a kind of author that a later release has added is read as this one: on our side, and not a person.
	 * `name`: what the workspace called its AI when it wrote this.
	 */
	v.object({ kind: v.fallback(v.literal("ai"), "ai"), name: v.fallback(v.optional(v.string()), undefined) }),
]);
export type Author = v.InferOutput<typeof Author>;

/** An article or question that an answer rests on. */
export const Citation = v.object({ id: v.string(), title: v.string() });
export type Citation = v.InferOutput<typeof Citation>;

const seq = v.pipe(v.number(), v.integer(), v.minValue(1));
/** Milliseconds since 1970, by the server's clock. Order is by `seq`; this is for display. */
const at = v.number();

/** What a visitor thinks of an answer. */
export const Rating = v.picklist(["up", "down"]);
export type Rating = v.InferOutput<typeof Rating>;

export const Message = v.object({
	kind: v.literal("message"),
	seq,
	at,
	/** Made by the sender before sending, which makes a resend safe. */
	id: v.string(),
	author: Author,
	text: v.string(),
	citations: v.optional(v.array(Citation)),
	/** The AI isn't sure and offers a person. The latest one with `state.offered` has live buttons. */
	offer: v.optional(v.boolean()),
	/** The visitor's, of an answer by the AI. */
	rating: v.fallback(v.optional(Rating), undefined),
	/** 0 to 1, for members only. */
	confidence: v.optional(v.number()),
	/** Which model adapter wrote it, for members only. */
	writer: v.optional(v.string()),
});
export type Message = v.InferOutput<typeof Message>;

/** Members only. */
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
});
export type Note = v.InferOutput<typeof Note>;

export const EventBody = v.variant("type", [
	/** The AI stopped; a person is wanted. The reason is for members only. */
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
	/** `upTo` is the last seq that side has seen. */
	v.object({ type: v.literal("read"), by: v.fallback(v.picklist(["visitor", "team"]), "team"), upTo: v.number() }),
	/** `until` in ms since 1970; null is for good. Members only. */
	v.object({ type: v.literal("blocked"), until: v.nullable(v.number()), by: Teammate }),
	v.object({ type: v.literal("unblocked"), by: v.nullable(Teammate) }),
	/** Nobody replied within the no-show time, or nobody is in: an answer will come by e-mail. */
	v.object({ type: v.literal("nobody_in") }),
	/** The visitor chose "Ask something else" under an offer. */
	v.object({ type: v.literal("offer_declined") }),
	/** The visitor left an e-mail address, or the team's contact says who they are (members only). */
	v.object({
		type: v.literal("identified"),
		by: v.fallback(v.picklist(["visitor", "team"]), "team"),
		email: v.optional(v.string()),
		name: v.optional(v.string()),
	}),
	/** Last: what a later release has added, or says in a form that can't be read. Nothing writes it. */
	v.object({ type: v.fallback(v.literal("unknown"), "unknown") }),
]);
export type EventBody = v.InferOutput<typeof EventBody>;

export const EventEntry = v.object({ kind: v.literal("event"), seq, at, event: EventBody });
export type EventEntry = v.InferOutput<typeof EventEntry>;

/** A kind of entry that a later release has added. It has its place in the order all the same. */
const LaterEntry = v.object({
	kind: v.fallback(v.literal("event"), "event"),
	seq,
	at,
	event: v.fallback(v.object({ type: v.literal("unknown") }), { type: "unknown" }),
});

export const Entry = v.variant("kind", [Message, Note, EventEntry, LaterEntry]);
export type Entry = v.InferOutput<typeof Entry>;

/**
 * What a teammate who takes a conversation over needs to know, as facts; whoever shows them has the words. Why the AI
 * stopped stands beside it, as the state's `reason`. For members only.
 */
export const HandoffSummary = v.object({
	/** In the customer's own words, shortened. Null: they have not said yet what they want. */
	wants: v.nullable(v.string()),
	/** What they said first, where that is something else. */
	beganWith: v.nullable(v.string()),
	/** How often the AI replied, and its latest words, shortened. Null: it never did. */
	tried: v.nullable(v.object({ replies: v.number(), latest: v.string() })),
	/** How sure the AI was of its latest reply, 0 to 1. */
	confidence: v.nullable(v.number()),
	/** What that reply rests on, the nearest first. */
	sources: v.array(Citation),
});
export type HandoffSummary = v.InferOutput<typeof HandoffSummary>;

/** Where a conversation stands. Members get every field; a visitor's copy leaves the optional ones out. */
export const ConversationState = v.object({
	status: v.fallback(Status, "open"),
	/** As "waiting" a person looks at it, whatever it is. */
	handler: v.fallback(Handler, "waiting"),
	/** Who has it. A visitor sees the name of the teammate they talk to. */
	assignee: v.nullable(Teammate),
	/** An offer stands open: the two buttons are live. */
	offered: v.boolean(),
	visitorReadSeq: v.number(),
	teamReadSeq: v.number(),
	/** What the visitor told us of themselves. */
	email: v.nullable(v.string()),
	archived: v.optional(v.boolean()),
	reason: v.fallback(v.optional(v.nullable(HandoffReason)), undefined),
	/** Null when the visitor is not blocked. `until` in ms since 1970; null is for good. */
	block: v.optional(v.nullable(v.object({ until: v.nullable(v.number()) }))),
	waitingSince: v.optional(v.nullable(v.number())),
	/** While the conversation waits for a person whom the AI called. */
	summary: v.optional(v.nullable(HandoffSummary)),
});
export type ConversationState = v.InferOutput<typeof ConversationState>;

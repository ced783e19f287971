/** A conversation as routes answer it: a page of its history, what a thread's sidebar shows, the result of an action. */
import * as v from "valibot";
import { ListItem } from "../inbox.ts";
import { ConversationState, Entry } from "./entry.ts";

/** GET …/entries: a page of history, oldest first. */
export const EntryPage = v.object({
	entries: v.array(Entry),
	/**
	 * True: there is more before these. After `since` it means that too much was missed to send it all: these are the
	 * latest page, and replace what the client has.
	 */
	more: v.boolean(),
	state: v.nullable(ConversationState),
	seq: v.number(),
});
export type EntryPage = v.InferOutput<typeof EntryPage>;

/** What we know of the visitor's browser. Nothing here identifies them by itself. */
export const VisitorDetails = v.object({
	page: v.nullable(v.object({ url: v.string(), title: v.string() })),
	referrer: v.nullable(v.string()),
	place: v.nullable(v.string()),
	timezone: v.nullable(v.string()),
	language: v.nullable(v.string()),
	device: v.nullable(v.string()),
	browser: v.nullable(v.string()),
	firstSeenAt: v.number(),
});
export type VisitorDetails = v.InferOutput<typeof VisitorDetails>;

/** GET /api/conversations/:id: the thread's sidebar. The thread itself comes over the socket. */
export const ConversationDetails = v.object({
	item: ListItem,
	visitor: VisitorDetails,
	/** The visitor's other conversations, latest first. */
	earlier: v.array(ListItem),
	contact: v.nullable(
		v.object({ id: v.string(), name: v.nullable(v.string()), email: v.nullable(v.string()), notes: v.string() }),
	),
});
export type ConversationDetails = v.InferOutput<typeof ConversationDetails>;

/** What every action on a conversation answers; a refusal is a problem with `reason`. */
export const ActionResult = v.object({ state: ConversationState });
export type ActionResult = v.InferOutput<typeof ActionResult>;

/** A conversation in the answers of routes: a page of its history, the data of the thread's sidebar, the result of an action. */
import * as v from "valibot";
import { ListItem } from "../inbox.ts";
import { ConversationState, Entry, EventEntry } from "./entry.ts";

/** GET …/entries: a page of history, oldest first. */
export const EntryPage = v.object({
	entries: v.array(Entry),
	/**
	 * True: there is more history before these entries. After `since` it means that the client missed too much to send it
	 * all: these entries are the latest page, and replace the client's.
	 */
	more: v.boolean(),
	state: v.nullable(ConversationState),
	seq: v.number(),
});
export type EntryPage = v.InferOutput<typeof EntryPage>;

/** Details of the visitor's browser. None of them identifies the visitor by itself. */
export const VisitorDetails = v.object({
	page: v.nullable(v.object({ url: v.string(), title: v.string() })),
	referrer: v.nullable(v.string()),
	place: v.nullable(v.string()),
	timezone: v.nullable(v.string()),
	language: v.nullable(v.string()),
	/** The browser's language and the page's, as tags ("de-AT"): the AI's fixed sentences follow them where a text leaves it open. */
	languageTag: v.optional(v.nullable(v.string())),
	pageLanguage: v.optional(v.nullable(v.string())),
	device: v.nullable(v.string()),
	browser: v.nullable(v.string()),
	firstSeenAt: v.number(),
});
export type VisitorDetails = v.InferOutput<typeof VisitorDetails>;

/** GET /api/conversations/:id: the data of the thread's sidebar. The thread itself comes over the socket. */
export const ConversationDetails = v.object({
	item: ListItem,
	visitor: VisitorDetails,
	/** The address the visitor says is theirs, while nothing proves it, and the contact who has it. */
	claim: v.optional(v.nullable(v.object({ email: v.string(), contactId: v.nullable(v.string()) }))),
	/** The visitor's other conversations, latest first. */
	earlier: v.array(ListItem),
	contact: v.nullable(
		v.object({ id: v.string(), name: v.nullable(v.string()), email: v.nullable(v.string()), notes: v.string() }),
	),
});
export type ConversationDetails = v.InferOutput<typeof ConversationDetails>;

/** The answer of every action on a conversation. A refusal is a problem with `reason` instead. */
export const ActionResult = v.object({
	state: ConversationState,
	/** The `seq` by which its actor can undo the action for two minutes. Null: they can't, or it changed nothing. */
	undo: v.optional(v.nullable(v.number()), null),
	/** The version of the list's item that has the action's change. */
	version: v.optional(v.number(), 0),
	/** Another teammate did it before, as the caller's `seen` shows that they hadn't seen: there was nothing left to do. */
	happened: v.optional(v.nullable(EventEntry), null),
});
export type ActionResult = v.InferOutput<typeof ActionResult>;

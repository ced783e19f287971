/**
 * The effects of contacts' changes for their conversations, as the workspace's outbox stores them. They hold ids and the actor
 * only: active blocks, names and addresses are read from D1 on delivery (deliveries.ts).
 */
import * as v from "valibot";
import { Teammate } from "../protocol/conversation/entry.ts";

/** A conversation and its visitor, kept in the effect because the Inbox may not have its list item yet. */
const VisitorThread = v.object({ conversationId: v.string(), visitorId: v.string() });
export type VisitorThread = v.InferOutput<typeof VisitorThread>;

/** A block of a contact was set or lifted, or a visitor was linked to another contact. */
export const ContactBlocksChanged = v.object({
	type: v.literal("contact_blocks_changed"),
	contactId: v.string(),
	/** The thread from which the block was set or lifted; null: from the contact's profile. */
	thread: v.nullable(VisitorThread),
	/** Who set or lifted it, for the thread's event. Null: a change of contact, which no teammate made. */
	by: v.nullable(Teammate),
});
export type ContactBlocksChanged = v.InferOutput<typeof ContactBlocksChanged>;

/** A visitor claims an address, or a teammate has confirmed or denied it. */
export const VisitorIdentified = v.object({ type: v.literal("visitor_identified"), ...VisitorThread.entries });
export type VisitorIdentified = v.InferOutput<typeof VisitorIdentified>;

/** A contact was edited. */
export const ContactEdited = v.object({ type: v.literal("contact_edited"), contactId: v.string() });
export type ContactEdited = v.InferOutput<typeof ContactEdited>;

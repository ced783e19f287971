/**
 * What changes of a contact owe to their conversations, as the outbox stores it. Ids and who did it; what stands, and what
 * they are called, is read when it is delivered (deliveries.ts).
 */
import * as v from "valibot";
import { Teammate } from "../protocol/conversation/entry.ts";

/** A conversation that the Inbox may not have heard of yet. */
const VisitorThread = v.object({ conversationId: v.string(), visitorId: v.string() });
export type VisitorThread = v.InferOutput<typeof VisitorThread>;

/** A block of a contact was set or lifted, or a visitor became another contact. */
export const ContactBlocksChanged = v.object({
	type: v.literal("contact_blocks_changed"),
	contactId: v.string(),
	/** Where it was done, if in a thread. */
	thread: v.nullable(VisitorThread),
	/** Who did it: shown where a block is lifted. Null: nobody of the team. */
	by: v.nullable(Teammate),
});
export type ContactBlocksChanged = v.InferOutput<typeof ContactBlocksChanged>;

/** A contact has another name or address. */
export const ContactEdited = v.object({ type: v.literal("contact_edited"), contactId: v.string() });
export type ContactEdited = v.InferOutput<typeof ContactEdited>;

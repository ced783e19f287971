/**
 * What a conversation holds, and where: the one list that whatever deletes, exports or ages a conversation goes by. A test fails
 * for a table of the object that isn't in it, so that nothing new is forgotten.
 */
import { conversationPrefix } from "../../file/keys.ts";

type Place = { workspaceId: string; conversationId: string };

/** Tables of the conversation's object: what people said and sent, and what is only bookkeeping. */
export const tables = {
	said: ["entry", "document", "rating", "trace", "file"],
	bookkeeping: ["turn", "effect", "applied_migration", "mail"],
} as const;

/** What lies elsewhere under the conversation's name. */
export const elsewhere = (place: Place) => ({
	/** The bytes of files, under one prefix of the bucket. */
	bucket: conversationPrefix(place),
	/** The list item, the indexed texts and the metrics, by the conversation's id, in the workspace's Inbox. */
	inbox: place.conversationId,
	/** Questions and answers that were reported, by the conversation's id, in the workspace's knowledge base. */
	knowledge: place.conversationId,
	/** The reply address, by the conversation's id, in D1. */
	replyAddress: place.conversationId,
});

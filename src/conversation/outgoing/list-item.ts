/** A conversation's list item and its preview, made from the record. Pure. */
import type { Entry, Message } from "../../protocol/conversation/entry.ts";
import { messageWords } from "../../protocol/conversation/file.ts";
import type { ConversationMetrics } from "../../protocol/figures/days.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import { unreadForTeam } from "../state.ts";
import type { ConversationRecord } from "../storage/record.ts";

const PREVIEW_LENGTH = 140;

function previewOf(
	message: Message,
): Pick<ConversationRecord, "preview" | "previewBy" | "previewName" | "previewId" | "lastAt"> {
	const { author } = message;
	return {
		preview: messageWords(message).replace(/\s+/g, " ").trim().slice(0, PREVIEW_LENGTH),
		previewBy: author.kind,
		previewName: author.kind === "member" ? author.name : null,
		previewId: author.kind === "member" ? author.id : null,
		lastAt: message.at,
	};
}

/** What an entry changes of the conversation's place in the list and of its preview. A conversation that wakes comes to the top. */
export function listedBy(entry: Entry): Partial<ConversationRecord> {
	if (entry.kind === "message") return previewOf(entry);
	return entry.kind === "event" && entry.event.type === "woke" ? { lastAt: entry.at } : {};
}

/** The metrics that the Inbox's figures need, without the conversation's own fields. */
export const metricsOf = ({ metrics }: ConversationRecord): ConversationMetrics => {
	const { answers, offers, handoffs, up, down, episode, ending, members } = metrics;
	return { answers, offers, handoffs, up, down, episode, ending, members };
};

export function listItemOf(record: ConversationRecord): ListItem {
	const { state } = record;
	return {
		id: record.conversationId,
		version: record.version,
		status: state.status,
		handler: state.handler,
		archived: state.archived,
		snooze: state.snooze,
		...(state.tags.length > 0 && { tags: state.tags }),
		...(state.routing && { routing: state.routing }),
		...(state.mentions.length > 0 && { mentions: state.mentions }),
		reason: state.reason,
		assignee: state.assignee,
		visitorId: record.visitorId,
		contactId: state.contactId,
		name: state.name,
		email: state.email,
		claimed: state.claimed,
		preview: record.preview,
		previewBy: record.previewBy,
		previewName: record.previewName,
		previewId: record.previewId,
		unread: unreadForTeam(state),
		...(state.unreadFrom > 0 && { unreadAgain: true }),
		startedAt: record.startedAt,
		lastAt: record.lastAt,
		waitingSince: state.waitingSince,
		source: "widget",
	};
}

/** Texts of a conversation for lists and headers: the visitor's name, the handler, the preview. */
import type { HandoffReason } from "../../src/protocol/conversation/entry.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import { plainText } from "../../src/protocol/markdown.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { myId } from "../shell/session.ts";
import { now, span } from "../ui/time.ts";

/** The end of a visitor's id, by which an anonymous visitor is named everywhere. */
const shortId = (visitorId: string): string =>
	visitorId
		.replace(/[^a-z0-9]/gi, "")
		.slice(-4)
		.toLowerCase();

/** The visitor's name or e-mail address if known, else "Visitor 4f2c": an address they only claim isn't known. */
export const visitorName = (row: Pick<ListItem, "name" | "email" | "visitorId">): string =>
	row.name ?? row.email ?? `Visitor ${shortId(row.visitorId)}`;

/** What a visitor says of themselves, where nothing else is known of them. */
export const saying = (row: Pick<ListItem, "name" | "email" | "claimed">): string | null =>
	knownName(row) === null && row.claimed ? `Says they are ${row.claimed}` : null;

/** What they say, or else who they are, for lists and titles, where one line stands for a visitor. */
export const shownName = (row: Pick<ListItem, "name" | "email" | "claimed" | "visitorId">): string =>
	saying(row) ?? visitorName(row);

/** The visitor's name or e-mail address; null for an anonymous visitor. */
export const knownName = (row: Pick<ListItem, "name" | "email">): string | null => row.name ?? row.email;

/** How long a visitor has been waiting for a person; null if they aren't, and in the first minute. */
export function waitingTime({ handler, waitingSince }: { handler: ListItem["handler"]; waitingSince?: number | null }) {
	const ms = handler === "waiting" && waitingSince ? now.value - waitingSince : 0;
	return ms < 60_000 ? undefined : span(ms);
}

/** The author of the last message. */
export function speaker(row: ListItem): string {
	if (row.previewBy === "visitor") return "Visitor";
	if (row.previewBy === "ai") return "AI";
	if (row.previewId === myId.value) return "You";
	return row.previewName ?? "Team";
}

/** Who handles the conversation: "You", a teammate's name, "AI", or a dash. */
export function holder(row: ListItem): string {
	if (offeredTo(row)) return "—";
	if (row.assignee !== null) return row.assignee.id === myId.value ? "You" : row.assignee.name;
	return row.handler === "ai" ? "AI" : "—";
}

export const reasonWords: Record<HandoffReason, string> = {
	asked_for_person: "Asked for a person",
	low_confidence: "The AI wasn't sure",
	nothing_found: "The AI found nothing",
	ai_failed: "The AI failed",
	too_many_turns: "Too many turns without a solution",
	frustrated: "The visitor is frustrated",
	sensitive: "Sensitive topic",
	sent_file: "Sent a file without words",
	rule: "A rule asked for a person",
};

/** The last message without Markdown marks. A visitor's text isn't Markdown, so it stays unchanged. */
export const previewOf = (row: ListItem): string =>
	row.previewBy === "visitor" ? row.preview : plainText(row.preview);

/** Whether the team should read it: the last message is the visitor's and nobody has seen it, or somebody set it back to unread. */
export const isUnread = (row: ListItem): boolean =>
	row.unread > 0 && (row.previewBy === "visitor" || row.unreadAgain === true);

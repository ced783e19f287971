/** How a conversation is named and told in a line. */
import type { HandoffReason } from "../../src/protocol/conversation/entry.ts";
import { plainText } from "../../src/protocol/markdown.ts";
import type { ListItem } from "../../src/protocol/inbox.ts";
import { myId } from "../shell/session.ts";
import { now, span } from "../ui/time.ts";

/** A visitor nobody knows is named by the end of their id, which is the same in every place. */
const shortId = (visitorId: string): string =>
	visitorId
		.replace(/[^a-z0-9]/gi, "")
		.slice(-4)
		.toLowerCase();

/** Name or e-mail address if known, else "Visitor 4f2c". */
export const visitorName = (row: Pick<ListItem, "name" | "email" | "visitorId">): string =>
	row.name ?? row.email ?? `Visitor ${shortId(row.visitorId)}`;

/** Null for a visitor nobody knows. */
export const knownName = (row: Pick<ListItem, "name" | "email">): string | null => row.name ?? row.email;

/** How long somebody has been waiting, while they do. In the first minute there is nothing to count. */
export function waitingTime({ handler, waitingSince }: { handler: ListItem["handler"]; waitingSince?: number | null }) {
	const ms = handler === "waiting" && waitingSince ? now.value - waitingSince : 0;
	return ms < 60_000 ? undefined : span(ms);
}

/** Who said the last message. */
export function speaker(row: ListItem): string {
	if (row.previewBy === "visitor") return "Visitor";
	if (row.previewBy === "ai") return "AI";
	if (row.previewId === myId.value) return "You";
	return row.previewName ?? "Team";
}

/** "You", a name, "AI" while it has the conversation, or a dash. */
export function holder(row: ListItem): string {
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
	rule: "A rule asked for a person",
};

/** The last message without marks. Visitors' texts have none; theirs would be mangled. */
export const previewOf = (row: ListItem): string =>
	row.previewBy === "visitor" ? row.preview : plainText(row.preview);

/** Somebody on the team should read it: the visitor spoke last, and nobody has looked. */
export const isUnread = (row: ListItem): boolean => row.unread > 0 && row.previewBy === "visitor";

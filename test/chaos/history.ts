/**
 * The history of a run, which the checker reads: what every client sent, had acknowledged and received during the run, and what
 * the public API returns after it. Plain data, so that a test can plant faults in it.
 */
import type { ConversationState, Entry } from "../../src/protocol/conversation/entry.ts";
import type { ListItem, ListCount } from "../../src/protocol/inbox.ts";
import type { Outside } from "./outside/check.ts";

export type Role = "visitor" | "member";

/** A text that a tab sent; in the order of sending. Every text of a run is unique, so that a doubled one is found. */
export type Said = { tab: string; author: string; kind: "send" | "note"; text: string; file?: string };

/** An acknowledgement: the server has stored the message. */
export type Acknowledged = { tab: string; id: string; seq: number };

/**
 * A message that the conversation refused because of a block. Its tab shows it as not sent and sends the ones after it, so a copy
 * of it that was on its way longer may be stored behind them once the block is lifted.
 */
export type Refused = { tab: string; id: string };

/** An entry that a client received, by socket or over HTTP; once for each tab. */
export type Seen = { tab: string; seq: number; what: string };

/** What a tab shows after the run. */
export type Shown = {
	tab: string;
	role: Role;
	/** The entries it shows, oldest first. `older`: there are older ones that it doesn't show. */
	entries: { seq: number; what: string }[];
	older: boolean;
	/** Texts that are not sent yet, and texts that were refused, with the reason. */
	unsent: string[];
	refused: string[];
	/** The tab is connected and has loaded the log. */
	ready: boolean;
};

export type ConversationHistory = {
	id: string;
	said: Said[];
	acknowledged: Acknowledged[];
	refused: Refused[];
	seen: Seen[];
	shown: Shown[];
	/** Unsent texts of all tabs, open or closed. */
	kept: string[];
	/** The ids of files whose bytes a member could fetch, of those that the log names. */
	fetched: string[];
	/** The e-mail address that the visitor left, if that was acknowledged. */
	email: string | null;
	/** The whole log as read by a member and by the visitor, oldest first. Null for a visitor who is blocked. */
	log: Entry[];
	visitorLog: Entry[] | null;
	state: ConversationState | null;
	/** The list item as the conversation computes it, and as the Inbox has it. */
	own: ListItem | null;
	listed: ListItem | null;
	/** The unread count on the widget's launcher; null for a visitor who is blocked. */
	visitorUnread: number | null;
	contactEmail: string | null;
	/** The contact has an active block in D1. What the conversation itself has is in `state`. */
	blockStands: boolean;
	/** When it was read back, in ms since 1970, by the clock that the Worker has too. */
	readAt: number;
};

export type History = {
	conversations: ConversationHistory[];
	/** The Inbox's counts, and all its list items. */
	tallies: ListCount[];
	rows: ListItem[];
	/** The workspace's no-show time. */
	noShowMs: number;
	/** What the stand-ins of mail and Slack took. */
	outside: Outside;
};

/** An entry as text, to compare between clients. An assignment reads as a takeover, as in a visitor's copy. */
export function what(entry: Entry): string {
	if (entry.kind !== "event") return `${entry.kind} ${entry.id}: ${entry.text}`;
	const { type } = entry.event;
	return `event ${type === "assigned" && entry.event.member ? "taken_over" : type}`;
}

/** True for a read mark, which pages leave out (conversation/view.ts). */
export const isReadMark = (seen: string): boolean => seen === "event read";

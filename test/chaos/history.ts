/**
 * What a run leaves behind for the checker: what every client said, was told and saw while it lasted, and what the
 * public API gives when all is calm again. Plain data, so that a test can plant a fault in it.
 */
import type { ConversationState, Entry } from "../../src/protocol/conversation/entry.ts";
import type { ListItem, ListCount } from "../../src/protocol/inbox.ts";

export type Role = "visitor" | "member";

/** A tab's own words, in the order it said them. Every text of a run is said once, so that a doubled one shows. */
export type Said = { tab: string; author: string; kind: "send" | "note"; text: string };

/** The server's word that it has a message. */
export type Acknowledged = { tab: string; id: string; seq: number };

/** An entry as a client got it, by socket or by HTTP, once for each tab. */
export type Seen = { tab: string; seq: number; what: string };

/** What a tab shows when all is calm. */
export type Shown = {
	tab: string;
	role: Role;
	/** The log it shows, oldest first, and whether it knows of older entries it doesn't. */
	entries: { seq: number; what: string }[];
	older: boolean;
	/** Texts that still wait to be sent, and those refused, with the reason. */
	unsent: string[];
	refused: string[];
	/** It is connected and has read the log. */
	ready: boolean;
};

export type ConversationHistory = {
	id: string;
	said: Said[];
	acknowledged: Acknowledged[];
	seen: Seen[];
	shown: Shown[];
	/** Texts that lie unsent in a tab, open or closed. */
	kept: string[];
	/** The address whose leaving was acknowledged, if one was. */
	email: string | null;
	/** Everything, read back by a member and by the visitor, oldest first. Null for a visitor who is blocked. */
	log: Entry[];
	visitorLog: Entry[] | null;
	state: ConversationState | null;
	/** The line the conversation makes of itself, and the one in the list. */
	own: ListItem | null;
	listed: ListItem | null;
	/** What the loader's badge shows the visitor; null where they are blocked. */
	visitorUnread: number | null;
	contactEmail: string | null;
	/** D1 says that a block of its contact stands. The conversation's own word is in its state. */
	blockStands: boolean;
	/** When it was read back, ms since 1970 by this machine, which is the Worker's too. */
	readAt: number;
};

export type History = {
	conversations: ConversationHistory[];
	/** The list's counts, and all its lines. */
	tallies: ListCount[];
	rows: ListItem[];
	/** The workspace's setting. */
	noShowMs: number;
};

/** One entry as two clients would have to agree on it. A visitor's copy of an assignment says "took over". */
export function what(entry: Entry): string {
	if (entry.kind !== "event") return `${entry.kind} ${entry.id}: ${entry.text}`;
	const { type } = entry.event;
	return `event ${type === "assigned" && entry.event.member ? "taken_over" : type}`;
}

/** In the log to keep its order, and in every state; pages leave it out. */
export const isReadMark = (seen: string): boolean => seen === "event read";

/** The live list as the dashboard's pages see it, and what its store (inbox-store.ts) needs from outside. */
import type { ReadonlySignal } from "@preact/signals";
import type { Address, Connection, ConnectionState, ConnectOptions } from "../../client/connection.ts";
import type { BulkJob } from "../../src/protocol/bulk/job.ts";
import type { Teammate } from "../../src/protocol/conversation/entry.ts";
import type { ListCount, ListItem, ModelTrouble } from "../../src/protocol/inbox.ts";
import type { SavedView } from "../../src/protocol/list/view.ts";
import type { Notice } from "../../src/protocol/notification/notice.ts";
import type { CallUsage } from "../../src/protocol/settings/budgets.ts";
import type { ListFilter } from "./inbox-filter.ts";

export type InboxPorts = {
	/** Creates the reconnecting connection: `connect` of client/connection.ts, or a test's. */
	connect(options: ConnectOptions): Connection;
	address(): Address;
	/** The time zone in which the member's days begin. */
	zone(): string;
	/** Called once per connection with the server's time in ms since 1970. */
	onClock(now: number): void;
	/** A change of many conversations is so far. */
	onBulk(job: BulkJob): void;
	/** A row is new, or has changed. */
	onRow(row: ListItem): void;
	/** The team has changed, or the member's own role may have: read who one is anew. */
	onTeam(): void;
	/** Connected, anew too, or the workspace's tags have changed: read them. */
	onTags(): void;
	/** The member is to be told of this. */
	onNotice(notice: Notice): void;
	/** The member has seen this conversation, here or elsewhere. */
	onSeen(conversation: string): void;
	/** The server refused the connection for good, with a code of `CloseCode`. */
	onRefused(code: number): void;
};

/** The result of a search: its text, and by conversation the matched excerpts and the `seq` of the message that matched. */
export type Findings = { query: string; excerpts: Record<string, string>; at: Record<string, number> };

export type Inbox = {
	connection: ReadonlySignal<ConnectionState>;
	tallies: ReadonlySignal<readonly ListCount[]>;
	/** True once the counts have arrived. Before that they are zero. */
	counted: ReadonlySignal<boolean>;
	/** The number of conversations that wait for a person. */
	waiting: ReadonlySignal<number>;
	/** The trouble of the model that should write the answers; null while it works. */
	trouble: ReadonlySignal<ModelTrouble | null>;
	/** The model calls of today, to a hundredth of the budget; null until the first frame. */
	usage: ReadonlySignal<CallUsage | null>;
	online: ReadonlySignal<readonly Teammate[]>;
	/** The ids of those who have said that they are away. */
	away: ReadonlySignal<readonly string[]>;
	/** The conversations that are offered to somebody, as far as they are known; all that are offered to the member. */
	offered: ReadonlySignal<readonly ListItem[]>;
	/** The team's saved views and the member's own, and how many conversations each has, by its id. */
	views: ReadonlySignal<readonly SavedView[]>;
	viewCounts: ReadonlySignal<Readonly<Record<string, number>>>;
	/** Asks for the counts anew where days have passed: some views go by date. */
	recount(): void;
	/** The ids of the displayed rows, in order. It changes only when the list may move. */
	shown: ReadonlySignal<readonly string[]>;
	/** The number of rows that will appear when the list may move. */
	arrived: ReadonlySignal<number>;
	/** "first": no page has arrived yet. "more": the next page is loading. */
	loading: ReadonlySignal<"first" | "more" | null>;
	hasMore: ReadonlySignal<boolean>;
	findings: ReadonlySignal<Findings>;
	/** A row's signal, or undefined if the row isn't known; a render that got undefined runs again when rows become known. */
	rowOf(id: string): ReadonlySignal<ListItem> | undefined;
	/** Merges a row from another source: a thread's details, or the answer to an action. */
	learn(row: ListItem): void;
	/** Shows another filter: first the known rows, then its first page. */
	choose(filter: ListFilter): void;
	/** Requests the next page, if there is one and none is loading. */
	more(): void;
	/** The member's own change is on its way: its rows move, although the list holds still. */
	letMove(): void;
	/** While true, the order of the rows is kept; rows still change in place. */
	holdStill(hold: boolean): void;
	/** Shows the rows that have arrived, even while the order is kept: the user asked for it. */
	showArrived(): void;
	/** Connects to the Inbox; returns the function that disconnects. */
	watch(): () => void;
	/** Says where the member looks, now and after each reconnect. */
	look(focused: boolean, conversation: string | null): void;
	/** Says that the member is away, or back. `release`: their open conversations go to the queue. */
	setAway(away: boolean, release?: boolean): void;
	/** Connects now, instead of after the backoff. */
	retryNow(): void;
};

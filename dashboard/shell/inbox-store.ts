/**
 * The store behind the live list: one socket to the workspace's Inbox, and what it has said as signals. Rows merge by
 * version, so that snapshot and stream can overlap; each row is its own signal, so that a change redraws one line and not
 * the list. The shell makes one for as long as somebody is signed in (inbox-context.tsx); tests make as many as they like.
 * It knows no page: the socket, the clock and what a refused connection means are handed in.
 */
import { batch, computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { type Address, type Connection, type ConnectionState, type ConnectOptions } from "../../client/connection.ts";
import type { Teammate } from "../../src/protocol/conversation/entry.ts";
import { parseServerFrame } from "../../src/protocol/conversation/frames.ts";
import {
	type InboxClientFrame,
	type ListItem,
	InboxServerFrame,
	matches,
	type ListCount,
	type ModelTrouble,
} from "../../src/protocol/inbox.ts";
import { TAKEN_EVERY } from "../../src/protocol/limits.ts";
import { defaultFilter, filterKey, type ListFilter, waitingFilter } from "./inbox-filter.ts";
import { countMissing, count, idsFor, isNewer, sameIds } from "./inbox-list.ts";

export type InboxPorts = {
	/** Makes the connection that stays: the client's `connect`, or a test's. */
	connect(options: ConnectOptions): Connection;
	address(): Address;
	/** The server's time in ms since 1970, told once per connection. */
	onClock(now: number): void;
	/** The server wants no further attempt; the code is one of `CloseCode`. */
	onRefused(code: number): void;
};

/** What a search found: excerpts by conversation, and the text that was searched for. */
export type Findings = { query: string; excerpts: Record<string, string> };

export type Inbox = {
	connection: ReadonlySignal<ConnectionState>;
	tallies: ReadonlySignal<readonly ListCount[]>;
	/** True once the server has told the counts: before that they are zeros that mean nothing. */
	counted: ReadonlySignal<boolean>;
	/** How many conversations wait for a person. */
	waiting: ReadonlySignal<number>;
	/** Set while the model that should write the answers doesn't. */
	trouble: ReadonlySignal<ModelTrouble | null>;
	online: ReadonlySignal<readonly Teammate[]>;
	/** Ids of the rows on show, in order. Changes only when the list may move. */
	shown: ReadonlySignal<readonly string[]>;
	/** How many rows wait above the list until it may move. */
	arrived: ReadonlySignal<number>;
	/** "first": nothing is known yet. "more": the next page is on its way. */
	loading: ReadonlySignal<"first" | "more" | null>;
	hasMore: ReadonlySignal<boolean>;
	findings: ReadonlySignal<Findings>;
	/** A row's signal, or undefined: a render that asks is drawn again when rows become known. */
	rowOf(id: string): ReadonlySignal<ListItem> | undefined;
	/** Merges a row learnt elsewhere: a thread's details, an action's answer. */
	learn(row: ListItem): void;
	/** Shows another filter: at once what is known of it, then its first page. */
	choose(filter: ListFilter): void;
	/** Fetches the next page, when there is one and none is on its way. */
	more(): void;
	/** While true, the order stays as it is; rows still change in place. */
	holdStill(hold: boolean): void;
	/** Moves what has arrived into the list, even while it is held still: somebody asked for it. */
	showArrived(): void;
	/** Connects to the Inbox; the result disconnects. */
	watch(): () => void;
	/** Tries to connect now instead of after the back-off. */
	retryNow(): void;
};

/** Rows that are fetched again after a reconnect, at most; somebody further down gets the rest by scrolling. */
const RENEW_AT_MOST = 250;

export function createInbox(ports: InboxPorts): Inbox {
	const connection = signal<ConnectionState>("connecting");
	const tallies = signal<readonly ListCount[]>([]);
	const counted = signal(false);
	const trouble = signal<ModelTrouble | null>(null);
	const online = signal<readonly Teammate[]>([]);
	const shown = signal<readonly string[]>([]);
	const arrived = signal(0);
	const loading = signal<"first" | "more" | null>("first");
	const hasMore = signal(false);
	const findings = signal<Findings>({ query: "", excerpts: {} });

	const rows = new Map<string, Signal<ListItem>>();
	/** Goes up when a row becomes known, for renders that asked for it before. */
	const known = signal(0);

	let filter: ListFilter = defaultFilter;
	/** A search's conversations in the server's order; null when nothing is searched for. */
	let found: string[] | null = null;
	let cursor: string | null = null;
	/** `lastAt` of the last row paged in, below which there may be gaps; null when all rows are here. */
	let floor: number | null = Number.POSITIVE_INFINITY;
	/** Id of the page request that is out. */
	let asked: string | null = null;
	let requests = 0;
	let held = false;
	/** Characters received on this socket since the server was last told of them. */
	let arrivedCharacters = 0;
	let socket: Connection | null = null;
	/** After a reconnect, rows gather here until the list is as long as before, and are then swapped in at once. */
	let renewing: { rows: ListItem[]; wanted: number } | null = null;

	const send = (frame: InboxClientFrame): boolean => socket?.send(JSON.stringify(frame)) === true;

	function* allRows(): Generator<ListItem> {
		for (const row of rows.values()) yield row.peek();
	}

	/** Puts the rows in order, unless the list is held still: then it only counts what waits. */
	function arrange(evenIfHeld = false): void {
		const wanted =
			found === null
				? idsFor(allRows(), filter, floor)
				: found.filter((id) => {
						const row = rows.get(id)?.peek();
						return row !== undefined && matches(filter, row);
					});
		if (held && !evenIfHeld) {
			arrived.value = countMissing(shown.peek(), wanted);
			return;
		}
		arrived.value = 0;
		if (!sameIds(shown.peek(), wanted)) shown.value = wanted;
	}

	/** Adds rows paged in at the end: they move nothing, so they show even while the list is held still. */
	function append(next: readonly ListItem[]): void {
		const there = new Set(shown.peek());
		const added = next.filter((row) => !there.has(row.id) && matches(filter, rows.get(row.id)?.peek() ?? row));
		if (held && added.length > 0) shown.value = [...shown.peek(), ...added.map((row) => row.id)];
		arrange();
	}

	function merge(row: ListItem): void {
		const have = rows.get(row.id);
		if (have === undefined) {
			rows.set(row.id, signal(row));
			known.value++;
		} else if (isNewer(have.peek(), row)) have.value = row;
	}

	function request(from: string | null): void {
		const { text, ...where } = filter;
		const id = `${++requests}`;
		asked = id;
		if (!send({ type: "list", id, filter: where, cursor: from, ...(text === "" ? {} : { text }) })) asked = null;
	}

	function receivePage(frame: Extract<InboxServerFrame, { type: "page" }>): void {
		if (frame.id !== asked) return;
		asked = null;
		const first = cursor === null;
		cursor = frame.cursor;
		if (found !== null) {
			for (const row of frame.items) merge(row);
			found = [...new Set([...(first ? [] : found), ...frame.items.map((row) => row.id)])];
			const { query, excerpts } = findings.peek();
			findings.value = { query, excerpts: { ...(first ? {} : excerpts), ...frame.excerpts } };
		} else if (renewing !== null) {
			renewing.rows.push(...frame.items);
			if (frame.cursor !== null && renewing.rows.length < renewing.wanted) return request(frame.cursor);
			// A row that isn't in the renewed list may have changed while the socket was down.
			const fresh = renewing.rows;
			renewing = null;
			const kept = new Set(fresh.map((row) => row.id));
			for (const id of rows.keys()) if (!kept.has(id)) rows.delete(id);
			for (const row of fresh) merge(row);
			floor = frame.cursor === null ? null : (fresh.at(-1)?.lastAt ?? null);
		} else {
			for (const row of frame.items) merge(row);
			floor = frame.cursor === null ? null : (frame.items.at(-1)?.lastAt ?? floor);
		}
		hasMore.value = frame.cursor !== null;
		loading.value = null;
		append(frame.items);
	}

	function receive(data: string): void {
		arrivedCharacters += data.length;
		if (arrivedCharacters >= TAKEN_EVERY) {
			send({ type: "taken", characters: arrivedCharacters });
			arrivedCharacters = 0;
		}
		const frame = parseServerFrame(InboxServerFrame, data);
		if (frame === null) return;
		batch(() => {
			switch (frame.type) {
				case "hello":
					ports.onClock(frame.now);
					tallies.value = frame.counts;
					counted.value = true;
					online.value = frame.online;
					trouble.value = frame.trouble;
					break;
				case "trouble":
					trouble.value = frame.trouble;
					break;
				case "page":
					receivePage(frame);
					break;
				case "items":
					if (frame.counts) tallies.value = frame.counts;
					for (const row of frame.items) merge(row);
					arrange();
					break;
				case "presence":
					online.value = frame.online;
					break;
				case "refused":
					if (frame.id === asked) asked = null;
					loading.value = null;
					break;
			}
		});
	}

	/** Asks for everything again: the page may have been open for days. What is on show stays until the answer is here. */
	function onOpen(): void {
		arrivedCharacters = 0;
		cursor = null;
		renewing = found === null ? { rows: [], wanted: Math.min(shown.peek().length, RENEW_AT_MOST) } : null;
		if (shown.peek().length === 0) loading.value = "first";
		request(null);
	}

	return {
		connection,
		tallies,
		counted,
		waiting: computed(() => count(tallies.value, waitingFilter)),
		trouble,
		online,
		shown,
		arrived,
		loading,
		hasMore,
		findings,
		rowOf: (id) => (known.value > 0 ? rows.get(id) : undefined),
		learn: (row) =>
			batch(() => {
				merge(row);
				arrange();
			}),
		choose(next) {
			if (filterKey(next) === filterKey(filter)) return;
			filter = next;
			cursor = null;
			floor = null;
			renewing = null;
			found = next.text === "" ? null : [];
			batch(() => {
				findings.value = { query: next.text, excerpts: {} };
				hasMore.value = false;
				arrange(true);
				loading.value = "first";
			});
			request(null);
		},
		more() {
			if (!hasMore.peek() || asked !== null || cursor === null || connection.peek() !== "open") return;
			loading.value = "more";
			request(cursor);
		},
		holdStill(hold) {
			if (held === hold) return;
			held = hold;
			if (!hold) arrange();
		},
		showArrived: () => arrange(true),
		watch() {
			const mine = ports.connect({
				address: ports.address,
				onOpen,
				onMessage: receive,
				onState: (state) => {
					connection.value = state;
					if (state !== "open") asked = null;
				},
				onRefused: ports.onRefused,
			});
			socket = mine;
			return () => {
				mine.close();
				if (socket === mine) socket = null;
			};
		},
		retryNow: () => socket?.retryNow(),
	};
}

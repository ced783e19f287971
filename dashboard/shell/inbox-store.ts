/**
 * The store of the live list: one socket to the workspace's Inbox, and its data as signals. Rows are merged by version, so
 * that pages and changes may overlap; each row has its own signal, so that a change renders one row and not the list. The
 * shell keeps one store while somebody is signed in (inbox-context.tsx); tests create their own. The store doesn't use the
 * page: the connection, the clock and the handling of a refusal are passed in.
 */
import { batch, computed, type Signal, signal } from "@preact/signals";
import type { Connection, ConnectionState } from "../../client/connection.ts";
import type { Teammate } from "../../src/protocol/conversation/entry.ts";
import { offeredTo } from "../../src/protocol/conversation/offer.ts";
import { parseServerFrame } from "../../src/protocol/conversation/frames.ts";
import {
	type InboxClientFrame,
	type ListItem,
	InboxServerFrame,
	matches,
	type ListCount,
	type ModelTrouble,
} from "../../src/protocol/inbox.ts";
import type { SavedView } from "../../src/protocol/list/view.ts";
import { TAKEN_EVERY } from "../../src/protocol/limits.ts";
import type { CallUsage } from "../../src/protocol/settings/budgets.ts";
import type { Findings, Inbox, InboxPorts } from "./inbox.ts";
import { defaultFilter, filterKey, type ListFilter, waitingFilter } from "./inbox-filter.ts";
import { countMissing, count, type Floor, idsFor, isNewer, sameIds } from "./inbox-list.ts";

/** How long the rows of the member's own change may take to arrive, in ms. */
const FREE_MS = 3_000;

/** The most rows that are loaded again after a reconnect; scrolling loads the rest. */
const RENEW_AT_MOST = 250;

export function createInbox(ports: InboxPorts): Inbox {
	const connection = signal<ConnectionState>("connecting");
	const tallies = signal<readonly ListCount[]>([]);
	const counted = signal(false);
	const trouble = signal<ModelTrouble | null>(null);
	const usage = signal<CallUsage | null>(null);
	const online = signal<readonly Teammate[]>([]);
	const away = signal<readonly string[]>([]);
	const offered = signal<readonly ListItem[]>([]);
	const views = signal<readonly SavedView[]>([]);
	const viewCounts = signal<Readonly<Record<string, number>>>({});
	const shown = signal<readonly string[]>([]);
	const arrived = signal(0);
	const loading = signal<"first" | "more" | null>("first");
	const hasMore = signal(false);
	const findings = signal<Findings>({ query: "", excerpts: {}, at: {} });

	const rows = new Map<string, Signal<ListItem>>();
	/** A counter that grows when a row becomes known, so that renders which missed the row run again. */
	const known = signal(0);

	let filter: ListFilter = defaultFilter;
	/** The conversations of a search, in the server's order; null without a search. */
	let found: string[] | null = null;
	let cursor: string | null = null;
	/** The last row of the loaded pages, below which rows may be missing. */
	let floor: Floor = "nothing";
	/** The id of the pending page request. */
	let pendingId: string | null = null;
	/** Sends the pending request again, after the time for which it was refused. */
	let again: ReturnType<typeof setTimeout> | undefined;
	let requests = 0;
	let isStill = false;
	/** Until then the list moves although it is to hold still, in ms since 1970. */
	let freeUntil = 0;
	/** The number of characters received on this socket since the last acknowledgement. */
	let arrivedCharacters = 0;
	let looking: Extract<InboxClientFrame, { type: "looking" }> | null = null;
	let socket: Connection | null = null;
	let openedBefore = false;
	/** After a reconnect, new rows are collected here until there are as many as before, and then replace the list at once. */
	let renewing: { rows: ListItem[]; wanted: number } | null = null;

	const send = (frame: InboxClientFrame): boolean => socket?.send(JSON.stringify(frame)) === true;

	function* allRows(): Generator<ListItem> {
		for (const row of rows.values()) yield row.peek();
	}

	/** Puts the rows in order. While the order is kept, it only counts the rows that wait. */
	function arrange(evenIfHeld = false): void {
		const wanted =
			found === null
				? idsFor(allRows(), filter, floor)
				: found.filter((id) => {
						const row = rows.get(id)?.peek();
						return row !== undefined && matches(filter, row);
					});
		if (isStill && !evenIfHeld && Date.now() >= freeUntil) {
			arrived.value = countMissing(shown.peek(), wanted);
			return;
		}
		arrived.value = 0;
		if (!sameIds(shown.peek(), wanted)) shown.value = wanted;
	}

	/** Appends rows of the next page. They move no other row, so they are shown even while the order is kept. */
	function append(next: readonly ListItem[]): void {
		const there = new Set(shown.peek());
		const added = next.filter((row) => !there.has(row.id) && matches(filter, rows.get(row.id)?.peek() ?? row));
		if (isStill && added.length > 0) shown.value = [...shown.peek(), ...added.map((row) => row.id)];
		arrange();
	}

	function noteOffer(row: ListItem): void {
		const others = offered.peek().filter(({ id }) => id !== row.id);
		if (offeredTo(row)) offered.value = [...others, row];
		else if (others.length < offered.peek().length) offered.value = others;
	}

	function merge(row: ListItem): void {
		const have = rows.get(row.id);
		if (have === undefined || isNewer(have.peek(), row)) noteOffer(row);
		if (have === undefined) {
			rows.set(row.id, signal(row));
			known.value++;
		} else if (isNewer(have.peek(), row)) have.value = row;
		else return;
		ports.onRow(row);
	}

	function forgetRequest(): void {
		clearTimeout(again);
		pendingId = null;
	}

	function request(from: string | null): void {
		forgetRequest();
		const { text, ...where } = filter;
		const id = `${++requests}`;
		pendingId = id;
		if (!send({ type: "list", id, filter: where, cursor: from, ...(text === "" ? {} : { text }) })) pendingId = null;
	}

	/** A page was refused. If the server says for how long, the same page is requested again then; until then it is loading. */
	function pageRefused({ id, retryAfterMs }: Extract<InboxServerFrame, { type: "refused" }>): void {
		if (id !== pendingId) return;
		if (retryAfterMs !== undefined) {
			again = setTimeout(() => request(cursor), retryAfterMs);
			return;
		}
		pendingId = null;
		loading.value = null;
	}

	function receivePage(frame: Extract<InboxServerFrame, { type: "page" }>): void {
		if (frame.id !== pendingId) return;
		pendingId = null;
		const first = cursor === null;
		cursor = frame.cursor;
		if (found !== null) {
			for (const row of frame.items) merge(row);
			found = [...new Set([...(first ? [] : found), ...frame.items.map((row) => row.id)])];
			const { query, excerpts, at } = findings.peek();
			findings.value = {
				query,
				excerpts: { ...(first ? {} : excerpts), ...frame.excerpts },
				at: { ...(first ? {} : at), ...frame.at },
			};
		} else if (renewing !== null) {
			renewing.rows.push(...frame.items);
			if (frame.cursor !== null && renewing.rows.length < renewing.wanted) return request(frame.cursor);
			// Any other row may have changed while the socket was closed, so the loaded rows replace all known ones.
			const fresh = renewing.rows;
			renewing = null;
			const kept = new Set(fresh.map((row) => row.id));
			for (const id of rows.keys()) if (!kept.has(id)) rows.delete(id);
			for (const row of fresh) merge(row);
			floor = frame.cursor === null ? null : (fresh.at(-1) ?? null);
		} else {
			for (const row of frame.items) merge(row);
			floor = frame.cursor === null ? null : (frame.items.at(-1) ?? floor);
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
					away.value = frame.away ?? [];
					offered.value = frame.offers ?? [];
					trouble.value = frame.trouble;
					usage.value = frame.usage ?? null;
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
				case "views":
					views.value = frame.views;
					viewCounts.value = frame.counts;
					break;
				case "view_counts":
					viewCounts.value = { ...viewCounts.peek(), ...frame.counts };
					break;
				case "presence":
					online.value = frame.online;
					away.value = frame.away ?? [];
					break;
				case "team":
					ports.onTeam();
					break;
				case "bulk":
					ports.onBulk(frame.job);
					break;
				case "tags":
					ports.onTags();
					break;
				case "notice":
					ports.onNotice(frame.notice);
					break;
				case "seen":
					ports.onSeen(frame.conversation);
					break;
				case "refused":
					pageRefused(frame);
					break;
				case "usage":
					usage.value = frame.usage;
					break;
			}
		});
	}

	const watchViews = () => send({ type: "watch", zone: ports.zone() });

	/** Requests the list again, because the page may have been open for days. The displayed rows stay until the answer arrives. */
	function onOpen(): void {
		// The server may have closed the socket because the member's role has changed.
		if (openedBefore) ports.onTeam();
		ports.onTags();
		openedBefore = true;
		arrivedCharacters = 0;
		cursor = null;
		if (looking) send(looking);
		watchViews();
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
		usage,
		online,
		away,
		offered,
		views,
		viewCounts,
		recount: () => void (views.peek().some(({ filter: kept }) => kept?.date !== undefined) && watchViews()),
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
				findings.value = { query: next.text, excerpts: {}, at: {} };
				hasMore.value = false;
				arrange(true);
				loading.value = "first";
			});
			request(null);
		},
		more() {
			if (!hasMore.peek() || pendingId !== null || cursor === null || connection.peek() !== "open") return;
			loading.value = "more";
			request(cursor);
		},
		holdStill(hold) {
			if (isStill === hold) return;
			isStill = hold;
			if (!hold) arrange();
		},
		letMove() {
			freeUntil = Date.now() + FREE_MS;
			arrange();
		},
		showArrived: () => arrange(true),
		watch() {
			const mine = ports.connect({
				address: ports.address,
				onOpen,
				onMessage: receive,
				onState: (state) => {
					connection.value = state;
					if (state !== "open") forgetRequest();
				},
				onRefused: ports.onRefused,
			});
			socket = mine;
			return () => {
				forgetRequest();
				mine.close();
				if (socket === mine) socket = null;
			};
		},
		look(focused, conversation) {
			if (looking?.focused === focused && looking.conversation === conversation) return;
			looking = { type: "looking", focused, conversation };
			send(looking);
		},
		setAway(isAway, release = false) {
			send({ type: "away", away: isAway, release });
		},
		retryNow: () => socket?.retryNow(),
	};
}

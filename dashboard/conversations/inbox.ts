/**
 * The live list: one socket to the workspace's Inbox for as long as somebody is signed in. Rows merge by version, so
 * that snapshot and stream can overlap. Each row is its own signal: a change draws one line, not the list.
 */
import { batch, type Signal, signal } from "@preact/signals";
import type { Teammate } from "../../src/protocol/entry.ts";
import {
	type InboxClientFrame,
	type InboxRow,
	InboxServerFrame,
	matches,
	type Tally,
	type Trouble,
} from "../../src/protocol/inbox.ts";
import { parseServerFrame } from "../../src/protocol/frames.ts";
import { CloseCode, SUBPROTOCOL, TAKEN_EVERY } from "../../src/protocol/limits.ts";
import { type Connection, type ConnectionState, connect } from "../../src/protocol/client/socket.ts";
import { lostSession } from "../frame/session.ts";
import { setClock } from "../look/time.ts";
import { behind, idsFor, isNewer, sameIds } from "./list.ts";
import { defaultFilter, filterKey, type ListFilter } from "./views.ts";

export const connection = signal<ConnectionState>("connecting");
/** Why only a reload helps: the server speaks another version of the protocol, or a page broke while it was drawn. */
export const reloadFor = signal<"release" | "fault" | null>(null);
export const tallies = signal<readonly Tally[]>([]);
/** Counts are known, and not only the zeros one starts with. */
export const counted = signal(false);
/** The model that should write the answers doesn't. */
export const trouble = signal<Trouble | null>(null);
export const online = signal<readonly Teammate[]>([]);
/** The rows on show, in order. Changes only when the list may move. */
export const shown = signal<readonly string[]>([]);
/** How many rows wait above until the list may move. */
export const arrived = signal(0);
/** "loading": nothing is known yet. "more": the next page is under way. */
export const loading = signal<"first" | "more" | null>("first");
export const hasMore = signal(false);

const rows = new Map<string, Signal<InboxRow>>();
/** Counts the rows that became known, for those who wait for one that wasn't. */
const known = signal(0);

/** A row's signal, or undefined: a render that asks is drawn again when rows become known. */
export const rowOf = (id: string): Signal<InboxRow> | undefined => (known.value > 0 ? rows.get(id) : undefined);

/** What a search found in each conversation, and what was searched for. */
export const findings = signal<{ query: string; excerpts: Record<string, string> }>({ query: "", excerpts: {} });

let filter: ListFilter = defaultFilter;
/** A search's conversations in the server's order; null when nothing is searched for. */
let found: string[] | null = null;
let cursor: string | null = null;
/** Activity of the last row paged in; null when all are. */
let floor: number | null = Number.POSITIVE_INFINITY;
let asked: string | null = null;
let requests = 0;
let held = false;
/** Off this socket, since the server was last told. */
let arrivedCharacters = 0;
let socket: Connection | null = null;
/** After a reconnect, rows gather here until the list is as long as before, and are then swapped in at once. */
let renewing: { rows: InboxRow[]; wanted: number } | null = null;

/** Rows a renewal fetches at most; somebody further down gets the rest by scrolling. */
const RENEW_AT_MOST = 250;

function* allRows(): Generator<InboxRow> {
	for (const row of rows.values()) yield row.peek();
}

/** Puts the rows in order, unless the list is being pointed at: then it only counts what waits. */
function arrange(evenIfHeld = false): void {
	const wanted =
		found === null
			? idsFor(allRows(), filter, floor)
			: found.filter((id) => {
					const row = rows.get(id)?.peek();
					return row !== undefined && matches(filter, row);
				});
	if (held && !evenIfHeld) {
		arrived.value = behind(shown.peek(), wanted);
		return;
	}
	arrived.value = 0;
	if (!sameIds(shown.peek(), wanted)) shown.value = wanted;
}

/** Rows paged in at the end move nothing, so they show even while the list holds still. */
function append(next: readonly InboxRow[]): void {
	const there = new Set(shown.peek());
	const added = next.filter((row) => !there.has(row.id) && matches(filter, rows.get(row.id)?.peek() ?? row));
	if (held && added.length > 0) shown.value = [...shown.peek(), ...added.map((row) => row.id)];
	arrange();
}

/** The list stays as it is while `hold` is true; rows still change in place. */
export function holdStill(hold: boolean): void {
	if (held === hold) return;
	held = hold;
	if (!hold) arrange();
}

/** Shows what has arrived, even under the pointer: somebody asked for it. */
export const showArrived = (): void => arrange(true);

function take(row: InboxRow): void {
	const have = rows.get(row.id);
	if (have === undefined) {
		rows.set(row.id, signal(row));
		known.value++;
	} else if (isNewer(have.peek(), row)) have.value = row;
}

/** A row learnt elsewhere (a thread's details, an action's answer). */
export function learn(row: InboxRow): void {
	batch(() => {
		take(row);
		arrange();
	});
}

function ask(frame: Extract<InboxClientFrame, { type: "list" }>): void {
	asked = frame.id;
	if (socket?.send(JSON.stringify(frame)) !== true) asked = null;
}

function request(from: string | null): void {
	const { text, ...where } = filter;
	ask({ type: "list", id: `${++requests}`, filter: where, cursor: from, ...(text === "" ? {} : { text }) });
}

/** Shows another filter: at once what is known of it, then its first page. */
export function choose(next: ListFilter): void {
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
}

/** The next page, when there is one and none is under way. */
export function more(): void {
	if (!hasMore.peek() || asked !== null || cursor === null || connection.peek() !== "open") return;
	loading.value = "more";
	request(cursor);
}

function page(frame: Extract<InboxServerFrame, { type: "page" }>): void {
	if (frame.id !== asked) return;
	asked = null;
	const first = cursor === null;
	cursor = frame.cursor;
	if (found !== null) {
		for (const row of frame.rows) take(row);
		found = [...new Set([...(first ? [] : found), ...frame.rows.map((row) => row.id)])];
		const { query, excerpts } = findings.peek();
		findings.value = { query, excerpts: { ...(first ? {} : excerpts), ...frame.excerpts } };
	} else if (renewing !== null) {
		renewing.rows.push(...frame.rows);
		if (frame.cursor !== null && renewing.rows.length < renewing.wanted) return request(frame.cursor);
		// What isn't in the renewed list may have changed while we were away.
		const fresh = renewing.rows;
		renewing = null;
		const kept = new Set(fresh.map((row) => row.id));
		for (const id of rows.keys()) if (!kept.has(id)) rows.delete(id);
		for (const row of fresh) take(row);
		floor = frame.cursor === null ? null : (fresh.at(-1)?.lastAt ?? null);
	} else {
		for (const row of frame.rows) take(row);
		floor = frame.cursor === null ? null : (frame.rows.at(-1)?.lastAt ?? floor);
	}
	hasMore.value = frame.cursor !== null;
	loading.value = null;
	append(frame.rows);
}

function receive(data: string): void {
	arrivedCharacters += data.length;
	if (arrivedCharacters >= TAKEN_EVERY) {
		socket?.send(JSON.stringify({ type: "taken", characters: arrivedCharacters } satisfies InboxClientFrame));
		arrivedCharacters = 0;
	}
	const frame = parseServerFrame(InboxServerFrame, data);
	if (frame === null) return;
	batch(() => {
		switch (frame.type) {
			case "hello":
				setClock(frame.now);
				tallies.value = frame.tallies;
				counted.value = true;
				online.value = frame.online;
				trouble.value = frame.trouble;
				break;
			case "trouble":
				trouble.value = frame.trouble;
				break;
			case "page":
				page(frame);
				break;
			case "rows":
				if (frame.tallies) tallies.value = frame.tallies;
				for (const row of frame.rows) take(row);
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

/** The page may have been open for days: everything is asked for again, and what is on show stays until it is here. */
function opened(): void {
	arrivedCharacters = 0;
	cursor = null;
	renewing = found === null ? { rows: [], wanted: Math.min(shown.peek().length, RENEW_AT_MOST) } : null;
	if (shown.peek().length === 0) loading.value = "first";
	request(null);
}

/** Connects; the result disconnects and forgets everything, for the next who signs in. */
export function watchInbox(): () => void {
	const mine = connect({
		address: () => ({ url: `${location.origin.replace(/^http/, "ws")}/api/inbox/socket`, protocols: [SUBPROTOCOL] }),
		onOpen: opened,
		onMessage: receive,
		onState: (state) => {
			connection.value = state;
			if (state !== "open") asked = null;
		},
		onRefused: (code) => {
			if (code === CloseCode.reload) reloadFor.value = "release";
			else lostSession();
		},
	});
	socket = mine;
	return () => {
		mine.close();
		socket = null;
		rows.clear();
		asked = null;
		renewing = null;
		batch(() => {
			shown.value = [];
			tallies.value = [];
			counted.value = false;
			online.value = [];
			trouble.value = null;
			loading.value = "first";
			hasMore.value = false;
		});
	};
}

export const reconnectNow = (): void => socket?.retryNow();

/**
 * Measures the list of a large workspace from a dashboard's socket: the time from request to answer of pages, filters and
 * searches, and the time of one message to fifty dashboards. The list is filled through SQL (worker/fill.ts). The meters are
 * on, which cost about a microsecond for each statement.
 */
import { setTimeout as sleep } from "node:timers/promises";
import * as v from "valibot";
import { InboxServerFrame, type ListItem } from "../../src/protocol/inbox.ts";
import { type Percentiles, percentiles } from "./figures.ts";
import { each } from "./engine.ts";
import { sentences } from "../../scripts/demo.ts";
import type { Line } from "./line.ts";
import type { Runtime } from "./runtime.ts";
import {
	converse,
	createTeammate,
	createWorkspace,
	openInbox,
	order,
	say,
	type Teammate,
	type Workspace,
} from "./workspace.ts";

export type Full = {
	workspace: Workspace;
	teammate: Teammate;
	size: number;
	messages: number;
	fillSeconds: number;
};

export type InboxTimes = {
	firstPage: Percentiles;
	nextPage: Percentiles;
	filter: Percentiles;
	search: Percentiles;
	fanOut: Percentiles;
	/** The search text with the highest p95. */
	slowestSearch: { text: string; p95: number };
};

const MESSAGES_EACH = 10;
/** Conversations filled in one transaction. */
const BATCH = 2_000;
const DASHBOARDS = 50;
const DASHBOARDS_EACH = 10;
/** Longer than a conversation waits between two updates of the list (conversation/outgoing/inbox-sync.ts). */
const REST_MS = 400;

export async function fill({ host }: Runtime, size: number): Promise<Full> {
	const workspace = await createWorkspace(host);
	const teammate = await createTeammate(workspace);
	const members = [
		{ id: teammate.id, name: teammate.name },
		{ id: "mb_filled1", name: "Marco" },
		{ id: "mb_filled2", name: "Ada" },
	];
	const begun = performance.now();
	const all = await sentences();
	const now = Date.now();
	for (let from = 0; from < size; from += BATCH)
		await order(host, {
			do: "fill",
			workspace: workspace.id,
			filling: { from, to: Math.min(size, from + BATCH), size, messages: MESSAGES_EACH, sentences: all, members, now },
		});
	const fillSeconds = Math.round((performance.now() - begun) / 100) / 10;
	return { workspace, teammate, size, messages: size * MESSAGES_EACH, fillSeconds };
}

const anything = { status: "active", handler: "any", assignee: "anyone" };
type Page = { ms: number; items: ListItem[]; cursor: string | null };

/** Requests one page. Resolves to it and the time it took in ms; a request that comes too soon waits and is made again. */
async function list(line: Line, question: { filter?: object; cursor?: string | null; text?: string }): Promise<Page> {
	const id = crypto.randomUUID();
	const answered = line.next(id);
	const asked = performance.now();
	line.send(JSON.stringify({ type: "list", id, filter: anything, ...question }));
	const answer = await answered;
	const ms = performance.now() - asked;
	const frame = v.parse(InboxServerFrame, JSON.parse(answer));
	if (frame.type === "refused" && frame.retryAfterMs !== undefined) {
		await sleep(frame.retryAfterMs);
		return list(line, question);
	}
	if (frame.type !== "page") throw new Error(`the Inbox answered "${frame.type}" to a request for a page`);
	return { ms, items: frame.items, cursor: frame.cursor };
}

/** Search texts: common and rare words, several words, the start of one, and a number that occurs once. */
const searches = (size: number): string[] => [
	"returns",
	"parcel",
	"shipping cost",
	"bag",
	"how do I return a bag",
	"warranty rep",
	`FB${700_000 + Math.floor(size / 2)}`,
	"klarna",
];

export async function measureInbox(full: Full, samples: number): Promise<InboxTimes> {
	const { workspace, teammate, size } = full;
	const line = await openInbox(workspace, teammate);
	const filters = [
		{ ...anything, assignee: teammate.id },
		{ ...anything, handler: "waiting" },
		{ ...anything, status: "closed" },
		{ ...anything, status: "all", assignee: teammate.id },
	];
	const first: number[] = [];
	const next: number[] = [];
	const filtered: number[] = [];
	// Warm-up: the first request starts the object and fills its page cache.
	await list(line, {});
	for (let sample = 0; sample < samples; sample++) {
		const page = await list(line, {});
		if (page.items.length === 0) throw new Error("the list is empty");
		first.push(page.ms);
		next.push((await list(line, { cursor: page.cursor })).ms);
		filtered.push((await list(line, { filter: filters[sample % filters.length] ?? anything })).ms);
	}
	const everywhere = { status: "all", handler: "any", assignee: "anyone" };
	const found = new Map<string, number[]>(searches(size).map((text) => [text, []]));
	for (let sample = 0; sample < samples / 8; sample++)
		for (const [text, times] of found) times.push((await list(line, { filter: everywhere, text })).ms);
	const slowest = [...found]
		.map(([text, times]) => ({ text, p95: percentiles(times).p95 }))
		.reduce((worst, kind) => (kind.p95 > worst.p95 ? kind : worst));
	line.close();
	return {
		firstPage: percentiles(first),
		nextPage: percentiles(next),
		filter: percentiles(filtered),
		search: percentiles([...found.values()].flat()),
		slowestSearch: slowest,
		fanOut: await fanOut(full, samples / 10),
	};
}

/** The time from a visitor's sending a message until the last of fifty dashboards has its list item, in ms. */
async function fanOut({ workspace, teammate }: Full, messages: number): Promise<Percentiles> {
	const some = (count: number) => Array.from({ length: count }, (_, number) => number);
	// A member may have only so many dashboards open.
	const team = await each(some(DASHBOARDS / DASHBOARDS_EACH), () => createTeammate(workspace));
	const dashboards = await each(some(DASHBOARDS), (number) =>
		openInbox(workspace, team[number % team.length] ?? teammate),
	);
	const times: number[] = [];
	for (let message = 0; message < messages; message += 10) {
		const conversations = await each(some(Math.min(10, messages)), () => converse(workspace, teammate));
		// Messages in quick succession go to the list in one update; the pause makes the next message an update of its own.
		await sleep(REST_MS);
		for (const { visitor, teammate: other } of conversations) {
			const preview = crypto.randomUUID();
			const shown = dashboards.map((line) => line.next(preview));
			const sent = performance.now();
			await say(visitor, other, preview);
			await Promise.all(shown);
			times.push(performance.now() - sent);
			visitor.close();
			other.close();
		}
	}
	for (const line of dashboards) line.close();
	return percentiles(times);
}

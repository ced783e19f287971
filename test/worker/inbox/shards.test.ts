/**
 * A simulation of sharding the Inbox of a very large workspace (README, "What we promise"): several real Inboxes, each with a
 * part of the conversations. Their merged pages and added counts equal those of a single one. Nothing here is shipped: the test
 * checks the plan against the list as it is.
 */
import { inbox } from "../../../src/durable/objects.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import { ListItems } from "../../../src/inbox/items.ts";
import { searchList } from "../../../src/inbox/search.ts";
import type { Handler, Status } from "../../../src/protocol/conversation/entry.ts";
import type { ListItem, ListCount } from "../../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { PAGE_SIZE } from "../../../src/protocol/limits.ts";

const SIZE = 150;
const START = 1_700_000_000_000;
const statuses: Status[] = ["open", "pending", "closed"];
const handlers: Handler[] = ["ai", "waiting", "human"];
const team = [
	{ id: "mb_ines", name: "Ines" },
	{ id: "mb_marco", name: "Marco" },
];

/** List items with every combination of status, handler and assignee, many of them in the same millisecond. */
const rows = Array.from({ length: SIZE }, (_, number): ListItem => {
	const handler = handlers[number % 3] ?? "ai";
	return {
		id: `c_${String((number * 7919) % SIZE).padStart(22, "0")}`,
		version: 1,
		status: statuses[(number >> 2) % 3] ?? "open",
		handler,
		archived: number % 17 === 0,
		reason: null,
		assignee: handler === "human" ? (team[number % 2] ?? null) : null,
		visitorId: `v_${number}`,
		contactId: null,
		name: null,
		email: null,
		preview: `Message ${number}`,
		previewBy: "visitor",
		previewName: null,
		unread: 1,
		startedAt: START,
		lastAt: START + ((number * 31) % (SIZE / 3)),
		waitingSince: null,
		source: "widget",
	};
});

/** The shard of a conversation: a hash of its id (FNV-1a, 32 bits). */
function shardOf(id: string, shards: number): number {
	let hash = 0x811c9dc5;
	for (const character of id) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
	return hash % shards;
}

const address = (shards: number, shard: number) => `ws_simulated-${shards}-${shard}`;

const tell = (shards: number, row: ListItem) =>
	inbox(env, address(shards, shardOf(row.id, shards))).receive(row, [{ seq: 1, text: row.preview }]);

const ask = <Answer>(shards: number, question: (list: ListItems, sql: SqlStorage) => Answer): Promise<Answer[]> =>
	Promise.all(
		Array.from({ length: shards }, (_, shard) =>
			runInDurableObject(inbox(env, address(shards, shard)), (__, { storage }) =>
				question(new ListItems(storage.sql), storage.sql),
			),
		),
	);

/** A cursor is a position in the order of all items, so the merged page's cursor is valid for every shard. */
async function merged(shards: number, filter: InboxFilter, cursor: string | null) {
	const pages = await ask(shards, (list) => list.page(filter, cursor));
	const all = pages.flatMap((page) => page.items).toSorted((a, b) => b.lastAt - a.lastAt || (a.id < b.id ? 1 : -1));
	const page = all.slice(0, PAGE_SIZE);
	const last = page.at(-1);
	const more = all.length > PAGE_SIZE || pages.some((each) => each.cursor !== null);
	return { ids: page.map(({ id }) => id), cursor: more && last ? `${last.lastAt}.${last.id}` : null };
}

async function everyPage(shards: number, filter: InboxFilter): Promise<string[][]> {
	const pages: string[][] = [];
	for (let cursor: string | null = null; ;) {
		const page: Awaited<ReturnType<typeof merged>> = await merged(shards, filter, cursor);
		pages.push(page.ids);
		cursor = page.cursor;
		if (cursor === null || pages.length > SIZE) return pages;
	}
}

async function tallies(shards: number): Promise<Record<string, number>> {
	const sums: Record<string, number> = {};
	for (const { status, handler, assignee, count } of (await ask(shards, (list): ListCount[] => list.counts())).flat()) {
		const key = `${status} ${handler} ${assignee}`;
		sums[key] = (sums[key] ?? 0) + count;
	}
	return sums;
}

const filters: InboxFilter[] = [
	{ status: "active", handler: "any", assignee: "anyone" },
	{ status: "all", handler: "human", assignee: "mb_ines" },
	{ status: "closed", handler: "any", assignee: "nobody" },
	{ status: "archived", handler: "any", assignee: "anyone" },
];

describe.each([4, 8])("%i Inboxes", (shards) => {
	beforeAll(async () => {
		for (const row of rows) await Promise.all([tell(1, row), tell(shards, row)]);
	});

	test("share the conversations about evenly", async () => {
		const sizes = await ask(shards, (list) => list.counts().reduce((sum, { count }) => sum + count, 0));
		expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(SIZE);
		expect(Math.min(...sizes)).toBeGreaterThan(SIZE / shards / 2);
	});

	test("give the pages of a single one, merged, to the last", async () => {
		const all = await Promise.all(
			filters.map((filter) => Promise.all([everyPage(shards, filter), everyPage(1, filter)])),
		);
		for (const [ours, single] of all) expect(ours).toEqual(single);
		expect(all[0]?.[1].length).toBeGreaterThan(1);
	});

	test("give its counts, added up", async () => {
		expect(await tallies(shards)).toEqual(await tallies(1));
	});

	test("find what one finds", async () => {
		const everything = { status: "all", handler: "any", assignee: "anyone" } as const;
		const found = async (of: number) =>
			(await ask(of, (list, sql) => searchList(sql, list.messages, everything, "message 111", null)))
				.flatMap((page) => page.items)
				.map(({ id }) => id);
		expect(await found(shards)).toEqual(await found(1));
		expect(await found(1)).toHaveLength(1);
	});

	test("change nothing when every line is told once more, as a move to more of them does", async () => {
		const before = await tallies(shards);
		for (const row of rows) await tell(shards, row);
		expect(await tallies(shards)).toEqual(before);
	});
});

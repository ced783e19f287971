/** The live list on the real runtime: pages, filters, versions, counts and who is there. */
import { inbox } from "../../../src/durable/objects.ts";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { MessageIndex } from "../../../src/inbox/message-index.ts";
import { type ListItem, matches } from "../../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { PAGE_SIZE } from "../../../src/protocol/limits.ts";
import { createMember, createWorkspace, newConversationId, type Person, type Workspace } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";

let shop: Workspace;
let ines: Person;
let marco: Person;

beforeEach(async () => {
	shop = await createWorkspace();
	[ines, marco] = await Promise.all([createMember(shop, "owner", "Ines"), createMember(shop, "viewer", "Marco")]);
});

let clock = 1_700_000_000_000;
const row = (over: Partial<ListItem> = {}): ListItem => ({
	id: newConversationId(),
	version: 1,
	status: "open",
	handler: "ai",
	archived: false,
	reason: null,
	assignee: null,
	visitorId: "v_1",
	contactId: null,
	name: null,
	email: null,
	preview: "Hello",
	previewBy: "visitor",
	previewName: null,
	unread: 1,
	startedAt: clock,
	lastAt: clock++,
	waitingSince: null,
	source: "widget",
	...over,
});
const put = (each: ListItem) => inbox(env, shop.id).receive(each);
/** Two minutes pass since a member closed all their dashboards. */
async function leaveForLong(workspace: Workspace, who: Person): Promise<void> {
	const stub = inbox(env, workspace.id);
	await vi.waitFor(() =>
		runInDurableObject(stub, (_, { storage: { sql } }) => {
			const left = "UPDATE member_presence SET left_at = left_at - 120000 WHERE member = ? AND left_at > 0 RETURNING 1";
			expect(sql.exec(left, who.id).toArray()).toHaveLength(1);
		}),
	);
	await runDurableObjectAlarm(stub);
}
const anything: InboxFilter = { status: "all", handler: "any", assignee: "anyone" };

async function list(filter: InboxFilter, by = ines): Promise<ListItem[]> {
	const line = await openInbox(by);
	const rows: ListItem[] = [];
	let cursor: string | null = null;
	for (let page = 0; page < 50; page++) {
		line.send({ type: "list", id: `page${page}`, filter, cursor });
		const frame = await line.next("page", ({ id }) => id === `page${page}`);
		rows.push(...frame.items);
		cursor = frame.cursor;
		if (cursor === null) break;
	}
	line.close();
	return rows;
}

describe("the list", () => {
	test("pages through everything, newest first, without a gap or a repeat", async () => {
		const rows = Array.from({ length: PAGE_SIZE * 2 + 7 }, (_, index) =>
			// Several at the same moment: the id decides.
			row({ lastAt: 1_000 + Math.floor(index / 5), status: index % 2 ? "open" : "closed" }),
		);
		await Promise.all(rows.map(put));
		const listed = await list(anything);
		expect(listed.map(({ id }) => id).toSorted()).toEqual(rows.map(({ id }) => id).toSorted());
		expect(listed.map(({ lastAt }) => lastAt)).toEqual(listed.map(({ lastAt }) => lastAt).toSorted((a, b) => b - a));
	});

	test("every filter lists what `matches` says, on the server as in a dashboard", async () => {
		const assignee = { id: ines.id, name: "Ines" };
		const rows = [
			row(),
			row({ status: "pending" }),
			row({ handler: "waiting", waitingSince: 5 }),
			row({ handler: "human", assignee }),
			row({ handler: "human", assignee: { id: marco.id, name: "Marco" }, status: "pending" }),
			row({ status: "closed", handler: "human", assignee }),
			row({ archived: true }),
			row({ archived: true, handler: "human", assignee }),
		];
		await Promise.all(rows.map(put));
		for (const status of ["all", "active", "open", "pending", "closed", "archived"] as const)
			for (const handler of ["any", "ai", "waiting", "human"] as const)
				for (const whose of ["anyone", "nobody", ines.id]) {
					const filter = { status, handler, assignee: whose };
					const wanted = rows.filter((each) => matches(filter, each)).map(({ id }) => id);
					// Nobody may ask for all of these pages in a row alone.
					const listed = (await list(filter, handler === "any" || handler === "ai" ? ines : marco)).map(({ id }) => id);
					expect(listed.toSorted(), JSON.stringify(filter)).toEqual(wanted.toSorted());
				}
	});

	test("the newest version wins, in whatever order versions come", async () => {
		const third = row({ version: 3, preview: "third" });
		await put(third);
		await put({ ...third, version: 2, preview: "second" });
		await put({ ...third, version: 3, preview: "again" });
		expect((await list(anything)).map(({ preview }) => preview)).toEqual(["third"]);
	});
});

describe("searching everything said", () => {
	let seq = 0;
	const told = (each: ListItem, ...texts: string[]) =>
		inbox(env, shop.id).receive(
			each,
			texts.map((text) => ({ seq: ++seq, text })),
		);
	async function search(text: string, filter = anything, cursor: string | null = null) {
		const line = await openInbox(ines);
		line.send({ type: "list", id: "search", filter, text, cursor });
		const page = await line.next("page", ({ id }) => id === "search");
		line.close();
		return page;
	}
	const found = async (text: string, filter = anything) => (await search(text, filter)).items.map(({ id }) => id);

	test("finds a conversation by any message in it, the latest match first, with the words around it", async () => {
		const [one, two, three] = [row(), row(), row()];
		await told(one, "Where is my parcel?", "It is on its way.");
		await told(two, "My strap broke.");
		await told(three, "I have a long story before I come to it, so bear with me: the parcels came twice last week.");
		await told({ ...one, version: 2 }, "The parcel has not moved since.");
		const page = await search("parcel");
		expect(page.items.map(({ id }) => id)).toEqual([one.id, three.id]);
		expect(page.excerpts?.[three.id]).toMatch(/^… .*the parcels came twice/);
		expect(await found("strap broke")).toEqual([two.id]);
		expect(await found("strap parcel")).toEqual([]);
	});

	test("finds words while they are typed, in other forms, without accents, and in scripts without spaces", async () => {
		const [one, two] = [row(), row()];
		await told(one, "Ich möchte die Gravur für Zoë, please start engraving.");
		await told(two, "退货需要多长时间？");
		for (const query of ["engr", "engraved", "gravur", "mochte", "Zoe"])
			expect(await found(query), query).toEqual([one.id]);
		expect(await found("退货")).toEqual([two.id]);
		for (const query of ['"', "* AND (", "NEAR(", "", "'; DROP TABLE line", "\u0000"]) await search(query);
	});

	test("finds people by name and address, and minds the other filters", async () => {
		const open = row({ name: "Ana Moreira", email: "ana@moreira.example" });
		await told(open, "Hello");
		const closed = row({ status: "closed", name: "Ana Silva" });
		await told(closed, "Hello");
		expect((await found("ana")).toSorted()).toEqual([open.id, closed.id].toSorted());
		expect(await found("moreira")).toEqual([open.id]);
		expect(await found("ana", { ...anything, status: "closed" })).toEqual([closed.id]);
	});

	test("says which message matched, and finds phrases whose words stand one after the other", async () => {
		const [one, two] = [row(), row({ name: "Ana Moreira" })];
		await told(one, "Hello there", "The zip does not close any more", "Thank you");
		const matched = seq - 1;
		await told(two, "It does close, so it is not the zip");
		expect((await search('"does not close"')).at).toEqual({ [one.id]: matched });
		expect(await found('"does not close"')).toEqual([one.id]);
		expect((await found("does not close zip")).length).toBe(2);
		// A name has no message to open at.
		expect(await search("moreira")).toMatchObject({ items: [{ id: two.id }], at: {} });
	});

	test("minds from whom it is, and what is unread", async () => {
		const [ana, zoe] = [row({ name: "Ana Moreira", unread: 1 }), row({ email: "zoe@moreira.example", unread: 0 })];
		await told(ana, "Hello");
		await told(zoe, "Hello");
		expect(await found("hello", { ...anything, from: "ana mor" })).toEqual([ana.id]);
		expect(await found("hello", { ...anything, from: "@moreira" })).toEqual([zoe.id]);
		expect(await found("hello", { ...anything, unread: true })).toEqual([ana.id]);
		await put({ ...ana, version: 9, name: "Eva Lund", unread: 0 });
		expect((await list({ ...anything, from: "ana" })).map(({ id }) => id)).toEqual([]);
		expect((await list({ ...anything, from: "lund" })).map(({ id }) => id)).toEqual([ana.id]);
	});

	test("being told twice, or late, doubles and loses nothing", async () => {
		const one = row();
		const said = [
			{ seq: 101, text: "a unique walrus" },
			{ seq: 102, text: "another one" },
		];
		await inbox(env, shop.id).receive({ ...one, version: 5 }, said);
		await inbox(env, shop.id).receive({ ...one, version: 5 }, said);
		await inbox(env, shop.id).receive({ ...one, version: 4 }, [...said, { seq: 103, text: "a late penguin" }]);
		expect(await found("walrus")).toEqual([one.id]);
		expect(await found("penguin")).toEqual([one.id]);
		const stored = await runInDurableObject(inbox(env, shop.id), (_, { storage }) =>
			storage.sql.exec("SELECT text FROM message_text WHERE text LIKE '%walrus%'").toArray(),
		);
		expect(stored).toHaveLength(1);
	});

	test("what failed half-way is taken whole when it is told again", async () => {
		const line = row();
		const said = [{ seq: 1, text: "Where is my umbrella?" }];
		vi.spyOn(MessageIndex.prototype, "add").mockImplementationOnce(() => {
			throw new Error("the disk is full");
		});
		await runInDurableObject(inbox(env, shop.id), (instance) =>
			expect(instance.receive(line, said)).rejects.toThrow("the disk is full"),
		);
		await inbox(env, shop.id).receive(line, said);
		vi.restoreAllMocks();
		expect(await found("umbrella")).toEqual([line.id]);
		expect((await (await openInbox(ines)).next("hello")).counts).toMatchObject([{ status: "open", count: 1 }]);
	});

	test("finds an order by its first digits, a single ideograph, an emoji, and what holds invisible characters", async () => {
		const [order, refund, party, policy] = [row(), row(), row(), row()];
		await told(order, "My order is 4471893, tracking 1Z999AA10123456784.");
		await told(refund, "我要退款");
		await told(party, "Thanks 🎉🏽");
		await told(policy, "Die Haft\u00adpflicht\u00adversicherung, می\u200cخواهم");
		for (const query of ["44718", "1Z999", "order 44"]) expect(await found(query), query).toEqual([order.id]);
		for (const query of ["退", "款", "要退"]) expect(await found(query), query).toEqual([refund.id]);
		expect(await found("🎉")).toEqual([party.id]);
		for (const query of ["Haftpflichtversicherung", "haftpf", "میخواهم"])
			expect(await found(query), query).toEqual([policy.id]);
	});

	test("pages through many matches without a gap or a repeat", async () => {
		const rows = Array.from({ length: PAGE_SIZE + 20 }, () => row());
		for (const each of rows) await told(each, "a llama", "and again a llama");
		const first = await search("llama");
		expect(first.items).toHaveLength(PAGE_SIZE);
		const second = await search("llama", anything, first.cursor);
		expect(second.cursor).toBe(null);
		const ids = [...first.items, ...second.items].map(({ id }) => id);
		expect(ids).toHaveLength(rows.length);
		expect(new Set(ids).size).toBe(rows.length);
	});
});

describe("live", () => {
	test("a change comes with its counts to every dashboard, and wakes from sleep alike", async () => {
		const [one, two] = await Promise.all([openInbox(ines), openInbox(marco)]);
		await Promise.all([one.next("hello"), two.next("hello")]);
		const first = row();
		await put(first);
		for (const line of [one, two]) {
			const told = await line.next("items");
			expect(told.items).toEqual([first]);
			expect(told.counts).toEqual([{ status: "open", handler: "ai", assignee: null, count: 1 }]);
		}
		await evictDurableObject(inbox(env, shop.id));
		await put({ ...first, version: 2, status: "closed" });
		const told = await one.next("items");
		expect(told.counts).toEqual([{ status: "closed", handler: "ai", assignee: null, count: 1 }]);
		await put({ ...first, version: 3, status: "closed", preview: "no bucket changed" });
		expect((await two.next("items", ({ items }) => items[0]?.version === 3)).counts).toBe(undefined);
	});

	test("what many conversations tell at once comes together, each of them answered and none left out", async () => {
		const line = await openInbox(ines);
		await line.next("hello");
		const many = Array.from({ length: 120 }, () => row());
		const told = await Promise.all(many.map(put));
		expect(told).toHaveLength(120);
		const seen = () => line.frames.flatMap((frame) => (frame.type === "items" ? frame.items.map(({ id }) => id) : []));
		await line.next("items", () => seen().length === 120);
		expect(seen().toSorted()).toEqual(many.map(({ id }) => id).toSorted());
		expect(line.frames.filter(({ type }) => type === "items").length).toBeLessThan(60);
	});

	test("who has a dashboard open is told, each once", async () => {
		const one = await openInbox(ines);
		await one.next("hello");
		const two = await openInbox(marco);
		const three = await openInbox(marco);
		await one.next("presence", ({ online }) => online.length === 2);
		two.close();
		three.close();
		await leaveForLong(shop, marco);
		await one.next("presence", ({ online }) => online.length === 1);
		expect((await inbox(env, shop.id).availability()).online).toBe(true);
	});

	test("who comes back together, as after a deploy, is told together", async () => {
		const one = await openInbox(ines);
		const crowd = await Promise.all(Array.from({ length: 40 }, () => openInbox(marco)));
		await one.next("presence", ({ online }) => online.length === 2);
		expect(one.frames.filter(({ type }) => type === "presence").length).toBeLessThan(20);
		for (const line of crowd) line.close();
		await leaveForLong(shop, marco);
		await one.next("presence", ({ online }) => online.length === 1);
	});

	test("the usual wait is the median of real ones, and unknown while there are few", async () => {
		const wait = async (ms: number) => {
			const waiting = row({ handler: "waiting", waitingSince: Date.now() - ms });
			await put(waiting);
			const assignee = { id: ines.id, name: "Ines" };
			return put({ ...waiting, version: 2, handler: "human", assignee, waitingSince: null });
		};
		expect((await wait(60_000)).usualReplyMs).toBe(null);
		await wait(600_000);
		const { usualReplyMs } = await wait(120_000);
		expect(Math.round((usualReplyMs ?? 0) / 1_000)).toBe(120);
	});

	test("a frame it can't read is refused, and the line stays open", async () => {
		const line = await openInbox(ines);
		await line.next("hello");
		line.send({ type: "list", id: "x", filter: { status: "snoozed" } });
		await line.next("refused");
		line.send({ type: "list", id: "page0", filter: anything, cursor: "' OR 1=1" });
		expect((await line.next("page")).items).toEqual([]);
	});
});

describe("trouble with the model", () => {
	const failing = { writer: "workers-ai", why: "failing" } as const;
	const tell = (at: number, trouble: typeof failing | null) =>
		inbox(env, shop.id).receive(row(), [], null, { at, trouble });
	const standing = async () => {
		const line = await openInbox(marco);
		const { trouble } = await line.next("hello");
		line.close();
		return trouble;
	};
	const rowsKept = () =>
		runInDurableObject(inbox(env, shop.id), (_, { storage }) =>
			storage.sql
				.exec("SELECT at FROM model_health")
				.toArray()
				.map(({ at }) => at),
		);

	test("is told at once to everybody who looks, and stands until an answer is written again", async () => {
		const line = await openInbox(ines);
		expect((await line.next("hello")).trouble).toBeNull();
		await tell(1_000, failing);
		expect((await line.next("trouble")).trouble).toEqual({ ...failing, since: 1_000 });
		await tell(2_000, failing);
		await evictDurableObject(inbox(env, shop.id));
		expect(await standing()).toEqual({ ...failing, since: 1_000 });
		await tell(3_000, null);
		expect((await line.next("trouble")).trouble).toBeNull();
		expect(await standing()).toBeNull();
	});

	test("told late, after an answer was written, is no trouble any more, not even after a sleep", async () => {
		await tell(1_000, failing);
		await tell(2_000, null);
		await tell(4_000, null);
		await tell(3_000, failing);
		await evictDurableObject(inbox(env, shop.id));
		await tell(3_000, failing);
		expect(await standing()).toBeNull();
	});

	test("costs a row when it begins and ends, and messages that are answered cost none", async () => {
		await tell(1_000, null);
		await tell(2_000, null);
		expect(await rowsKept()).toEqual([]);
		await tell(3_000, failing);
		await tell(4_000, failing);
		expect(await rowsKept()).toEqual([3_000]);
		await tell(5_000, null);
		await tell(6_000, null);
		expect(await rowsKept()).toEqual([5_000]);
	});
});

/** Saved views: whose they are, who may change them, their limits, their order, and counts that hold. */
import { env } from "cloudflare:workers";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import fc from "fast-check";
import { beforeEach, describe, expect, test } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import { ListItems } from "../../../src/inbox/items.ts";
import { ViewCounts } from "../../../src/inbox/list/view-counts.ts";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import { boundsOf } from "../../../src/protocol/list/dates.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { MAX_OWN_VIEWS, MAX_TEAM_VIEWS, type SavedView, type ViewFilter } from "../../../src/protocol/list/view.ts";
import { ask, createMember, createWorkspace, newConversationId, type Person, type Workspace } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";

let shop: Workspace;
let ines: Person;
let marco: Person;
let vera: Person;

beforeEach(async () => {
	shop = await createWorkspace();
	[ines, marco, vera] = await Promise.all([
		createMember(shop, "owner", "Ines"),
		createMember(shop, "agent", "Marco"),
		createMember(shop, "viewer", "Vera"),
	]);
});

const open: ViewFilter = { status: "open", handler: "any", assignee: "anyone", text: "" };
const actorOf = ({ id, name, role }: Person) => ({ kind: "member", id, name, role }) as const;
const add = (by: Person, name: string, whose: SavedView["whose"] = "own", filter = open) =>
	inbox(env, shop.id).act(actorOf(by), "add_view", { name, whose, filter });
const seenBy = async (by: Person): Promise<string[]> =>
	(await inbox(env, shop.id).viewsOf(by.id)).map(({ name, whose }) => `${whose} ${name}`);

async function added(by: Person, name: string, whose: SavedView["whose"] = "own", filter = open): Promise<string> {
	const done = await add(by, name, whose, filter);
	if (!done.ok) throw new Error(done.reason);
	return done.id;
}

let clock = Date.now();
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

describe("a view", () => {
	test("of one's own is one's own, and the team's are published by leads", async () => {
		await added(marco, "Mine");
		await added(vera, "What I watch");
		await added(ines, "Refunds", "team");
		expect(await add(marco, "For all", "team")).toEqual({ ok: false, reason: "forbidden" });
		expect(await add(vera, "For all", "team")).toEqual({ ok: false, reason: "forbidden" });
		expect(await seenBy(marco)).toEqual(["team Refunds", "own Mine"]);
		expect(await seenBy(ines)).toEqual(["team Refunds"]);
		expect(await seenBy(vera)).toEqual(["team Refunds", "own What I watch"]);
	});

	test("is changed, removed and ordered by whoever may, and by nobody else", async () => {
		const stub = inbox(env, shop.id);
		const [mine, teams] = [await added(marco, "Mine"), await added(ines, "Refunds", "team")];
		for (const [by, id, reason] of [
			[ines, mine, "not_found"],
			[vera, mine, "not_found"],
			[marco, teams, "forbidden"],
		] as const) {
			expect(await stub.act(actorOf(by), "change_view", { id, name: "Taken" })).toEqual({ ok: false, reason });
			expect(await stub.act(actorOf(by), "remove_view", { id })).toEqual({ ok: false, reason });
		}
		expect(await stub.act(actorOf(marco), "order_views", { whose: "team", ids: [teams] })).toEqual({
			ok: false,
			reason: "forbidden",
		});
		const second = await added(marco, "Second");
		await stub.act(actorOf(marco), "order_views", { whose: "own", ids: [second, mine, teams] });
		await stub.act(actorOf(marco), "change_view", { id: mine, name: "Renamed" });
		expect(await seenBy(marco)).toEqual(["team Refunds", "own Second", "own Renamed"]);
		await stub.act(actorOf(marco), "remove_view", { id: second });
		expect(await seenBy(marco)).toEqual(["team Refunds", "own Renamed"]);
	});

	test("is one of at most twenty own ones and fifty of the team", async () => {
		for (let n = 0; n < MAX_OWN_VIEWS; n++) await added(marco, `View ${n}`);
		expect(await add(marco, "One more")).toEqual({ ok: false, reason: "full" });
		for (let n = 0; n < MAX_TEAM_VIEWS; n++) await added(ines, `View ${n}`, "team");
		expect(await add(ines, "One more", "team")).toEqual({ ok: false, reason: "full" });
		await added(ines, "Her own");
		const refused = await ask(marco, "/api/views", { body: { name: "One more", whose: "own", filter: open } });
		expect(refused.status).toBe(422);
	});

	test("is out of another workspace's reach", async () => {
		const other = await createMember(await createWorkspace("Another"), "owner", "Rival");
		const id = await added(ines, "Refunds", "team");
		expect((await ask(other, `/api/views/${id}`, { method: "PATCH", body: { name: "Taken" } })).status).toBe(404);
		expect((await ask(other, `/api/views/${id}`, { method: "DELETE" })).status).toBe(404);
		expect(await (await ask(other, "/api/views")).json()).toEqual({ views: [] });
		expect(await seenBy(ines)).toEqual(["team Refunds"]);
	});
});

describe("counts", () => {
	test("come when a dashboard watches, and with each change, in one's own terms", async () => {
		const mine = await added(ines, "Mine, everywhere", "team", { ...open, status: "active", assignee: "me" });
		const refunds = await added(marco, "Refunds", "own", { ...open, tag: "tg_refund", date: "today" });
		const found = await added(marco, "A search", "own", { ...open, text: "parcel" });
		const stub = inbox(env, shop.id);
		const first = row({ tags: ["tg_refund"] });
		await stub.receive(first);
		const [ines2, marco2] = [await openInbox(ines), await openInbox(marco)];
		for (const line of [ines2, marco2]) line.send({ type: "watch", zone: "Europe/Berlin" });
		expect(await ines2.next("views")).toMatchObject({ views: [{ id: mine }], counts: { [mine]: 0 } });
		expect(await marco2.next("views")).toMatchObject({ counts: { [mine]: 0, [refunds]: 1 } });

		await stub.receive({ ...first, version: 2, handler: "human", assignee: { id: marco.id, name: "Marco" } });
		expect(await marco2.next("view_counts")).toEqual({ type: "view_counts", counts: { [mine]: 1 } });
		await stub.receive({ ...first, version: 3, handler: "human", assignee: { id: ines.id, name: "Ines" } });
		expect(await marco2.next("view_counts", ({ counts }) => counts[mine] === 0)).toBeDefined();
		expect(await ines2.next("view_counts", ({ counts }) => counts[mine] === 1)).toBeDefined();

		// After a sleep nothing is in memory.
		await evictDurableObject(stub);
		await stub.receive({ ...first, version: 4, status: "closed" });
		expect(await marco2.next("view_counts", ({ counts }) => counts[refunds] === 0)).toBeDefined();
		expect(await ines2.next("view_counts", ({ counts }) => counts[mine] === 0)).toBeDefined();

		await stub.act(actorOf(marco), "remove_view", { id: found });
		expect((await marco2.next("views")).views.map(({ id }) => id)).toEqual([mine, refunds]);
		for (const line of [ines2, marco2]) line.close();
	});

	const DAY = 86_400_000;
	const NOW = Date.UTC(2026, 10, 15, 12);
	const item = fc.record({
		id: fc.constantFrom(...Array.from({ length: 8 }, () => newConversationId())),
		status: fc.constantFrom("open" as const, "pending" as const, "closed" as const),
		handler: fc.constantFrom("ai" as const, "waiting" as const, "human" as const),
		archived: fc.boolean(),
		isSnoozed: fc.boolean(),
		tags: fc.subarray(["tg_a", "tg_b"]),
		mentions: fc.subarray(["mb_a", "mb_b"]),
		who: fc.constantFrom("mb_a", "mb_b"),
		daysAgo: fc.integer({ min: 0, max: 40 }),
		version: fc.integer({ min: 1, max: 9 }),
	});
	const more: Partial<InboxFilter>[] = [
		{},
		{ tag: "tg_a" },
		{ date: "7d" },
		{ source: "api" },
		{ source: "widget" },
		{ mentioned: "mb_b", tag: "tg_b" },
		{ date: "2026-10-20..2026-11-01", tag: "tg_b" },
	];
	const filters: InboxFilter[] = (["all", "active", "closed", "snoozed", "archived"] as const).flatMap((status) =>
		(["any", "waiting"] as const).flatMap((handler) =>
			["anyone", "nobody", "mb_a"].flatMap((assignee) => more.map((each) => ({ status, handler, assignee, ...each }))),
		),
	);

	test("are what counting anew gives, after any changes and as days pass", async () => {
		const { id } = await createWorkspace();
		await runInDurableObject(inbox(env, id), (_, { storage }) => {
			fc.assert(
				fc.property(fc.array(fc.tuple(item, fc.integer({ min: 0, max: 1 })), { maxLength: 25 }), (changes) => {
					storage.sql.exec("DELETE FROM list_item; DELETE FROM item_tag; DELETE FROM list_count;");
					const list = new ListItems(storage.sql);
					let now = NOW;
					const counts = new ViewCounts((filter, bounds) => list.countOf(filter, bounds));
					for (const filter of filters) counts.of(filter, now);
					for (const [{ isSnoozed, who, daysAgo, ...next }, days] of changes) {
						now += days * DAY;
						// As they ask again each minute.
						if (days > 0) for (const filter of filters) counts.of(filter, now);
						const put = row({
							...next,
							// It never changes.
							source: next.id < "c_8" ? "api" : "widget",
							snooze: isSnoozed ? { until: null } : null,
							assignee: next.handler === "human" ? { id: who, name: "Somebody" } : null,
							lastAt: NOW - daysAgo * DAY,
						});
						const done = list.put(put, [], now);
						if (done.changed) counts.changed(done.before, put);
					}
					for (const filter of filters)
						expect(counts.of(filter, now), JSON.stringify(filter)).toBe(list.countOf(filter, boundsOf(filter, now)));
				}),
				{ numRuns: 40 },
			);
		});
	});
});

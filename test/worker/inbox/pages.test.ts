/** The list's pages: every filter gives what sorting all items would, and reads little more than it shows. */
import { inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test as base } from "vitest";
import { ListItems } from "../../../src/inbox/items.ts";
import { Handler, Status } from "../../../src/protocol/conversation/entry.ts";
import { inOrder, type ListItem, matches } from "../../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { PAGE_SIZE } from "../../../src/protocol/limits.ts";
import { createWorkspace, newConversationId } from "../setup/people.ts";

const START = 1_700_000_000_000;
const EACH = PAGE_SIZE + 10;

/** More than a page in each range of status and handler, several of them in each millisecond. */
const items = (["listed", "snoozed", "archived"] as const).flatMap((where) =>
	Status.options.flatMap((status) =>
		Handler.options.flatMap((handler) =>
			Array.from({ length: where === "listed" ? EACH : 12 }, (_, number): ListItem => ({
				id: newConversationId(),
				version: 1,
				status,
				handler,
				archived: where === "archived",
				snooze: where === "snoozed" ? { until: null } : null,
				...(number % 4 === 0 && { tags: number % 8 === 0 ? ["tg_refund", "tg_parcel"] : ["tg_parcel"] }),
				reason: null,
				assignee: handler === "human" ? { id: number % 3 ? "mb_ines" : "mb_marco", name: "Somebody" } : null,
				visitorId: "v_ana",
				contactId: null,
				name: number % 5 === 0 ? "Zoë Ana Nilsen" : null,
				email: number % 7 === 0 ? "nils@shop.test" : null,
				preview: "Hello",
				previewBy: "visitor",
				previewName: null,
				unread: number % 3,
				startedAt: START,
				lastAt: START + ((number * 37) % 40),
				waitingSince: handler === "waiting" && status === "open" ? START - (number % 7) : null,
				source: number % 10 === 0 ? "api" : "widget",
				...(number % 6 === 0 && { mentions: ["mb_ines"] }),
			})),
		),
	),
);

type Page = { ids: string[]; read: number };

const test = base.extend("pages", async () => {
	const { id } = await createWorkspace();
	const stub = inbox(env, id);
	await runInDurableObject(stub, (_, { storage }) =>
		storage.transactionSync(() => {
			const list = new ListItems(storage.sql);
			for (const item of items) list.put(item, [], START);
		}),
	);
	return (filter: InboxFilter): Promise<Page[]> =>
		runInDurableObject(stub, (_, { storage }) => {
			const cursors: { rowsRead: number }[] = [];
			const metered = new Proxy(storage.sql, {
				get: (sql, name) => {
					if (name !== "exec") return Reflect.get(sql, name);
					return (query: string, ...bindings: unknown[]) => {
						const cursor = sql.exec(query, ...bindings);
						cursors.push(cursor);
						return cursor;
					};
				},
			});
			const list = new ListItems(metered);
			const found: Page[] = [];
			for (let cursor: string | null = null; ;) {
				cursors.length = 0;
				const page: ReturnType<ListItems["page"]> = list.page(filter, cursor);
				const read = cursors.reduce((sum, { rowsRead }) => sum + rowsRead, 0);
				found.push({ ids: page.items.map((item) => item.id), read });
				cursor = page.cursor;
				if (cursor === null) return found;
			}
		});
});

describe("the list", () => {
	const statuses = ["all", "active", "open", "pending", "closed", "snoozed", "archived"] as const;
	const handlers = ["any", "ai", "waiting", "human"] as const;
	const assignees = ["anyone", "nobody", "mb_ines"];
	const tags = [null, "tg_parcel", "tg_none"];
	const filters: InboxFilter[] = statuses.flatMap((status) =>
		handlers.flatMap((handler) =>
			assignees.flatMap((assignee) => tags.map((tag) => ({ status, handler, assignee, ...(tag !== null && { tag }) }))),
		),
	);

	test("is paged as all items sorted would be, with every filter", async ({ pages }) => {
		for (const filter of filters) {
			const wanted = items.filter((item) => matches(filter, item)).toSorted((a, b) => inOrder(filter.order, a, b));
			const found = await pages(filter);
			expect(found.flatMap(({ ids }) => ids)).toEqual(wanted.map(({ id }) => id));
			expect(found.every(({ ids }, page) => ids.length === PAGE_SIZE || page === found.length - 1)).toBe(true);
		}
	});

	test("is paged so by date, source and mention, in both orders", async ({ pages }) => {
		const more: Partial<InboxFilter>[] = [
			{ order: "waiting" },
			{ order: "waiting", tag: "tg_parcel" },
			{ order: "waiting", assignee: "nobody" },
			{ order: "waiting", handler: "human" },
			{ source: "api" },
			{ source: "widget" },
			{ source: "widget", order: "waiting" },
			{ source: "api", mentioned: "mb_ines", tag: "tg_parcel" },
			{ mentioned: "mb_ines" },
			{ mentioned: "mb_marco" },
			{ date: "2023-11-14..2023-11-14" },
			{ date: "..2023-11-14", zone: "UTC" },
			{ date: "2023-11-15..", zone: "Asia/Tokyo", order: "waiting" },
			{ date: "2023-11-15..", zone: "UTC" },
			{ date: "today", zone: "Europe/Berlin" },
			{ from: "zoe" },
			{ from: "Ana N" },
			{ from: "nils" },
			{ from: "@shop", tag: "tg_parcel" },
			{ from: "%" },
			{ from: "nils", order: "waiting" },
			{ unread: true },
			{ unread: true, order: "waiting", from: "ZOË" },
		];
		for (const status of statuses)
			for (const filter of more.map((each) => ({ status, handler: "any" as const, assignee: "anyone", ...each }))) {
				const wanted = items.filter((item) => matches(filter, item)).toSorted((a, b) => inOrder(filter.order, a, b));
				const found = await pages(filter);
				expect(
					found.flatMap(({ ids }) => ids),
					JSON.stringify(filter),
				).toEqual(wanted.map(({ id }) => id));
			}
	});

	test("reads little more than a page, however many statuses and handlers are asked for", async ({ pages }) => {
		for (const status of ["all", "active", "open"] as const) {
			const [first] = await pages({ status, handler: "any", assignee: "anyone" });
			// A row of the index and one of the table for each item, and what ties of a millisecond add in each range.
			expect(first?.read).toBeLessThan(3 * PAGE_SIZE);
		}
	});
});

/** A workspace's tags, and conversations that carry them: who may do what, what the list finds, and what it costs. */
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import { ListItems } from "../../../src/inbox/items.ts";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import { MadeTag, type NewTag, Tags } from "../../../src/protocol/tag.ts";
import { ask, createMember, createWorkspace, newConversationId, type Person } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";
import { act, everything, happened, untilMessage } from "../setup/talk.ts";
import * as v from "valibot";

const make = async (person: Person, body: NewTag) =>
	v.parse(MadeTag, await (await ask(person, "/api/tags", { body })).json()).tag;
const all = async (person: Person) =>
	v.parse(Tags, await (await ask(person, "/api/tags")).json()).tags.map(({ name, colour }) => [name, colour]);

describe("a workspace's tags", () => {
	test("are made by whoever replies, and no two look the same", async ({ marco }) => {
		const refund = await make(marco, { name: " Refund " });
		expect(await make(marco, { name: "rEFUND" })).toEqual(refund);
		await make(marco, { name: "Parcel", colour: "blue" });
		expect(await all(marco)).toEqual([
			["Parcel", "blue"],
			["Refund", "grey"],
		]);
	});

	test("need a name of at most forty letters", async ({ marco }) => {
		for (const name of ["", "   ", "x".repeat(41)])
			expect((await ask(marco, "/api/tags", { body: { name } })).status).toBe(422);
	});

	test("are renamed and recoloured, but not to a name that is taken", async ({ ines }) => {
		const [refund] = [await make(ines, { name: "Refund" }), await make(ines, { name: "Parcel" })];
		const change = (body: object) => ask(ines, `/api/tags/${refund.id}`, { method: "PATCH", body });
		expect((await change({ name: "refund", colour: "teal" })).status).toBe(200);
		const taken = await change({ name: "PARCEL" });
		expect(taken.status).toBe(422);
		expect(await taken.json()).toMatchObject({ fields: { name: "Another tag has this name." } });
		expect(await all(ines)).toContainEqual(["refund", "teal"]);
	});

	test("are two hundred at most", async ({ shop, marco }) => {
		const rows = Array.from({ length: 200 }, (_, index) =>
			env.DB.prepare(
				"INSERT INTO tag (id, workspace_id, name, folded, colour, created_at) VALUES (?, ?, ?, ?, ?, ?)",
			).bind(`tg_${shop.id}${index}`, shop.id, `n${index}`, `n${index}`, "red", 1),
		);
		await env.DB.batch(rows);
		expect((await ask(marco, "/api/tags", { body: { name: "One more" } })).status).toBe(429);
		expect(await make(marco, { name: "N7" })).toMatchObject({ name: "n7" });
	});

	test("of two that are renamed to one name at once, one is, and the other is told", async ({ ines }) => {
		const tags = [
			await make(ines, { name: "One" }),
			await make(ines, { name: "Two" }),
			await make(ines, { name: "Three" }),
		];
		const renamed = await Promise.all(
			tags.map(({ id }) => ask(ines, `/api/tags/${id}`, { method: "PATCH", body: { name: "Same" } })),
		);
		expect(renamed.map(({ status }) => status).toSorted()).toEqual([200, 422, 422]);
		expect((await all(ines)).filter(([name]) => name === "Same")).toHaveLength(1);
	});

	test("are nobody else's", async ({ marco, ines, start }) => {
		const refund = await make(marco, { name: "Refund" });
		const rival = await createMember(await createWorkspace("Another"), "owner", "Rival");
		expect(await all(rival)).toEqual([]);
		expect((await ask(rival, `/api/tags/${refund.id}`, { method: "DELETE" })).status).toBe(404);
		const theirs = await make(rival, { name: "Theirs" });
		const { id } = await start();
		expect((await act(ines, id, { type: "tag", add: [theirs.id], remove: [] })).status).toBe(422);
	});
});

describe("a conversation's tags", () => {
	test("are in the list and its filter, counted when one is removed, and never seen by the visitor", async ({
		shop,
		ines,
		marco,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		const [refund, parcel] = [await make(marco, { name: "Refund" }), await make(marco, { name: "Parcel" })];
		expect((await act(marco, id, { type: "tag", add: [refund.id, parcel.id], remove: [] })).status).toBe(200);
		expect((await act(marco, id, { type: "tag", add: [], remove: [parcel.id] })).status).toBe(200);
		const unread = (await stubOf(id).item())?.unread;
		const listed = (tag: string): Promise<string[]> =>
			runInDurableObject(inbox(env, shop.id), (_, { storage }) =>
				new ListItems(storage.sql)
					.page({ status: "all", handler: "any", assignee: "anyone", tag }, null)
					.items.map((item) => item.id),
			);
		await vi.waitFor(async () => expect(await listed(refund.id)).toEqual([id]));
		await vi.waitFor(async () => expect(await listed(parcel.id)).toEqual([]));
		expect(await (await ask(ines, `/api/tags/${refund.id}/use`)).json()).toEqual({ conversations: 1 });

		const events = (await everything(stubOf(id))).flatMap((entry) => (entry.kind === "event" ? [entry.event] : []));
		expect(events.at(-1)).toMatchObject({ type: "tagged", added: [], removed: [{ name: "Parcel" }] });
		expect((await stubOf(id).item())?.unread).toBe(unread);
		expect(JSON.stringify(line.frames)).not.toContain("tg_");
		expect(line.frames.some((frame) => frame.type === "entries" && happened(frame.entries, "tagged"))).toBe(false);

		// Taken off lazily: with the next change of its tags.
		expect((await ask(ines, `/api/tags/${refund.id}`, { method: "DELETE" })).status).toBe(200);
		expect((await act(marco, id, { type: "tag", add: [parcel.id], remove: [] })).status).toBe(200);
		expect((await stubOf(id).item())?.tags).toEqual([parcel.id]);
	});

	test("cost a message nothing", async ({ shop }) => {
		const item = (tags: string[]): ListItem => ({
			id: newConversationId(),
			version: 1,
			status: "open",
			handler: "ai",
			archived: false,
			reason: null,
			assignee: null,
			visitorId: "v_ana",
			contactId: null,
			name: null,
			email: null,
			preview: "Hello",
			previewBy: "visitor",
			previewName: null,
			unread: 0,
			startedAt: 1,
			lastAt: 1,
			waitingSince: null,
			source: "widget",
			...(tags.length > 0 && { tags }),
		});
		const written = (of: ListItem): Promise<number> =>
			runInDurableObject(inbox(env, shop.id), (_, { storage }) => {
				const cursors: { rowsWritten: number }[] = [];
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
				list.put(of, [], 1);
				cursors.length = 0;
				list.put({ ...of, version: 2, lastAt: 2, preview: "Again" }, [{ seq: 2, text: "Again" }], 2);
				return cursors.reduce((sum, { rowsWritten }) => sum + rowsWritten, 0);
			});
		const many = Array.from({ length: 20 }, (_, index) => `tg_${index}`);
		expect(await written(item(many))).toBe(await written(item([])));
	});
});

/** A snoozed conversation on its way: out of the list, through time, and back on top of it. */
import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";
import { ListItems } from "../../../src/inbox/items.ts";
import { ask, type Person, type Workspace } from "../setup/people.ts";
import { isolated as test } from "../setup/stage.ts";
import { stateOf } from "../setup/post.ts";
import { act, everything, happened, say, untilMessage } from "../setup/talk.ts";

const HOUR = 3_600_000;

/** What a filter of the list shows. */
const listed = (shop: Workspace, status: InboxFilter["status"]): Promise<ListItem[]> =>
	runInDurableObject(
		inbox(env, shop.id),
		(_, { storage }) => new ListItems(storage.sql).page({ status, handler: "any", assignee: "anyone" }, null).items,
	);

/** Lets so much time pass for a snooze, and runs the conversation's alarm. */
async function afterSnooze(stub: DurableObjectStub<Conversation>, ms: number): Promise<void> {
	await runInDurableObject(stub, (_, { storage: { sql } }) => {
		const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
		const record = JSON.parse(body);
		record.state.snooze.until -= ms;
		if (record.state.closeAt) record.state.closeAt -= ms;
		sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
	});
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
}

const snooze = (person: Person, id: string, until: number | null) =>
	ask(person, `/api/conversations/${id}/snooze`, { body: { until } });

describe("a snoozed conversation", () => {
	test("leaves the list until its time, isn't closed meanwhile, and comes back on top", async ({
		shop,
		marco,
		start,
		stubOf,
	}) => {
		const [first, second] = [await start(), await start()];
		for (const { line } of [first, second]) await untilMessage(line, "ai");
		expect((await snooze(marco, first.id, Date.now() + 100 * HOUR)).status).toBe(200);
		await vi.waitFor(async () => expect((await listed(shop, "active")).map(({ id }) => id)).toEqual([second.id]));
		expect((await listed(shop, "snoozed")).map(({ id }) => id)).toEqual([first.id]);
		expect((await listed(shop, "all")).length).toBe(2);

		// Longer than after the AI's answer a conversation closes.
		await afterSnooze(stubOf(first.id), 30 * HOUR);
		expect(await stateOf(stubOf(first.id))).toMatchObject({ status: "pending" });

		await afterSnooze(stubOf(first.id), 80 * HOUR);
		expect(await stateOf(stubOf(first.id))).toMatchObject({ status: "open", snooze: null, closeAt: null });
		await vi.waitFor(async () =>
			expect((await listed(shop, "active")).map(({ id }) => id)).toEqual([first.id, second.id]),
		);
		expect(await listed(shop, "snoozed")).toEqual([]);
	});

	test("is woken by the visitor's word, who sees nothing of it", async ({ shop, marco, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		expect((await snooze(marco, id, null)).status).toBe(200);
		await vi.waitFor(async () => expect((await listed(shop, "snoozed")).length).toBe(1));
		await say(line, "zzz again");
		await vi.waitFor(async () => expect(await listed(shop, "snoozed")).toEqual([]));
		const entries = await everything(stubOf(id));
		expect(happened(entries, "snoozed") && happened(entries, "woke")).toBe(true);
		const seen = line.frames.flatMap((frame) => (frame.type === "entries" ? [frame] : []));
		expect(seen.some((frame) => happened(frame.entries, "snoozed") || happened(frame.entries, "woke"))).toBe(false);
		expect(JSON.stringify(line.frames)).not.toContain("snooze");
	});

	test("is woken by a teammate", async ({ marco, start, stubOf }) => {
		const { id } = await start();
		await snooze(marco, id, null);
		expect((await act(marco, id, { type: "wake" })).status).toBe(200);
		expect((await everything(stubOf(id))).at(-1)).toMatchObject({
			event: { type: "woke", by: "member", member: { name: "Marco" } },
		});
	});

	test("ends no earlier than its time, whoever asks", async ({ marco, start, stubOf }) => {
		const { id } = await start();
		await snooze(marco, id, Date.now() + HOUR);
		expect(await stubOf(id).act({ kind: "system" }, "end_snooze", {})).toEqual({ ok: false, reason: "not_now" });
	});

	test("needs a time that is still to come, within a year", async ({ marco, start }) => {
		const { id } = await start();
		for (const until of [Date.now() - 1, 0, Date.now() + 400 * 24 * HOUR]) {
			const refused = await snooze(marco, id, until);
			expect(refused.status).toBe(422);
			expect(await refused.json()).toMatchObject({
				fields: { until: "Choose a time that is still to come, within a year." },
			});
		}
	});
});

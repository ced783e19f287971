/** Routing on its way: an offer, its lapse, the next, a place that becomes free, who is in, and who may be offered anything. */
import { env } from "cloudflare:workers";
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import { MemberPresence, OFFLINE_AFTER_MS } from "../../../src/inbox/routing/presence.ts";
import { ask, createMember, newFrameId, type Person, type Workspace } from "../setup/people.ts";
import { stateOf } from "../setup/post.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated } from "../setup/stage.ts";
import { act, everything, happened, type Started, untilEvent } from "../setup/talk.ts";

const test = isolated.override("settings", { routing: "round_robin", routingLimit: 2, routingMinutes: 2 });

/** A visitor who waits for a person. */
async function wait(arrive: () => Promise<Started>): Promise<Started> {
	const begun = await arrive();
	begun.line.send({ type: "send", id: newFrameId(), text: "I want to talk to a person" });
	await untilEvent(begun.line, "handed_off");
	return begun;
}

/** Lets so much time pass for a conversation's offer, and runs its alarm. */
async function afterOffer(stub: DurableObjectStub<Conversation>, ms: number): Promise<void> {
	await runInDurableObject(stub, (_, { storage: { sql } }) => {
		const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
		const record = JSON.parse(body);
		record.state.routing.until -= ms;
		sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
	});
	await evictDurableObject(stub);
	await runDurableObjectAlarm(stub);
}

/** Lets so much time pass since dashboards closed. */
const afterLeaving = (shop: Workspace, ms: number) =>
	runInDurableObject(inbox(env, shop.id), (_, { storage: { sql } }) => {
		sql.exec("UPDATE member_presence SET left_at = left_at - ?", ms);
	});

const untilOffered = (stub: DurableObjectStub<Conversation>, to: Pick<Person, "id"> | null) =>
	vi.waitFor(
		async () => {
			const state = await stateOf(stub);
			expect(state.handler).toBe("waiting");
			expect(state.assignee?.id ?? null).toBe(to?.id ?? null);
		},
		{ timeout: 5_000 },
	);

const untilLeft = (shop: Workspace, person: Person) =>
	vi.waitFor(async () => {
		const left = await runInDurableObject(inbox(env, shop.id), (_, { storage: { sql } }) =>
			sql.exec<{ left_at: number | null }>("SELECT left_at FROM member_presence WHERE member = ?", person.id).toArray(),
		);
		expect(left[0]?.left_at).toBeTypeOf("number");
	});

describe("who waits for a person", () => {
	test("is offered to one, then to the next, who accepts; a late reader takes it from nobody", async ({
		marco,
		ines,
		arrive,
		stubOf,
	}) => {
		await openInbox(marco);
		const begun = await wait(arrive);
		const stub = stubOf(begun.id);
		await untilOffered(stub, marco);
		const { entries, state } = await untilEvent(begun.line, "routed");
		expect(entries.at(-1)).toMatchObject({ event: { type: "routed", member: { name: "Marco" } } });
		expect(state).toMatchObject({ handler: "waiting", assignee: null });

		await openInbox(ines);
		await afterOffer(stub, 120_000);
		await untilOffered(stub, ines);
		expect((await act(marco, begun.id, { type: "accept" })).status).toBe(409);
		expect((await act(ines, begun.id, { type: "accept" })).status).toBe(200);
		expect(await stateOf(stub)).toMatchObject({ handler: "human", assignee: { name: "Ines" }, routing: null });
		await untilEvent(begun.line, "taken_over");
		expect(JSON.stringify(begun.line.frames)).not.toContain("route_lapsed");
	});

	test("and was let pass by all stays in the queue for everybody", async ({ marco, arrive, stubOf }) => {
		const list = await openInbox(marco);
		const begun = await wait(arrive);
		const stub = stubOf(begun.id);
		await untilOffered(stub, marco);
		await afterOffer(stub, 120_000);
		await untilOffered(stub, null);
		list.close();
		await openInbox(marco);
		expect(await stateOf(stub)).toMatchObject({ assignee: null, routing: { until: null, passed: [marco.id] } });
	});

	test("is offered no earlier than to somebody who may answer: a viewer never", async ({
		vera,
		marco,
		arrive,
		shop,
		stubOf,
	}) => {
		await openInbox(vera);
		const begun = await wait(arrive);
		const stub = stubOf(begun.id);
		const takers = await runInDurableObject(inbox(env, shop.id), (_, { storage: { sql } }) =>
			new MemberPresence(sql, () => true).takers(new Map(), Date.now()),
		);
		expect(takers).toEqual([]);
		expect(await stub.act({ kind: "system" }, "route", { member: vera.id, until: Date.now() + 1_000 })).toEqual({
			ok: false,
			reason: "invalid",
		});
		await openInbox(marco);
		await untilOffered(stub, marco);
		expect((await act(vera, begun.id, { type: "accept" })).status).toBe(403);
	});

	test("is offered to the one who waits longest first, as places become free, and to none over the limit", async ({
		marco,
		arrive,
		stubOf,
		shop,
	}) => {
		const all = [await wait(arrive), await wait(arrive), await wait(arrive), await wait(arrive)];
		const [first, second, third, fourth] = all.map(({ id }) => stubOf(id));
		if (!first || !second || !third || !fourth) throw new Error("Four wait.");
		await vi.waitFor(async () => expect((await inbox(env, shop.id).itemsOf(all.map(({ id }) => id))).length).toBe(4));
		await openInbox(marco);
		await untilOffered(first, marco);
		await untilOffered(second, marco);
		expect((await act(marco, all[0]?.id ?? "", { type: "accept" })).status).toBe(200);
		expect((await act(marco, all[0]?.id ?? "", { type: "close" })).status).toBe(200);
		await untilOffered(third, marco);
		expect((await act(marco, all[1]?.id ?? "", { type: "accept" })).status).toBe(200);
		expect(await stateOf(fourth)).toMatchObject({ assignee: null });
		expect((await act(marco, all[1]?.id ?? "", { type: "snooze", until: null })).status).toBe(200);
		await untilOffered(fourth, marco);
	});

	test("is offered when the limit is raised", async ({ marco, ines, arrive, stubOf }) => {
		await openInbox(marco);
		const all = [await wait(arrive), await wait(arrive)];
		for (const { id } of all) await untilOffered(stubOf(id), marco);
		const third = await wait(arrive);
		expect(await stateOf(stubOf(third.id))).toMatchObject({ assignee: null });
		const raised = await ask(ines, "/api/workspace", { method: "PATCH", body: { routingLimit: 3 } });
		expect(raised.status).toBe(200);
		await untilOffered(stubOf(third.id), marco);
	});

	test("is offered after the list was restarted in between", async ({ marco, shop, arrive, stubOf }) => {
		const begun = await wait(arrive);
		await vi.waitFor(async () => expect((await inbox(env, shop.id).itemsOf([begun.id])).length).toBe(1));
		await abortAllDurableObjects();
		await openInbox(marco);
		await untilOffered(stubOf(begun.id), marco);
	});
});

describe("who is in", () => {
	test("stays so through a reload, and goes offline two minutes later", async ({ marco, shop }) => {
		const list = inbox(env, shop.id);
		const one = await openInbox(marco);
		await one.next("hello", ({ online }) => online.length === 1);
		one.close();
		await untilLeft(shop, marco);
		expect(await list.isIn(marco.id)).toBe(true);
		const two = await openInbox(marco);
		await afterLeaving(shop, OFFLINE_AFTER_MS);
		expect(await list.isIn(marco.id)).toBe(true);
		two.close();
		await untilLeft(shop, marco);
		await afterLeaving(shop, OFFLINE_AFTER_MS);
		expect(await list.isIn(marco.id)).toBe(false);
	});

	test("is known after a restart that saw no dashboard close", async ({ marco, shop }) => {
		await openInbox(marco);
		await abortAllDurableObjects();
		const list = inbox(env, shop.id);
		expect(await list.isIn(marco.id)).toBe(true);
		await afterLeaving(shop, OFFLINE_AFTER_MS);
		const sockets = await runInDurableObject(list, (_, ctx) => ctx.getWebSockets().length);
		expect(await list.isIn(marco.id)).toBe(sockets > 0);
	});

	test("says that they are away, which all see and routing minds; theirs go to the queue where they say so", async ({
		marco,
		ines,
		arrive,
		stubOf,
	}) => {
		const mine = await openInbox(marco);
		const [taken, offered] = [await wait(arrive), await wait(arrive)];
		for (const { id } of [taken, offered]) await untilOffered(stubOf(id), marco);
		expect((await act(marco, taken.id, { type: "accept" })).status).toBe(200);
		const other = await openInbox(ines);
		mine.send({ type: "away", away: true });
		await other.next("presence", ({ away = [], online }) => away.includes(marco.id) && online.length === 1);
		await untilOffered(stubOf(offered.id), ines);
		expect(await stateOf(stubOf(taken.id))).toMatchObject({ handler: "human", assignee: { id: marco.id } });
		mine.send({ type: "away", away: true, release: true });
		await untilOffered(stubOf(taken.id), ines);
		mine.send({ type: "away", away: false });
		await other.next("presence", ({ away, online }) => away?.length === 0 && online.length === 2);
	});
});

test("what is reopened while whoever had it is out waits for anybody, and theirs again where they are in", async ({
	marco,
	ines,
	arrive,
	stubOf,
	shop,
}) => {
	const line = await openInbox(marco);
	const begun = await wait(arrive);
	const stub = stubOf(begun.id);
	await untilOffered(stub, marco);
	await act(marco, begun.id, { type: "accept" });
	await act(marco, begun.id, { type: "close" });
	expect((await act(ines, begun.id, { type: "reopen" })).status).toBe(200);
	expect(await stateOf(stub)).toMatchObject({ handler: "human", assignee: { id: marco.id } });
	await act(ines, begun.id, { type: "close" });
	line.close();
	await untilLeft(shop, marco);
	await afterLeaving(shop, OFFLINE_AFTER_MS);
	expect((await act(ines, begun.id, { type: "reopen" })).status).toBe(200);
	expect(await stateOf(stub)).toMatchObject({ status: "open", handler: "waiting", assignee: null });
});

test("by hand nothing is offered", async ({ marco, ines, arrive, stubOf, shop }) => {
	await ask(ines, "/api/workspace", { method: "PATCH", body: { routing: "by_hand" } });
	await openInbox(marco);
	const begun = await wait(arrive);
	await vi.waitFor(async () => expect((await inbox(env, shop.id).itemsOf([begun.id])).length).toBe(1));
	await inbox(env, shop.id).rulesChanged();
	expect(happened(await everything(stubOf(begun.id)), "routed")).toBe(false);
});

test("who was removed from the team is offered nothing, and the next is", async ({ shop, ines, arrive, stubOf }) => {
	const noor = await createMember(shop, "agent", "Noor");
	await openInbox(noor);
	expect((await ask(ines, `/api/team/${noor.id}`, { method: "DELETE" })).status).toBeLessThan(300);
	await openInbox(ines);
	const begun = await wait(arrive);
	await untilOffered(stubOf(begun.id), ines);
});

/** Undoing what a teammate did: through the routes, by role, and what of the first reaches others meanwhile. */
import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { takeBlockBack } from "../../../src/contact/actions.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import { database } from "../../../src/db/database.ts";
import { notifier } from "../../../src/durable/objects.ts";
import { UNDO_HOLD_MS, UNDO_WITHIN_MS } from "../../../src/protocol/limits.ts";
import type { MemberAction } from "../../../src/protocol/conversation/frames.ts";
import { MadeTag } from "../../../src/protocol/tag.ts";
import { ask, createMember, type Person, type Workspace } from "../setup/people.ts";
import { stateOf } from "../setup/post.ts";
import { openMember } from "../setup/socket.ts";
import { isolated as test } from "../setup/stage.ts";
import { act, everything, happened, say, told, untilMessage } from "../setup/talk.ts";
import { afterActing } from "../setup/undoing.ts";

/** Does something through its route. Resolves to the number by which it is undone. */
async function acted(person: Person, id: string, action: MemberAction): Promise<number> {
	const answer = await act(person, id, action);
	expect(answer.status).toBe(200);
	const { undo } = await answer.json<{ undo: number }>();
	expect(undo).toBeGreaterThan(0);
	return undo;
}

const undo = (person: Person, id: string, seq: number) => act(person, id, { type: "undo", seq });

/** What the conversation still owes elsewhere of a kind. */
const owed = (stub: DurableObjectStub<Conversation>, type: string): Promise<number> =>
	runInDurableObject(
		stub,
		(_, { storage }) =>
			storage.sql
				.exec<{ body: string }>("SELECT body FROM effect")
				.toArray()
				.filter(({ body }) => JSON.parse(body).type === type).length,
	);

/** Who is told of a conversation, and of what. */
const notified = (shop: Workspace, id: string) =>
	runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
		storage.sql
			.exec<{ member: string; what: string }>("SELECT member, what FROM pending WHERE topic = ? ORDER BY member", id)
			.toArray(),
	);

describe("closing, taken back", () => {
	test("brings back who had it and until when it was snoozed, and the visitor goes on", async ({
		marco,
		ines,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await act(marco, id, { type: "take_over" });
		const until = Date.now() + 3_600_000;
		await act(marco, id, { type: "snooze", until });
		const { undoable: _, seq: __, ...before } = await stateOf(stubOf(id));
		const seq = await acted(ines, id, { type: "close" });
		await told(line, ({ state }) => state.status === "closed");
		expect((await undo(ines, id, seq)).status).toBe(200);
		const { undoable: ___, seq: ____, ...after } = await stateOf(stubOf(id));
		expect(after).toEqual(before);
		await told(line, ({ state, entries }) => state.status === before.status && happened(entries, "reopened"));
		expect(JSON.stringify(line.frames)).not.toContain("undone");
		await say(line, "Hello again");
		expect(await stateOf(stubOf(id))).toMatchObject({ status: "open", handler: "human", assignee: { id: marco.id } });
	});

	test("tells the knowledge base nothing of it; left alone, it is told after ten seconds and not before", async ({
		marco,
		start,
		stubOf,
	}) => {
		const conversation = async () => {
			const { id, line } = await start("Do you engrave initials on a leather bag?");
			await untilMessage(line, "ai");
			const desk = await openMember(marco, id);
			desk.send({
				type: "send",
				id: crypto.randomUUID(),
				text: "Yes, we engrave up to three initials on every leather bag we sell.",
			});
			await untilMessage(line, "member");
			return id;
		};
		const [kept, undone] = [await conversation(), await conversation()];
		await acted(marco, kept, { type: "close" });
		const seq = await acted(marco, undone, { type: "close" });
		for (const id of [kept, undone]) {
			await runDurableObjectAlarm(stubOf(id));
			expect(await owed(stubOf(id), "solved")).toBe(1);
		}
		expect((await undo(marco, undone, seq)).status).toBe(200);
		expect(await owed(stubOf(undone), "solved")).toBe(0);
		await afterActing(stubOf(kept), UNDO_HOLD_MS);
		await vi.waitFor(async () => expect(await owed(stubOf(kept), "solved")).toBe(0));
	});
});

describe("an assignment", () => {
	test("that is taken back within ten seconds is told to nobody", async ({ shop, ines, marco, start, stubOf }) => {
		const { id } = await start();
		const seq = await acted(ines, id, { type: "assign", member: marco.id });
		expect((await undo(ines, id, seq)).status).toBe(200);
		expect(await stateOf(stubOf(id))).toMatchObject({ handler: "ai", assignee: null });
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		expect(await notified(shop, id)).toEqual([]);
	});

	test("that stands is told after ten seconds, and not before", async ({ shop, ines, marco, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await acted(ines, id, { type: "assign", member: marco.id });
		await runDurableObjectAlarm(stubOf(id));
		expect(await notified(shop, id)).toEqual([]);
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		await vi.waitFor(async () => expect(await notified(shop, id)).toEqual([{ member: marco.id, what: "assigned" }]));
	});

	test("goes back to its former teammate, but not to one who has left", async ({ ines, marco, start, stubOf }) => {
		const { id } = await start();
		await act(marco, id, { type: "take_over" });
		const seq = await acted(ines, id, { type: "assign", member: ines.id });
		expect((await undo(ines, id, seq)).status).toBe(200);
		expect(await stateOf(stubOf(id))).toMatchObject({ handler: "human", assignee: { id: marco.id, name: "Marco" } });

		const again = await acted(ines, id, { type: "assign", member: ines.id });
		await database(env).run(`UPDATE member SET role = 'removed' WHERE id = '${marco.id}'`);
		const refused = await undo(ines, id, again);
		expect(refused.status).toBe(409);
		expect(await refused.json()).toMatchObject({ reason: "changed" });
		expect(await stateOf(stubOf(id))).toMatchObject({ assignee: { id: ines.id } });
	});
});

test("a snooze and tags are taken back, and the visitor hears nothing of it", async ({
	ines,
	marco,
	start,
	stubOf,
}) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	const make = async (name: string) =>
		v.parse(MadeTag, await (await ask(marco, "/api/tags", { body: { name } })).json()).tag.id;
	const [first, second] = [await make("Refund"), await make("Parcel")];
	await act(ines, id, { type: "tag", add: [first], remove: [] });
	const tagged = await acted(marco, id, { type: "tag", add: [second], remove: [first] });
	const snoozed = await acted(marco, id, { type: "snooze", until: null });
	expect((await undo(marco, id, tagged)).status).toBe(200);
	expect((await undo(marco, id, snoozed)).status).toBe(200);
	expect(await stateOf(stubOf(id))).toMatchObject({ tags: [first], snooze: null });
	const frames = JSON.stringify(line.frames);
	for (const word of ["undone", "snooze", "tagged"]) expect(frames).not.toContain(word);
});

describe("nobody takes back", () => {
	test("what another did, what somebody has changed since, or what is long ago", async ({
		ines,
		marco,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		const seq = await acted(marco, id, { type: "close" });
		const before = (await everything(stubOf(id))).length;
		expect((await undo(ines, id, seq)).status).toBe(403);
		await afterActing(stubOf(id), UNDO_WITHIN_MS + 1_000);
		const late = await undo(marco, id, seq);
		expect(late.status).toBe(409);
		expect(await late.json()).toMatchObject({ reason: "too_late", detail: "That is too long ago to be undone." });
		expect((await everything(stubOf(id))).length).toBe(before);
		await say(line, "Wait");
		const moved = await undo(marco, id, seq);
		expect(moved.status).toBe(409);
		expect(await moved.json()).toMatchObject({
			reason: "changed",
			detail: "Somebody has changed the conversation since, so it stays as it is.",
		});
		expect(await stateOf(stubOf(id))).toMatchObject({ status: "open" });
	});

	test("a number that is no number of an entry", async ({ marco, start }) => {
		const { id } = await start();
		for (const seq of [0, -1, 1.5]) expect((await undo(marco, id, seq)).status).toBe(422);
		expect((await undo(marco, id, 999)).status).toBe(409);
	});
});

describe("a block", () => {
	const request = { duration: "24h", reason: "", address: false };
	const block = (person: Person, id: string) => ask(person, `/api/conversations/${id}/block`, { body: request });
	const takeBack = (person: Person, id: string) => ask(person, `/api/conversations/${id}/block/undo`, { body: {} });

	test("is taken back by the agent who set it, who may lift no other, and its conversation is as before", async ({
		shop,
		marco,
		vera,
		start,
		stubOf,
	}) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await act(marco, id, { type: "snooze", until: null });
		expect((await block(marco, id)).status).toBe(200);
		expect(await stateOf(stubOf(id))).toMatchObject({ archived: true, snooze: null });
		await runDurableObjectAlarm(stubOf(id));
		expect(await owed(stubOf(id), "forget")).toBe(1);
		const lena = await createMember(shop, "agent", "Lena");
		expect((await takeBack(lena, id)).status).toBe(404);
		expect((await takeBack(vera, id)).status).toBe(403);
		expect((await takeBack(marco, id)).status).toBe(204);
		await vi.waitFor(async () =>
			expect(await stateOf(stubOf(id))).toMatchObject({ archived: false, snooze: { until: null } }),
		);
		expect(await owed(stubOf(id), "forget")).toBe(0);
		expect((await takeBack(marco, id)).status).toBe(404);
	});

	test("that another set stays when one's own is taken back", async ({ ines, marco, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		expect((await block(ines, id)).status).toBe(200);
		expect((await block(marco, id)).status).toBe(200);
		expect((await takeBack(marco, id)).status).toBe(204);
		expect(await stateOf(stubOf(id))).toMatchObject({ archived: true });
	});

	test("is not taken back after its time", async ({ shop, marco, start, stubOf }) => {
		const { id, line } = await start();
		await untilMessage(line, "ai");
		await block(marco, id);
		await database(env).run(
			`UPDATE block SET created_at = created_at - ${UNDO_WITHIN_MS + 1_000} WHERE workspace_id = '${shop.id}'`,
		);
		expect((await takeBack(marco, id)).status).toBe(404);
		const actor = { kind: "member", id: marco.id, name: "Marco", role: "agent" } as const;
		const context = { env, workspaceId: shop.id };
		expect(await takeBlockBack(context, actor, { conversationId: "c_nobodysconversation" })).toEqual({
			ok: false,
			reason: "not_found",
		});
		expect(await stateOf(stubOf(id))).toMatchObject({ archived: true });
	});
});

/** Many conversations at once: each kind of change, by role, in the background; told, cancelled, taken back. */
import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { bulk, inbox } from "../../../src/durable/objects.ts";
import { BulkJob } from "../../../src/protocol/bulk/job.ts";
import type { BulkChange, BulkRequest } from "../../../src/protocol/bulk/request.ts";
import { MadeTag } from "../../../src/protocol/tag.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { stateOf } from "../setup/post.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated as test } from "../setup/stage.ts";
import { act, everything, untilMessage } from "../setup/talk.ts";

const active = { filter: { status: "active", handler: "any", assignee: "anyone" }, text: "" } as const;

const begin = (person: Person, change: BulkChange, of: BulkRequest["of"]) =>
	ask(person, "/api/bulk", { body: { change, of } });
const started = async (answer: Response): Promise<BulkJob> => {
	expect(answer.status, await answer.clone().text()).toBe(200);
	return v.parse(BulkJob, await answer.json());
};

/** Runs what is to be done, until it is. */
async function finished({ id: workspaceId }: Workspace): Promise<void> {
	const stub = bulk(env, workspaceId);
	await vi.waitFor(
		async () => {
			await runDurableObjectAlarm(stub);
			const running = await runInDurableObject(stub, (_, { storage }) =>
				storage.sql.exec("SELECT 1 FROM job WHERE state = 'running'").toArray(),
			);
			expect(running).toEqual([]);
		},
		{ timeout: 20_000 },
	);
}

/** Conversations that the AI has answered in and the list has. */
async function several(
	shop: Workspace,
	start: () => Promise<{ id: string; line: Parameters<typeof untilMessage>[0] }>,
	count: number,
) {
	const begun = [];
	for (let each = 0; each < count; each++) begun.push(await start());
	for (const { line } of begun) await untilMessage(line, "ai");
	const ids = begun.map(({ id }) => id);
	await vi.waitFor(async () => expect((await inbox(env, shop.id).itemsOf(ids)).length).toBe(count));
	await vi.waitFor(async () =>
		expect((await inbox(env, shop.id).itemsOf(ids)).every(({ status }) => status === "pending")).toBe(true),
	);
	return ids;
}

const changes = async (marco: Person): Promise<Record<string, [BulkChange, object]>> => {
	const { tag } = v.parse(MadeTag, await (await ask(marco, "/api/tags", { body: { name: "Refund" } })).json());
	return {
		close: [{ type: "close" }, { status: "closed" }],
		assign: [
			{ type: "assign", member: marco.id },
			{ handler: "human", assignee: { id: marco.id } },
		],
		snooze: [{ type: "snooze", until: null }, { snooze: { until: null } }],
		tag: [{ type: "tag", add: [tag.id], remove: [] }, { tags: [tag.id] }],
		block: [{ type: "block", duration: "24h", reason: "", address: false }, { archived: true }],
	};
};
const former = { status: "pending", handler: "ai", assignee: null, snooze: null, tags: [], archived: false };

describe.each(["close", "assign", "snooze", "tag", "block"])("%s", (name) => {
	test("is done to all that are named, told, and taken back from all of them", async ({
		shop,
		marco,
		start,
		stubOf,
	}) => {
		const ids = await several(shop, start, 3);
		const [change, after] = (await changes(marco))[name] ?? [];
		if (!change || !after) throw new Error(name);
		const desk = await openInbox(marco);
		const job = await started(await begin(marco, change, { ids: [...ids, ids[0] ?? ""] }));
		expect(job).toMatchObject({ what: name, total: 3 });
		await finished(shop);
		for (const id of ids) await vi.waitFor(async () => expect(await stateOf(stubOf(id))).toMatchObject(after));
		const told = await desk.next("bulk", (frame) => frame.job.state === "done");
		expect(told.job).toEqual({ ...job, state: "done", done: 3, canUndo: true });

		const undoing = await started(await ask(marco, `/api/bulk/${job.id}/undo`, { body: {} }));
		expect(undoing).toMatchObject({ what: "undo", total: 3 });
		await finished(shop);
		for (const id of ids) await vi.waitFor(async () => expect(await stateOf(stubOf(id))).toMatchObject(former));
		expect((await ask(marco, `/api/bulk/${job.id}/undo`, { body: {} })).status).toBe(404);
		expect((await ask(marco, `/api/bulk/${undoing.id}/undo`, { body: {} })).status).toBe(404);
	});
});

test("all that a list shows are changed, and no others", async ({ shop, marco, start, stubOf }) => {
	const ids = await several(shop, start, 4);
	const [closed = "", ...rest] = ids;
	await act(marco, closed, { type: "close" });
	await vi.waitFor(async () => expect((await inbox(env, shop.id).itemsOf([closed]))[0]?.status).toBe("closed"));
	expect(await started(await begin(marco, { type: "snooze", until: null }, active))).toMatchObject({ total: 3 });
	await finished(shop);
	for (const id of rest) expect(await stateOf(stubOf(id))).toMatchObject({ snooze: { until: null } });
	expect(await stateOf(stubOf(closed))).toMatchObject({ snooze: null });
});

test("of a list that is longer than a page, all are changed, and no more than a thousand are begun", async ({
	shop,
	marco,
}) => {
	const now = Date.now();
	const item = (at: number) => ({
		id: `c_many${at}`,
		version: 1,
		status: "open" as const,
		handler: "ai" as const,
		archived: false,
		reason: null,
		assignee: null,
		visitorId: `v_${at}`,
		contactId: null,
		name: null,
		email: null,
		preview: "Hello",
		previewBy: "visitor" as const,
		previewName: null,
		unread: 0,
		startedAt: now + at,
		lastAt: now + at,
		waitingSince: null,
		source: "widget" as const,
	});
	for (let at = 0; at < 120; at++) await inbox(env, shop.id).receive(item(at));
	const job = await started(await begin(marco, { type: "close" }, active));
	expect(job.total).toBe(120);
	expect(await inbox(env, shop.id).idsOf({ ...active.filter }, "", 70)).toHaveLength(70);
	await ask(marco, `/api/bulk/${job.id}/cancel`, { body: {} });
});

test("what fails is counted, and what somebody has changed since is left when the rest is taken back", async ({
	shop,
	ines,
	marco,
	start,
	stubOf,
}) => {
	const ids = await several(shop, start, 3);
	const [gone = "", changed = "", kept = ""] = ids;
	await act(ines, gone, { type: "close" });
	const job = await started(
		await begin(marco, { type: "assign", member: marco.id }, { ids: [...ids, "c_nobodysconversation"] }),
	);
	const desk = await openInbox(marco);
	await finished(shop);
	await act(ines, changed, { type: "assign", member: ines.id });
	await started(await ask(marco, `/api/bulk/${job.id}/undo`, { body: {} }));
	await finished(shop);
	const done = await desk.next("bulk", ({ job: each }) => each.what === "undo" && each.state === "done");
	expect(done.job).toMatchObject({ total: 2, done: 1, skipped: 1, failed: 0 });
	expect(await stateOf(stubOf(changed))).toMatchObject({ assignee: { id: ines.id } });
	expect(await stateOf(stubOf(kept))).toMatchObject({ assignee: null, handler: "ai" });
});

test("a change that is cancelled ends, and what it has done can be taken back", async ({
	shop,
	marco,
	start,
	stubOf,
}) => {
	const ids = await several(shop, start, 3);
	const job = await started(await begin(marco, { type: "close" }, { ids }));
	expect(await started(await ask(marco, `/api/bulk/${job.id}/cancel`, { body: {} }))).toMatchObject({
		state: "cancelled",
	});
	await runDurableObjectAlarm(bulk(env, shop.id));
	const closed = [];
	for (const id of ids) if ((await stateOf(stubOf(id))).status === "closed") closed.push(id);
	expect(closed.length).toBeLessThan(3);
});

describe("nobody", () => {
	test("who only reads changes anything, nor the conversations or changes of another workspace", async ({
		shop,
		marco,
		vera,
		start,
		stubOf,
	}) => {
		const [id = ""] = await several(shop, start, 1);
		const before = (await everything(stubOf(id))).length;
		expect((await begin(vera, { type: "close" }, { ids: [id] })).status).toBe(403);
		const other = await createWorkspace("Another");
		const rival = await createMember(other, "owner", "Rival");
		await started(await begin(rival, { type: "close" }, { ids: [id] }));
		await finished(other);
		expect((await everything(stubOf(id))).length).toBe(before);
		expect((await begin(rival, { type: "close" }, active)).status).toBe(404);

		const job = await started(await begin(marco, { type: "close" }, { ids: [id] }));
		await finished(shop);
		const lena = await createMember(shop, "agent", "Lena");
		for (const person of [rival, lena])
			for (const what of ["undo", "cancel"])
				expect((await ask(person, `/api/bulk/${job.id}/${what}`, { body: {} })).status).toBe(404);
		expect((await ask(vera, `/api/bulk/${job.id}/undo`, { body: {} })).status).toBe(403);
	});

	test("blocks for longer than their role may", async ({ shop, marco, start, stubOf }) => {
		const [id = ""] = await several(shop, start, 1);
		const desk = await openInbox(marco);
		await started(
			await begin(marco, { type: "block", duration: "forever", reason: "", address: false }, { ids: [id] }),
		);
		await finished(shop);
		expect((await desk.next("bulk", ({ job }) => job.state === "done")).job).toMatchObject({
			done: 0,
			failed: 1,
			canUndo: false,
		});
		expect(await stateOf(stubOf(id))).toMatchObject({ archived: false });
	});

	test("who has lost their role meanwhile changes anything more", async ({ shop, marco, start, stubOf }) => {
		const ids = await several(shop, start, 2);
		const stub = bulk(env, shop.id);
		await database(env).run(`UPDATE member SET role = 'viewer' WHERE id = '${marco.id}'`);
		const actor = { kind: "member", id: marco.id, name: "Marco", role: "agent" } as const;
		expect((await stub.start(actor, { change: { type: "close" }, of: { ids } })).ok).toBe(true);
		await finished(shop);
		for (const id of ids) expect(await stateOf(stubOf(id))).toMatchObject({ status: "pending" });
	});

	test("asks for none, for too many, or for more changes than five at a time", async ({ shop, marco }) => {
		const ids = Array.from({ length: 1_001 }, (_, at) => `c_${at}`);
		for (const wrong of [[], ids]) expect((await begin(marco, { type: "close" }, { ids: wrong })).status).toBe(422);
		const actor = { kind: "member", id: marco.id, name: "Marco", role: "agent" } as const;
		const results = await runInDurableObject(bulk(env, shop.id), async (object) => {
			const all = [];
			for (let each = 0; each < 6; each++)
				all.push(await object.start(actor, { change: { type: "close" }, of: { ids: ids.slice(0, 100) } }));
			return all.map((result) => result.ok || result.reason);
		});
		expect(results).toEqual([true, true, true, true, true, "flood"]);
	});
});

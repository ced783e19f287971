/** What a conversation owes elsewhere: delivered once it works, and then owed no more. */
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, test, vi } from "vitest";
import { createMember, createWorkspace, memberCallerOf, newFrameId, type Workspace } from "../setup/people.ts";
import { say, start, untilEvent, untilMessage } from "../setup/talk.ts";
import { openInbox } from "../setup/socket.ts";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
});

test("an effect that was delivered is owed no more", async () => {
	const { id, line } = await start(shop);
	const frame = newFrameId();
	line.send({ type: "email", id: frame, email: "ana@moreira.example" });
	await line.next("done", (done) => done.id === frame);
	await vi.waitFor(async () => {
		const row = await conversation(env, shop.id, id).item();
		expect(row?.contactId).not.toBe(null);
		const owed = await runInDurableObject(
			conversation(env, shop.id, id),
			(_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM effect").one().n,
		);
		expect(owed).toBe(0);
	});
	await untilEvent(line, "identified");
});

test("every message can be found by search, the first and the one after it too", async () => {
	const { id, line } = await start(shop, "Marimba");
	await untilMessage(line, "ai");
	const told = () =>
		vi.waitFor(async () => {
			const known = await inbox(env, shop.id).byVisitors([
				(await conversation(env, shop.id, id).item())?.visitorId ?? "",
			]);
			expect(known[0]?.version).toBe((await conversation(env, shop.id, id).item())?.version);
		});
	await told();
	await say(line, "Xylophone");
	await untilMessage(line, "ai");
	await told();
	const desk = await openInbox(await createMember(shop, "owner"));
	for (const text of ["Marimba", "Xylophone"]) {
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		desk.send({ type: "list", id: text, filter, text });
		const page = await desk.next("page", (each) => each.id === text);
		expect(page.items.map((row) => row.id)).toEqual([id]);
	}
});

test("a backlog that goes in several tellings goes whole", async () => {
	const { id, line } = await start(shop, "Harmonica");
	await untilMessage(line, "ai");
	const who = memberCallerOf({ id: "mb_ines", name: "Ines", role: "owner" });
	await runInDurableObject(conversation(env, shop.id, id), async (object) => {
		for (let at = 1; at <= 55; at++)
			await object.exchange(
				{ who, settings: null },
				JSON.stringify({ type: "note", id: newFrameId(), text: `Bassoon${at}` }),
			);
	});
	const desk = await openInbox(await createMember(shop, "owner"));
	for (const text of ["Bassoon1", "Bassoon55"])
		await vi.waitFor(
			async () => {
				const frame = newFrameId();
				const filter = { status: "all", handler: "any", assignee: "anyone" };
				desk.send({ type: "list", id: frame, filter, text: `${text} ` });
				const page = await desk.next("page", (each) => each.id === frame);
				expect(page.items.map((row) => row.id)).toEqual([id]);
			},
			{ timeout: 5_000, interval: 200 },
		);
});

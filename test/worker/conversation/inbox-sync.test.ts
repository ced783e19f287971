/** What a conversation owes elsewhere: delivered once it works, and then owed no more. */
import { inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { expect, vi } from "vitest";
import { memberCallerOf, newFrameId } from "../setup/people.ts";
import { say, untilMessage } from "../setup/talk.ts";
import { openInbox } from "../setup/socket.ts";
import { test } from "../setup/stage.ts";

test("every message can be found by search, the first and the one after it too", async ({
	shop,
	ines,
	stubOf,
	start,
}) => {
	const { id, line } = await start("Marimba");
	await untilMessage(line, "ai");
	const told = () =>
		vi.waitFor(async () => {
			const known = await inbox(env, shop.id).byVisitors([(await stubOf(id).item())?.visitorId ?? ""]);
			expect(known[0]?.version).toBe((await stubOf(id).item())?.version);
		});
	await told();
	await say(line, "Xylophone");
	await untilMessage(line, "ai");
	await told();
	const desk = await openInbox(ines);
	for (const text of ["Marimba", "Xylophone"]) {
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		desk.send({ type: "list", id: text, filter, text });
		const page = await desk.next("page", (each) => each.id === text);
		expect(page.items.map((row) => row.id)).toEqual([id]);
	}
});

test("a backlog that goes in several tellings goes whole", async ({ ines, stubOf, start }) => {
	const { id, line } = await start("Harmonica");
	await untilMessage(line, "ai");
	const who = memberCallerOf({ id: "mb_ines", name: "Ines", role: "owner" });
	await runInDurableObject(stubOf(id), async (object) => {
		for (let at = 1; at <= 55; at++)
			await object.exchange(
				{ who, settings: null },
				JSON.stringify({ type: "note", id: newFrameId(), text: `Bassoon${at}` }),
			);
	});
	const desk = await openInbox(ines);
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

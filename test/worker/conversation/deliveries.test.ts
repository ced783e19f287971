/** A conversation's deliveries to the contacts: the address that a visitor says is theirs arrives once; the later of two wins. */
import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { ask, newConversationId, newFrameId } from "../setup/people.ts";
import { openVisitor } from "../setup/socket.ts";
import { say, untilEvent } from "../setup/talk.ts";
import { test } from "../setup/stage.ts";

test("an effect that was delivered is owed no more", async ({ stubOf, start }) => {
	const { id, line } = await start();
	const frame = newFrameId();
	line.send({ type: "email", id: frame, email: "ben@moreira.example" });
	await line.next("done", (done) => done.id === frame);
	await vi.waitFor(async () => {
		const row = await stubOf(id).item();
		expect(row?.contactId).not.toBe(null);
		const owed = await runInDurableObject(
			stubOf(id),
			(_, { storage: { sql } }) => sql.exec<{ n: number }>("SELECT count(*) AS n FROM effect").one().n,
		);
		expect(owed).toBe(0);
	});
	await untilEvent(line, "identified");
});

describe("an e-mail address", () => {
	test("an address left makes a contact and ties the visitor's conversations together", async ({
		ines,
		stubOf,
		start,
	}) => {
		const { id, visitor, line } = await start();
		line.send({ type: "email", id: newFrameId(), email: "Ana@Moreira.example " });
		await line.next("done");
		expect((await line.next("entries", ({ state }) => state.email !== null)).state.email).toBe("ana@moreira.example");
		await vi.waitFor(async () => expect((await stubOf(id).item())?.contactId).toBeTruthy());
		const second = newConversationId();
		const again = await openVisitor(visitor, second);
		await again.next("welcome");
		await say(again, "zzz again");
		const row = await stubOf(second).item();
		expect(row).toMatchObject({ email: null, claimed: "ana@moreira.example" });
		const contact = row?.contactId ?? "";
		const profile = await (await ask(ines, `/api/contacts/${contact}`)).json<{ conversations: { id: string }[] }>();
		expect(profile.conversations.map((each) => each.id).toSorted()).toEqual([id, second].toSorted());
	});

	test("that was corrected stays so, though the first one reaches the contacts late", async ({
		ines,
		stubOf,
		start,
	}) => {
		const { id, line } = await start();
		const { DB } = env;
		const leave = async (email: string) => {
			line.send({ type: "email", id: newFrameId(), email });
			await line.next("done");
		};
		const attempts = () =>
			runInDurableObject(stubOf(id), (_, { storage: { sql } }) =>
				sql.exec<{ attempts: number }>("SELECT attempts FROM effect").toArray(),
			);
		Reflect.set(env, "DB", {
			prepare: () => {
				throw new Error("D1 is down");
			},
		});
		try {
			await leave("ana@moreria.example");
			await vi.waitFor(async () => expect(await attempts()).toEqual([{ attempts: 1 }]));
		} finally {
			Reflect.set(env, "DB", DB);
		}
		await leave("ana.s@moreira.example");
		await vi.waitFor(async () => expect((await stubOf(id).item())?.contactId).toBeTruthy());
		await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => void sql.exec("UPDATE effect SET due_at = 1"));
		await runDurableObjectAlarm(stubOf(id));
		expect(await attempts()).toEqual([]);
		const row = await stubOf(id).item();
		expect(row).toMatchObject({ email: null, claimed: "ana.s@moreira.example" });
		expect(await (await ask(ines, `/api/contacts/${row?.contactId}`)).json()).toMatchObject({
			email: null,
			claimed: "ana.s@moreira.example",
		});
	});
});

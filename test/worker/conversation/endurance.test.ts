/** What a conversation owes, though an alarm is lost, the list or the database fails, or its object dies. */
import { inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import { ask, newFrameId } from "../setup/people.ts";
import { openVisitor } from "../setup/socket.ts";
import { shortenTimers } from "../setup/time.ts";
import { everything, isMessage, say, untilEvent, untilMessage } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";
import { returnsArticle, saveArticle } from "../setup/library.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";

/** Somebody who waits for a person, as the list says too. */
const test = stage.extend("queued", async ({ shop, start, stubOf }) => {
	const { id, visitor, line } = await start("I want to talk to a human please");
	const listed = async () => (await inbox(env, shop.id).byVisitors([visitor.visitorId]))[0]?.version;
	const untilListed = () => vi.waitFor(async () => expect(await listed()).toBe((await stubOf(id).item())?.version));
	await untilEvent(line, "handed_off");
	await untilListed();
	return { id, line, listed, untilListed };
});

test.beforeAll(async ({ library }) => {
	await saveArticle(library, null, returnsArticle);
});

describe("deadlines", () => {
	/** Makes a deadline lie in the past, in an object that sleeps before and after, so that its memory can't say otherwise. */
	async function rewind(stub: DurableObjectStub<Conversation>, field: "closeAt" | "noShowAt" | "blockedUntil") {
		await evictDurableObject(stub);
		await runInDurableObject(stub, (_, { storage: { sql } }) => {
			const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			const record = JSON.parse(body);
			expect(record.state[field]).toBeGreaterThan(Date.now());
			record.state[field] = Date.now() - 1;
			sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
		});
		await evictDurableObject(stub);
	}

	test("a conversation pending for too long closes itself, once, however often the alarm runs", async ({
		stubOf,
		start,
	}) => {
		const { id, line } = await start("How long do I have to send it back?");
		await untilMessage(line, "ai");
		await rewind(stubOf(id), "closeAt");
		await runDurableObjectAlarm(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		const closes = (await everything(stubOf(id))).filter(
			(entry) => entry.kind === "event" && entry.event.type === "closed",
		);
		expect(closes).toHaveLength(1);
		expect((await stubOf(id).item())?.status).toBe("closed");
	});

	test("a visitor who waits too long is told that nobody is in, once", async ({ stubOf, start }) => {
		const { id, line } = await start("I want to talk to a human please");
		await untilEvent(line, "handed_off");
		await rewind(stubOf(id), "noShowAt");
		await runDurableObjectAlarm(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		expect(
			(await everything(stubOf(id))).filter((entry) => entry.kind === "event" && entry.event.type === "nobody_in"),
		).toHaveLength(1);
		await untilEvent(line, "nobody_in");
	});

	test("an alarm that the platform lost is made up for when somebody comes", async ({ ines, stubOf, start }) => {
		const { id, line } = await start("I want to talk to a human please");
		await untilEvent(line, "handed_off");
		await rewind(stubOf(id), "noShowAt");
		await runInDurableObject(stubOf(id), async (_, { storage }) => {
			const { body } = storage.sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			const record = JSON.stringify({ ...JSON.parse(body), alarmAt: Date.now() - 60_000 });
			storage.sql.exec("UPDATE document SET body = ? WHERE slot = 1", record);
			await storage.deleteAlarm();
		});
		await evictDurableObject(stubOf(id));
		await ask(ines, `/api/conversations/${id}/entries`);
		await untilEvent(line, "nobody_in");
	});

	test("a block ends when its time is up", async ({ ines, stubOf, start }) => {
		const { id } = await start();
		await ask(ines, `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		await rewind(stubOf(id), "blockedUntil");
		await runDurableObjectAlarm(stubOf(id));
		expect((await stubOf(id).item())?.archived).toBe(false);
	});
});

describe("the list", () => {
	/** Whoever tells the list reaches this instead, until the function it returns is called. `pass` tells the Inbox. */
	function standIn(receive: (item: ListItem, pass: () => unknown) => unknown): () => void {
		const reach = env.INBOX.getByName.bind(env.INBOX);
		const value = (name: string) => ({
			receive: (item: ListItem, ...rest: unknown[]) =>
				receive(item, () => Reflect.apply(reach(name).receive, undefined, [item, ...rest])),
		});
		Reflect.defineProperty(env.INBOX, "getByName", { value, configurable: true });
		return () => void Reflect.deleteProperty(env.INBOX, "getByName");
	}

	test("is told once of what comes at the same time", async ({ queued }) => {
		const { id, line, untilListed } = queued;
		const heard = vi.fn();
		const restore = standIn((row, pass) => {
			if (row.id === id) heard(row.preview);
			return pass();
		});
		try {
			await Promise.all(["One", "Two", "Three"].map((text) => say(line, text)));
			await vi.waitFor(() => expect(heard).toHaveBeenCalled());
		} finally {
			restore();
		}
		await untilListed();
		expect(heard.mock.calls).toEqual([["Three"]]);
	});

	test("is told within a minute of being back, however much was said while it was away", async ({ stubOf, queued }) => {
		const { id, line, untilListed } = queued;
		const asked = vi.fn();
		const restore = standIn((row) => {
			if (row.id === id) asked();
			return Promise.reject(new Error("The Inbox is overloaded."));
		});
		try {
			for (let attempt = 1; attempt <= 6; attempt++) {
				await say(line, `Hello? ${attempt}`);
				await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(attempt));
			}
			await runDurableObjectAlarm(stubOf(id));
		} finally {
			restore();
		}
		const alarm = await runInDurableObject(stubOf(id), (_, { storage }) => storage.getAlarm());
		expect(alarm).toBeLessThanOrEqual(Date.now() + 60_000);
		await runDurableObjectAlarm(stubOf(id));
		await untilListed();
	});

	test("an Inbox that never answers holds up no later telling", async ({ stubOf, queued }) => {
		const { id, line, listed, untilListed } = queued;
		const asked = vi.fn(() => new Promise<never>(() => {}));
		const restore = standIn(asked);
		try {
			await say(line, "Hello?");
			await vi.waitFor(() => expect(asked).toHaveBeenCalled());
		} finally {
			restore();
		}
		await say(line, "Are you there?");
		expect(await listed()).toBeLessThan((await stubOf(id).item())?.version ?? 0);
		const later = Date.now() + 30_000;
		const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
		try {
			await say(line, "Well, later then.");
			await untilListed();
		} finally {
			clock.mockRestore();
		}
	});
});

test("a database that is down when a conversation starts costs time, not the message", async ({ arrive }) => {
	const { id, visitor, line } = await arrive();
	const { DB } = env;
	const frame = newFrameId();
	Reflect.set(env, "DB", {
		prepare: () => {
			throw new Error("D1 is down");
		},
	});
	try {
		line.send({ type: "send", id: frame, text: "Is anybody there?" });
		expect((await line.closed).code).toBe(1011);
	} finally {
		Reflect.set(env, "DB", DB);
	}
	const back = await openVisitor(visitor, id);
	expect(await say(back, "Is anybody there?", frame)).toBe(1);
});

test("a database that never answers when a conversation starts doesn't hold it up for good", async ({ arrive }) => {
	const { id, visitor, line } = await arrive();
	const { DB } = env;
	const frame = newFrameId();
	const never = () => new Promise<never>(() => {});
	const statement = { all: never, raw: never, first: never, run: never };
	Reflect.set(env, "DB", { prepare: () => ({ ...statement, bind: () => statement }), batch: never });
	const limit = shortenTimers(10_000);
	try {
		line.send({ type: "send", id: frame, text: "Is anybody there?" });
		const closed = await Promise.race([line.closed, scheduler.wait(3_000).then(() => null)]);
		expect(closed?.code).toBe(1011);
	} finally {
		Reflect.set(env, "DB", DB);
		limit.mockRestore();
	}
	const back = await openVisitor(visitor, id);
	expect(await say(back, "Is anybody there?", frame)).toBe(1);
});

test("an object that is killed in the middle loses nothing that was acknowledged", async ({ start }) => {
	const { id, visitor, line } = await start();
	const seqs = [await say(line, "One"), await say(line, "Two")];
	await abortAllDurableObjects();
	const welcome = await (await openVisitor(visitor, id)).next("welcome");
	const stored = welcome.entries.filter(isMessage).filter(({ author }) => author.kind === "visitor");
	expect(stored.map(({ seq }) => seq)).toEqual(expect.arrayContaining(seqs));
});

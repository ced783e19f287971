/** What a conversation owes, though an alarm is lost, the list or the database fails, or its object dies. */
import { conversation, inbox, knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { abortAllDurableObjects, evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test, vi } from "vitest";
import type { ListItem } from "../../../src/protocol/inbox.ts";
import {
	ask,
	createMember,
	createWorkspace,
	newFrameId,
	type Person,
	type Visiting,
	type Workspace,
} from "../setup/people.ts";
import { openVisitor } from "../setup/socket.ts";
import { shortenTimers } from "../setup/time.ts";
import {
	arrive,
	everything as entriesOf,
	isMessage,
	say,
	start as begin,
	untilEvent,
	untilMessage,
} from "../setup/talk.ts";
import { saveArticle } from "../setup/library.ts";

let shop: Workspace;
let ines: Person;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
	ines = await createMember(shop, "owner", "Ines");
	await saveArticle(knowledge(env, shop.id), null, {
		title: "Returns and refunds",
		text: "You have 30 days from the day it arrives to send a bag back. Print the return label from your order page and drop the parcel at any post office. We refund you within 5 days of getting the parcel back.",
	});
});

const start = (text?: string) => begin(shop, text);
const stubOf = (id: string) => conversation(env, shop.id, id);
const everything = (id: string) => entriesOf(stubOf(id));

describe("deadlines", () => {
	/** Makes a deadline lie in the past, in an object that sleeps before and after, so that its memory can't say otherwise. */
	async function rewind(id: string, field: "closeAt" | "noShowAt" | "blockedUntil") {
		await evictDurableObject(stubOf(id));
		await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => {
			const { body } = sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			const record = JSON.parse(body);
			expect(record.state[field]).toBeGreaterThan(Date.now());
			record.state[field] = Date.now() - 1;
			sql.exec("UPDATE document SET body = ? WHERE slot = 1", JSON.stringify(record));
		});
		await evictDurableObject(stubOf(id));
	}

	test("a conversation pending for too long closes itself, once, however often the alarm runs", async () => {
		const { id, line } = await start("How long do I have to send it back?");
		await untilMessage(line, "ai");
		await rewind(id, "closeAt");
		await runDurableObjectAlarm(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		const closes = (await everything(id)).filter((entry) => entry.kind === "event" && entry.event.type === "closed");
		expect(closes).toHaveLength(1);
		expect((await stubOf(id).item())?.status).toBe("closed");
	});

	test("a visitor who waits too long is told that nobody is in, once", async () => {
		const { id, line } = await start("I want to talk to a human please");
		await untilEvent(line, "handed_off");
		await rewind(id, "noShowAt");
		await runDurableObjectAlarm(stubOf(id));
		await runDurableObjectAlarm(stubOf(id));
		expect(
			(await everything(id)).filter((entry) => entry.kind === "event" && entry.event.type === "nobody_in"),
		).toHaveLength(1);
		await untilEvent(line, "nobody_in");
	});

	test("an alarm that the platform lost is made up for when somebody comes", async () => {
		const { id, line } = await start("I want to talk to a human please");
		await untilEvent(line, "handed_off");
		await rewind(id, "noShowAt");
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

	test("a block ends when its time is up", async () => {
		const { id } = await start();
		await ask(ines, `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		await rewind(id, "blockedUntil");
		await runDurableObjectAlarm(stubOf(id));
		expect((await stubOf(id).item())?.archived).toBe(false);
	});
});

describe("the list", () => {
	const listed = async ({ visitorId }: Visiting) => (await inbox(env, shop.id).byVisitors([visitorId]))[0]?.version;
	const untilListed = (id: string, visitor: Visiting) =>
		vi.waitFor(async () => expect(await listed(visitor)).toBe((await stubOf(id).item())?.version));

	/** Somebody who waits for a person, as the list says too. */
	async function queued() {
		const begun = await start("I want to talk to a human please");
		await untilEvent(begun.line, "handed_off");
		await untilListed(begun.id, begun.visitor);
		return begun;
	}

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

	test("is told once of what comes at the same time", async () => {
		const { id, visitor, line } = await queued();
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
		await untilListed(id, visitor);
		expect(heard.mock.calls).toEqual([["Three"]]);
	});

	test("is told within a minute of being back, however much was said while it was away", async () => {
		const { id, visitor, line } = await queued();
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
		await untilListed(id, visitor);
	});

	test("an Inbox that never answers holds up no later telling", async () => {
		const { id, visitor, line } = await queued();
		const asked = vi.fn(() => new Promise<never>(() => {}));
		const restore = standIn(asked);
		try {
			await say(line, "Hello?");
			await vi.waitFor(() => expect(asked).toHaveBeenCalled());
		} finally {
			restore();
		}
		await say(line, "Are you there?");
		expect(await listed(visitor)).toBeLessThan((await stubOf(id).item())?.version ?? 0);
		const later = Date.now() + 30_000;
		const clock = vi.spyOn(Date, "now").mockImplementation(() => later);
		try {
			await say(line, "Well, later then.");
			await untilListed(id, visitor);
		} finally {
			clock.mockRestore();
		}
	});
});

test("a database that is down when a conversation starts costs time, not the message", async () => {
	const { id, visitor, line } = await arrive(shop);
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

test("a database that never answers when a conversation starts doesn't hold it up for good", async () => {
	const { id, visitor, line } = await arrive(shop);
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

test("an object that is killed in the middle loses nothing that was acknowledged", async () => {
	const { id, visitor, line } = await start();
	const seqs = [await say(line, "One"), await say(line, "Two")];
	await abortAllDurableObjects();
	const welcome = await (await openVisitor(visitor, id)).next("welcome");
	const stored = welcome.entries.filter(isMessage).filter(({ author }) => author.kind === "visitor");
	expect(stored.map(({ seq }) => seq)).toEqual(expect.arrayContaining(seqs));
});

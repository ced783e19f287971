/**
 * The workspace's outbox: effects are delivered after a crash between any two steps, after D1 or a conversation failed, and
 * without harm when delivered twice; and no alarm is set where there are no rows.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { editContact } from "../../../src/contact/actions.ts";
import { block, unblock } from "../../../src/contact/store/blocks.ts";
import { ensureContact } from "../../../src/contact/store/contacts.ts";
import { tell } from "../../../src/contact/fan-out.ts";
import { database } from "../../../src/db/database.ts";
import { contact, outbox as table } from "../../../src/db/schema.ts";
import { conversation, inbox, outbox } from "../../../src/durable/objects.ts";
import { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { WorkspaceOutbox } from "../../../src/outbox/outbox.ts";
import { OutboxReport } from "../../../src/protocol/outbox.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { start } from "../setup/talk.ts";

const db = database(env);
const MINUTE = 60_000;

/** A workspace for each test, because another test's rows would be delivered too. */
let shop: Workspace;
let ines: Person;
const noor = { kind: "member", id: "mb_noor", name: "Noor", role: "owner" } as const;

const fresh = async () => {
	shop = await createWorkspace();
};
beforeAll(async () => {
	await fresh();
	ines = await createMember(shop, "owner", "Ines");
});
afterEach(() => void vi.restoreAllMocks());

/** A visitor with an open tab, and their contact. */
async function visiting() {
	const { id, visitor, line } = await start(shop);
	const { visitorId } = visitor;
	const who = { workspaceId: shop.id, visitorId, conversationId: id, startedAt: Date.now(), at: Date.now() };
	return { id, line, contactId: await ensureContact(db, who), thread: { conversationId: id, visitorId } };
}
type Visiting = Awaited<ReturnType<typeof visiting>>;

const acting = () => ({ workspaceId: shop.id, actor: noor });
const forDay = { duration: "24h", reason: "" } as const;
const blockRow = ({ contactId, thread }: Visiting) =>
	block(db, acting(), { contactId, thread, addressHash: null, request: forDay });

const stub = () => outbox(env, shop.id);
const rows = () => db.select().from(table).where(eq(table.workspaceId, shop.id));
const dueNow = () => db.update(table).set({ dueAt: 0 }).where(eq(table.workspaceId, shop.id));
const owed = (body: object, over: { attempts?: number; dueAt?: number } = {}) =>
	db.insert(table).values({
		workspaceId: shop.id,
		body: JSON.stringify(body),
		dueAt: 0,
		createdAt: 1,
		...over,
	});
const alarmAt = () => runInDurableObject(stub(), (_, { storage }) => storage.getAlarm());
const isBlocked = async ({ id }: Visiting) => (await conversation(env, shop.id, id).item())?.archived;
const quiet = () => vi.spyOn(console, "error").mockImplementation(() => {});
const edited = { type: "contact_edited", contactId: "ct_nobody" };

describe("a block whose request died", () => {
	test("right after the batch reaches an open tab by the alarm", async () => {
		await fresh();
		const ana = await visiting();
		await stub().look();
		await blockRow(ana);
		await evictDurableObject(stub());
		expect(await isBlocked(ana)).toBe(false);
		expect(await runDurableObjectAlarm(stub())).toBe(true);
		expect((await ana.line.closed).code).toBe(CloseCode.blocked);
		expect(await isBlocked(ana)).toBe(true);
		expect(await rows()).toEqual([]);
	});

	test("before a batch that takes long is looked for once more", async () => {
		await fresh();
		const ana = await visiting();
		await stub().look();
		const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + MINUTE / 6);
		await runDurableObjectAlarm(stub());
		clock.mockRestore();
		await evictDurableObject(stub());
		await blockRow(ana);
		expect(await alarmAt()).toBeGreaterThan(Date.now() + MINUTE / 2);
		await runDurableObjectAlarm(stub());
		expect(await isBlocked(ana)).toBe(true);
	});

	test("is told to look even while an alarm that finds nothing is at work", async () => {
		await fresh();
		await stub().look();
		await Promise.all([runDurableObjectAlarm(stub()), stub().look()]);
		expect(await alarmAt()).not.toBeNull();
	});
});

describe("what can't be delivered", () => {
	test("is tried again, and answered for meanwhile: the block stands", async () => {
		await fresh();
		const owner = await createMember(shop, "owner");
		const ana = await visiting();
		const silenced = quiet();
		const failing = vi.spyOn(tell, "followBlocks").mockRejectedValue(new Error("down"));
		const response = await ask(owner, `/api/conversations/${ana.id}/block`, {
			body: { duration: "24h", reason: "Spam", address: false },
		});
		expect(response.status).toBe(200);
		expect(await isBlocked(ana)).toBe(false);
		const [row] = await rows();
		expect(row).toMatchObject({ attempts: 1 });
		expect(row?.dueAt).toBeGreaterThan(Date.now());
		expect(silenced.mock.calls.join()).toContain("effect_failed");

		failing.mockRestore();
		await dueNow();
		await evictDurableObject(stub());
		await runDurableObjectAlarm(stub());
		expect((await ana.line.closed).code).toBe(CloseCode.blocked);
		expect(await rows()).toEqual([]);
	});

	test("holds up no other", async () => {
		await fresh();
		const [ana, ben] = [await visiting(), await visiting()];
		quiet();
		const real = tell.followBlocks;
		vi.spyOn(tell, "followBlocks").mockImplementation((...call) =>
			call[2] === ana.id ? Promise.reject(new Error("down")) : real(...call),
		);
		await stub().look();
		await blockRow(ana);
		await blockRow(ben);
		await stub().drain();
		expect([await isBlocked(ana), await isBlocked(ben)]).toEqual([false, true]);
	});

	test("is given up on after a day of tries, loudly, and listed for who may configure", async () => {
		await fresh();
		const [owner, agent] = [await createMember(shop, "owner"), await createMember(shop, "agent")];
		const ana = await visiting();
		const silenced = quiet();
		vi.spyOn(tell, "followBlocks").mockRejectedValue(new Error("down"));
		await blockRow(ana);
		await db.update(table).set({ attempts: 31 }).where(eq(table.workspaceId, shop.id));
		await stub().drain();
		expect(silenced.mock.calls.join()).toContain("effect_given_up");
		expect(await rows()).toMatchObject([{ attempts: 32, dueAt: null }]);
		expect(await alarmAt()).toBeNull();

		const response = await ask(owner, "/api/outbox");
		const { givenUp } = v.parse(OutboxReport, await response.json());
		expect(givenUp).toMatchObject([{ type: "contact_blocks_changed", attempts: 32 }]);
		expect(JSON.stringify(givenUp)).not.toContain("Noor");
		expect((await ask(agent, "/api/outbox")).status).toBe(403);
		expect(await (await ask(ines, "/api/outbox")).json()).toEqual({ givenUp: [] });
	});

	test("by a conversation is given up on only once it is listed, and listed once", async () => {
		await fresh();
		const owner = await createMember(shop, "owner");
		const { id } = await visiting();
		const silenced = quiet();
		vi.spyOn(Knowledge.prototype, "act").mockRejectedValue(new Error("down"));
		const thread = conversation(env, shop.id, id);
		const inThread = (sql: string) => runInDurableObject(thread, (_, { storage }) => storage.sql.exec(sql).toArray());
		const tryAgain = async () => {
			await inThread("UPDATE effect SET due_at = 1");
			await runDurableObjectAlarm(thread);
			return inThread("SELECT attempts, due_at FROM effect");
		};
		await inThread("DELETE FROM effect");
		await inThread(`INSERT INTO effect (id, body, attempts) VALUES (700, '{"type":"forget","at":5}', 31)`);

		const unreachable = vi.spyOn(WorkspaceOutbox.prototype, "listGivenUp").mockImplementation(() => {
			throw new Error("down");
		});
		expect(await tryAgain()).toEqual([{ attempts: 32, due_at: expect.any(Number) }]);
		expect(silenced.mock.calls.join()).not.toContain("effect_given_up");
		unreachable.mockRestore();
		expect(await tryAgain()).toEqual([{ attempts: 33, due_at: null }]);
		expect(silenced.mock.calls.join()).toContain("effect_given_up");

		const effect = { id: `${shop.id}/${id}/700`, type: "forget", conversation: id, since: 5, attempts: 33 };
		await stub().listGivenUp(effect);
		await owed(edited, { attempts: 32 });
		await db.update(table).set({ dueAt: null }).where(eq(table.workspaceId, shop.id));
		const [own] = await rows();
		const { givenUp } = v.parse(OutboxReport, await (await ask(owner, "/api/outbox")).json());
		expect(givenUp).toEqual([
			{ id: `outbox/${shop.id}/${own?.id}`, type: edited.type, conversation: null, since: 1, attempts: 32 },
			effect,
		]);
	});

	test("is kept for as long as it takes where only a later release can read it", async () => {
		await fresh();
		quiet();
		await owed({ type: "from_the_future" }, { attempts: 400 });
		await stub().drain();
		const [row] = await rows();
		expect(row?.dueAt).toBeGreaterThan(Date.now());
		expect((await stub().givenUp()).length).toBe(0);
	});
});

describe("the database out of order", () => {
	test("is waited for: what is owed arrives when it is back", async () => {
		await fresh();
		const ana = await visiting();
		await stub().look();
		await blockRow(ana);
		const silenced = quiet();
		const broken = vi.spyOn(Object.getPrototypeOf(env.DB), "prepare").mockImplementation(() => {
			throw new Error("D1_ERROR: down");
		});
		// After the last look: only undelivered rows may set the alarm.
		const clock = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 2 * MINUTE);
		await runDurableObjectAlarm(stub());
		await evictDurableObject(stub());
		await runDurableObjectAlarm(stub());
		clock.mockRestore();
		broken.mockRestore();
		expect(silenced.mock.calls.join()).toContain("outbox_unavailable");
		expect(await isBlocked(ana)).toBe(false);
		await evictDurableObject(stub());
		expect(await runDurableObjectAlarm(stub())).toBe(true);
		expect(await isBlocked(ana)).toBe(true);
		expect(await rows()).toEqual([]);
	});
});

describe("delivery", () => {
	test("is by what stands then: late, twice and in any order", async () => {
		await fresh();
		const ana = await visiting();
		await blockRow(ana);
		const [late] = await rows();
		await stub().drain();
		expect(await isBlocked(ana)).toBe(true);
		await unblock(db, acting(), ana.contactId, ana.thread);
		await stub().drain();
		expect(await isBlocked(ana)).toBe(false);
		await owed(v.parse(v.looseObject({}), JSON.parse(late?.body ?? "")));
		await stub().drain();
		expect(await isBlocked(ana)).toBe(false);
	});

	test("follows a change that comes while it tells of the one before", async () => {
		await fresh();
		const ana = await visiting();
		await blockRow(ana);
		const real = tell.followBlocks;
		vi.spyOn(tell, "followBlocks").mockImplementationOnce(async (...call) => {
			await unblock(db, acting(), ana.contactId, ana.thread);
			return real(...call);
		});
		await stub().drain();
		expect(await isBlocked(ana)).toBe(false);
	});

	test("of an edit follows one that comes while it tells of the one before", async () => {
		await fresh();
		const ana = await visiting();
		const nameOf = async () => (await conversation(env, shop.id, ana.id).item())?.name;
		const rename = (name: string) =>
			editContact({ env, workspaceId: shop.id }, noor, { ...ana, edit: { name, email: null, notes: "" } });
		const real = tell.identify;
		vi.spyOn(tell, "identify").mockImplementationOnce(async (...call) => {
			await db.update(contact).set({ name: "Ana Moreira" }).where(eq(contact.id, ana.contactId));
			return real(...call);
		});
		await vi.waitFor(async () => expect(await inbox(env, shop.id).byVisitors([ana.thread.visitorId])).toHaveLength(1));
		await rename("Ana");
		expect(await nameOf()).toBe("Ana Moreira");
	});

	test("at the same time is shared, and each drain waits for what another has begun", async () => {
		await fresh();
		const ana = await visiting();
		await blockRow(ana);
		const told = vi.spyOn(tell, "followBlocks");
		const drains = Array.from({ length: 3 }, () => stub().drain());
		await drains.at(-1);
		expect(await isBlocked(ana)).toBe(true);
		await Promise.all(drains);
		expect(told).toHaveBeenCalledTimes(1);
	});

	test("takes more than one batch", async () => {
		await fresh();
		for (let n = 0; n < 45; n++) await owed(edited);
		await stub().drain();
		expect(await rows()).toEqual([]);
	});

	test("doesn't touch another workspace's", async () => {
		await fresh();
		await owed(edited);
		await outbox(env, (await createWorkspace()).id).drain();
		expect(await rows()).toHaveLength(1);
	});
});

describe("the alarm", () => {
	const HOUR = 60 * MINUTE;

	test("goes off no more when nothing is owed and no write can be under way", async () => {
		await fresh();
		await stub().look();
		await stub().drain();
		expect(await alarmAt()).not.toBeNull();
		const now = Date.now();
		vi.spyOn(Date, "now").mockReturnValue(now + 2 * MINUTE);
		await runDurableObjectAlarm(stub());
		expect(await alarmAt()).toBeNull();
		expect(await runDurableObjectAlarm(stub())).toBe(false);
	});

	test("comes within the hour while something is owed, however long it is put off", async () => {
		await fresh();
		await owed(edited, { attempts: 20, dueAt: Date.now() + 24 * HOUR });
		await stub().drain();
		expect(await rows()).toHaveLength(1);
		expect(await alarmAt()).toBeLessThanOrEqual(Date.now() + HOUR);
	});
});

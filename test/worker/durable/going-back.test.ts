/**
 * Storage that a later release has migrated, under this code: what was only added to opens and goes on, what was changed is
 * refused by its name; and the promises of a list of migrations itself. The storage is a recorded one (test/fixtures).
 */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { migrations as conversationMigrations } from "../../../src/conversation/storage/schema.ts";
import { migrate, type Migration } from "../../../src/durable/migrations.ts";
import { conversation } from "../../../src/durable/objects.ts";
import { migrations as inboxMigrations } from "../../../src/inbox/schema.ts";
import { migrations as knowledgeMigrations } from "../../../src/knowledge/schema.ts";
import { strangers } from "../setup/adding.ts";
import { ask, createMember, createWorkspace, newConversationId, newFrameId } from "../setup/people.ts";
import { shopOf, stubOf, releases } from "../setup/recorded.ts";
import { openInbox, openMember } from "../setup/socket.ts";
import { start } from "../setup/talk.ts";

const latest = releases.at(-1) ?? "";
const lists = { conversation: conversationMigrations, inbox: inboxMigrations, knowledge: knowledgeMigrations };
type Listed = keyof typeof lists;

/** A later release's migrations, after this one's. */
async function migrated(object: Listed, ...later: Migration[]): Promise<void> {
	const stub: DurableObjectStub = stubOf(latest, object);
	await runInDurableObject(stub, (_, { storage }) => migrate(storage, [...lists[object], ...later]));
}
const asleep = (object: Listed) => evictDurableObject(stubOf(latest, object));

describe("a conversation", () => {
	test("that later releases have added to opens in this one and goes on, and what they added stays", async () => {
		const { ines, id, talk } = await shopOf(latest);
		const later = {
			id: "from-the-future",
			adds: true,
			sql: "CREATE TABLE future (n); ALTER TABLE entry ADD COLUMN mood TEXT;",
		};
		await migrated("conversation", later);
		const tagged = await runInDurableObject(talk, (_, { storage: { sql } }) => {
			sql.exec("INSERT INTO future (n) VALUES (7)");
			// What a later release may keep of a conversation and its visitor, and say in its log.
			const set = (slot: number, path: string, value: unknown) =>
				sql.exec(
					"UPDATE document SET body = json_set(body, ?, json(?)) WHERE slot = ?",
					path,
					JSON.stringify(value),
					slot,
				);
			set(1, "$.channel", "email");
			set(1, "$.state.mood", { is: "sunny" });
			set(1, "$.state.reason", "tired");
			set(1, "$.metrics.handoffs.tired", 2);
			set(3, "$.details.plan", "gold");
			const { seq } = sql.exec<{ seq: number }>("SELECT max(seq) + 1 AS seq FROM entry").one();
			const entry = { kind: "event", seq, at: Date.now(), event: { type: "tagged", tag: "vip" } };
			sql.exec("INSERT INTO entry (seq, audience, body) VALUES (?, 1, ?)", seq, JSON.stringify(entry));
			set(1, "$.state.seq", seq);
			return seq;
		});
		await asleep("conversation");
		const desk = await openMember(ines, id);
		const welcome = await desk.next("welcome");
		expect(welcome.entries.at(-1)).toMatchObject({ seq: tagged, event: { type: "unknown" } });
		expect(welcome.state).toMatchObject({ handler: "waiting", reason: null });
		desk.send({ type: "send", id: newFrameId(), text: "And on it goes" });
		expect((await desk.next("entries", ({ seq }) => seq > tagged)).state).toMatchObject({ handler: "human" });
		await runInDurableObject(talk, (_, { storage: { sql } }) => {
			expect(sql.exec("SELECT n FROM future").toArray()).toEqual([{ n: 7 }]);
			const bodies = sql.exec<{ body: string }>("SELECT body FROM document ORDER BY slot").toArray();
			const [record, , visitor] = bodies.map(({ body }): unknown => JSON.parse(body));
			expect(record).toMatchObject({
				channel: "email",
				state: { mood: { is: "sunny" }, handler: "human" },
				metrics: { handoffs: { tired: 2 } },
			});
			expect(visitor).toMatchObject({ details: { plan: "gold" } });
		});
		// And forward again.
		await runInDurableObject(talk, (_, { storage }) => {
			migrate(storage, [...conversationMigrations, later, { id: "next", adds: true, sql: "CREATE TABLE next (n)" }]);
			expect(() => migrate(storage, conversationMigrations)).not.toThrow();
		});
	});

	/** One of its own: nothing gets at its storage any more. */
	test("that a later release has changed, not only added to, is refused by its name, and nothing is written", async () => {
		const shop = await createWorkspace();
		const ines = await createMember(shop, "agent");
		const { id } = await start(shop);
		const stub = conversation(env, shop.id, id);
		await runInDurableObject(stub, (_, { storage }) => {
			const stored = () => storage.sql.exec("SELECT * FROM entry, applied_migration").toArray();
			const added = { id: "added", adds: true, sql: "CREATE TABLE added (n)" };
			migrate(storage, [...conversationMigrations, added, { id: "reshaped", adds: false, sql: "DROP TABLE added" }]);
			const before = stored();
			expect(() => migrate(storage, conversationMigrations)).toThrow(/reshaped.*does more than add/);
			expect(stored()).toEqual(before);
		});
		await evictDurableObject(stub);
		await expect(openMember(ines, id)).rejects.toThrow();
	});
});

test.each(["inbox", "knowledge"] as const)(
	"%s that later releases have added to opens and is written",
	async (object) => {
		const { ines } = await shopOf(latest);
		const table = object === "inbox" ? "list_item" : "article";
		const sql = `CREATE TABLE future (n); ALTER TABLE ${table} ADD COLUMN mood TEXT NOT NULL DEFAULT 'sunny';`;
		await migrated(object, { id: "from-the-future", adds: true, sql });
		await asleep(object);
		if (object === "inbox") {
			const line = await openInbox(ines);
			line.send({ type: "list", id: "1", filter: { status: "all", handler: "any", assignee: "anyone" } });
			const [item] = (await line.next("page")).items;
			await ask(ines, `/api/conversations/${item?.id}/take-over`, { body: {} });
		}
		const article = { title: "Umbrellas", text: "We lend umbrellas." };
		expect((await ask(ines, "/api/articles", { body: article })).status).toBe(201);
		expect(await (await ask(ines, "/api/documents?kind=articles&search=umbrellas")).json()).toMatchObject({
			entries: [{ title: "Umbrellas" }],
		});
	},
);

test.each(Object.entries(lists))("a migration of %s that says it only adds does nothing else", (_, migrations) => {
	for (const { id, adds, sql } of migrations) if (adds) expect(strangers(sql), id).toEqual([]);
});

test("what does more than add is found", () => {
	const sql = "CREATE TABLE a (n); DROP TABLE b; CREATE UNIQUE INDEX i ON b (n); INSERT INTO a (n) SELECT n FROM b;";
	expect(strangers(sql)).toHaveLength(3);
	expect(strangers("CREATE TABLE a (n); CREATE TRIGGER t AFTER INSERT ON b BEGIN DELETE FROM a; END;")).not.toEqual([]);
	expect(strangers("ALTER TABLE a DROP COLUMN n; ALTER TABLE a RENAME TO b; UPDATE a SET n = 1;")).toHaveLength(3);
});

describe("a list of migrations", () => {
	const one = { id: "one", adds: true, sql: "CREATE TABLE one (a)" };
	const two = { id: "two", adds: true, sql: "CREATE TABLE two (a)" };
	const storageOf = async (act: (storage: DurableObjectStorage) => void) => {
		const shop = await createWorkspace();
		await runInDurableObject(conversation(env, shop.id, newConversationId()), (_, { storage }) => act(storage));
	};

	test("one of which was changed after it was applied is refused; a comment or a space in it is no change", () =>
		storageOf((storage) => {
			migrate(storage, [one]);
			migrate(storage, [{ ...one, sql: "-- why\n\tCREATE TABLE one\n\t\t(a)" }]);
			expect(() => migrate(storage, [{ ...one, sql: "CREATE TABLE one (a, b)" }])).toThrow("changed");
		}));

	test("in another order, or without one in the middle, is refused", () =>
		storageOf((storage) => {
			migrate(storage, [one, two]);
			expect(() => migrate(storage, [two, one])).toThrow("has migration one at 0, where this code has two");
			expect(() => migrate(storage, [two])).toThrow("has migration one");
		}));

	test("one of which fails leaves nothing behind, and is applied once it works", () =>
		storageOf((storage) => {
			const broken = { id: "two", adds: true, sql: "CREATE TABLE two (a); SELECT FROM nowhere" };
			expect(() => migrate(storage, [one, broken])).toThrow();
			expect(storage.sql.exec("SELECT 1 FROM sqlite_master WHERE name IN ('one', 'two')").toArray()).toEqual([]);
			migrate(storage, [one, two]);
			expect(storage.sql.exec("SELECT id FROM applied_migration").toArray()).toHaveLength(2);
		}));
});

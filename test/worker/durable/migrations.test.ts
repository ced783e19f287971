/**
 * Storage written by an older release. Each version's rows are kept here as that release wrote them, word for word: a
 * conversation or list that wakes under today's code reads them, goes on, and is at today's schema.
 */
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { migrations as conversationMigrations } from "../../../src/conversation/storage/schema.ts";
import { migrate, type Migration } from "../../../src/durable/migrations.ts";
import { migrations as inboxMigrations } from "../../../src/inbox/schema.ts";
import { migrations as knowledgeMigrations } from "../../../src/knowledge/schema.ts";
import { createMember, createWorkspace, newConversationId, newFrameId, type Workspace } from "../setup/people.ts";
import { openInbox, openMember } from "../setup/socket.ts";

const AT = 1_795_340_000_000;

/** What a conversation of each past version had stored, after `count` migrations. */
const firstConversation = (shop: Workspace, id: string) => [
	`INSERT INTO entry (seq, id, audience, said, body) VALUES (1, 'm-00000001', 2, 'visitor',
			'{"kind":"message","seq":1,"at":${AT},"id":"m-00000001","author":{"kind":"visitor"},"text":"From the first release"}')`,
	`INSERT INTO entry (seq, id, audience, said, body) VALUES (2, 'ai:1', 2, 'us',
			'{"kind":"message","seq":2,"at":${AT},"id":"ai:1","author":{"kind":"ai"},"text":"Yes","citations":[],"confidence":0.9,"writer":"embedded"}')`,
	`INSERT INTO document (name, body) VALUES ('record', '{"workspaceId":"${shop.id}","conversationId":"${id}",
			"visitorId":"v_1","startedAt":${AT},"version":2,"projectedVersion":2,"preview":"Yes","previewBy":"ai","previewName":null,
			"lastAt":${AT},"alarmAt":null,
			"state":{"status":"pending","handler":"ai","assignee":null,"seq":2,"settledSeq":2,"askedSeq":1,"visitorSaid":1,"oursSaid":1}}')`,
	`INSERT INTO document (name, body) VALUES ('settings', '{"greeting":"Hello","allowedOrigins":[],"threshold":0.85,
			"onRequest":"connect","closeAfterAiHours":24,"closeAfterHumanHours":72,"noShowMinutes":5,"sensitiveTopics":[],
			"hours":null,"workspaceName":"Fjord Bags"}')`,
	`INSERT INTO turn (slot, id, status, attempts, due_at) VALUES (1, 1, 'done', 1, ${AT})`,
];
const conversations: Record<number, (shop: Workspace, id: string) => string[]> = {
	1: firstConversation,
	2: (shop, id) => [
		...firstConversation(shop, id),
		`INSERT INTO trace (seq, body) VALUES (2, '{"question":"From the first release","query":null,"followUp":false,"passages":[],
			"confidence":null,"signals":{},"threshold":0.85,"decidedBy":"courtesy","writer":"rules","failed":[],"steps":[]}')`,
	],
	3: (shop, id) => [...firstConversation(shop, id), `INSERT INTO rating (seq, value) VALUES (2, 'up')`],
	4: (shop, id) =>
		firstConversation(shop, id).map((row) =>
			row
				.replace("document (name, body) VALUES ('record'", "document (slot, body) VALUES (1")
				.replace("document (name, body) VALUES ('settings'", "document (slot, body) VALUES (2"),
		),
};

/** What an Inbox of each past version had stored, after `count` migrations. */
const inboxes: Record<number, string[]> = {
	1: [
		`INSERT INTO list_item (no, id, version, text_seq, archived, status, handler, assignee, visitor, contact, last_at, body, metrics)
			VALUES (1, 'c_0000000000000000000001', 4, 2, 0, 'open', 'ai', NULL, 'v_1', NULL, ${AT},
			'{"id":"c_0000000000000000000001","version":4,"status":"open","handler":"ai","archived":false,"reason":null,
			"assignee":null,"visitorId":"v_1","contactId":null,"name":null,"email":null,"preview":"From the first release",
			"previewBy":"visitor","previewName":null,"unread":1,"startedAt":${AT},"lastAt":${AT},"waitingSince":null,"source":"widget"}',
			'{"answers":1,"offers":0,"handoffs":{},"up":0,"down":0,"episode":0,"ending":null}')`,
		`INSERT INTO message_text (no, item, text) VALUES (1, 1, 'From the first release')`,
		`INSERT INTO list_count (status, handler, assignee, n) VALUES ('open', 'ai', '', 1)`,
		`INSERT INTO day_metric (day, name, n) VALUES (20781, 'answers', 1)`,
		`INSERT INTO suggested_reply (id, conversation) VALUES ('sg_1', 'c_0000000000000000000001')`,
		`INSERT INTO model_health (id, at, trouble) VALUES (1, ${AT}, '{"writer":"workers-ai","why":"used_up","since":${AT}}')`,
	],
};

const wipe = ({ sql }: DurableObjectStorage) => {
	const tables = sql
		.exec<{ name: string }>(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'message\\_terms\\_%' ESCAPE '\\'",
		)
		.toArray();
	for (const { name } of tables) sql.exec(`DROP TABLE IF EXISTS "${name}"`);
};

test("every past version has its rows here", () => {
	expect(Object.keys(conversations).length).toBe(conversationMigrations.length);
	expect(Object.keys(inboxes).length).toBe(inboxMigrations.length);
});

describe("a conversation", () => {
	for (const [version, rows] of Object.entries(conversations))
		test(`of version ${version} wakes with its history and goes on`, async () => {
			const shop = await createWorkspace();
			const ines = await createMember(shop, "agent");
			const id = newConversationId();
			const stub = conversation(env, shop.id, id);
			await runInDurableObject(stub, (_, { storage }) => {
				migrate(storage, conversationMigrations, Number(version));
				for (const row of rows(shop, id)) storage.sql.exec(row);
			});
			await evictDurableObject(stub);
			const desk = await openMember(ines, id);
			const welcome = await desk.next("welcome");
			expect(welcome.entries).toMatchObject([{ text: "From the first release" }, { text: "Yes" }]);
			desk.send({ type: "send", id: newFrameId(), text: "And on it goes" });
			const entries = await desk.next("entries", ({ seq }) => seq > 2);
			expect(entries.state).toMatchObject({ handler: "human", status: "pending" });
			const applied = await runInDurableObject(stub, (_, { storage: { sql } }) =>
				sql.exec("SELECT id FROM applied_migration ORDER BY position").toArray(),
			);
			expect(applied).toEqual(conversationMigrations.map((each) => ({ id: each.id })));
		});

	test("that later releases have added to opens in this one and goes on, and what they added stays", async () => {
		const { shop, ines, id, stub } = await talked();
		const later = {
			id: "from-the-future",
			adds: true,
			sql: "CREATE TABLE future (n); ALTER TABLE entry ADD COLUMN mood TEXT;",
		};
		await runInDurableObject(stub, (_, { storage }) => {
			migrate(storage, [...conversationMigrations, later]);
			storage.sql.exec("INSERT INTO future (n) VALUES (7)");
			// Fields and entries that a later release may store.
			const set = (slot: number, path: string, value: unknown) =>
				storage.sql.exec(
					"UPDATE document SET body = json_set(body, ?, json(?)) WHERE slot = ?",
					path,
					JSON.stringify(value),
					slot,
				);
			set(1, "$.channel", "email");
			set(1, "$.state.mood", { is: "sunny" });
			set(1, "$.state.reason", "tired");
			set(1, "$.metrics.handoffs", { tired: 2 });
			set(3, "$.details.plan", "gold");
			const tagged = { kind: "event", seq: 3, at: AT, event: { type: "tagged", tag: "vip" } };
			storage.sql.exec("INSERT INTO entry (seq, audience, body) VALUES (3, 1, ?)", JSON.stringify(tagged));
			set(1, "$.state.seq", 3);
		});
		await evictDurableObject(stub);
		const desk = await openMember(ines, id);
		const welcome = await desk.next("welcome");
		expect(welcome.entries.map(({ seq }) => seq)).toEqual([1, 2, 3]);
		expect(welcome.state).toMatchObject({ status: "open", reason: null });
		desk.send({ type: "send", id: newFrameId(), text: "And on it goes" });
		expect((await desk.next("entries", ({ seq }) => seq > 3)).state).toMatchObject({ handler: "human" });
		await runInDurableObject(stub, (_, { storage: { sql } }) => {
			expect(sql.exec("SELECT n FROM future").toArray()).toEqual([{ n: 7 }]);
			const bodies = sql.exec<{ body: string }>("SELECT body FROM document ORDER BY slot").toArray();
			const [record, , visitor] = bodies.map(({ body }): unknown => JSON.parse(body));
			expect(record).toMatchObject({
				workspaceId: shop.id,
				channel: "email",
				state: { mood: { is: "sunny" }, handler: "human" },
				metrics: { handoffs: { tired: 2 } },
			});
			expect(visitor).toMatchObject({ details: { plan: "gold" } });
		});
		// And the later release again.
		await runInDurableObject(stub, (_, { storage }) => {
			migrate(storage, [...conversationMigrations, later, { id: "next", adds: true, sql: "CREATE TABLE next (n)" }]);
			expect(() => migrate(storage, conversationMigrations)).not.toThrow();
		});
	});

	test("that a later release has changed, not only added to, is refused by its name", async () => {
		const { ines, id, stub } = await talked();
		await runInDurableObject(stub, (_, { storage }) => {
			const added = { id: "added", adds: true, sql: "CREATE TABLE added (n)" };
			const later = [...conversationMigrations, added, { id: "reshaped", adds: false, sql: "DROP TABLE added" }];
			migrate(storage, later);
			expect(() => migrate(storage, conversationMigrations)).toThrow(/reshaped.*does more than add/);
			expect(storage.sql.exec("SELECT count(*) AS n FROM entry").one()).toEqual({ n: 2 });
		});
		await evictDurableObject(stub);
		await expect(openMember(ines, id)).rejects.toThrow();
	});
});

/** A conversation with two messages, as this release stores it. */
async function talked() {
	const shop = await createWorkspace();
	const ines = await createMember(shop, "agent");
	const id = newConversationId();
	const stub = conversation(env, shop.id, id);
	const current = conversations[conversationMigrations.length];
	if (!current) throw new Error("no rows of today's version");
	await runInDurableObject(stub, (_, { storage }) => {
		migrate(storage, conversationMigrations);
		for (const row of current(shop, id)) storage.sql.exec(row);
		storage.sql.exec("UPDATE document SET body = json_set(body, '$.state.status', 'open') WHERE slot = 1");
		const details = {
			page: null,
			referrer: null,
			place: null,
			timezone: null,
			language: null,
			device: null,
			browser: null,
		};
		const visitor = { details: { ...details, firstSeenAt: AT }, addressHash: null };
		storage.sql.exec("INSERT INTO document (slot, body) VALUES (3, ?)", JSON.stringify(visitor));
	});
	await evictDurableObject(stub);
	return { shop, ines, id, stub };
}

/** What a migration that only adds may do: see durable/migrations.ts. */
function strangers({ sql }: Migration): string[] {
	const statements = sql
		.replace(/--.*$/gm, "")
		.split(";")
		.map((each) => each.replace(/\s+/g, " ").trim());
	const made = new Set([...sql.matchAll(/CREATE (?:VIRTUAL )?TABLE (\w+)/g)].map(([, name]) => name));
	return statements.filter((statement) => {
		if (/^$|^CREATE (?:VIRTUAL )?TABLE |^CREATE INDEX |^ALTER TABLE \w+ ADD COLUMN /.test(statement)) return false;
		const [, table] =
			/^CREATE UNIQUE INDEX \w+ ON (\w+)|^INSERT INTO (\w+) \([\w, ]+\) VALUES/.exec(statement)?.filter(Boolean) ?? [];
		return table === undefined || !made.has(table);
	});
}

test.each([
	["a conversation", conversationMigrations],
	["an inbox", inboxMigrations],
	["the knowledge base", knowledgeMigrations],
])("a migration of %s that says it only adds does nothing else", (_, migrations) => {
	for (const migration of migrations) if (migration.adds) expect(strangers(migration), migration.id).toEqual([]);
});

test("what does more than add is found", () => {
	const sql = "CREATE TABLE a (n); DROP TABLE b; CREATE UNIQUE INDEX i ON b (n); INSERT INTO a (n) SELECT n FROM b;";
	expect(strangers({ id: "x", adds: true, sql })).toHaveLength(3);
});

test("a migration that was changed after it was applied is refused, a comment or a space in it is not", async () => {
	const shop = await createWorkspace();
	await runInDurableObject(conversation(env, shop.id, newConversationId()), (_, { storage }) => {
		migrate(storage, [{ id: "one", adds: true, sql: "CREATE TABLE one (a)" }]);
		migrate(storage, [{ id: "one", adds: true, sql: "-- why\n\tCREATE TABLE one\n\t\t(a)" }]);
		expect(() => migrate(storage, [{ id: "one", adds: true, sql: "CREATE TABLE one (a, b)" }])).toThrow("changed");
	});
});

describe("an inbox", () => {
	for (const [version, rows] of Object.entries(inboxes))
		test(`of version ${version} wakes with its list, its counts and its search`, async () => {
			const shop = await createWorkspace();
			const ines = await createMember(shop, "agent");
			const stub = inbox(env, shop.id);
			await runInDurableObject(stub, (_, { storage }) => {
				wipe(storage);
				migrate(storage, inboxMigrations, Number(version));
				for (const row of rows) storage.sql.exec(row);
			});
			await evictDurableObject(stub);
			const line = await openInbox(ines);
			const hello = await line.next("hello");
			expect(hello.counts).toEqual([{ status: "open", handler: "ai", assignee: null, count: 1 }]);
			expect(hello.trouble?.since).toBe(AT);
			line.send({
				type: "list",
				id: "search",
				filter: { status: "all", handler: "any", assignee: "anyone" },
				text: "first release",
			});
			expect((await line.next("page")).items).toMatchObject([{ id: "c_0000000000000000000001" }]);
		});
});

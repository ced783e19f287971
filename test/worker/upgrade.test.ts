/**
 * Storage written by an older release. Each version's rows are kept here as that release wrote them, word for word: a
 * conversation or list that wakes under today's code reads them, goes on, and is at today's schema.
 */
import { evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, test } from "vitest";
import { migrations as conversationMigrations } from "../../src/conversation/schema.ts";
import { conversation } from "../../src/conversation/stub.ts";
import { migrate } from "../../src/db/objectSchema.ts";
import { migrations as inboxMigrations } from "../../src/inbox/schema.ts";
import { inbox } from "../../src/inbox/stub.ts";
import { createMember, createWorkspace, newConversationId, newFrameId, type Workspace } from "./people.ts";
import { openInbox, openMember } from "./socket.ts";

const AT = 1_795_340_000_000;

/** What a conversation of each past version had stored, after `count` migrations. */
const firstConversation = (shop: Workspace, id: string) => [
	`INSERT INTO entry (seq, id, audience, said, body) VALUES (1, 'm-00000001', 2, 'visitor',
			'{"kind":"message","seq":1,"at":${AT},"id":"m-00000001","author":{"kind":"visitor"},"text":"From the first release"}')`,
	`INSERT INTO entry (seq, id, audience, said, body) VALUES (2, 'ai:1', 2, 'us',
			'{"kind":"message","seq":2,"at":${AT},"id":"ai:1","author":{"kind":"ai"},"text":"Yes","sources":[],"confidence":0.9,"writer":"embedded"}')`,
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

/** What an Inbox of each past version had stored. */
const firstInbox = [
	`INSERT INTO line (no, id, version, said_seq, archived, status, handler, assignee, visitor, contact, last_at, body)
			VALUES (1, 'c_0000000000000000000001', 4, 2, 0, 'open', 'ai', NULL, 'v_1', NULL, ${AT},
			'{"id":"c_0000000000000000000001","version":4,"status":"open","handler":"ai","archived":false,"reason":null,
			"assignee":null,"visitorId":"v_1","contactId":null,"name":null,"email":null,"preview":"From the first release",
			"previewBy":"visitor","previewName":null,"unread":1,"startedAt":${AT},"lastAt":${AT},"waitingSince":null,"source":"widget"}')`,
	`INSERT INTO said (no, line, text) VALUES (1, 1, 'From the first release')`,
	`INSERT INTO tally (status, handler, assignee, n) VALUES ('open', 'ai', '', 1)`,
];
const secondInbox = [
	...firstInbox,
	`UPDATE line SET counted = '{"answers":1,"offers":0,"handovers":{},"up":0,"down":0,"episode":0,"ending":null}'`,
	`INSERT INTO figure (day, name, n) VALUES (20781, 'answers', 1)`,
];
const thirdInbox = [
	...secondInbox,
	`INSERT INTO suggested (id, conversation) VALUES ('sg_1', 'c_0000000000000000000001')`,
];
const inboxes: Record<number, string[]> = {
	1: firstInbox,
	2: secondInbox,
	3: thirdInbox,
	4: [
		...thirdInbox,
		`INSERT INTO model_trouble (id, at, trouble) VALUES (1, ${AT}, '{"writer":"workers-ai","why":"used_up","since":${AT}}')`,
	],
};

const wipe = ({ sql }: DurableObjectStorage) => {
	const tables = sql
		.exec<{ name: string }>(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'said\\_terms\\_%' ESCAPE '\\'",
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

	test("of a later release is left alone: an older deploy refuses to write to it", async () => {
		const shop = await createWorkspace();
		const stub = conversation(env, shop.id, newConversationId());
		await runInDurableObject(stub, (_, { storage }) => {
			const later = [...conversationMigrations, { id: "from-the-future", sql: "CREATE TABLE future (n)" }];
			migrate(storage, later);
			expect(() => migrate(storage, conversationMigrations)).toThrow("from-the-future");
		});
	});
});

test("a migration that was changed after it was applied is refused, a comment or a space in it is not", async () => {
	const shop = await createWorkspace();
	await runInDurableObject(conversation(env, shop.id, newConversationId()), (_, { storage }) => {
		migrate(storage, [{ id: "one", sql: "CREATE TABLE one (a)" }]);
		migrate(storage, [{ id: "one", sql: "-- why\n\tCREATE TABLE one\n\t\t(a)" }]);
		expect(() => migrate(storage, [{ id: "one", sql: "CREATE TABLE one (a, b)" }])).toThrow("changed");
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
			expect(hello.tallies).toEqual([{ status: "open", handler: "ai", assignee: null, count: 1 }]);
			expect(hello.trouble?.since ?? null).toBe(Number(version) < 4 ? null : AT);
			line.send({
				type: "list",
				id: "search",
				filter: { status: "all", handler: "any", assignee: "anyone" },
				text: "first release",
			});
			expect((await line.next("page")).rows).toMatchObject([{ id: "c_0000000000000000000001" }]);
		});
});

/**
 * Storage that an earlier release wrote (test/fixtures/README.md): each object wakes under today's code, goes on, and is at
 * today's schema. D1's is test/worker/db/migrations.test.ts, storage of later releases going-back.test.ts.
 */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, test, vi } from "vitest";
import { mintVisitorToken } from "../../../src/auth/visitor.ts";
import { migrations as conversationMigrations } from "../../../src/conversation/storage/schema.ts";
import { conversation, inbox, knowledge, outbox } from "../../../src/durable/objects.ts";
import { migrations as inboxMigrations } from "../../../src/inbox/schema.ts";
import { migrations as knowledgeMigrations } from "../../../src/knowledge/schema.ts";
import { OutboxReport } from "../../../src/protocol/outbox.ts";
import { EntryTrace } from "../../../src/protocol/conversation/trace.ts";
import { ask, createWorkspace, newFrameId } from "../setup/people.ts";
import { objectsOf, releases, shopOf, stubOf } from "../setup/recorded.ts";
import { openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { settle, titles } from "../setup/sources.ts";
import { isMessage, start, untilMessage } from "../setup/talk.ts";

afterEach(() => void vi.restoreAllMocks());

/** Tables, indexes and triggers, as they were made. */
const schemaOf = (stub: DurableObjectStub): Promise<Record<string, string>> =>
	runInDurableObject(stub, (_, { storage: { sql } }) =>
		Object.fromEntries(
			sql
				.exec<{ name: string; sql: string }>(
					"SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT GLOB '_cf*' ORDER BY name",
				)
				.toArray()
				.map((made) => [made.name, made.sql.replace(/--.*$/gm, "").replace(/\s+/g, " ")]),
		),
	);

const applied = (stub: DurableObjectStub) =>
	runInDurableObject(stub, (_, { storage: { sql } }) =>
		sql
			.exec<{ id: string }>("SELECT id FROM applied_migration ORDER BY position")
			.toArray()
			.map(({ id }) => id),
	);

const Owed = v.looseObject({ type: v.string(), used: v.optional(v.array(v.string())) });
const effectsOf = (stub: DurableObjectStub) =>
	runInDurableObject(stub, (_, { storage: { sql } }) =>
		sql
			.exec<{ body: string; dueAt: number | null }>("SELECT body, due_at AS dueAt FROM effect ORDER BY id")
			.toArray()
			.map(({ body, dueAt }) => ({ ...v.parse(Owed, JSON.parse(body)), dueAt })),
	);

test("there is storage of a release", () => {
	expect(releases).toContain("v1");
});

describe.each(releases)("of %s", (release) => {
	test("a conversation wakes with its history and goes on, for both sides", async () => {
		const { workspace, ines, id, talk, ana } = await shopOf(release);
		const stored = await runInDurableObject(talk, (_, { storage: { sql } }) =>
			sql.exec<{ seq: number }>("SELECT seq FROM entry WHERE audience > 0 ORDER BY seq").toArray(),
		);
		const desk = await openMember(ines, id);
		const welcome = await desk.next("welcome");
		expect(welcome.entries.map(({ seq }) => seq)).toEqual(stored.map(({ seq }) => seq));
		expect(welcome.state).toMatchObject({ status: "open", handler: "waiting", reason: "asked_for_person" });
		expect(welcome.state?.summary?.wants).toBeTruthy();
		const rated = welcome.entries.find((entry) => isMessage(entry) && entry.rating === "up");
		const trace = await ask(ines, `/api/conversations/${id}/entries/${rated?.seq}/trace`);
		expect(v.parse(EntryTrace, await trace.json()).rating).toBe("up");

		const token = await mintVisitorToken(env, { workspaceId: workspace.id, visitorId: ana.visitorId });
		const line = await openVisitor({ token, site: ana.site }, id);
		await line.next("welcome");
		desk.send({ type: "send", id: newFrameId(), text: "And on it goes" });
		const { entries, state } = await untilMessage(line, "member");
		expect(entries.at(-1)).toMatchObject({ text: "And on it goes" });
		expect(state).toMatchObject({ handler: "human", status: "pending" });
		await vi.waitFor(async () =>
			expect((await inbox(env, workspace.id).byVisitors([ana.visitorId])).find((item) => item.id === id)?.preview).toBe(
				"And on it goes",
			),
		);
	});

	test("the side effects that a conversation owes are delivered, and what was given up on stays listed", async () => {
		const { workspace, talk } = await shopOf(release);
		const owed = await effectsOf(talk);
		expect(new Set(owed.map(({ type }) => type))).toEqual(new Set(["started", "turn", "email", "solved", "forget"]));
		const cited = owed.flatMap(({ used }) => used ?? []);
		const counted = () =>
			runInDurableObject(knowledge(env, workspace.id), (_, { storage: { sql } }) =>
				sql.exec<{ id: string }>("SELECT id FROM use_count").toArray(),
			);
		expect((await counted()).length).toBeLessThan(cited.length);
		await runInDurableObject(talk, (instance) => instance.alarm());
		await vi.waitFor(async () => expect(await effectsOf(talk)).toMatchObject([{ type: "started", dueAt: null }]));
		expect(await outbox(env, workspace.id).givenUp()).toContainEqual(
			expect.objectContaining({ type: "started", attempts: 32 }),
		);
		expect((await counted()).map(({ id }) => id)).toEqual(expect.arrayContaining(cited));
	});

	test("an answer that a conversation owes is given", async () => {
		const { ines } = await shopOf(release);
		const [, id = ""] = objectsOf(release).objects["conversation-owing"].name.split("/");
		const desk = await openMember(ines, id);
		const { entries } = await desk.next("welcome");
		expect(entries.filter(isMessage)).toMatchObject([{ author: { kind: "visitor" } }]);
		const answered = await untilMessage(desk, "ai");
		expect(answered.entries.at(-1)).toMatchObject({ citations: [{ title: expect.any(String) }] });
	});

	test("a block that the outbox owes reaches the conversation, and what was given up on stays listed", async () => {
		const { workspace, ines } = await shopOf(release);
		const [, id = ""] = objectsOf(release).objects["conversation-blocked"].name.split("/");
		const isArchived = async () => (await conversation(env, workspace.id, id).item())?.archived;
		expect(await isArchived()).toBe(false);
		await outbox(env, workspace.id).look();
		await runDurableObjectAlarm(outbox(env, workspace.id));
		await vi.waitFor(async () => expect(await isArchived()).toBe(true));
		const listed = await (await ask(ines, "/api/outbox")).json();
		expect(v.parse(OutboxReport, listed).givenUp).toContainEqual(
			expect.objectContaining({ type: "contact_edited", attempts: 32 }),
		);
		const { results } = await env.DB.prepare("SELECT id FROM outbox WHERE due_at IS NOT NULL").all();
		expect(results).toEqual([]);
	});

	test("an inbox wakes with its list, its counts and its search, and the list changes", async () => {
		const { ines, id } = await shopOf(release);
		const line = await openInbox(ines);
		const hello = await line.next("hello");
		expect(hello.counts.reduce((sum, { count }) => sum + count, 0)).toBeGreaterThan(3);
		expect(hello.trouble).toMatchObject({ writer: "workers-ai", why: "failing" });
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		line.send({ type: "list", id: "list", filter });
		const { items } = await line.next("page");
		expect(items.map((item) => item.id)).toContain(id);
		line.send({ type: "list", id: "search", filter, text: "Klingon" });
		expect((await line.next("page", (page) => page.id === "search")).items.map((item) => item.id)).toContain(id);
		await ask(ines, `/api/conversations/${id}/take-over`, { body: {} });
		const changed = await line.next("items", (frame) => frame.items.some((item) => item.handler === "human"));
		expect(changed.items).toMatchObject([{ id, handler: "human" }]);
		const figures = await ask(ines, "/api/figures?days=90");
		expect(figures.status).toBe(200);
	});

	test("a knowledge base is searched, added to, and reads the files that wait", async () => {
		const { workspace, ines } = await shopOf(release);
		const library = knowledge(env, workspace.id);
		const [found] = await library.search("How long does delivery to Norway take?", 3);
		expect(found?.text).toContain("Norway");
		expect((await library.search("Can a zip be mended?", 1))[0]?.text).toContain("as long as you have the bag");
		const saved = await ask(ines, "/api/articles", { body: { title: "Umbrellas", text: "We lend umbrellas." } });
		expect(saved.status).toBe(201);
		expect((await library.search("lend umbrellas", 1))[0]?.title).toBe("Umbrellas");
		const sources = await settle(library);
		expect(sources.filter(({ state }) => state === "done").map(({ name }) => name)).toEqual(
			expect.arrayContaining(["care.md", "dyes.txt", "guide.md"]),
		);
		expect(await titles(library)).toContain("Care");
		expect((await library.suggestions()).length).toBeGreaterThan(0);
	});

	test("each object is at today's schema once it has woken, as one that is new", async () => {
		await shopOf(release);
		const fresh = await createWorkspace();
		const { id } = await start(fresh);
		const talk = conversation(env, fresh.id, id);
		const objects = [
			["conversation", conversationMigrations, talk],
			["conversation-owing", conversationMigrations, talk],
			["conversation-blocked", conversationMigrations, talk],
			["inbox", inboxMigrations, inbox(env, fresh.id)],
			["knowledge", knowledgeMigrations, knowledge(env, fresh.id)],
		] as const;
		for (const [object, migrations, made] of objects) {
			const stub: DurableObjectStub = stubOf(release, object);
			expect(await applied(stub), object).toEqual(migrations.map((each) => each.id));
			expect(await schemaOf(stub), object).toEqual(await schemaOf(made));
		}
	});
});

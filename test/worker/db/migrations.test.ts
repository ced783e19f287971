/**
 * D1 as an earlier release left it, under today's code; and D1 that is not of today's code: a deploy migrates it before it
 * uploads the code, and a rollback leaves it as it is. So the code has to work on the schema before its newest migration and
 * on the one after it, which a later release has brought.
 */
import { applyD1Migrations, type D1Migration } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, test, vi } from "vitest";
import { conversation } from "../../../src/durable/objects.ts";
import { OutboxReport } from "../../../src/protocol/outbox.ts";
import { strangers } from "../setup/adding.ts";
import { ask, createVisitor, newConversationId, newFrameId, ORIGIN, signIn } from "../setup/people.ts";
import { emptyD1, objectsOf, releases, restoreD1, shopOf } from "../setup/recorded.ts";
import { openVisitor } from "../setup/socket.ts";
import { say } from "../setup/talk.ts";

const migrations = env.TEST_MIGRATIONS;
const [oldest = ""] = releases;

/** Longer than the usual one: each of these sets a whole shop up. ms. */
const timeout = 60_000;

afterEach(() => void vi.restoreAllMocks());

/** D1 at these migrations, with the rows that the oldest release had. */
async function migratedTo(list: readonly D1Migration[]): Promise<void> {
	await emptyD1();
	await applyD1Migrations(env.DB, [...list]);
	await restoreD1(oldest, { rowsOnly: true });
}

/** Everything that this code does with D1, table by table. Rejects where any of it fails. */
async function useAll(release: string): Promise<void> {
	const { workspace, people } = objectsOf(release);
	const ines = { cookie: await signIn(people.ines.email, people.ines.password) };
	const done = async (path: string, how: Parameters<typeof ask>[2] = {}): Promise<unknown> => {
		const response = await ask(ines, path, how);
		const text = await response.text();
		if (!response.ok) throw new Error(`${path} answered ${response.status}: ${text}`);
		return text === "" ? null : JSON.parse(text);
	};
	expect(await done("/api/me")).toMatchObject({ member: { name: "Ines" }, workspace: { id: workspace.id } });
	await done("/api/workspace", { method: "PATCH", body: { greeting: "Hello again" } });

	// A new visitor turns out to be somebody: contact, visitor, contact_conversation.
	const visitor = await createVisitor(workspace);
	const id = newConversationId();
	const line = await openVisitor(visitor, id);
	await say(line, "zzz qqq");
	line.send({ type: "email", id: newFrameId(), email: "new@shop.example" });
	await line.next("done");
	const contact = await vi.waitFor(async () => {
		const { contactId = null } = (await conversation(env, workspace.id, id).visitor()) ?? {};
		if (contactId === null) throw new Error("The visitor has no contact.");
		return contactId;
	});
	const edit = { name: "Newton", email: "new@shop.example", notes: "" };
	expect(await done(`/api/contacts/${contact}`, { method: "PATCH", body: edit })).toMatchObject({ name: "Newton" });
	expect(await done("/api/contacts?search=ewto")).toMatchObject({ contacts: [{ id: contact }] });
	// Block, audit log and outbox in one batch, delivered to the open tab.
	await done(`/api/contacts/${contact}/block`, { body: { duration: "24h", reason: "", address: false } });
	await line.closed;
	expect(await done("/api/contacts?blocked=1")).toMatchObject({
		contacts: expect.arrayContaining([expect.objectContaining({ id: contact })]),
	});
	await done(`/api/contacts/${contact}/unblock`, { body: {} });
	const { givenUp } = v.parse(OutboxReport, await done("/api/outbox"));
	expect(givenUp).toContainEqual(expect.objectContaining({ type: "contact_edited" }));
	const { results } = await env.DB.prepare("SELECT id FROM outbox WHERE due_at IS NOT NULL").all();
	expect(results).toEqual([]);
	await done("/api/auth/sign-out", { body: {} });
}

const schema = async (): Promise<unknown> =>
	(
		await env.DB.prepare(
			"SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE '\\_cf%' ESCAPE '\\' AND name != 'd1_migrations' ORDER BY name",
		).all<{ name: string; sql: string }>()
	).results.map(({ name, sql }) => [name, sql.replace(/--.*$/gm, "").replace(/\s+/g, " ")]);

describe.each(releases)("D1 as %s left it", (release) => {
	test("is brought to today's tables, and everything goes on, for who was signed in too", { timeout }, async () => {
		await emptyD1();
		await applyD1Migrations(env.DB, migrations);
		const today = await schema();
		const { ines } = await shopOf(release);
		await applyD1Migrations(env.DB, migrations);
		expect(await schema()).toEqual(today);
		expect((await ask(ines, "/api/me")).status).toBe(200);
		await useAll(release);
	});
});

describe("this code on the schema before its newest migration", () => {
	/** True where there is such a schema, and the code has worked on it. */
	async function worksBeforeNewest(list: readonly D1Migration[]): Promise<boolean> {
		const before = list.slice(0, -1);
		if (before.length === 0) return false;
		await shopOf(oldest);
		await migratedTo(before);
		await useAll(oldest);
		return true;
	}

	test("works; with a baseline alone there is nothing before it", { timeout }, async () => {
		expect(await worksBeforeNewest(migrations)).toBe(migrations.length > 1);
	});

	test("would work if a newest one were made up that only adds", { timeout }, async () => {
		const madeUp = { name: "9999_made_up.sql", queries: ["CREATE TABLE made_up (n integer)"] };
		expect(await worksBeforeNewest([...migrations, madeUp])).toBe(true);
	});

	test("would be found not to work if the newest one brought what the code can't do without", { timeout }, async () => {
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const isAudit = (query: string) => /\baudit_log\b/.test(query);
		const baseline = migrations.map(({ name, queries }) => ({
			name,
			queries: queries.filter((each) => !isAudit(each)),
		}));
		const brought = { name: "9999_audit.sql", queries: migrations.flatMap(({ queries }) => queries.filter(isAudit)) };
		expect(brought.queries.length).toBeGreaterThan(0);
		await expect(worksBeforeNewest([...baseline, brought])).rejects.toThrow(/workspace answered 500/);
	});
});

describe("a later release's migration of D1", () => {
	/** A table, and two columns in every table there is. */
	async function later(): Promise<D1Migration> {
		const { results } = await env.DB.prepare(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%' AND name NOT GLOB '_cf*' AND name NOT GLOB 'sqlite*' AND name NOT GLOB 'contact_search*' AND name != 'd1_migrations'",
		).all<{ name: string }>();
		expect(results.length).toBeGreaterThan(10);
		const columns = results.flatMap(({ name }) => [
			`ALTER TABLE ${name} ADD COLUMN later_word text`,
			`ALTER TABLE ${name} ADD COLUMN later_number integer DEFAULT 1 NOT NULL`,
		]);
		return { name: "9999_later.sql", queries: ["CREATE TABLE later (id text PRIMARY KEY NOT NULL)", ...columns] };
	}

	test("that only adds leaves this code at work, from the first set-up on", { timeout }, async () => {
		await shopOf(oldest);
		await migratedTo([...migrations, await later()]);
		await useAll(oldest);

		await emptyD1();
		await applyD1Migrations(env.DB, migrations);
		await applyD1Migrations(env.DB, [...migrations, await later()]);
		const first = { workspace: "Fjord Bags", site: "https://shop.test", name: "Ines", email: "ines@team.test" };
		const response = await exports.default.fetch(`${ORIGIN}/api/setup`, {
			method: "POST",
			headers: { "Content-Type": "application/json", Origin: ORIGIN },
			body: JSON.stringify({ ...first, code: env.SETUP_CODE, password: "a password for tests" }),
		});
		expect(response.status, await response.text()).toBe(201);
	});

	test("only adds: each after the baseline does nothing else", () => {
		for (const { name, queries } of migrations.slice(1)) expect(strangers(queries.join(";\n")), name).toEqual([]);
	});
});

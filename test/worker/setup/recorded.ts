/**
 * What earlier releases stored and said (test/fixtures/README.md), for worker tests: a release's storage is put in place as
 * if it had been written just now, whatever is there before. Reads every folder there is, so that a new one joins by itself.
 */
/// <reference types="vite/client" />
import { applyD1Migrations, evictDurableObject, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { conversation, inbox, knowledge, outbox } from "../../../src/durable/objects.ts";

const files = import.meta.glob<string>(["../../fixtures/v*/*.sql", "../../fixtures/v*/*.json"], {
	query: "?raw",
	import: "default",
	eager: true,
});

/** Folders, oldest first. */
export const releases: string[] = [...new Set(Object.keys(files).map((path) => path.split("/").at(-2) ?? ""))].toSorted(
	(a, b) => Number(a.slice(1)) - Number(b.slice(1)),
);

export const recorded = (release: string, file: string): string => {
	const text = files[`../../fixtures/${release}/${file}`];
	if (text === undefined) throw new Error(`${release} has no ${file}`);
	return text;
};

const Stored = v.object({ name: v.string(), alarm: v.nullable(v.number()) });
const Objects = v.object({
	recordedAt: v.number(),
	workspace: v.object({ id: v.string(), name: v.string(), publicKey: v.string(), site: v.string() }),
	people: v.object({
		ines: v.object({ email: v.string(), password: v.string(), cookie: v.string() }),
		ana: v.object({ visitorId: v.string(), site: v.string() }),
	}),
	objects: v.object({
		conversation: Stored,
		"conversation-owing": Stored,
		"conversation-blocked": Stored,
		inbox: Stored,
		knowledge: Stored,
		outbox: v.object({ ...Stored.entries, kv: v.record(v.string(), v.unknown()) }),
	}),
});
export type Recorded = v.InferOutput<typeof Objects>;
export type RecordedObject = keyof Recorded["objects"];

export const objectsOf = (release: string): Recorded => v.parse(Objects, JSON.parse(recorded(release, "objects.json")));

/** Put in place as if it had been recorded so long ago: long enough for what failed to be tried again. ms. */
const AGO_MS = 120_000;

/** Moves times, ms since 1970, by as much as the recording is past. */
const today = (text: string, recordedAt: number): string =>
	text.replace(/\b1[78]\d{11}\b/g, (at) => String(Number(at) - recordedAt + Date.now() - AGO_MS));

/** A statement begins at the start of a line; what belongs to it stands further in, or is its END. */
export const statementsOf = (sql: string): string[] =>
	sql.split(/;\n(?=CREATE |INSERT |$)/).filter((statement) => statement.trim() !== "");

/** An object that isn't there yet, by the name it had. */
export function stubOf(release: string, object: RecordedObject) {
	const { name } = objectsOf(release).objects[object];
	const [workspaceId = "", id] = name.split("/");
	if (id !== undefined) return conversation(env, workspaceId, id);
	return { inbox, knowledge, outbox }[v.parse(v.picklist(["inbox", "knowledge", "outbox"]), object)](env, workspaceId);
}

const wipe = ({ sql }: DurableObjectStorage) => {
	const made = sql
		.exec<{ type: string; name: string }>(
			`SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table') AND name NOT LIKE '\\_cf%' ESCAPE '\\'
				AND name NOT LIKE 'sqlite%' ORDER BY type = 'table', sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC`,
		)
		.toArray();
	for (const { type, name } of made) {
		const isThere = sql.exec("SELECT 1 FROM sqlite_master WHERE name = ?", name).toArray().length > 0;
		if (isThere) sql.exec(`DROP ${type} "${name}"`);
	}
};

/**
 * Puts an object's storage in place, with `more` statements after it. It wakes with the next call. The alarm is for the test
 * to let go off.
 */
export async function restore(
	release: string,
	object: Exclude<RecordedObject, "outbox">,
	more: readonly string[] = [],
): Promise<void> {
	const { recordedAt } = objectsOf(release);
	const sql = today(recorded(release, `${object}.sql`), recordedAt);
	const stub: DurableObjectStub = stubOf(release, object);
	await runInDurableObject(stub, async (_, { storage }) => {
		await storage.deleteAlarm();
		wipe(storage);
		for (const statement of [...statementsOf(sql), ...more]) storage.sql.exec(statement);
	});
	await evictDurableObject(stub);
}

export async function restoreOutbox(release: string): Promise<void> {
	const { recordedAt, objects } = objectsOf(release);
	const { kv } = v.parse(
		v.object({ kv: v.record(v.string(), v.unknown()) }),
		JSON.parse(today(JSON.stringify(objects.outbox), recordedAt)),
	);
	const stub: DurableObjectStub = stubOf(release, "outbox");
	await runInDurableObject(stub, async (_, { storage }) => {
		await storage.deleteAll();
		for (const [key, value] of Object.entries(kv)) storage.kv.put(key, value);
	});
	await evictDurableObject(stub);
}

/** All of a release's storage, with D1 migrated as a deploy does before it uploads the code; and who works and writes there. */
export async function shopOf(release: string) {
	const { workspace, people, objects } = objectsOf(release);
	await restoreD1(release);
	await applyD1Migrations(env.DB, env.TEST_MIGRATIONS);
	await restoreOutbox(release);
	for (const object of ["inbox", "knowledge", "conversation", "conversation-owing", "conversation-blocked"] as const)
		await restore(release, object);
	const ines = { id: "", userId: "", name: "Ines", role: "owner", ...people.ines } as const;
	const [, id = ""] = objects.conversation.name.split("/");
	return { workspace, ines, id, talk: conversation(env, workspace.id, id), ana: people.ana };
}

/** Leaves D1 without a table. */
export async function emptyD1(): Promise<void> {
	const { results } = await env.DB.prepare(
		`SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'table') AND name NOT LIKE '\\_cf%' ESCAPE '\\'
			AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'contact\\_search\\_%' ESCAPE '\\'
			OR type = 'trigger' ORDER BY type = 'table', sql LIKE 'CREATE VIRTUAL%' DESC, rowid DESC`,
	).all<{ type: string; name: string }>();
	if (results.length > 0) await env.DB.batch(results.map(({ type, name }) => env.DB.prepare(`DROP ${type} "${name}"`)));
}

/** Puts D1 in place as the release left it, with its list of migrations; or its rows alone, into the tables that are there. */
export async function restoreD1(release: string, { rowsOnly = false } = {}): Promise<void> {
	const statements = statementsOf(today(recorded(release, "d1.sql"), objectsOf(release).recordedAt));
	if (!rowsOnly) {
		await emptyD1();
		await env.DB.batch(statements.map((statement) => env.DB.prepare(statement)));
		return;
	}
	const { results } = await env.DB.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all<{
		name: string;
	}>();
	// Search is filled by its triggers, and what was migrated is another list.
	const tables = results.map(({ name }) => name).filter((name) => !/^(d1_migrations|contact_search)/.test(name));
	const rows = statements.filter((statement) => tables.some((name) => statement.startsWith(`INSERT INTO ${name} `)));
	await env.DB.batch(rows.map((statement) => env.DB.prepare(statement)));
}

/** The tables that drizzle is told of are the tables that the migrations make: column for column, index for index. */
import { env } from "cloudflare:workers";
import { is } from "drizzle-orm";
import { getTableConfig, SQLiteTable } from "drizzle-orm/sqlite-core";
import { describe, expect, test } from "vitest";
import * as schema from "../../../src/db/schema.ts";

const tables = Object.values(schema).filter((value) => is(value, SQLiteTable));

/** A pragma takes no bound parameter; the names come from our own schema. */
const rowsOf = async <Row>(statement: string): Promise<Row[]> => (await env.DB.prepare(statement).all<Row>()).results;

describe("the migrations", () => {
	test("make every table of the schema and no other, save for search's own", async () => {
		const made = await rowsOf<{ name: string }>(
			"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'",
		);
		const ours = made
			.map(({ name }) => name)
			.filter((name) => !name.startsWith("contact_search") && name !== "d1_migrations");
		expect(ours.toSorted()).toEqual(tables.map((table) => getTableConfig(table).name).toSorted());
	});

	test.each(tables.map((table) => [getTableConfig(table).name, table] as const))(
		"make %s as the schema says",
		async (name, table) => {
			const config = getTableConfig(table);
			const columns = await rowsOf<{ name: string; type: string; notnull: number }>(`PRAGMA table_info(${name})`);
			expect(columns.map((column) => [column.name, column.type.toLowerCase(), column.notnull === 1])).toEqual(
				config.columns.map((column) => [column.name, column.getSQLType(), column.notNull]),
			);
			const indexes = await rowsOf<{ name: string; unique: number; origin: string }>(`PRAGMA index_list(${name})`);
			const made = indexes.filter(({ origin }) => origin === "c").map((index) => [index.name, index.unique === 1]);
			const told = [
				...config.indexes.map((index) => [index.config.name, index.config.unique]),
				...config.columns.filter((column) => column.isUnique).map((column) => [column.uniqueName, true]),
			];
			expect(made.toSorted()).toEqual(told.toSorted());
		},
	);

	test("let no row point at what isn't there", async () => {
		await expect(
			env.DB.prepare(
				"INSERT INTO member (id, workspace_id, user_id, role, created_at) VALUES ('a', 'b', 'c', 'owner', 1)",
			).run(),
		).rejects.toThrow("FOREIGN KEY");
	});
});

describe("the indexes", () => {
	/** What SQLite says it would do; a scan of a whole table would say so. */
	const plan = async (statement: string) =>
		(await rowsOf<{ detail: string }>(`EXPLAIN QUERY PLAN ${statement}`)).map(({ detail }) => detail).join("\n");

	test.each([
		[
			"a visitor's block",
			"SELECT id FROM block WHERE workspace_id = 'w' AND lifted_at IS NULL AND visitor_id = 'v'",
			"block_visitor",
		],
		[
			"an address's block",
			"SELECT id FROM block WHERE workspace_id = 'w' AND lifted_at IS NULL AND address_hash = 'h'",
			"block_address",
		],
		[
			"the list of contacts",
			"SELECT id FROM contact WHERE workspace_id = 'w' ORDER BY listed_at DESC, id DESC LIMIT 50",
			"contact_list",
		],
		["a contact by address", "SELECT id FROM contact WHERE workspace_id = 'w' AND email = 'e'", "contact_email"],
		["a member's workspaces", "SELECT id FROM member WHERE user_id = 'u'", "member_user"],
		["a session", "SELECT id FROM session WHERE token = 't'", "session_token_unique"],
	])("serve %s", async (_, statement, index) => {
		const detail = await plan(statement);
		expect(detail).toContain(index);
		expect(detail).not.toMatch(/SCAN|TEMP B-TREE/);
	});
});

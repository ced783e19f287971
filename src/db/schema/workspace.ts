/** Tables of what a team has set up and made for its own use. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { member, workspace } from "./accounts.ts";
import { ms } from "./columns.ts";

/** One JSON document a workspace, so that a new setting needs no migration; workspace/settings.ts reads it with defaults. */
export const settings = sqliteTable("settings", {
	workspaceId: text("workspace_id")
		.primaryKey()
		.references(() => workspace.id, { onDelete: "cascade" }),
	/** The key in the site's script tag. It names the workspace to visitors and grants nothing by itself. */
	publicKey: text("public_key").notNull().unique(),
	json: text("json").notNull(),
	updatedAt: ms("updated_at").notNull(),
});

/** Where the tag was first seen, by page and day (workspace/tag). Nothing of the visitor is kept. */
export const tagSight = sqliteTable(
	"tag_sight",
	{
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		/** "2026-11-30", in UTC. */
		day: text("day").notNull(),
		origin: text("origin").notNull(),
		/** '' where the browser told the site alone. */
		path: text("path").notNull(),
		/** False: the site isn't among the allowed ones. */
		allowed: integer("allowed", { mode: "boolean" }).notNull(),
		seenAt: ms("seen_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.workspaceId, table.day, table.origin, table.path] })],
);

/** The audit log: who did what to whom. Rows are only added. It stores the actor's name, so that the name outlives the account. */
export const auditLog = sqliteTable(
	"audit_log",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		at: ms("at").notNull(),
		actorId: text("actor_id").notNull(),
		actorName: text("actor_name").notNull(),
		action: text("action").notNull(),
		subjectId: text("subject_id").notNull(),
		/** What changed, as JSON. */
		detail: text("detail").notNull(),
		/** Where it was done from, as JSON; null: by the system, or before this was kept. */
		origin: text("origin"),
	},
	(table) => [index("audit_log_workspace").on(table.workspaceId, table.at)],
);

/** The tags that conversations carry (src/tag). */
export const tag = sqliteTable(
	"tag",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		name: text("name").notNull(),
		/** The name as it is compared. */
		folded: text("folded").notNull(),
		colour: text("colour").notNull(),
		createdAt: ms("created_at").notNull(),
	},
	(table) => [uniqueIndex("tag_workspace_folded").on(table.workspaceId, table.folded)],
);

/** Texts that teammates insert into replies and notes. */
export const cannedResponse = sqliteTable(
	"canned_response",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		/** Whose own it is. Null: the team's. */
		memberId: text("member_id").references(() => member.id, { onDelete: "cascade" }),
		shortcut: text("shortcut").notNull(),
		title: text("title").notNull(),
		text: text("text").notNull(),
		/** How many sent replies and notes it was in, and when it was in the latest. */
		used: integer("used").notNull().default(0),
		usedAt: ms("used_at"),
		updatedAt: ms("updated_at").notNull(),
	},
	(table) => [
		uniqueIndex("canned_response_shortcut").on(table.workspaceId, sql`coalesce(${table.memberId}, '')`, table.shortcut),
	],
);

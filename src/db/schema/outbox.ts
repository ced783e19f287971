/** The table of effects that are owed. */
import { index, integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workspace } from "./accounts.ts";
import { ms } from "./columns.ts";

/**
 * Side effects, in other objects, of changes in this database. A row is written in the batch of the change that causes it
 * and delivered by the workspace's outbox object.
 */
export const outbox = sqliteTable(
	"outbox",
	{
		/** AUTOINCREMENT never reuses a number, so the id can serve receivers as an idempotency key. */
		id: integer("id").primaryKey({ autoIncrement: true }),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		/** The effect as JSON; its `type` names the kind. */
		body: text("body").notNull(),
		/** The number of failed attempts. */
		attempts: integer("attempts").notNull().default(0),
		/** When the next attempt is due; 0 is at once. Null: the outbox gave the effect up, and the row stays for the team to see. */
		dueAt: ms("due_at"),
		createdAt: ms("created_at").notNull(),
	},
	(table) => [index("outbox_due").on(table.workspaceId, table.dueAt)],
);

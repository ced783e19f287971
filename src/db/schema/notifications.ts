/** Tables of how members and their channels are told of what happens. */
import { index, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { member, session, workspace } from "./accounts.ts";
import { ms } from "./columns.ts";

/** What a member has set about notifications; notification/preferences.ts reads it with defaults. */
export const notificationPreference = sqliteTable("notification_preference", {
	memberId: text("member_id")
		.primaryKey()
		.references(() => member.id, { onDelete: "cascade" }),
	json: text("json").notNull(),
	updatedAt: ms("updated_at").notNull(),
});

/** The key pair that pushes are signed with. */
export const pushKey = sqliteTable("push_key", {
	workspaceId: text("workspace_id")
		.primaryKey()
		.references(() => workspace.id, { onDelete: "cascade" }),
	publicKey: text("public_key").notNull(),
	/** Encrypted. */
	privateKey: text("private_key").notNull(),
	createdAt: ms("created_at").notNull(),
});

/** A browser that takes pushes for a member. It ends with its session. */
export const pushSubscription = sqliteTable(
	"push_subscription",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		memberId: text("member_id")
			.notNull()
			.references(() => member.id, { onDelete: "cascade" }),
		sessionId: text("session_id")
			.notNull()
			.references(() => session.id, { onDelete: "cascade" }),
		endpoint: text("endpoint").notNull(),
		p256dh: text("p256dh").notNull(),
		auth: text("auth").notNull(),
		/** "Firefox on Linux"; null where the browser didn't say. */
		device: text("device"),
		createdAt: ms("created_at").notNull(),
	},
	(table) => [
		uniqueIndex("push_subscription_endpoint").on(table.endpoint),
		index("push_subscription_member").on(table.memberId),
		index("push_subscription_session").on(table.sessionId),
	],
);

/** A chat channel that is told of what happens. */
export const alertChannel = sqliteTable(
	"alert_channel",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		kind: text("kind").notNull(),
		name: text("name").notNull(),
		/** Encrypted: whoever has it may post. */
		address: text("address").notNull(),
		/** The address's beginning and end, for people. */
		shown: text("shown").notNull(),
		/** What it is told of, as a JSON array. */
		what: text("what").notNull(),
		createdAt: ms("created_at").notNull(),
		/** Why it takes nothing any more. Null: it does. */
		problem: text("problem"),
	},
	(table) => [index("alert_channel_workspace").on(table.workspaceId)],
);

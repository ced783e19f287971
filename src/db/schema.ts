/**
 * The tables of D1, for drizzle. `migrations/` is what creates them; a test checks that the two agree.
 * Not here: conversations, the list and the knowledge base, which live in their Durable Objects, and the full-text
 * table `contact_search`, which triggers keep and only contact/list.ts reads.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

const at = (name: string) => integer(name, { mode: "timestamp_ms" });
/** Milliseconds since 1970 as a number, in our own tables. */
const ms = (name: string) => integer(name);

/* ---------- better-auth's: its names for the columns, ours for the organization ---------- */

export const user = sqliteTable("user", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	email: text("email").notNull().unique(),
	emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
	image: text("image"),
	createdAt: at("created_at").notNull(),
	updatedAt: at("updated_at").notNull(),
});

export const session = sqliteTable(
	"session",
	{
		id: text("id").primaryKey(),
		token: text("token").notNull().unique(),
		userId: text("user_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
		expiresAt: at("expires_at").notNull(),
		ipAddress: text("ip_address"),
		userAgent: text("user_agent"),
		activeWorkspaceId: text("active_workspace_id"),
		createdAt: at("created_at").notNull(),
		updatedAt: at("updated_at").notNull(),
	},
	(table) => [index("session_user").on(table.userId)],
);

export const account = sqliteTable(
	"account",
	{
		id: text("id").primaryKey(),
		accountId: text("account_id").notNull(),
		providerId: text("provider_id").notNull(),
		userId: text("user_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
		accessToken: text("access_token"),
		refreshToken: text("refresh_token"),
		idToken: text("id_token"),
		accessTokenExpiresAt: at("access_token_expires_at"),
		refreshTokenExpiresAt: at("refresh_token_expires_at"),
		scope: text("scope"),
		password: text("password"),
		createdAt: at("created_at").notNull(),
		updatedAt: at("updated_at").notNull(),
	},
	(table) => [index("account_user").on(table.userId)],
);

export const verification = sqliteTable(
	"verification",
	{
		id: text("id").primaryKey(),
		identifier: text("identifier").notNull(),
		value: text("value").notNull(),
		expiresAt: at("expires_at").notNull(),
		createdAt: at("created_at").notNull(),
		updatedAt: at("updated_at").notNull(),
	},
	(table) => [index("verification_identifier").on(table.identifier)],
);

export const workspace = sqliteTable("workspace", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	slug: text("slug").notNull().unique(),
	logo: text("logo"),
	metadata: text("metadata"),
	createdAt: at("created_at").notNull(),
});

export const member = sqliteTable(
	"member",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		userId: text("user_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
		role: text("role").notNull(),
		createdAt: at("created_at").notNull(),
	},
	(table) => [
		uniqueIndex("member_workspace_user").on(table.workspaceId, table.userId),
		index("member_user").on(table.userId),
	],
);

export const invitation = sqliteTable(
	"invitation",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		email: text("email").notNull(),
		role: text("role"),
		status: text("status").notNull(),
		expiresAt: at("expires_at").notNull(),
		createdAt: at("created_at").notNull(),
		inviterId: text("inviter_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
	},
	(table) => [index("invitation_workspace").on(table.workspaceId), index("invitation_email").on(table.email)],
);

/* ---------- ours ---------- */

/** One document a workspace, so that a new setting needs no migration; settings.ts reads it with defaults. */
export const settings = sqliteTable("settings", {
	workspaceId: text("workspace_id")
		.primaryKey()
		.references(() => workspace.id, { onDelete: "cascade" }),
	/** Stands in the script tag. Names the workspace to visitors; grants nothing by itself. */
	publicKey: text("public_key").notNull().unique(),
	json: text("json").notNull(),
	updatedAt: ms("updated_at").notNull(),
});

export const contact = sqliteTable(
	"contact",
	{
		/** The row's number: what the full-text index points at. Never leaves the database. */
		n: integer("n").primaryKey(),
		id: text("id").notNull().unique(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		name: text("name"),
		/** Lower case. Null for somebody who was blocked before they said who they are. */
		email: text("email"),
		notes: text("notes").notNull().default(""),
		/** Name and address as search compares them: `foldMarks` of language/text/fold.ts. */
		folded: text("folded").notNull().default(""),
		firstSeenAt: ms("first_seen_at").notNull(),
		/** Kept beside the links below, so that a page of the list reads fifty rows and no more. */
		conversations: integer("conversations").notNull().default(0),
		/** When the latest conversation started; before the first one, when they were first seen. The list's order. */
		listedAt: ms("listed_at").notNull(),
	},
	(table) => [
		uniqueIndex("contact_email").on(table.workspaceId, table.email),
		index("contact_list").on(table.workspaceId, table.listedAt, table.id),
	],
);

/** Which contact a visitor turned out to be. A visitor we know nothing of has no row. */
export const visitor = sqliteTable(
	"visitor",
	{
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		id: text("id").notNull(),
		contactId: text("contact_id")
			.notNull()
			.references(() => contact.id, { onDelete: "cascade" }),
		linkedAt: ms("linked_at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.workspaceId, table.id] }), index("visitor_contact").on(table.contactId)],
);

export const contactConversation = sqliteTable(
	"contact_conversation",
	{
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		conversationId: text("conversation_id").notNull(),
		contactId: text("contact_id")
			.notNull()
			.references(() => contact.id, { onDelete: "cascade" }),
		startedAt: ms("started_at").notNull(),
	},
	(table) => [
		primaryKey({ columns: [table.workspaceId, table.conversationId] }),
		index("contact_conversation_contact").on(table.contactId, table.startedAt),
	],
);

export const block = sqliteTable(
	"block",
	{
		id: text("id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		contactId: text("contact_id")
			.notNull()
			.references(() => contact.id, { onDelete: "cascade" }),
		/** The browser it was set in, when it was set from a thread. */
		visitorId: text("visitor_id"),
		/** Keyed hash, auth/address.ts. Null: the block doesn't cover the network address. */
		addressHash: text("address_hash"),
		reason: text("reason").notNull(),
		createdAt: ms("created_at").notNull(),
		/** Null is for good. */
		until: ms("until"),
		/** When a teammate lifted it; a block that ran out keeps null. */
		liftedAt: ms("lifted_at"),
		byMemberId: text("by_member_id").notNull(),
		byName: text("by_name").notNull(),
	},
	(table) => [
		index("block_contact").on(table.contactId),
		// Partial: most blocks were set without an address, and lifted ones are history.
		index("block_visitor")
			.on(table.workspaceId, table.visitorId)
			.where(sql`visitor_id IS NOT NULL AND lifted_at IS NULL`),
		index("block_address")
			.on(table.workspaceId, table.addressHash)
			.where(sql`address_hash IS NOT NULL AND lifted_at IS NULL`),
		index("block_live")
			.on(table.workspaceId, table.until)
			.where(sql`lifted_at IS NULL`),
	],
);

/** Who did what to whom. Rows are only ever added. The actor's name is kept, so that it outlives the account. */
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
		/** JSON: what changed. */
		detail: text("detail").notNull(),
	},
	(table) => [index("audit_log_workspace").on(table.workspaceId, table.at)],
);

/** What a change in this database owes elsewhere: written in the batch of its cause, delivered by the workspace's outbox. */
export const outbox = sqliteTable(
	"outbox",
	{
		/** Never given twice, so that a receiver can tell one effect from another by it. */
		id: integer("id").primaryKey({ autoIncrement: true }),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		/** JSON; its `type` says what is owed. */
		body: text("body").notNull(),
		/** So many have failed. */
		attempts: integer("attempts").notNull().default(0),
		/** 0: at once. Null: given up on, and kept for the team to see. */
		dueAt: ms("due_at"),
		createdAt: ms("created_at").notNull(),
	},
	(table) => [index("outbox_due").on(table.workspaceId, table.dueAt)],
);

/** Tables of the people who write to a team. */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { workspace } from "./accounts.ts";
import { ms } from "./columns.ts";

export const contact = sqliteTable(
	"contact",
	{
		/** The row's number, by which the full-text index refers to it. It never leaves the database. */
		n: integer("n").primaryKey(),
		id: text("id").notNull().unique(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		name: text("name"),
		/** In lower case. Null while no address is proven: somebody who was blocked, or who has only typed one. */
		email: text("email"),
		notes: text("notes").notNull().default(""),
		/** Name and e-mail address in the form that search compares: `foldedContact` of contact/list.ts. */
		folded: text("folded").notNull().default(""),
		firstSeenAt: ms("first_seen_at").notNull(),
		/** The number of rows in `contact_conversation`, stored here so that a page of the list reads only its fifty rows. */
		conversations: integer("conversations").notNull().default(0),
		/** The list's sort key: when the latest conversation started or, before the first one, when the contact was first seen. */
		listedAt: ms("listed_at").notNull(),
	},
	(table) => [
		uniqueIndex("contact_email").on(table.workspaceId, table.email),
		index("contact_list").on(table.workspaceId, table.listedAt, table.id),
	],
);

/**
 * The contact that a visitor (a browser) belongs to, which is proven: an address that was only typed is a claim, and ties the
 * visitor to a contact of their own until a teammate confirms it. A visitor of whom nothing was said has no row.
 */
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
		/** The address, in lower case, that the visitor says is theirs. Null: none, or it is their contact's. */
		claimedEmail: text("claimed_email"),
		/** Addresses that a teammate said aren't theirs, as a JSON array. */
		deniedEmails: text("denied_emails").notNull().default("[]"),
	},
	(table) => [
		primaryKey({ columns: [table.workspaceId, table.id] }),
		index("visitor_contact").on(table.contactId),
		index("visitor_claim")
			.on(table.workspaceId, table.claimedEmail)
			.where(sql`claimed_email IS NOT NULL`),
	],
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
		/** The visitor whose thread the block was set from; null when it was set from the contact's page. */
		visitorId: text("visitor_id"),
		/** Keyed hash of the network address (auth/address.ts). Null: the block doesn't cover the address. */
		addressHash: text("address_hash"),
		reason: text("reason").notNull(),
		createdAt: ms("created_at").notNull(),
		/** When the block ends. Null: never. */
		until: ms("until"),
		/** When a teammate lifted the block. It stays null for a block that expired. */
		liftedAt: ms("lifted_at"),
		byMemberId: text("by_member_id").notNull(),
		byName: text("by_name").notNull(),
	},
	(table) => [
		index("block_contact").on(table.contactId),
		// The indexes are partial: most blocks were set without an address, and nothing looks a lifted block up.
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

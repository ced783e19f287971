/** Tables of mail, in both directions. */
import { index, integer, primaryKey, sqliteTable, text } from "drizzle-orm/sqlite-core";
import { workspace } from "./accounts.ts";
import { ms } from "./columns.ts";

/** What was last learned of a workspace's outgoing mail (mail/sender.ts). */
export const mailTrial = sqliteTable("mail_trial", {
	workspaceId: text("workspace_id")
		.primaryKey()
		.references(() => workspace.id, { onDelete: "cascade" }),
	at: ms("at").notNull(),
	/** The adapter and the sender's address that it was learned of. */
	way: text("way").notNull(),
	/** "accepted", or one of protocol/mail.ts's reasons. */
	outcome: text("outcome").notNull(),
	code: text("code"),
});

/** The mails of the log adapter, which leave for nowhere. Empty on a deployment. */
export const loggedMail = sqliteTable(
	"logged_mail",
	{
		id: integer("id").primaryKey({ autoIncrement: true }),
		workspaceId: text("workspace_id").notNull(),
		messageId: text("message_id").notNull(),
		sentTo: text("sent_to").notNull(),
		json: text("json").notNull(),
		at: ms("at").notNull(),
	},
	(table) => [index("logged_mail_address").on(table.sentTo, table.id)],
);

/** Where answers by e-mail go (conversation/mail/reply-address.ts). */
export const replyAddressOf = sqliteTable("reply_address", {
	token: text("token").primaryKey(),
	workspaceId: text("workspace_id")
		.notNull()
		.references(() => workspace.id, { onDelete: "cascade" }),
	conversationId: text("conversation_id").notNull(),
	at: ms("at").notNull(),
});

/** Addresses of visitors that took no mail, or want none. */
export const mailStop = sqliteTable(
	"mail_stop",
	{
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		address: text("address").notNull(),
		/** "undeliverable", "unsubscribed" or "complained". */
		reason: text("reason").notNull(),
		at: ms("at").notNull(),
	},
	(table) => [primaryKey({ columns: [table.workspaceId, table.address] })],
);

/** How many mails were refused on a day of UTC, by why. */
export const refusedMail = sqliteTable(
	"refused_mail",
	{ day: text("day").notNull(), reason: text("reason").notNull(), count: integer("count").notNull() },
	(table) => [primaryKey({ columns: [table.day, table.reason] })],
);

/** The latest test mail that asked to be answered (mail/inbound/test-answer.ts). */
export const mailTest = sqliteTable("mail_test", {
	workspaceId: text("workspace_id")
		.primaryKey()
		.references(() => workspace.id, { onDelete: "cascade" }),
	token: text("token").notNull(),
	sentAt: ms("sent_at").notNull(),
	answeredAt: ms("answered_at"),
});

/** The mails to visitors that left under a Message-ID of the provider's own (conversation/mail/delivery-events.ts). */
export const sentMail = sqliteTable(
	"sent_mail",
	{
		messageId: text("message_id").primaryKey(),
		workspaceId: text("workspace_id")
			.notNull()
			.references(() => workspace.id, { onDelete: "cascade" }),
		conversationId: text("conversation_id").notNull(),
		at: ms("at").notNull(),
	},
	(table) => [index("sent_mail_at").on(table.at)],
);

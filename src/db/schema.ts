/**
 * The tables of D1, for drizzle. The SQL in `migrations/` creates them; a test checks that the two agree.
 * Conversations, the list and the knowledge base are stored in their Durable Objects instead. The full-text table
 * `contact_search` isn't declared here: triggers keep it up to date, and only contact/list.ts reads it.
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";

const at = (name: string) => integer(name, { mode: "timestamp_ms" });
/** A time in our own tables: milliseconds since 1970, as a number. */
const ms = (name: string) => integer(name);

/* ---------- better-auth's tables: its column names, but "workspace" for its "organization" ---------- */

export const user = sqliteTable("user", {
	id: text("id").primaryKey(),
	name: text("name").notNull(),
	email: text("email").notNull().unique(),
	emailVerified: integer("email_verified", { mode: "boolean" }).notNull().default(false),
	image: text("image"),
	createdAt: at("created_at").notNull(),
	updatedAt: at("updated_at").notNull(),
	/** Null: as the browser has them. */
	language: text("language"),
	timezone: text("timezone"),
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
		usedAt: ms("used_at"),
		/** When the second factor was shown; null: not in this session. */
		factorAt: ms("factor_at"),
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
	(table) => [
		index("account_user").on(table.userId),
		uniqueIndex("account_provider")
			.on(table.providerId, table.accountId)
			.where(sql`provider_id != 'credential'`),
	],
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
		/** One of protocol/actor.ts's roles, or "removed". */
		role: text("role").notNull(),
		createdAt: at("created_at").notNull(),
		/** When a dashboard of theirs was last open; null: not since this is kept. */
		activeAt: ms("active_at"),
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
		/** The attempt that accepted it. */
		acceptance: text("acceptance"),
	},
	(table) => [
		index("invitation_workspace").on(table.workspaceId),
		index("invitation_email").on(table.email),
		index("invitation_pending")
			.on(table.workspaceId, table.email)
			.where(sql`${table.status} = 'pending'`),
	],
);

/* ---------- our own tables ---------- */

/** Second factors (auth/factor). One counts once `confirmedAt` is set. */
export const factor = sqliteTable(
	"factor",
	{
		id: text("id").primaryKey(),
		userId: text("user_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
		kind: text("kind").notNull(),
		name: text("name").notNull(),
		/** Encrypted. */
		secret: text("secret").notNull(),
		/** The last step of a code that was shown: none counts twice. */
		counter: integer("counter").notNull().default(0),
		createdAt: ms("created_at").notNull(),
		confirmedAt: ms("confirmed_at"),
		usedAt: ms("used_at"),
	},
	(table) => [index("factor_user").on(table.userId)],
);

/** What a factor of the kind "passkey" has beside its name and its counter (auth/passkey). */
export const passkey = sqliteTable("passkey", {
	factorId: text("factor_id")
		.primaryKey()
		.references(() => factor.id, { onDelete: "cascade" }),
	/** The authenticator's, in base64url. */
	credentialId: text("credential_id").notNull().unique(),
	/** COSE, in base64url. */
	publicKey: text("public_key").notNull(),
	/** How the authenticator is reached, as a JSON array: a hint for browsers. */
	transports: text("transports").notNull(),
});

/** Codes that stand for the second factor once, as keyed hashes. */
export const recoveryCode = sqliteTable(
	"recovery_code",
	{
		userId: text("user_id")
			.notNull()
			.references(() => user.id, { onDelete: "cascade" }),
		hash: text("hash").notNull(),
		usedAt: ms("used_at"),
	},
	(table) => [primaryKey({ columns: [table.userId, table.hash] })],
);

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
		/** "undeliverable" or "unsubscribed". */
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

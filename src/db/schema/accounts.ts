/**
 * Tables of people who sign in, and of the teams that they belong to. The first seven are better-auth's, with its column names, but
 * "workspace" for its "organization".
 */
import { sql } from "drizzle-orm";
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from "drizzle-orm/sqlite-core";
import { at, ms } from "./columns.ts";

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

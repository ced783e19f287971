/**
 * The tables of D1, for drizzle. The SQL in `migrations/` creates them; a test checks that the two agree.
 * Conversations, the list and the knowledge base are stored in their Durable Objects instead. The full-text table
 * `contact_search` isn't declared here: triggers keep it up to date, and only contact/list.ts reads it.
 */
export * from "./schema/accounts.ts";
export * from "./schema/contacts.ts";
export * from "./schema/mail.ts";
export * from "./schema/notifications.ts";
export * from "./schema/outbox.ts";
export * from "./schema/workspace.ts";

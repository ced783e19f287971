/** Contacts and blocks as the dashboard reads and changes them. */
import * as v from "valibot";
import { EmailAddress } from "./text/email.ts";
import { ListItem } from "./inbox.ts";
import { ShownLine, ShownText } from "./text/shown.ts";

export const BlockRequest = v.object({
	duration: v.picklist(["24h", "7d", "30d", "forever"]),
	reason: v.pipe(ShownLine, v.maxLength(300)),
	/** Whether the block covers the network address too, of which only a keyed hash is stored. */
	address: v.boolean(),
});
export type BlockRequest = v.InferOutput<typeof BlockRequest>;

export const Block = v.object({
	id: v.string(),
	reason: v.string(),
	createdAt: v.number(),
	/** When the block ends, in ms since 1970; null: never. */
	until: v.nullable(v.number()),
	by: v.string(),
});
export type Block = v.InferOutput<typeof Block>;

/** The address that a visitor claims, as the teammate who confirms or denies it saw it. */
export const ClaimRequest = v.object({ email: v.pipe(v.string(), v.maxLength(254)) });

/** An address that is only claimed. Absent or null: there is none. */
const claimed = v.optional(v.nullable(v.string()));

export const ContactSummary = v.object({
	id: v.string(),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	claimed,
	conversations: v.number(),
	lastConversationAt: v.nullable(v.number()),
	blocked: v.boolean(),
});
export type ContactSummary = v.InferOutput<typeof ContactSummary>;

/** GET /api/contacts?search=&blocked=1&cursor= */
export const ContactPage = v.object({ contacts: v.array(ContactSummary), cursor: v.nullable(v.string()) });
export type ContactPage = v.InferOutput<typeof ContactPage>;

export const ContactProfile = v.object({
	id: v.string(),
	name: v.nullable(v.string()),
	email: v.nullable(v.string()),
	claimed,
	/** The contacts of visitors who say that they are this one. */
	claimants: v.optional(v.array(v.string())),
	notes: v.string(),
	firstSeenAt: v.number(),
	lastActiveAt: v.number(),
	block: v.nullable(Block),
	conversations: v.array(ListItem),
});
export type ContactProfile = v.InferOutput<typeof ContactProfile>;

export const ContactEdit = v.object({
	name: v.nullable(v.pipe(ShownLine, v.maxLength(120))),
	email: v.nullable(EmailAddress),
	notes: v.pipe(ShownText, v.maxLength(5_000)),
});
export type ContactEdit = v.InferOutput<typeof ContactEdit>;

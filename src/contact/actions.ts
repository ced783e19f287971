/**
 * The actions on contacts: one function each, which checks its own permission. Routes and conversations' deliveries call them.
 * Only this file imports the functions that write (store/). An action returns a refusal's reason; it throws only on a bug or
 * an outage.
 */
import { actorMay } from "../auth/actor.ts";
import { type Database, database, isConstraint } from "../db/database.ts";
import { conversation } from "../durable/objects.ts";
import { withOutbox } from "../durable/owing.ts";
import type { Actor } from "../protocol/actor.ts";
import type { Block, BlockRequest, ContactEdit } from "../protocol/contact.ts";
import { UNDO_WITHIN_MS } from "../protocol/limits.ts";
import type { Result } from "../protocol/result.ts";
import { isLong } from "./blocks.ts";
import { contactOfVisitor, type VisitorContact, visitorsOf } from "./contacts.ts";
import type { VisitorThread } from "./effects.ts";
import { conversationsOf } from "./fan-out.ts";
import { findContact } from "./profile.ts";
import { block, type ContactBlock, takeBack, unblock } from "./store/blocks.ts";
import {
	claimEmail as writeClaim,
	confirmClaim as writeConfirmation,
	denyClaim as writeDenial,
	type Judged,
	restoreClaim as writeRestoration,
} from "./store/claims.ts";
import { ensureContact, rememberConversations, type Started } from "./store/contacts.ts";
import { saveContact } from "./store/profile.ts";
import { refold } from "./store/refold.ts";
import { revoke } from "./store/revocations.ts";

/** The workspace of an action. Contacts and conversations of other workspaces are not found. */
export type Context = { env: Env; workspaceId: string };

type OnContact = { contactId: string };
type OnConversation = { conversationId: string };

const forbidden = { ok: false, reason: "forbidden" } as const;
const notFound = { ok: false, reason: "not_found" } as const;
const conflict = { ok: false, reason: "conflict" } as const;

/** How often an action looks up the visitor's contact again, because a concurrent merge has replaced it. */
const ATTEMPTS = 3;

/** How many of a contact's conversations, latest first, are searched for a network address. */
const ASKED_FOR_ADDRESS = 5;

const mayBlock = (actor: Actor, { duration }: BlockRequest): boolean =>
	actorMay(actor, "block") && (!isLong(duration) || actorMay(actor, "block_long"));

/** Blocks a contact, from their profile. Returns the active block that lasts longest. */
export async function blockContact(
	context: Context,
	actor: Actor,
	{ contactId, request }: OnContact & { request: BlockRequest },
): Promise<Result<Block, "forbidden" | "not_found">> {
	if (!mayBlock(actor, request)) return forbidden;
	const found = await findContact(database(context.env), context.workspaceId, contactId);
	if (!found) return notFound;
	const addressHash = request.address ? await lastAddress(context, found.id) : null;
	const wanted = { contactId, thread: null, addressHash, request };
	const set = await withOutbox(context.env, context.workspaceId, () => setBlock(context, actor, wanted));
	return set ? { ok: true, value: set } : notFound;
}

/**
 * Blocks a conversation's visitor, from the thread: blocks their contact, which is created if there is none. The contact that
 * has the address which the visitor only claims is not blocked. Returns the active block that lasts longest.
 */
export async function blockVisitor(
	context: Context,
	actor: Actor,
	{ conversationId, request }: OnConversation & { request: BlockRequest },
): Promise<Result<Block, "forbidden" | "not_found">> {
	if (!mayBlock(actor, request)) return forbidden;
	const { env, workspaceId } = context;
	const visitor = await conversation(env, workspaceId, conversationId).visitor();
	if (!visitor) return notFound;
	const { visitorId, startedAt } = visitor;
	const who = { workspaceId, visitorId, conversationId, startedAt, at: Date.now() };
	const addressHash = request.address ? visitor.addressHash : null;
	const thread = { conversationId, visitorId };
	const set = await withOutbox(env, workspaceId, async () => {
		for (let attempt = 1; ; attempt++) {
			const contactId = await ensureContact(database(env), who);
			const done = await setBlock(context, actor, { contactId, thread, addressHash, request });
			if (done || attempt === ATTEMPTS) return done;
		}
	});
	return set ? { ok: true, value: set } : notFound;
}

/** Lifts all blocks of a contact. */
export async function unblockContact(
	context: Context,
	actor: Actor,
	{ contactId }: OnContact,
): Promise<Result<null, "forbidden" | "not_found">> {
	if (!actorMay(actor, "block_long")) return forbidden;
	if (!(await findContact(database(context.env), context.workspaceId, contactId))) return notFound;
	await liftBlocks(context, actor, contactId, null);
	return { ok: true, value: null };
}

/** Lifts all blocks of a conversation's visitor, from the thread. A visitor without a contact has none. */
export async function unblockVisitor(
	context: Context,
	actor: Actor,
	{ conversationId }: OnConversation,
): Promise<Result<null, "forbidden" | "not_found">> {
	if (!actorMay(actor, "block_long")) return forbidden;
	const { env, workspaceId } = context;
	const visitor = await conversation(env, workspaceId, conversationId).visitor();
	if (!visitor) return notFound;
	const { visitorId } = visitor;
	let lifted: string | undefined;
	for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
		const contact = await contactOfVisitor(database(env), workspaceId, visitorId);
		// A concurrent merge may have moved the blocks to another contact: the next round lifts them there.
		if (!contact || contact.id === lifted) break;
		lifted = contact.id;
		await liftBlocks(context, actor, contact.id, { conversationId, visitorId });
	}
	return { ok: true, value: null };
}

/**
 * Lifts the block that the actor themself has just set on a conversation's visitor, or on a contact: whoever may set one takes
 * it back, though only leads lift others. "not_found": there is none of theirs, or it was set too long ago.
 */
export async function takeBlockBack(
	{ env, workspaceId }: Context,
	actor: Actor,
	on: OnContact | OnConversation,
): Promise<Result<null, "forbidden" | "not_found">> {
	if (!actorMay(actor, "block")) return forbidden;
	const db = database(env);
	const visitor = "contactId" in on ? null : await conversation(env, workspaceId, on.conversationId).visitor();
	const thread = visitor && "conversationId" in on ? { ...on, visitorId: visitor.visitorId } : null;
	const contact =
		"contactId" in on ? { id: on.contactId } : visitor && (await contactOfVisitor(db, workspaceId, visitor.visitorId));
	if (!contact) return notFound;
	const since = Date.now() - UNDO_WITHIN_MS;
	const lifted = await withOutbox(env, workspaceId, () =>
		takeBack(db, { workspaceId, actor }, contact.id, thread, since),
	);
	return lifted ? { ok: true, value: null } : notFound;
}

/**
 * Revokes every token of a conversation's visitor, from the thread, and ends their open sockets: for a browser that somebody
 * else uses now, or a token that was stolen. The browser goes on as a new visitor, without these conversations. There is no
 * way back.
 */
export async function revokeVisitor(
	{ env, workspaceId }: Context,
	actor: Actor,
	{ conversationId }: OnConversation,
): Promise<Result<null, "forbidden" | "not_found">> {
	if (!actorMay(actor, "block")) return forbidden;
	const visitor = await conversation(env, workspaceId, conversationId).visitor();
	if (!visitor) return notFound;
	const thread = { conversationId, visitorId: visitor.visitorId };
	await withOutbox(env, workspaceId, () => revoke(database(env), { workspaceId, actor }, thread));
	return { ok: true, value: null };
}

/** Changes a contact's name, address and notes. "conflict": another contact has the address. */
export async function editContact(
	context: Context,
	actor: Actor,
	{ contactId, edit }: OnContact & { edit: ContactEdit },
): Promise<Result<null, "forbidden" | "not_found" | "conflict">> {
	if (!actorMay(actor, "edit_contacts")) return forbidden;
	const { env, workspaceId } = context;
	const db = database(env);
	const before = await findContact(db, workspaceId, contactId);
	if (!before) return notFound;
	const saved = await withOutbox(env, workspaceId, () => saveContact(db, { workspaceId, actor }, before, edit));
	return saved === "taken" ? conflict : { ok: true, value: null };
}

/**
 * Stores the address that a visitor left, as a claim: the visitor keeps a contact of their own, marked with it, until a teammate
 * confirms. For the system only: the visitor's own action is in their conversation, which calls this as its effect.
 */
export async function claimEmail(
	{ env, workspaceId }: Context,
	actor: Actor,
	left: Omit<Started, "workspaceId"> & { email: string },
): Promise<Result<VisitorContact, "forbidden">> {
	if (actor.kind !== "system") return forbidden;
	const known = await withOutbox(env, workspaceId, () => writeClaim(database(env), { ...left, workspaceId }));
	return { ok: true, value: known };
}

/** A claim as a teammate saw it: whoever has claimed another address since is not judged by it. */
type OnClaim = OnConversation & { email: string };

/** The action that settles a claim in one way. "conflict": the visitor doesn't claim this address, not any more or not yet. */
const judging =
	(write: (db: Database, judged: Judged) => Promise<boolean>) =>
	async (
		{ env, workspaceId }: Context,
		actor: Actor,
		{ conversationId, email }: OnClaim,
	): Promise<Result<null, "forbidden" | "not_found" | "conflict">> => {
		if (!actorMay(actor, "converse")) return forbidden;
		const visitor = await conversation(env, workspaceId, conversationId).visitor();
		if (!visitor) return notFound;
		const { visitorId, startedAt } = visitor;
		const judged = { workspaceId, visitorId, conversationId, startedAt, at: Date.now(), actor, email };
		const done = await withOutbox(env, workspaceId, () => write(database(env), judged));
		return done ? { ok: true, value: null } : conflict;
	};

/** Confirms that a conversation's visitor is who they say: they become the contact with the address, made or merged as needed. */
export const confirmClaim = judging(writeConfirmation);

/** Denies it: the visitor stays a stranger, and the same address is no claim of theirs again. */
export const denyClaim = judging(writeDenial);

/** Takes a denial back, which may have been a slip: the visitor claims the address again. */
export const restoreClaim = judging(writeRestoration);

/**
 * Links conversations to a contact, except those that are linked to one already: a known contact began them, or the visitor
 * had them before they left their address. For the system only.
 */
export async function countConversations(
	{ env, workspaceId }: Context,
	actor: Actor,
	{ contactId, conversations }: OnContact & { conversations: { id: string; startedAt: number }[] },
): Promise<Result<null, "forbidden">> {
	if (actor.kind !== "system") return forbidden;
	await rememberConversations(database(env), workspaceId, contactId, conversations);
	return { ok: true, value: null };
}

/**
 * Folds the names of some contacts anew, as this release searches them: those after the row `after`. Resolves with the last
 * row's number, or null at the end. For the system only.
 */
export async function refoldContacts(
	{ env, workspaceId }: Context,
	actor: Actor,
	{ after }: { after: number },
): Promise<Result<number | null, "forbidden">> {
	if (actor.kind !== "system") return forbidden;
	return { ok: true, value: await refold(database(env), workspaceId, after) };
}

/** Writes the block. Null: a concurrent merge has deleted the contact. */
async function setBlock({ env, workspaceId }: Context, actor: Actor, wanted: ContactBlock): Promise<Block | null> {
	try {
		return await block(database(env), { workspaceId, actor }, wanted);
	} catch (error) {
		if (isConstraint(error)) return null;
		throw error;
	}
}

const liftBlocks = ({ env, workspaceId }: Context, actor: Actor, contactId: string, thread: VisitorThread | null) =>
	withOutbox(env, workspaceId, () => unblock(database(env), { workspaceId, actor }, contactId, thread));

/** The hash of the network address that a contact last wrote from. Null when none of the latest conversations has one. */
async function lastAddress({ env, workspaceId }: Context, contactId: string): Promise<string | null> {
	const visitorIds = await visitorsOf(database(env), workspaceId, contactId);
	const latest = await conversationsOf(env, workspaceId, contactId, visitorIds);
	for (const { id } of latest.slice(0, ASKED_FOR_ADDRESS)) {
		const visitor = await conversation(env, workspaceId, id).visitor();
		if (visitor?.addressHash) return visitor.addressHash;
	}
	return null;
}

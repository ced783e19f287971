/** Contacts, and blocking from a contact or a thread. Members only; a block is felt in every open tab before it answers. */
import { conversation } from "../durable/objects.ts";
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import type { Member } from "../auth/principal.ts";
import { may } from "../auth/roles.ts";
import { ConversationParams } from "../conversation/routes/params.ts";
import { type Database, database } from "../db/database.ts";
import { memberRoute } from "../auth/route.ts";
import { nothing } from "../http/contract.ts";
import { notFound, problem } from "../http/problem.ts";
import { Block, BlockRequest, ContactEdit, ContactPage, ContactProfile } from "../protocol/contact.ts";
import { block, blockOfContact, isLong, unblock } from "./blocks.ts";
import { contactOfVisitor, ensureContact, leaveEmail, type Started, visitorsOf } from "./contacts.ts";
import { editContact, findContact, profile } from "./profile.ts";
import { ContactQuery, contactPage } from "./list.ts";
import { conversationsOf, fanOut } from "./fan-out.ts";

const teammate = ({ memberId, name }: Member) => ({ id: memberId, name });

function allowedBlock(c: Context<MemberEnv>, request: BlockRequest): BlockRequest {
	if (isLong(request.duration) && !may(c.var.member.role, "block_long"))
		throw forbidden("You can block for up to 7 days. An owner or admin can block for longer.");
	return request;
}

/** Every conversation of theirs, so that all their tabs feel it; `also` is one the Inbox may not have heard of yet. */
async function reach(env: Env, workspaceId: string, contactId: string, also: string[] = []): Promise<string[]> {
	const visitorIds = await visitorsOf(database(env), workspaceId, contactId);
	const rows = await conversationsOf(env, workspaceId, contactId, visitorIds);
	return [...also, ...rows.map(({ id }) => id)];
}

/** The row first, then the conversations. What is told and answered is the longest block that stands. */
async function carryOut(
	env: Env,
	by: Member,
	wanted: Parameters<typeof block>[2],
	also: string[] = [],
): Promise<Block> {
	const { workspaceId } = by;
	const db = database(env);
	await block(db, by, wanted);
	const standing = await blockOfContact(db, workspaceId, wanted.contactId);
	// Lifted by somebody else in this very moment.
	if (!standing) throw problem(409, "The block was lifted meanwhile", { reason: "conflict" });
	await fanOut(await reach(env, workspaceId, wanted.contactId, also), (id) =>
		conversation(env, workspaceId, id).block({ until: standing.until, by: teammate(by) }),
	);
	return standing;
}

async function lift(env: Env, by: Member, contactId: string, also: string[] = []): Promise<void> {
	const { workspaceId } = by;
	await unblock(database(env), by, contactId);
	await fanOut(await reach(env, workspaceId, contactId, also), (id) =>
		conversation(env, workspaceId, id).unblock({ by: teammate(by) }),
	);
}

/** The network address they last wrote from, as its hash. Null when no conversation knows one. */
async function lastAddress(env: Env, workspaceId: string, contactId: string): Promise<string | null> {
	for (const id of (await reach(env, workspaceId, contactId)).slice(0, 5)) {
		const visitor = await conversation(env, workspaceId, id).visitor();
		if (visitor?.addressHash) return visitor.addressHash;
	}
	return null;
}

/** Who the visitor is known as; else who has the address they gave; else a contact without a name. */
async function contactBehind(db: Database, who: Started, email: string | null): Promise<string> {
	const known = await contactOfVisitor(db, who.workspaceId, who.visitorId);
	if (known) return known.id;
	return email === null ? ensureContact(db, who) : (await leaveEmail(db, { ...who, email })).id;
}

async function profileOrNone(env: Env, workspaceId: string, contactId: string): Promise<ContactProfile> {
	const found = await profile(env, workspaceId, contactId);
	if (!found) throw notFound("contact");
	return found;
}

const ofContact = { thing: "contact", params: v.object({ id: v.string() }) } as const;
const ofConversation = { thing: "conversation", params: ConversationParams } as const;
const blocking = {
	may: "block",
	json: BlockRequest,
	answer: Block,
	refuses: [409],
	example: { duration: "24h", reason: "Insults", address: false },
} as const;

export const contactRoutes = new Hono<MemberEnv>()
	.get(
		"/contacts",
		...memberRoute(
			{ summary: "List contacts, newest conversation first", may: "see", query: ContactQuery, answer: ContactPage },
			(c) => contactPage(database(c.env), c.var.member.workspaceId, c.req.valid("query"), Date.now()),
		),
	)
	.get(
		"/contacts/:id",
		...memberRoute({ summary: "Read a contact", may: "see", ...ofContact, answer: ContactProfile }, (c) =>
			profileOrNone(c.env, c.var.member.workspaceId, c.req.valid("param").id),
		),
	)
	.patch(
		"/contacts/:id",
		...memberRoute(
			{
				summary: "Change a contact",
				may: "edit_contacts",
				...ofContact,
				json: ContactEdit,
				answer: ContactProfile,
				refuses: [409],
				example: { name: "Ana", email: "ana@shop.example", notes: "" },
			},
			async (c) => {
				const edit = c.req.valid("json");
				const by = c.var.member;
				const db = database(c.env);
				const before = await findContact(db, by.workspaceId, c.req.valid("param").id);
				if (!before) throw notFound("contact");
				if ((await editContact(db, by, before, edit)) === "taken")
					throw problem(409, "Another contact has this address", {
						reason: "conflict",
						fields: { email: "Another contact has this address." },
					});
				const contact = { id: before.id, name: edit.name || null, email: edit.email };
				await fanOut(await reach(c.env, by.workspaceId, before.id), (id) =>
					conversation(c.env, by.workspaceId, id).identify({ contact }),
				);
				return profileOrNone(c.env, by.workspaceId, before.id);
			},
		),
	)
	.post(
		"/contacts/:id/block",
		...memberRoute({ summary: "Block a contact", ...ofContact, ...blocking }, async (c) => {
			const request = allowedBlock(c, c.req.valid("json"));
			const by = c.var.member;
			const contact = await findContact(database(c.env), by.workspaceId, c.req.valid("param").id);
			if (!contact) throw notFound("contact");
			const addressHash = request.address ? await lastAddress(c.env, by.workspaceId, contact.id) : null;
			return carryOut(c.env, by, { contactId: contact.id, visitorId: null, addressHash, request });
		}),
	)
	.post(
		"/contacts/:id/unblock",
		...memberRoute(
			{ summary: "Unblock a contact", may: "block_long", ...ofContact, answer: ContactProfile },
			async (c) => {
				const by = c.var.member;
				const contact = await findContact(database(c.env), by.workspaceId, c.req.valid("param").id);
				if (!contact) throw notFound("contact");
				await lift(c.env, by, contact.id);
				return profileOrNone(c.env, by.workspaceId, contact.id);
			},
		),
	)
	.post(
		"/conversations/:id/block",
		...memberRoute({ summary: "Block whoever a conversation is with", ...ofConversation, ...blocking }, async (c) => {
			const request = allowedBlock(c, c.req.valid("json"));
			const by = c.var.member;
			const { workspaceId } = by;
			const id = c.req.valid("param").id;
			const visitor = await conversation(c.env, workspaceId, id).visitor();
			if (!visitor) throw notFound("conversation");
			const { visitorId, startedAt, email } = visitor;
			const db = database(c.env);
			const at = Date.now();
			const who = { workspaceId, visitorId, conversationId: id, startedAt, at };
			const contactId = await contactBehind(db, who, email);
			const addressHash = request.address ? visitor.addressHash : null;
			return carryOut(c.env, by, { contactId, visitorId, addressHash, request }, [id]);
		}),
	)
	.post(
		"/conversations/:id/unblock",
		...memberRoute(
			{ summary: "Unblock whoever a conversation is with", may: "block_long", ...ofConversation, answer: nothing },
			async (c) => {
				const { workspaceId } = c.var.member;
				const id = c.req.valid("param").id;
				const visitor = await conversation(c.env, workspaceId, id).visitor();
				if (!visitor) throw notFound("conversation");
				const contact = await contactOfVisitor(database(c.env), workspaceId, visitor.visitorId);
				if (contact) await lift(c.env, c.var.member, contact.id, [id]);
			},
		),
	);

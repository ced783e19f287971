/** Contacts, and blocking from a contact or a thread. Members only; a block is felt in every open tab before it answers. */
import { conversation } from "../durable/objects.ts";
import { type Context, Hono } from "hono";
import { forbidden, member, type MemberEnv } from "../auth/member.ts";
import type { Member } from "../auth/principal.ts";
import { may } from "../auth/roles.ts";
import { conversationId } from "../conversation/routes/params.ts";
import { type Database, database } from "../db/database.ts";
import { parse, readJson } from "../http/body.ts";
import { problem } from "../http/problem.ts";
import { type Block, BlockRequest, ContactEdit, type ContactPage, type ContactProfile } from "../protocol/contact.ts";
import { block, blockOfContact, isLong, unblock } from "./blocks.ts";
import { contactOfVisitor, ensureContact, leaveEmail, type Started, visitorsOf } from "./contacts.ts";
import { editContact, findContact, profile } from "./profile.ts";
import { ContactQuery, contactPage } from "./list.ts";
import { conversationsOf, fanOut } from "./fan-out.ts";

const noContact = () => problem(404, "There is no such contact", { reason: "not_found" });
const noConversation = () => problem(404, "There is no such conversation", { reason: "not_found" });

const teammate = ({ memberId, name }: Member) => ({ id: memberId, name });

async function readBlock(c: Context<MemberEnv>): Promise<BlockRequest> {
	const request = await readJson(c, BlockRequest);
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
	if (!found) throw noContact();
	return found;
}

export const contactRoutes = new Hono<MemberEnv>()
	.get("/contacts", member("see"), async (c) => {
		const query = parse(ContactQuery, c.req.query());
		const page = await contactPage(database(c.env), c.var.member.workspaceId, query, Date.now());
		return c.json(page satisfies ContactPage);
	})
	.get("/contacts/:id", member("see"), async (c) =>
		c.json(await profileOrNone(c.env, c.var.member.workspaceId, c.req.param("id"))),
	)
	.patch("/contacts/:id", member("edit_contacts"), async (c) => {
		const edit = await readJson(c, ContactEdit);
		const by = c.var.member;
		const db = database(c.env);
		const before = await findContact(db, by.workspaceId, c.req.param("id"));
		if (!before) throw noContact();
		if ((await editContact(db, by, before, edit)) === "taken")
			throw problem(409, "Another contact has this address", {
				reason: "conflict",
				fields: { email: "Another contact has this address." },
			});
		const contact = { id: before.id, name: edit.name || null, email: edit.email };
		await fanOut(await reach(c.env, by.workspaceId, before.id), (id) =>
			conversation(c.env, by.workspaceId, id).identify({ contact }),
		);
		return c.json(await profileOrNone(c.env, by.workspaceId, before.id));
	})
	.post("/contacts/:id/block", member("block"), async (c) => {
		const request = await readBlock(c);
		const by = c.var.member;
		const contact = await findContact(database(c.env), by.workspaceId, c.req.param("id"));
		if (!contact) throw noContact();
		const addressHash = request.address ? await lastAddress(c.env, by.workspaceId, contact.id) : null;
		return c.json(await carryOut(c.env, by, { contactId: contact.id, visitorId: null, addressHash, request }));
	})
	.post("/contacts/:id/unblock", member("block_long"), async (c) => {
		const by = c.var.member;
		const contact = await findContact(database(c.env), by.workspaceId, c.req.param("id"));
		if (!contact) throw noContact();
		await lift(c.env, by, contact.id);
		return c.json(await profileOrNone(c.env, by.workspaceId, contact.id));
	})
	.post("/conversations/:id/block", member("block"), async (c) => {
		const request = await readBlock(c);
		const by = c.var.member;
		const { workspaceId } = by;
		const id = conversationId(c.req.param("id"));
		const visitor = await conversation(c.env, workspaceId, id).visitor();
		if (!visitor) throw noConversation();
		const { visitorId, startedAt, email } = visitor;
		const db = database(c.env);
		const at = Date.now();
		const who = { workspaceId, visitorId, conversationId: id, startedAt, at };
		const contactId = await contactBehind(db, who, email);
		const addressHash = request.address ? visitor.addressHash : null;
		return c.json(await carryOut(c.env, by, { contactId, visitorId, addressHash, request }, [id]));
	})
	.post("/conversations/:id/unblock", member("block_long"), async (c) => {
		const { workspaceId } = c.var.member;
		const id = conversationId(c.req.param("id"));
		const visitor = await conversation(c.env, workspaceId, id).visitor();
		if (!visitor) throw noConversation();
		const contact = await contactOfVisitor(database(c.env), workspaceId, visitor.visitorId);
		if (contact) await lift(c.env, c.var.member, contact.id, [id]);
		return c.body(null, 204);
	});

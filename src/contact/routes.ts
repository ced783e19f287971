/** Contacts, and blocking from a contact or a thread, over HTTP. Members only. What is done is in actions.ts. */
import { type Context, Hono } from "hono";
import { memberActor } from "../auth/actor.ts";
import { forbidden, member, type MemberEnv } from "../auth/member.ts";
import { conversationId } from "../conversation/routes/params.ts";
import { database } from "../db/database.ts";
import { parse, readJson } from "../http/body.ts";
import { type ProblemError, problem } from "../http/problem.ts";
import { type Block, BlockRequest, ContactEdit, type ContactPage, type ContactProfile } from "../protocol/contact.ts";
import { blockContact, blockVisitor, editContact, unblockContact, unblockVisitor } from "./actions.ts";
import { ContactQuery, contactPage } from "./list.ts";
import { profile } from "./profile.ts";

type Refused = { reason: "forbidden" | "not_found" | "conflict" };

const noContact = () => problem(404, "There is no such contact", { reason: "not_found" });
const noConversation = () => problem(404, "There is no such conversation", { reason: "not_found" });

/** The route has let in who may block at all: what is left to forbid is the length. */
const tooLong = () => forbidden("You can block for up to 7 days. An owner or admin can block for longer.");

const addressTaken = () =>
	problem(409, "Another contact has this address", {
		reason: "conflict",
		fields: { email: "Another contact has this address." },
	});

function problemOf({ reason }: Refused, notFound: () => ProblemError): ProblemError {
	switch (reason) {
		case "forbidden":
			return tooLong();
		case "not_found":
			return notFound();
		case "conflict":
			return addressTaken();
		default:
			return reason satisfies never;
	}
}

const acting = (c: Context<MemberEnv>) => ({
	context: { env: c.env, workspaceId: c.var.member.workspaceId },
	actor: memberActor(c.var.member),
});

async function profileOrNone(c: Context<MemberEnv>, contactId: string): Promise<ContactProfile> {
	const found = await profile(c.env, c.var.member.workspaceId, contactId);
	if (!found) throw noContact();
	return found;
}

export const contactRoutes = new Hono<MemberEnv>()
	.get("/contacts", member("see"), async (c) => {
		const query = parse(ContactQuery, c.req.query());
		const page = await contactPage(database(c.env), c.var.member.workspaceId, query, Date.now());
		return c.json(page satisfies ContactPage);
	})
	.get("/contacts/:id", member("see"), async (c) => c.json(await profileOrNone(c, c.req.param("id"))))
	.patch("/contacts/:id", member("edit_contacts"), async (c) => {
		const edit = await readJson(c, ContactEdit);
		const { context, actor } = acting(c);
		const edited = await editContact(context, actor, { contactId: c.req.param("id"), edit });
		if (!edited.ok) throw problemOf(edited, noContact);
		return c.json(await profileOrNone(c, c.req.param("id")));
	})
	.post("/contacts/:id/block", member("block"), async (c) => {
		const request = await readJson(c, BlockRequest);
		const { context, actor } = acting(c);
		const blocked = await blockContact(context, actor, { contactId: c.req.param("id"), request });
		if (!blocked.ok) throw problemOf(blocked, noContact);
		return c.json(blocked.value satisfies Block);
	})
	.post("/contacts/:id/unblock", member("block_long"), async (c) => {
		const { context, actor } = acting(c);
		const unblocked = await unblockContact(context, actor, { contactId: c.req.param("id") });
		if (!unblocked.ok) throw problemOf(unblocked, noContact);
		return c.json(await profileOrNone(c, c.req.param("id")));
	})
	.post("/conversations/:id/block", member("block"), async (c) => {
		const request = await readJson(c, BlockRequest);
		const { context, actor } = acting(c);
		const id = conversationId(c.req.param("id"));
		const blocked = await blockVisitor(context, actor, { conversationId: id, request });
		if (!blocked.ok) throw problemOf(blocked, noConversation);
		return c.json(blocked.value satisfies Block);
	})
	.post("/conversations/:id/unblock", member("block_long"), async (c) => {
		const { context, actor } = acting(c);
		const id = conversationId(c.req.param("id"));
		const unblocked = await unblockVisitor(context, actor, { conversationId: id });
		if (!unblocked.ok) throw problemOf(unblocked, noConversation);
		return c.body(null, 204);
	});

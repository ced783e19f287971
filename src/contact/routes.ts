/** The HTTP routes of contacts, and of blocking from a contact's profile or a thread. For members only. The work is in actions.ts. */
import { type Context, Hono } from "hono";
import * as v from "valibot";
import { memberActor } from "../auth/actor.ts";
import { forbidden, type MemberEnv } from "../auth/member.ts";
import { memberRoute } from "../auth/route.ts";
import { ConversationParams } from "../conversation/routes/params.ts";
import { database } from "../db/database.ts";
import { outbox } from "../durable/objects.ts";
import { nothing } from "../http/contract.ts";
import { notFound, type ProblemError, problem } from "../http/problem.ts";
import { Block, BlockRequest, ClaimRequest, ContactEdit, ContactPage, ContactProfile } from "../protocol/contact.ts";
import {
	blockContact,
	blockVisitor,
	confirmClaim,
	countConversations,
	denyClaim,
	editContact,
	restoreClaim,
	revokeVisitor,
	takeBlockBack,
	unblockContact,
	unblockVisitor,
} from "./actions.ts";
import { ContactQuery, contactPage } from "./list.ts";
import { profile } from "./profile.ts";

type Refused = { reason: "forbidden" | "not_found" | "conflict" };

/** The route requires the permission to block, so an action that forbids it does so for the block's length. */
const tooLong = () => forbidden("You can block for up to 7 days. An owner or admin can block for longer.");

const addressTaken = () =>
	problem(409, "Another contact has this address", {
		reason: "conflict",
		fields: { email: "Another contact has this address." },
	});

function problemOf({ reason }: Refused, thing: "contact" | "conversation"): ProblemError {
	switch (reason) {
		case "forbidden":
			return tooLong();
		case "not_found":
			return notFound(thing);
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
	const { context } = acting(c);
	const found = await profile(c.env, context.workspaceId, contactId);
	if (!found) throw notFound("contact");
	const { conversations } = found.profile;
	// Conversations from before the visitor left their address are found by visitor id. Linking them makes the list count them.
	if (found.uncounted) await countConversations(context, { kind: "system" }, { contactId, conversations });
	return found.profile;
}

/** The workspaces whose outbox this isolate has asked to look for names that an earlier release folded. */
const refolded = new Set<string>();

async function refoldOnce(env: Env, workspaceId: string): Promise<void> {
	if (refolded.has(workspaceId)) return;
	refolded.add(workspaceId);
	// A failure is no matter: the outbox looks by itself at the next change, and other isolates ask too.
	await outbox(env, workspaceId)
		.refold()
		.catch(() => undefined);
}

const claimMoved = () =>
	problem(409, "The visitor doesn't claim this address any more", {
		reason: "conflict",
		detail: "Look at the conversation again.",
	});

/** The route requires the permission itself, so what is left to refuse is what the claim has become. */
const problemOfClaim = ({ reason }: Refused): ProblemError =>
	reason === "conflict" ? claimMoved() : problemOf({ reason }, "conversation");

type OnClaim = Parameters<typeof confirmClaim>[2];

async function judge(c: Context<MemberEnv>, settle: typeof confirmClaim, claim: OnClaim): Promise<void> {
	const { context, actor } = acting(c);
	const settled = await settle(context, actor, claim);
	if (!settled.ok) throw problemOfClaim(settled);
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

const judging = {
	may: "converse",
	json: ClaimRequest,
	answer: nothing,
	refuses: [409],
	example: { email: "ana@shop.example" },
} as const;

export const contactRoutes = new Hono<MemberEnv>()
	.get(
		"/contacts",
		...memberRoute(
			{ summary: "List contacts, newest conversation first", may: "see", query: ContactQuery, answer: ContactPage },
			(c) => {
				const { workspaceId } = c.var.member;
				if (c.req.valid("query").search !== "") c.executionCtx.waitUntil(refoldOnce(c.env, workspaceId));
				return contactPage(database(c.env), workspaceId, c.req.valid("query"), Date.now());
			},
		),
	)
	.get(
		"/contacts/:id",
		...memberRoute({ summary: "Read a contact", may: "see", ...ofContact, answer: ContactProfile }, (c) =>
			profileOrNone(c, c.req.valid("param").id),
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
				const { context, actor } = acting(c);
				const contactId = c.req.valid("param").id;
				const edited = await editContact(context, actor, { contactId, edit: c.req.valid("json") });
				if (!edited.ok) throw problemOf(edited, "contact");
				return profileOrNone(c, contactId);
			},
		),
	)
	.post(
		"/contacts/:id/block",
		...memberRoute({ summary: "Block a contact", ...ofContact, ...blocking }, async (c) => {
			const { context, actor } = acting(c);
			const contactId = c.req.valid("param").id;
			const blocked = await blockContact(context, actor, { contactId, request: c.req.valid("json") });
			if (!blocked.ok) throw problemOf(blocked, "contact");
			return blocked.value;
		}),
	)
	.post(
		"/contacts/:id/unblock",
		...memberRoute(
			{ summary: "Unblock a contact", may: "block_long", ...ofContact, answer: ContactProfile },
			async (c) => {
				const { context, actor } = acting(c);
				const contactId = c.req.valid("param").id;
				const unblocked = await unblockContact(context, actor, { contactId });
				if (!unblocked.ok) throw problemOf(unblocked, "contact");
				return profileOrNone(c, contactId);
			},
		),
	)
	.post(
		"/conversations/:id/block",
		...memberRoute({ summary: "Block whoever a conversation is with", ...ofConversation, ...blocking }, async (c) => {
			const { context, actor } = acting(c);
			const conversationId = c.req.valid("param").id;
			const blocked = await blockVisitor(context, actor, { conversationId, request: c.req.valid("json") });
			if (!blocked.ok) throw problemOf(blocked, "conversation");
			return blocked.value;
		}),
	)
	.post(
		"/conversations/:id/unblock",
		...memberRoute(
			{ summary: "Unblock whoever a conversation is with", may: "block_long", ...ofConversation, answer: nothing },
			async (c) => {
				const { context, actor } = acting(c);
				const unblocked = await unblockVisitor(context, actor, { conversationId: c.req.valid("param").id });
				if (!unblocked.ok) throw problemOf(unblocked, "conversation");
			},
		),
	)
	.post(
		"/conversations/:id/block/undo",
		...memberRoute(
			{
				summary: "Take back a block of one's own, just set in a conversation",
				may: "block",
				...ofConversation,
				answer: nothing,
			},
			async (c) => {
				const { context, actor } = acting(c);
				const done = await takeBlockBack(context, actor, { conversationId: c.req.valid("param").id });
				if (!done.ok) throw problemOf(done, "conversation");
			},
		),
	)
	.post(
		"/contacts/:id/block/undo",
		...memberRoute(
			{ summary: "Take back a block of one's own, just set on a contact", may: "block", ...ofContact, answer: nothing },
			async (c) => {
				const { context, actor } = acting(c);
				const done = await takeBlockBack(context, actor, { contactId: c.req.valid("param").id });
				if (!done.ok) throw problemOf(done, "contact");
			},
		),
	)
	.post(
		"/conversations/:id/forget-browser",
		...memberRoute(
			{
				summary: "Revoke the tokens of whoever a conversation is with: their browser begins anew",
				may: "block",
				...ofConversation,
				answer: nothing,
			},
			async (c) => {
				const { context, actor } = acting(c);
				const revoked = await revokeVisitor(context, actor, { conversationId: c.req.valid("param").id });
				if (!revoked.ok) throw problemOf(revoked, "conversation");
			},
		),
	)
	.post(
		"/conversations/:id/claim/confirm",
		...memberRoute(
			{ summary: "Confirm that the visitor has the address they typed", ...ofConversation, ...judging },
			(c) => judge(c, confirmClaim, { conversationId: c.req.valid("param").id, ...c.req.valid("json") }),
		),
	)
	.post(
		"/conversations/:id/claim/deny",
		...memberRoute(
			{ summary: "Deny that the visitor has the address they typed", ...ofConversation, ...judging },
			(c) => judge(c, denyClaim, { conversationId: c.req.valid("param").id, ...c.req.valid("json") }),
		),
	)
	.post(
		"/conversations/:id/claim/restore",
		...memberRoute({ summary: "Take back that an address was denied", ...ofConversation, ...judging }, (c) =>
			judge(c, restoreClaim, { conversationId: c.req.valid("param").id, ...c.req.valid("json") }),
		),
	);

/** What can be done to contacts, by whom: one table of roles and actions, and nobody reaches into another workspace. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import * as actions from "../../../src/contact/actions.ts";
import { blockOfContact } from "../../../src/contact/blocks.ts";
import { ensureContact, linkContact } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { outbox } from "../../../src/db/schema.ts";
import { conversation } from "../../../src/durable/objects.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import type { BlockRequest } from "../../../src/protocol/contact.ts";
import type { Result } from "../../../src/protocol/result.ts";
import { actorNames, actors, leads, staff } from "../setup/actors.ts";
import { createWorkspace, newConversationId, type Workspace } from "../setup/people.ts";
import { start } from "../setup/talk.ts";

const db = database(env);
const short: BlockRequest = { duration: "7d", reason: "Spam", address: false };
const long: BlockRequest = { ...short, duration: "forever" };

let shop: Workspace;
let elsewhere: Workspace;
let on: Awaited<ReturnType<typeof known>>;

/** Somebody who talks to a workspace, known by their address. */
async function known(at: Workspace) {
	const { id: conversationId, visitor } = await start(at);
	const who = { workspaceId: at.id, visitorId: visitor.visitorId, conversationId, startedAt: 1, at: 1 };
	return { contactId: await ensureContact(db, who), conversationId, who };
}

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
	elsewhere = await createWorkspace("Elsewhere");
	on = await known(shop);
});

type Act = (context: actions.Context, actor: Actor) => Promise<Result<unknown>>;
type Row = { allowed: readonly (keyof typeof actors)[]; act: Act };
const edit = { name: "Ana", email: null, notes: "" };
const contactRow =
	(request: BlockRequest): Act =>
	(context, actor) =>
		actions.blockContact(context, actor, { ...on, request });
const threadRow =
	(request: BlockRequest): Act =>
	(context, actor) =>
		actions.blockVisitor(context, actor, { ...on, request });

/** Each time a block of the actor's own; who may not set one has none. */
const takingBack =
	({ conversationId: inThread }: { conversationId: boolean }): Act =>
	async (context, actor) => {
		const { contactId, conversationId } = on;
		if (context.workspaceId === shop.id) await actions.blockContact(context, actor, { contactId, request: short });
		return actions.takeBlockBack(context, actor, inThread ? { conversationId } : { contactId });
	};

/** Each time another address, which the visitor claims right before; only system may say so, and nothing is owed of it after. */
const judging =
	(
		act: (context: actions.Context, actor: Actor, claim: { conversationId: string; email: string }) => ReturnType<Act>,
	): Act =>
	async (context, actor) => {
		const email = `${crypto.randomUUID()}@x.test`;
		await actions.claimEmail({ env, workspaceId: shop.id }, actors.system, { ...on.who, email });
		return act(context, actor, { conversationId: on.conversationId, email });
	};

/** Every action of the domain stands here, by each case in which it asks for something else. */
const table: Record<keyof typeof actions, Record<string, Row>> = {
	blockContact: {
		"for a week": { allowed: staff, act: contactRow(short) },
		"for good": { allowed: leads, act: contactRow(long) },
	},
	blockVisitor: {
		"for a week": { allowed: staff, act: threadRow(short) },
		"for good": { allowed: leads, act: threadRow(long) },
	},
	unblockContact: { "": { allowed: leads, act: (context, actor) => actions.unblockContact(context, actor, on) } },
	unblockVisitor: { "": { allowed: leads, act: (context, actor) => actions.unblockVisitor(context, actor, on) } },
	takeBlockBack: {
		"in a conversation": { allowed: staff, act: takingBack({ conversationId: true }) },
		"on a contact": { allowed: staff, act: takingBack({ conversationId: false }) },
	},
	revokeVisitor: { "": { allowed: staff, act: (context, actor) => actions.revokeVisitor(context, actor, on) } },
	editContact: {
		"": { allowed: leads, act: (context, actor) => actions.editContact(context, actor, { ...on, edit }) },
	},
	claimEmail: {
		"": {
			allowed: ["system"],
			act: (context, actor) => actions.claimEmail(context, actor, { ...on.who, email: "ana@moreira.example" }),
		},
	},
	confirmClaim: {
		"": { allowed: staff, act: judging((context, actor, claim) => actions.confirmClaim(context, actor, claim)) },
	},
	denyClaim: {
		"": { allowed: staff, act: judging((context, actor, claim) => actions.denyClaim(context, actor, claim)) },
	},
	restoreClaim: {
		"": {
			allowed: staff,
			act: judging(async (context, actor, claim) => {
				await actions.denyClaim({ env, workspaceId: shop.id }, actors.owner, claim);
				return actions.restoreClaim(context, actor, claim);
			}),
		},
	},
	countConversations: {
		"": {
			allowed: ["system"],
			act: (context, actor) => actions.countConversations(context, actor, { ...on, conversations: [] }),
		},
	},
	refoldContacts: {
		"": { allowed: ["system"], act: (context, actor) => actions.refoldContacts(context, actor, { after: 0 }) },
	},
};
const rows = Object.entries(table).flatMap(([name, cases]) =>
	Object.entries(cases).map(([how, row]) => ({ name: how === "" ? name : `${name} ${how}`, ...row })),
);
test("every action has its row", () => {
	expect(Object.keys(table).toSorted()).toEqual(Object.keys(actions).toSorted());
});

describe.each(rows)("$name", ({ allowed, act }) => {
	test.each(actorNames)("by %s", async (who) => {
		const before = await db.$count(outbox);
		const result = await act({ env, workspaceId: shop.id }, actors[who]);
		if (allowed.includes(who)) expect(result).toMatchObject({ ok: true });
		else {
			expect(result).toEqual({ ok: false, reason: "forbidden" });
			expect(await db.$count(outbox)).toBe(before);
		}
	});
});

/** What only the system does names nobody but whom it makes. */
test.each(rows.filter(({ allowed }) => allowed.includes("owner")))(
	"$name finds nobody of another workspace",
	async ({ act }) => {
		const result = await act({ env, workspaceId: elsewhere.id }, actors.owner);
		expect(result).toEqual({ ok: false, reason: "not_found" });
	},
);

describe("an action", () => {
	const context = () => ({ env, workspaceId: shop.id });

	test("finds no conversation that was never started, and makes no contact for it", async () => {
		const nowhere = { conversationId: newConversationId() };
		const blocked = await actions.blockVisitor(context(), actors.owner, { ...nowhere, request: short });
		expect(blocked).toEqual({ ok: false, reason: "not_found" });
		const unblocked = await actions.unblockVisitor(context(), actors.owner, nowhere);
		expect(unblocked).toEqual({ ok: false, reason: "not_found" });
	});

	test("answers the longest block that stands, signed by who set it", async () => {
		const { contactId, conversationId } = await known(shop);
		await actions.blockContact(context(), actors.owner, { contactId, request: long });
		const shorter = await actions.blockVisitor(context(), actors.system, { conversationId, request: short });
		expect(shorter).toMatchObject({ ok: true, value: { until: null, by: "Noor" } });
		expect(await blockOfContact(db, shop.id, contactId)).toMatchObject({ until: null });
	});

	test("has reached the conversation when it answers", async () => {
		const { contactId, conversationId } = await known(shop);
		const state = async () => (await conversation(env, shop.id, conversationId).item())?.archived;
		await actions.blockVisitor(context(), actors.agent, { conversationId, request: short });
		expect(await state()).toBe(true);
		await actions.unblockVisitor(context(), actors.owner, { conversationId });
		expect(await state()).toBe(false);
		expect(await db.$count(outbox)).toBe(0);
		expect(contactId).not.toBe("");
	});

	test("refuses an address that another contact has, and owes nothing for it", async () => {
		const { who } = await known(shop);
		await linkContact(db, { ...who, email: "taken@x.test" });
		const other = await known(shop);
		const taken = { name: null, email: "taken@x.test", notes: "" };
		const result = await actions.editContact(context(), actors.owner, { contactId: other.contactId, edit: taken });
		expect(result).toEqual({ ok: false, reason: "conflict" });
		expect(await db.$count(outbox)).toBe(0);
	});
});

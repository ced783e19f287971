/** What can be done to contacts, by whom: one table of roles and actions, and nobody reaches into another workspace. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test } from "vitest";
import {
	blockContact,
	blockVisitor,
	type Context,
	editContact,
	unblockContact,
	unblockVisitor,
} from "../../../src/contact/actions.ts";
import { blockOfContact } from "../../../src/contact/blocks.ts";
import { ensureContact, leaveEmail } from "../../../src/contact/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { outbox as table } from "../../../src/db/schema.ts";
import { conversation } from "../../../src/durable/objects.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import type { BlockRequest } from "../../../src/protocol/contact.ts";
import type { Result } from "../../../src/protocol/result.ts";
import { createWorkspace, newConversationId, type Workspace } from "../setup/people.ts";
import { start } from "../setup/talk.ts";

const db = database(env);
const short: BlockRequest = { duration: "7d", reason: "Spam", address: false };
const long: BlockRequest = { ...short, duration: "forever" };

let shop: Workspace;
let elsewhere: Workspace;
let on: { contactId: string; conversationId: string };

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

const member = (role: "owner" | "admin" | "agent" | "viewer"): Actor => ({
	kind: "member",
	id: "mb_1",
	name: "Noor",
	role,
});
const actors: Record<string, Actor> = {
	owner: member("owner"),
	admin: member("admin"),
	agent: member("agent"),
	viewer: member("viewer"),
	visitor: { kind: "visitor", visitorId: "v_1" },
	"agent's key": { kind: "api_key", id: "key_1", name: "Key", role: "agent" },
	"admin's rule": { kind: "rule", id: "rule_1", name: "Rule", role: "admin" },
	system: { kind: "system" },
};

type Act = (context: Context, actor: Actor) => Promise<Result<unknown>>;
const edit = { name: "Ana", email: null, notes: "" };
const actions: Record<string, Act> = {
	"block a contact for a week": (context, actor) => blockContact(context, actor, { ...on, request: short }),
	"block a contact for good": (context, actor) => blockContact(context, actor, { ...on, request: long }),
	"block from a thread for a week": (context, actor) => blockVisitor(context, actor, { ...on, request: short }),
	"block from a thread for good": (context, actor) => blockVisitor(context, actor, { ...on, request: long }),
	"unblock a contact": (context, actor) => unblockContact(context, actor, on),
	"unblock from a thread": (context, actor) => unblockVisitor(context, actor, on),
	"edit a contact": (context, actor) => editContact(context, actor, { ...on, edit }),
};

const leads = ["owner", "admin", "admin's rule", "system"];
const staff = [...leads, "agent", "agent's key"];
const allowed: Record<keyof typeof actions, string[]> = {
	"block a contact for a week": staff,
	"block a contact for good": leads,
	"block from a thread for a week": staff,
	"block from a thread for good": leads,
	"unblock a contact": leads,
	"unblock from a thread": leads,
	"edit a contact": leads,
};

describe.each(Object.entries(actions))("to %s", (name, act) => {
	test.each(Object.entries(actors))("as %s", async (who, actor) => {
		const before = await db.$count(table);
		const result = await act({ env, workspaceId: shop.id }, actor);
		if (allowed[name]?.includes(who)) expect(result).toMatchObject({ ok: true });
		else {
			expect(result).toEqual({ ok: false, reason: "forbidden" });
			expect(await db.$count(table)).toBe(before);
		}
	});

	test("finds nobody of another workspace", async () => {
		const result = await act({ env, workspaceId: elsewhere.id }, member("owner"));
		expect(result).toEqual({ ok: false, reason: "not_found" });
	});
});

describe("an action", () => {
	const context = () => ({ env, workspaceId: shop.id });

	test("finds no conversation that was never started, and makes no contact for it", async () => {
		const nowhere = { conversationId: newConversationId() };
		const blocked = await blockVisitor(context(), member("owner"), { ...nowhere, request: short });
		expect(blocked).toEqual({ ok: false, reason: "not_found" });
		const unblocked = await unblockVisitor(context(), member("owner"), nowhere);
		expect(unblocked).toEqual({ ok: false, reason: "not_found" });
	});

	test("answers the longest block that stands, signed by who set it", async () => {
		const { contactId, conversationId } = await known(shop);
		await blockContact(context(), member("owner"), { contactId, request: long });
		const shorter = await blockVisitor(context(), { kind: "system" }, { conversationId, request: short });
		expect(shorter).toMatchObject({ ok: true, value: { until: null, by: "Noor" } });
		expect(await blockOfContact(db, shop.id, contactId)).toMatchObject({ until: null });
	});

	test("has reached the conversation when it answers", async () => {
		const { contactId, conversationId } = await known(shop);
		const state = async () => (await conversation(env, shop.id, conversationId).item())?.archived;
		await blockVisitor(context(), member("agent"), { conversationId, request: short });
		expect(await state()).toBe(true);
		await unblockVisitor(context(), member("owner"), { conversationId });
		expect(await state()).toBe(false);
		expect(await db.$count(table)).toBe(0);
		expect(contactId).not.toBe("");
	});

	test("refuses an address that another contact has, and owes nothing for it", async () => {
		const { who } = await known(shop);
		await leaveEmail(db, { ...who, email: "taken@x.test" });
		const other = await known(shop);
		const taken = { name: null, email: "taken@x.test", notes: "" };
		const result = await editContact(context(), member("owner"), { contactId: other.contactId, edit: taken });
		expect(result).toEqual({ ok: false, reason: "conflict" });
		expect(await db.$count(table)).toBe(0);
	});
});

/**
 * What a visitor says of themselves: an address that somebody types is a claim. It gives them nothing of whoever has the
 * address, and takes nothing from them, until a teammate confirms it.
 */
import { env } from "cloudflare:workers";
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { contactOfVisitor } from "../../../src/contact/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog, contact as contactTable } from "../../../src/db/schema.ts";
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { ContactPage, ContactProfile } from "../../../src/protocol/contact.ts";
import { ConversationDetails } from "../../../src/protocol/conversation/details.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Workspace,
} from "../setup/people.ts";
import { openInbox, openVisitor } from "../setup/socket.ts";
import { say, type Started, start } from "../setup/talk.ts";

const db = database(env);
const VERAS = "vera@customer.test";

let shop: Workspace;
let [ines, noor]: Person[] = [];
beforeEach(async () => {
	shop = await createWorkspace();
	[ines, noor] = [await createMember(shop, "owner"), await createMember(shop, "agent", "Noor")];
});

const as = (person: Person | undefined) => person ?? null;
const details = async (id: string) =>
	v.parse(ConversationDetails, await (await ask(as(noor), `/api/conversations/${id}`)).json());
const profile = async (id: string) =>
	v.parse(ContactProfile, await (await ask(as(noor), `/api/contacts/${id}`)).json());
const found = async (search: string) =>
	v.parse(ContactPage, await (await ask(as(noor), `/api/contacts?search=${search}`)).json()).contacts;
const listed = async ({ id, visitor }: Started) =>
	(await inbox(env, shop.id).byVisitors([visitor.visitorId])).find((item) => item.id === id);
const known = ({ visitor }: Pick<Started, "visitor">) => contactOfVisitor(db, shop.id, visitor.visitorId);

const judge = (how: "confirm" | "deny", id: string, email = VERAS, by = noor) =>
	ask(as(by), `/api/conversations/${id}/claim/${how}`, { body: { email } });
const block = (id: string, address = false) =>
	ask(as(noor), `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address } });

/** They leave the address, and the list shows what has become of it. */
async function leave(one: Started, email = VERAS, shown: string | null = email): Promise<Started> {
	one.line.send({ type: "email", id: newFrameId(), email });
	await one.line.next("done");
	await vi.waitFor(async () => {
		const [row, item] = [await known(one), await listed(one)];
		expect([row?.claimed, item?.claimed, item?.contactId]).toEqual([shown, shown, row?.id]);
	});
	return one;
}
const claims = async (email = VERAS) => leave(await start(shop), email);

/** A customer whom the team knows, by name and with notes, and somebody else who types their address. */
async function vera() {
	const victim = await claims();
	expect((await judge("confirm", victim.id)).status).toBe(204);
	const { id } = (await known(victim)) ?? { id: "" };
	const edit = { name: "Vera Victim (VIP)", email: VERAS, notes: "Owes us nothing." };
	expect((await ask(as(ines), `/api/contacts/${id}`, { method: "PATCH", body: edit })).status).toBe(200);
	return { victim, id };
}

describe("somebody who types a customer's address", () => {
	test("shows as saying so, without the customer's name, notes, contact or conversations", async () => {
		const { victim, id } = await vera();
		const attacker = await claims();
		const response = await ask(as(noor), `/api/conversations/${attacker.id}`);
		const text = await response.text();
		for (const theirs of ["Vera Victim", "Owes us", victim.id]) expect(text).not.toContain(theirs);
		const { item, claim, contact, earlier } = v.parse(ConversationDetails, JSON.parse(text));
		expect(item).toMatchObject({ name: null, email: null, claimed: VERAS });
		expect(claim).toEqual({ email: VERAS, contactId: id });
		expect(contact).toMatchObject({ name: null, email: null, notes: "" });
		expect(contact?.id).not.toBe(id);
		expect(earlier).toEqual([]);
		expect(await listed(attacker)).toMatchObject({ name: null, email: null, claimed: VERAS });
	});

	test("adds nothing to the customer's page but that somebody says they are them", async () => {
		const { victim, id } = await vera();
		const before = await profile(id);
		const attacker = await claims();
		const after = await profile(id);
		expect(after).toMatchObject({ ...before, claimants: [(await known(attacker))?.id] });
		expect(after.conversations.map((each) => each.id)).toEqual([victim.id]);
		expect(await found("vera%20victim")).toMatchObject([{ id, conversations: 1 }]);
	});

	test("is who a block of their conversation keeps out, and the customer is not", async () => {
		const { victim } = await vera();
		const attacker = await claims();
		expect((await block(attacker.id)).status).toBe(200);
		expect((await attacker.line.closed).code).toBe(CloseCode.blocked);
		const boots = [attacker, victim].map(async ({ visitor }) => {
			const body = { key: shop.publicKey, token: visitor.token };
			return (await askAsVisitor(visitor, "/api/widget/boot", { body })).status;
		});
		expect(await Promise.all(boots)).toEqual([403, 200]);
		await say(victim.line, "zzz still here");
		expect((await conversation(env, shop.id, victim.id).item())?.archived).toBe(false);
	});

	test("stays themselves in every conversation they begin afterwards", async () => {
		await vera();
		const attacker = await claims();
		const second = newConversationId();
		const line = await openVisitor(attacker.visitor, second);
		await say(line, "zzz qqq");
		const { item, earlier, claim } = await details(second);
		expect(item).toMatchObject({ name: null, email: null, claimed: VERAS });
		expect(claim?.email).toBe(VERAS);
		expect(earlier.map(({ id }) => id)).toEqual([attacker.id]);
	});

	test("after a block of their own takes it to nobody", async () => {
		const { id } = await vera();
		const attacker = await start(shop);
		await block(attacker.id);
		await ask(as(ines), `/api/conversations/${attacker.id}/unblock`, { body: {} });
		const line = await openVisitor(attacker.visitor, attacker.id);
		await line.next("welcome");
		await leave({ ...attacker, line });
		await block(attacker.id);
		expect((await profile(id)).block).toBeNull();
	});

	test("and whom the customer's own block doesn't touch", async () => {
		const { id } = await vera();
		await ask(as(noor), `/api/contacts/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		const attacker = await claims();
		await say(attacker.line, "zzz here");
		expect((await profile(id)).block).not.toBeNull();
	});
});

describe("an address that nobody has", () => {
	test("is a claim too, on a contact that the team finds by it", async () => {
		const ana = await claims("ana@shop.test");
		const id = (await known(ana))?.id;
		expect(await found("ana@shop")).toMatchObject([{ id, name: null, email: null, claimed: "ana@shop.test" }]);
		expect(await profile(id ?? "")).toMatchObject({ email: null, claimed: "ana@shop.test", claimants: [] });
		expect((await details(ana.id)).claim).toEqual({ email: "ana@shop.test", contactId: null });
	});

	test("is found by a search of the list", async () => {
		const ana = await claims("quokka@shop.test");
		const desk = await openInbox(await createMember(shop, "viewer"));
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		await vi.waitFor(async () => {
			const id = newFrameId();
			desk.send({ type: "list", id, filter, text: "quokka" });
			const page = await desk.next("page", (each) => each.id === id);
			expect(page.items.map((item) => item.id)).toEqual([ana.id]);
		});
	});

	test("follows a correction", async () => {
		const ana = await claims("ana@shop.tset");
		await leave(ana, "ana@shop.test");
		expect(await found("tset")).toEqual([]);
		expect(await found("ana@shop.test")).toHaveLength(1);
		expect((await judge("confirm", ana.id, "ana@shop.test")).status).toBe(204);
	});

	test("is known once the team itself enters it", async () => {
		const ana = await claims("ana@shop.test");
		const id = (await known(ana))?.id ?? "";
		const edit = { name: "Ana", email: "ana@shop.test", notes: "" };
		expect((await ask(as(ines), `/api/contacts/${id}`, { method: "PATCH", body: edit })).status).toBe(200);
		expect(await known(ana)).toMatchObject({ id, email: "ana@shop.test", claimed: null });
		expect(await details(ana.id)).toMatchObject({
			item: { name: "Ana", email: "ana@shop.test", claimed: null },
			claim: null,
		});
	});

	test("stays a claim while the team writes a name and notes only", async () => {
		const ana = await claims("ana@shop.test");
		const id = (await known(ana))?.id ?? "";
		const edit = { name: "Ana?", email: null, notes: "Asked about boats." };
		expect((await ask(as(ines), `/api/contacts/${id}`, { method: "PATCH", body: edit })).status).toBe(200);
		expect((await details(ana.id)).item).toMatchObject({ name: "Ana?", email: null, claimed: "ana@shop.test" });
		expect(await found("ana@shop.test")).toHaveLength(1);
	});

	test("that two say is theirs makes two contacts, and confirming one leaves the other a claim", async () => {
		const [one, two] = [await claims(), await claims()];
		expect((await known(one))?.id).not.toBe((await known(two))?.id);
		expect((await judge("confirm", two.id)).status).toBe(204);
		expect(await known(two)).toMatchObject({ email: VERAS, claimed: null });
		expect(await known(one)).toMatchObject({ email: null, claimed: VERAS });
		expect((await details(one.id)).claim?.contactId).toBe((await known(two))?.id);
		expect((await judge("confirm", one.id)).status).toBe(204);
		expect((await known(one))?.id).toBe((await known(two))?.id);
		const id = (await known(one))?.id ?? "";
		expect(new Set((await profile(id)).conversations.map((each) => each.id))).toEqual(new Set([one.id, two.id]));
		expect(await db.$count(contactTable, eq(contactTable.workspaceId, shop.id))).toBe(1);
	});
});

describe("a teammate who confirms", () => {
	test("makes them the customer: name, notes, history, in every conversation of theirs", async () => {
		const { victim, id } = await vera();
		const phone = await claims();
		const second = newConversationId();
		await say(await openVisitor(phone.visitor, second), "zzz qqq");
		const own = (await known(phone))?.id ?? "";
		await ask(as(ines), `/api/contacts/${own}`, {
			method: "PATCH",
			body: { name: null, email: null, notes: "Wrote from a phone." },
		});
		await vi.waitFor(async () => expect(await listed({ ...phone, id: second })).toBeDefined());
		expect((await judge("confirm", phone.id)).status).toBe(204);
		expect(await known(phone)).toMatchObject({ id, claimed: null });
		for (const one of [phone.id, second]) {
			const { item, contact, claim, earlier } = await details(one);
			expect(item).toMatchObject({ name: "Vera Victim (VIP)", email: VERAS, claimed: null, contactId: id });
			expect(contact?.notes).toBe("Owes us nothing.\nWrote from a phone.");
			expect(claim).toBeNull();
			await vi.waitFor(() => expect(earlier.map((each) => each.id)).toContain(victim.id));
		}
		expect((await ask(as(noor), `/api/contacts/${own}`)).status).toBe(404);
	});

	test("leaves a trace without the address, and from then on a block reaches every browser of theirs", async () => {
		const { victim, id } = await vera();
		const phone = await claims();
		const was = (await known(phone))?.id;
		await judge("confirm", phone.id);
		const traces = await db
			.select()
			.from(auditLog)
			.where(and(eq(auditLog.subjectId, id), eq(auditLog.action, "contact.claim_confirmed")));
		const { visitorId } = phone.visitor;
		expect(traces.map(({ detail, actorName }) => [actorName, JSON.parse(detail)])).toContainEqual([
			"Noor",
			{ visitor: visitorId, was },
		]);
		expect(JSON.stringify(traces)).not.toContain(VERAS);
		await block(phone.id);
		expect((await victim.line.closed).code).toBe(CloseCode.blocked);
	});

	test("confirms what they saw, and not what the visitor says by now", async () => {
		const { id } = await vera();
		const attacker = await claims("mallory@x.test");
		await leave(attacker);
		const late = await judge("confirm", attacker.id, "mallory@x.test");
		expect([late.status, await late.json()]).toEqual([409, expect.objectContaining({ reason: "conflict" })]);
		expect((await known(attacker))?.id).not.toBe(id);
		expect((await judge("deny", attacker.id, "mallory@x.test")).status).toBe(409);
		expect((await known(attacker))?.claimed).toBe(VERAS);
	});

	test("does so once, and nobody may who only looks on", async () => {
		const ana = await claims();
		const viewer = await createMember(shop, "viewer");
		for (const how of ["confirm", "deny"] as const) expect((await judge(how, ana.id, VERAS, viewer)).status).toBe(403);
		expect((await judge("confirm", ana.id)).status).toBe(204);
		for (const how of ["confirm", "deny"] as const) expect((await judge(how, ana.id)).status).toBe(409);
		expect((await judge("confirm", newConversationId())).status).toBe(404);
	});

	test("of a known customer's new address gives the customer that address", async () => {
		const { victim, id } = await vera();
		await leave(victim, "vera@work.test");
		expect((await details(victim.id)).item).toMatchObject({ name: "Vera Victim (VIP)", claimed: "vera@work.test" });
		expect((await judge("confirm", victim.id, "vera@work.test")).status).toBe(204);
		expect(await profile(id)).toMatchObject({ name: "Vera Victim (VIP)", email: "vera@work.test", claimed: null });
	});
});

describe("a teammate who denies", () => {
	test("ends the claim, which isn't made again by the same visitor, in a new conversation neither", async () => {
		const { id } = await vera();
		const attacker = await claims();
		expect((await judge("deny", attacker.id)).status).toBe(204);
		await vi.waitFor(async () => expect((await listed(attacker))?.claimed).toBeNull());
		expect(await details(attacker.id)).toMatchObject({ claim: null, item: { claimed: null, email: null, name: null } });
		expect(await found("vera@customer")).toMatchObject([{ id }]);

		const again = newConversationId();
		const line = await openVisitor(attacker.visitor, again);
		await say(line, "zzz qqq");
		await leave({ ...attacker, id: again, line }, VERAS, null);
		await leave(attacker, "other@x.test");
		await leave(attacker, VERAS, null);
		expect((await judge("confirm", attacker.id)).status).toBe(409);
	});

	test("leaves a trace without the address, and takes nothing from another who claims it", async () => {
		const [attacker, victim] = [await claims(), await claims()];
		await judge("deny", attacker.id);
		const traces = await db
			.select()
			.from(auditLog)
			.where(and(eq(auditLog.workspaceId, shop.id), eq(auditLog.action, "contact.claim_denied")));
		expect(traces).toMatchObject([{ actorName: "Noor", subjectId: (await known(attacker))?.id }]);
		expect(JSON.stringify(traces)).not.toContain(VERAS);
		expect((await judge("confirm", victim.id)).status).toBe(204);
	});

	test("is noticed by no visitor: the chat shows the address they left, and nothing else", async () => {
		const attacker = await claims();
		await judge("deny", attacker.id);
		const line = await openVisitor(attacker.visitor, attacker.id);
		const { state } = await line.next("welcome");
		expect(state?.email).toBe(VERAS);
		expect(line.raw.join()).not.toMatch(/claim|denied/);
	});
});

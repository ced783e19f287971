/**
 * What a visitor says of themselves: an address that somebody types is a claim. It gives them nothing of whoever has the
 * address, and takes nothing from them, until a teammate confirms it (claims-settled.test.ts).
 */
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { contact } from "../../../src/db/schema.ts";
import { ConversationDetails } from "../../../src/protocol/conversation/details.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { test, VERAS } from "../setup/claiming.ts";
import { ask, askAsVisitor, createVisitor, newConversationId, newFrameId } from "../setup/people.ts";
import { openInbox, openVisitor } from "../setup/socket.ts";
import { say } from "../setup/talk.ts";

describe("somebody who types a customer's address", () => {
	test("shows as saying so, without the customer's name, notes, contact or conversations", async ({ marco, desk }) => {
		const { victim, id } = await desk.vera();
		const attacker = await desk.claims();
		const response = await ask(marco, `/api/conversations/${attacker.id}`);
		const text = await response.text();
		for (const theirs of ["Vera Victim", "Owes us", victim.id]) expect(text).not.toContain(theirs);
		const { item, claim, contact: own, earlier } = v.parse(ConversationDetails, JSON.parse(text));
		expect(item).toMatchObject({ name: null, email: null, claimed: VERAS });
		expect(claim).toEqual({ email: VERAS, contactId: id });
		expect(own).toMatchObject({ name: null, email: null, notes: "" });
		expect(own?.id).not.toBe(id);
		expect(earlier).toEqual([]);
		expect(await desk.listed(attacker)).toMatchObject({ name: null, email: null, claimed: VERAS });
	});

	test("adds nothing to the customer's page but that somebody says they are them", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		const before = await desk.profile(id);
		const attacker = await desk.claims();
		const after = await desk.profile(id);
		expect(after).toMatchObject({ ...before, claimants: [(await desk.known(attacker))?.id] });
		expect(after.conversations.map((each) => each.id)).toEqual([victim.id]);
		expect(await desk.found("vera victim")).toMatchObject([{ id, conversations: 1 }]);
	});

	test("is who a block of their conversation keeps out, and the customer is not", async ({ shop, stubOf, desk }) => {
		const { victim } = await desk.vera();
		const attacker = await desk.claims();
		expect(await desk.block(attacker)).toBe(200);
		expect((await attacker.line.closed).code).toBe(CloseCode.blocked);
		const boots = [attacker, victim].map(async ({ visitor }) => {
			const body = { key: shop.publicKey, token: visitor.token };
			return (await askAsVisitor(visitor, "/api/widget/boot", { body })).status;
		});
		expect(await Promise.all(boots)).toEqual([403, 200]);
		await say(victim.line, "zzz still here");
		expect((await stubOf(victim.id).item())?.archived).toBe(false);
	});

	test("is kept out with their network address, and the customer at another is not", async ({ shop, desk }) => {
		const { victim, id } = await desk.vera();
		const [visitor, conversationId] = [await createVisitor(shop), newConversationId()];
		const send = (body: object) =>
			askAsVisitor(visitor, `/api/widget/conversations/${conversationId}/frames`, { body });
		await send({ type: "send", id: newFrameId(), text: "zzz qqq" });
		await send({ type: "email", id: newFrameId(), email: VERAS });
		await vi.waitFor(async () => expect((await desk.known({ visitor }))?.claimed).toBe(VERAS));
		expect(await desk.block({ id: conversationId }, true)).toBe(200);
		await expect(createVisitor(shop, visitor.address)).rejects.toThrow("403");
		await expect(createVisitor(shop, victim.visitor.address)).resolves.toBeDefined();
		expect((await desk.profile(id)).block).toBeNull();
	});

	test("stays themselves in every conversation they begin afterwards", async ({ desk }) => {
		await desk.vera();
		const attacker = await desk.claims();
		const second = newConversationId();
		const line = await openVisitor(attacker.visitor, second);
		await say(line, "zzz qqq");
		const { item, earlier, claim } = await desk.details(second);
		expect(item).toMatchObject({ name: null, email: null, claimed: VERAS });
		expect(claim?.email).toBe(VERAS);
		expect(earlier.map(({ id }) => id)).toEqual([attacker.id]);
	});

	test("after a block of their own takes it to nobody", async ({ ines, start, desk }) => {
		const { id } = await desk.vera();
		const attacker = await start();
		await desk.block(attacker);
		await ask(ines, `/api/conversations/${attacker.id}/unblock`, { body: {} });
		const line = await openVisitor(attacker.visitor, attacker.id);
		await line.next("welcome");
		await desk.leave({ ...attacker, line });
		await desk.block(attacker);
		expect((await desk.profile(id)).block).toBeNull();
	});

	test("and whom the customer's own block doesn't touch", async ({ marco, desk }) => {
		const { id } = await desk.vera();
		await ask(marco, `/api/contacts/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		const attacker = await desk.claims();
		await say(attacker.line, "zzz here");
		expect((await desk.profile(id)).block).not.toBeNull();
	});

	test("may come in numbers: the customer's page counts them, and has nothing of theirs", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		const attackers = [await desk.claims(), await desk.claims(), await desk.claims()];
		const { claimants, conversations, name } = await desk.profile(id);
		const theirs = await Promise.all(attackers.map(desk.known));
		expect(new Set(claimants)).toEqual(new Set(theirs.map((each) => each?.id)));
		expect([name, conversations.map((each) => each.id)]).toEqual(["Vera Victim (VIP)", [victim.id]]);
		expect((await desk.found(VERAS)).map((each) => [each.email, each.claimed])).toContainEqual([VERAS, null]);
	});

	test("says one thing at a time: claim after claim, the last one stands and no other is found", async ({ desk }) => {
		const attacker = await desk.claims("a.first@x.test");
		for (const email of ["b.second@x.test", VERAS, "c.third@x.test"]) await desk.leave(attacker, email);
		for (const search of ["first", "second", VERAS]) expect(await desk.found(search)).toEqual([]);
		expect(await desk.found("third")).toMatchObject([{ claimed: "c.third@x.test" }]);
		expect(await desk.judge("confirm", attacker)).toBe(409);
	});

	test("has the team told of each claim once: the first in all they began, a later one where they made it", async ({
		stubOf,
		start,
		desk,
	}) => {
		const attacker = await start();
		const older = newConversationId();
		await say(await openVisitor(attacker.visitor, older), "zzz qqq");
		await vi.waitFor(async () => expect(await desk.listed({ ...attacker, id: older })).toBeDefined());
		await desk.leave(attacker, "first@x.test");
		const of = async (id: string) => (await stubOf(id).item())?.claimed;
		expect([await of(attacker.id), await of(older)]).toEqual(["first@x.test", "first@x.test"]);
		await desk.leave(attacker, "second@x.test");
		expect([await of(attacker.id), await of(older)]).toEqual(["second@x.test", "first@x.test"]);
		// What a teammate would settle there is out of date, which they are told, and see.
		expect(await desk.judge("confirm", { id: older }, "first@x.test")).toBe(409);
		expect(await of(older)).toBe("second@x.test");
	});

	test("is nobody of the team, though they type a teammate's address", async ({ marco, desk }) => {
		const attacker = await desk.claims(marco.email);
		const { item, claim, contact: own } = await desk.details(attacker.id);
		expect(item).toMatchObject({ name: null, email: null, claimed: marco.email, assignee: null });
		expect([claim, own?.name, own?.email]).toEqual([{ email: marco.email, contactId: null }, null, null]);
		expect(JSON.stringify(await desk.details(attacker.id))).not.toContain(marco.id);
	});

	test("gets there with no other spelling of the address", async ({ start, desk }) => {
		const { id } = await desk.vera();
		const attacker = await desk.leave(await start(), " VERA@Customer.Test ", VERAS);
		expect((await desk.details(attacker.id)).claim).toEqual({ email: VERAS, contactId: id });
	});
});

describe("an address that nobody has", () => {
	test("is a claim too, on a contact that the team finds by it", async ({ desk }) => {
		const ana = await desk.claims("ana@shop.test");
		const id = (await desk.known(ana))?.id;
		expect(await desk.found("ana@shop")).toMatchObject([{ id, name: null, email: null, claimed: "ana@shop.test" }]);
		expect(await desk.profile(id ?? "")).toMatchObject({ email: null, claimed: "ana@shop.test", claimants: [] });
		expect((await desk.details(ana.id)).claim).toEqual({ email: "ana@shop.test", contactId: null });
	});

	test("is found by a search of the list", async ({ vera, desk }) => {
		const ana = await desk.claims("quokka@shop.test");
		const list = await openInbox(vera);
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		await vi.waitFor(async () => {
			const id = newFrameId();
			list.send({ type: "list", id, filter, text: "quokka" });
			const page = await list.next("page", (each) => each.id === id);
			expect(page.items.map((item) => item.id)).toEqual([ana.id]);
		});
	});

	test("follows a correction", async ({ desk }) => {
		const ana = await desk.claims("ana@shop.tset");
		await desk.leave(ana, "ana@shop.test");
		expect(await desk.found("tset")).toEqual([]);
		expect(await desk.found("ana@shop.test")).toHaveLength(1);
		expect(await desk.judge("confirm", ana, "ana@shop.test")).toBe(204);
	});

	test("is known once the team itself enters it", async ({ desk }) => {
		const ana = await desk.claims("ana@shop.test");
		const id = (await desk.known(ana))?.id ?? "";
		expect(await desk.edit(id, { name: "Ana", email: "ana@shop.test", notes: "" })).toBe(200);
		expect(await desk.known(ana)).toMatchObject({ id, email: "ana@shop.test", claimed: null });
		expect(await desk.details(ana.id)).toMatchObject({
			item: { name: "Ana", email: "ana@shop.test", claimed: null },
			claim: null,
		});
	});

	test("stays a claim while the team writes a name and notes only", async ({ desk }) => {
		const ana = await desk.claims("ana@shop.test");
		const id = (await desk.known(ana))?.id ?? "";
		expect(await desk.edit(id, { name: "Ana?", email: null, notes: "Asked about boats." })).toBe(200);
		expect((await desk.details(ana.id)).item).toMatchObject({ name: "Ana?", email: null, claimed: "ana@shop.test" });
		expect(await desk.found("ana@shop.test")).toHaveLength(1);
	});

	test("that two say is theirs makes two contacts, and confirming one leaves the other a claim", async ({
		shop,
		desk,
	}) => {
		const [one, two] = [await desk.claims(), await desk.claims()];
		expect((await desk.known(one))?.id).not.toBe((await desk.known(two))?.id);
		expect(await desk.judge("confirm", two)).toBe(204);
		expect(await desk.known(two)).toMatchObject({ email: VERAS, claimed: null });
		expect(await desk.known(one)).toMatchObject({ email: null, claimed: VERAS });
		expect((await desk.details(one.id)).claim?.contactId).toBe((await desk.known(two))?.id);
		expect(await desk.judge("confirm", one)).toBe(204);
		expect((await desk.known(one))?.id).toBe((await desk.known(two))?.id);
		const id = (await desk.known(one))?.id ?? "";
		expect(new Set((await desk.profile(id)).conversations.map((each) => each.id))).toEqual(new Set([one.id, two.id]));
		expect(await database(env).$count(contact, eq(contact.workspaceId, shop.id))).toBe(1);
	});
});

/** What a teammate says of a claim settles it: confirmed, the visitor is the customer; denied, they stay a stranger. */
import { env } from "cloudflare:workers";
import { describe, expect, vi } from "vitest";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { test, VERAS } from "../setup/claiming.ts";
import { ask, askAsVisitor, newConversationId } from "../setup/people.ts";
import { openVisitor } from "../setup/socket.ts";
import { say } from "../setup/talk.ts";

describe("a teammate who confirms", () => {
	test("makes them the customer: name, notes, history, in every conversation of theirs", async ({ marco, desk }) => {
		const { victim, id } = await desk.vera();
		const phone = await desk.claims();
		const second = newConversationId();
		await say(await openVisitor(phone.visitor, second), "zzz qqq");
		const own = (await desk.known(phone))?.id ?? "";
		await desk.edit(own, { name: null, email: null, notes: "Wrote from a phone." });
		await vi.waitFor(async () => expect(await desk.listed({ ...phone, id: second })).toBeDefined());
		expect(await desk.judge("confirm", phone)).toBe(204);
		expect(await desk.known(phone)).toMatchObject({ id, claimed: null });
		for (const one of [phone.id, second]) {
			const { item, contact, claim, earlier } = await desk.details(one);
			expect(item).toMatchObject({ name: "Vera Victim (VIP)", email: VERAS, claimed: null, contactId: id });
			expect(contact?.notes).toBe("Owes us nothing.\nWrote from a phone.");
			expect(claim).toBeNull();
			await vi.waitFor(() => expect(earlier.map((each) => each.id)).toContain(victim.id));
		}
		expect((await ask(marco, `/api/contacts/${own}`)).status).toBe(404);
	});

	test("leaves a trace without the address, and from then on a block reaches every browser of theirs", async ({
		desk,
	}) => {
		const { victim, id } = await desk.vera();
		const phone = await desk.claims();
		const was = (await desk.known(phone))?.id;
		await desk.judge("confirm", phone);
		const traces = await desk.traces();
		const { visitorId } = phone.visitor;
		expect(traces.map((each) => [each.action, each.subjectId, each.actorName, JSON.parse(each.detail)])).toContainEqual(
			["contact.claim_confirmed", id, "Marco", { visitor: visitorId, was }],
		);
		expect(JSON.stringify(traces)).not.toContain(VERAS);
		await desk.block(phone);
		expect((await victim.line.closed).code).toBe(CloseCode.blocked);
	});

	test("confirms what they saw, and not what the visitor says by now", async ({ desk }) => {
		const { id } = await desk.vera();
		const attacker = await desk.claims("mallory@x.test");
		await desk.leave(attacker);
		expect(await desk.judge("confirm", attacker, "mallory@x.test")).toBe(409);
		expect((await desk.known(attacker))?.id).not.toBe(id);
		expect(await desk.judge("deny", attacker, "mallory@x.test")).toBe(409);
		expect((await desk.known(attacker))?.claimed).toBe(VERAS);
	});

	test("who is late corrects a conversation that still shows what was settled elsewhere", async ({ stubOf, desk }) => {
		const attacker = await desk.claims();
		await desk.judge("deny", attacker);
		const { id = "" } = (await desk.known(attacker)) ?? {};
		const stale = { id, name: null, email: null, claimed: VERAS };
		await stubOf(attacker.id).act({ kind: "system" }, "identify", { contact: stale });
		expect((await stubOf(attacker.id).item())?.claimed).toBe(VERAS);
		expect(await desk.judge("confirm", attacker)).toBe(409);
		expect((await stubOf(attacker.id).item())?.claimed).toBeNull();
	});

	test("does so once, and nobody may who only looks on", async ({ vera, desk }) => {
		const ana = await desk.claims();
		const every = ["confirm", "deny", "restore"] as const;
		for (const how of every) expect(await desk.judge(how, ana, VERAS, vera)).toBe(403);
		expect((await desk.known(ana))?.claimed).toBe(VERAS);
		expect(await desk.judge("confirm", ana)).toBe(204);
		for (const how of every) expect(await desk.judge(how, ana)).toBe(409);
		for (const how of every) expect(await desk.judge(how, { id: newConversationId() })).toBe(404);
	});

	test("of a known customer's new address gives the customer that address", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		await desk.leave(victim, "vera@work.test");
		expect((await desk.details(victim.id)).item).toMatchObject({
			name: "Vera Victim (VIP)",
			claimed: "vera@work.test",
		});
		expect(await desk.judge("confirm", victim, "vera@work.test")).toBe(204);
		expect(await desk.profile(id)).toMatchObject({ name: "Vera Victim (VIP)", email: "vera@work.test", claimed: null });
		expect(await desk.found(VERAS)).toEqual([]);
	});

	test("of a new address said in one of several browsers doesn't rename the others", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		const shared = await desk.claims();
		await desk.judge("confirm", shared);
		await desk.leave(shared, "flatmate@home.test");
		expect(await desk.found("flatmate")).toMatchObject([{ id }]);
		expect(await desk.judge("confirm", shared, "flatmate@home.test")).toBe(204);
		expect(await desk.known(victim)).toMatchObject({ id, name: "Vera Victim (VIP)", email: VERAS });
		expect(await desk.found("flatmate")).toMatchObject([{ name: null, email: "flatmate@home.test" }]);
		expect((await desk.found("vera")).map((each) => each.id)).toEqual([id]);
	});

	test("of somebody who was another customer takes them there, and leaves that customer as they were", async ({
		desk,
	}) => {
		const { id } = await desk.vera();
		const ben = await desk.claims("ben@customer.test");
		await desk.judge("confirm", ben, "ben@customer.test");
		const bens = (await desk.known(ben))?.id ?? "";
		await desk.edit(bens, { name: "Ben", email: "ben@customer.test", notes: "Likes boats." });
		await desk.leave(ben);
		expect((await desk.details(ben.id)).item).toMatchObject({
			name: "Ben",
			email: "ben@customer.test",
			claimed: VERAS,
		});
		expect((await desk.profile(id)).notes).toBe("Owes us nothing.");
		expect(await desk.judge("confirm", ben)).toBe(204);
		expect((await desk.details(ben.id)).item).toMatchObject({ contactId: id, email: VERAS, claimed: null });
		expect(await desk.profile(bens)).toMatchObject({ name: "Ben", email: "ben@customer.test", notes: "Likes boats." });
		expect((await desk.profile(id)).notes).toBe("Owes us nothing.");
		expect((await desk.found(VERAS)).map((each) => each.id)).toEqual([id]);
	});

	test("leaves what another browser of the customer claims to be found and settled", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		await desk.leave(victim, "vera@work.test");
		const phone = await desk.claims();
		expect(await desk.judge("confirm", phone)).toBe(204);
		expect(await desk.found("vera@work")).toMatchObject([{ id, email: VERAS, claimed: "vera@work.test" }]);
		await desk.leave(phone, "vera@phone.test");
		expect(await desk.found("vera@work")).toHaveLength(1);
		expect(await desk.judge("deny", phone, "vera@phone.test")).toBe(204);
		expect(await desk.found("vera@work")).toHaveLength(1);
		expect(await desk.found("vera@phone")).toEqual([]);
	});

	test("tells the visitor nothing of the customer", async ({ desk }) => {
		const { victim, id } = await desk.vera();
		const attacker = await desk.claims();
		expect(await desk.judge("confirm", attacker)).toBe(204);
		const line = await openVisitor(attacker.visitor, attacker.id);
		await line.next("welcome");
		await say(line, "zzz who am I?");
		const page = await askAsVisitor(attacker.visitor, `/api/widget/conversations/${attacker.id}/entries`);
		const seen = [...attacker.line.raw, ...line.raw, await page.text()].join();
		for (const theirs of ["Vera Victim", "Owes us", id, victim.id]) expect(seen).not.toContain(theirs);
		const other = await askAsVisitor(attacker.visitor, `/api/widget/conversations/${victim.id}/entries`);
		expect(other.status).toBe(404);
	});
});

describe("a teammate who denies", () => {
	test("ends the claim, which isn't made again by the same visitor, in a new conversation neither", async ({
		desk,
	}) => {
		const { id } = await desk.vera();
		const attacker = await desk.claims();
		expect(await desk.judge("deny", attacker)).toBe(204);
		await vi.waitFor(async () => expect((await desk.listed(attacker))?.claimed).toBeNull());
		expect(await desk.details(attacker.id)).toMatchObject({
			claim: null,
			item: { claimed: null, email: null, name: null },
		});
		expect(await desk.found("vera@customer")).toMatchObject([{ id }]);

		const again = newConversationId();
		const line = await openVisitor(attacker.visitor, again);
		await say(line, "zzz qqq");
		await desk.leave({ ...attacker, id: again, line }, VERAS, null);
		await desk.leave(attacker, "other@x.test");
		await desk.leave(attacker, VERAS, null);
		expect(await desk.judge("confirm", attacker)).toBe(409);
		expect((await desk.found("vera@customer")).map((each) => each.id)).toEqual([id]);
	});

	test("leaves a trace without the address, and takes nothing from another who claims it", async ({ desk }) => {
		const [attacker, victim] = [await desk.claims(), await desk.claims()];
		await desk.judge("deny", attacker);
		const traces = await desk.traces();
		expect(traces).toMatchObject([
			{ action: "contact.claim_denied", actorName: "Marco", subjectId: (await desk.known(attacker))?.id },
		]);
		expect(JSON.stringify(traces)).not.toContain(VERAS);
		expect(await desk.judge("confirm", victim)).toBe(204);
	});

	test("is noticed by no visitor: the chat shows the address they left, and nothing else", async ({ desk }) => {
		const attacker = await desk.claims();
		await desk.judge("deny", attacker);
		const line = await openVisitor(attacker.visitor, attacker.id);
		const { state } = await line.next("welcome");
		expect(state?.email).toBe(VERAS);
		expect(line.raw.join()).not.toMatch(/claim|denied/);
	});
});

describe("a teammate who takes a denial back", () => {
	test("has the claim again, as it was, and may confirm it", async ({ desk }) => {
		const { id } = await desk.vera();
		const phone = await desk.claims();
		await desk.judge("deny", phone);
		expect(await desk.judge("restore", phone)).toBe(204);
		expect((await desk.details(phone.id)).claim).toEqual({ email: VERAS, contactId: id });
		await vi.waitFor(async () => expect((await desk.listed(phone))?.claimed).toBe(VERAS));
		expect(await desk.found("vera@customer")).toHaveLength(2);
		expect((await desk.traces()).map(({ action }) => action)).toContain("contact.claim_restored");
		expect(await desk.judge("confirm", phone)).toBe(204);
		expect((await desk.known(phone))?.id).toBe(id);
	});

	test("puts it in place of nothing that they claim by now, and makes no claim that wasn't denied", async ({
		desk,
	}) => {
		const phone = await desk.claims();
		expect(await desk.judge("restore", phone)).toBe(409);
		expect(await desk.judge("restore", phone, "nobody@x.test")).toBe(409);
		await desk.judge("deny", phone);
		await desk.leave(phone, "other@x.test");
		expect(await desk.judge("restore", phone)).toBe(409);
		expect((await desk.known(phone))?.claimed).toBe("other@x.test");
	});
});

describe("two teammates at one instant", () => {
	/** What D1 has of the visitor, besides what the dashboard shows. */
	const deniedOf = async (shop: string, visitorId: string) =>
		(
			await env.DB.prepare("SELECT denied_emails AS denied FROM visitor WHERE workspace_id = ? AND id = ?")
				.bind(shop, visitorId)
				.first<{ denied: string }>()
		)?.denied;

	test("who say the opposite: one of them is heard, the other is told so, and everything shows the same", async ({
		shop,
		ines,
		marco,
		desk,
	}) => {
		const { id } = await desk.vera();
		for (const first of ["confirm", "deny"] as const) {
			const second = first === "confirm" ? "deny" : "confirm";
			const claimant = await desk.claims();
			const before = (await desk.traces()).length;
			const said = await Promise.all([
				desk.judge(first, claimant, VERAS, ines),
				desk.judge(second, claimant, VERAS, marco),
			]);
			expect(said.toSorted()).toEqual([204, 409]);
			const heard = said[0] === 204 ? first : second;
			const row = await desk.known(claimant);
			expect([row?.id === id, row?.claimed]).toEqual([heard === "confirm", null]);
			expect(await deniedOf(shop.id, claimant.visitor.visitorId)).toBe(
				heard === "deny" ? JSON.stringify([VERAS]) : "[]",
			);
			await vi.waitFor(async () =>
				expect(await desk.listed(claimant)).toMatchObject({ contactId: row?.id, claimed: null }),
			);
			expect((await desk.traces()).slice(before).map(({ action }) => action)).toEqual([
				heard === "deny" ? "contact.claim_denied" : "contact.claim_confirmed",
			]);
		}
	});

	test("who say the same, or take back at once: it is written once", async ({ ines, marco, desk }) => {
		for (const how of ["deny", "restore", "confirm"] as const) {
			const claimant = await desk.claims(`${how}@x.test`);
			if (how === "restore") expect(await desk.judge("deny", claimant, "restore@x.test")).toBe(204);
			const before = (await desk.traces()).length;
			const said = await Promise.all([
				desk.judge(how, claimant, `${how}@x.test`, ines),
				desk.judge(how, claimant, `${how}@x.test`, marco),
			]);
			expect(said.toSorted()).toEqual([204, 409]);
			expect((await desk.traces()).length).toBe(before + 1);
		}
	});
});

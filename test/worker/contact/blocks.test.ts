/** Blocks: whom one keeps out and for how long, how it reaches every conversation of theirs, and how it is lifted. */
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { desc, eq } from "drizzle-orm";
import * as v from "valibot";
import { describe, expect, test, vi } from "vitest";
import { addressHash } from "../../../src/auth/address.ts";
import { blockFor, blockOfContact } from "../../../src/contact/blocks.ts";
import { contactOfVisitor } from "../../../src/contact/contacts.ts";
import { block, blockedUntil, unblock } from "../../../src/contact/store/blocks.ts";
import { ensureContact, linkContact } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog } from "../../../src/db/schema.ts";
import { Block, type BlockRequest, ContactPage, ContactProfile } from "../../../src/protocol/contact.ts";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { openVisitor } from "../setup/socket.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	ORIGIN,
	type Person,
	type Visiting,
	type Workspace,
} from "../setup/people.ts";

const db = database(env);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const NOW = Date.parse("2026-11-22T12:00:00Z");

const by = (workspaceId: string) =>
	({ workspaceId, actor: { kind: "member", id: "mb_noor", name: "Noor", role: "owner" } }) as const;

/** A visitor who was blocked from a thread, straight in the database. */
async function blocked(request: Partial<BlockRequest> = {}, over: { addressHash?: string; now?: number } = {}) {
	const { id: workspaceId } = await createWorkspace();
	const visitorId = `v_${crypto.randomUUID()}`;
	const who = { workspaceId, visitorId, conversationId: newConversationId(), startedAt: NOW, at: NOW };
	const contactId = await ensureContact(db, who);
	await block(
		db,
		by(workspaceId),
		{
			contactId,
			thread: { conversationId: who.conversationId, visitorId },
			addressHash: over.addressHash ?? null,
			request: { duration: request.duration ?? "24h", reason: request.reason ?? "Spam" },
		},
		over.now ?? NOW,
	);
	const stands = (visitor: string | null, hash: string | null = null, now = NOW) =>
		blockFor(db, { workspaceId, visitorId: visitor, addressHash: hash }, now);
	return { workspaceId, visitorId, contactId, stands, who };
}

describe("a block", () => {
	test("keeps its visitor out, and nobody else", async () => {
		const { visitorId, stands } = await blocked();
		expect(await stands(visitorId)).toMatchObject({ until: NOW + DAY });
		expect(await stands("v_other")).toBeNull();
		expect(await stands(null)).toBeNull();
	});

	test("keeps the same visitor in at another workspace", async () => {
		const { visitorId } = await blocked({}, { addressHash: "hash" });
		const other = await createWorkspace();
		expect(await blockFor(db, { workspaceId: other.id, visitorId, addressHash: "hash" }, NOW)).toBeNull();
	});

	test("keeps out every browser of the contact, also one that is tied to it later", async () => {
		const { workspaceId, contactId, who, stands } = await blocked();
		await linkContact(db, { ...who, email: "ana@x.test" });
		const elsewhere = { ...who, visitorId: "v_phone", conversationId: newConversationId() };
		expect(await stands("v_phone")).toBeNull();
		expect((await linkContact(db, { ...elsewhere, email: "ana@x.test" })).id).toBe(contactId);
		expect(await stands("v_phone")).toMatchObject({ until: NOW + DAY });
		expect(workspaceId).not.toBe("");
	});

	test("keeps a network address out only when it covers one", async () => {
		const open = await blocked();
		expect(await open.stands("v_other", "hash")).toBeNull();
		const closed = await blocked({}, { addressHash: "hash" });
		expect(await closed.stands("v_other", "hash")).not.toBeNull();
		expect(await closed.stands(null, "hash")).not.toBeNull();
		expect(await closed.stands("v_other", "another")).toBeNull();
		expect(await closed.stands("v_other", null)).toBeNull();
	});

	test("ends by itself, to the millisecond", async () => {
		const { workspaceId, contactId, visitorId, stands } = await blocked({ duration: "7d" });
		expect(await stands(visitorId, null, NOW + 7 * DAY - 1)).not.toBeNull();
		expect(await stands(visitorId, null, NOW + 7 * DAY)).toBeNull();
		expect(await blockOfContact(db, workspaceId, contactId, NOW + 7 * DAY)).toBeNull();
	});

	test("is the longest of those that stand; a shorter one takes nothing away", async () => {
		const { workspaceId, contactId, visitorId, stands, who } = await blocked({ duration: "forever" });
		const thread = { conversationId: who.conversationId, visitorId };
		const shorter = { contactId, thread, addressHash: null, request: { duration: "24h", reason: "" } } as const;
		await block(db, by(workspaceId), shorter, NOW + 1);
		expect(await stands(visitorId)).toMatchObject({ until: null });
		expect(await blockOfContact(db, workspaceId, contactId, NOW)).toMatchObject({ until: null, reason: "Spam" });
	});

	test("is lifted with all others of the contact, once", async () => {
		const { workspaceId, contactId, visitorId, stands } = await blocked({}, { addressHash: "hash" });
		await block(
			db,
			by(workspaceId),
			{
				contactId,
				thread: null,
				addressHash: null,
				request: { duration: "forever", reason: "" },
			},
			NOW,
		);
		expect(await unblock(db, by((await createWorkspace()).id), contactId, null, NOW)).toBe(0);
		expect(await unblock(db, by(workspaceId), contactId, null, NOW)).toBe(2);
		expect(await unblock(db, by(workspaceId), contactId, null, NOW)).toBe(0);
		expect(await stands(visitorId, "hash")).toBeNull();
	});

	test("leaves a trace in the audit log, as does lifting it", async () => {
		const { workspaceId, contactId } = await blocked({ duration: "30d" }, { addressHash: "hash" });
		await unblock(db, by(workspaceId), contactId, null, NOW + 5);
		const rows = await db.select().from(auditLog).where(eq(auditLog.workspaceId, workspaceId)).orderBy(auditLog.at);
		expect(rows.map(({ action, actorName, subjectId }) => [action, actorName, subjectId])).toEqual([
			["contact.blocked", "Noor", contactId],
			["contact.unblocked", "Noor", contactId],
		]);
		expect(JSON.parse(rows[0]?.detail ?? "")).toMatchObject({ until: NOW + 30 * DAY, address: true });
	});

	test.each([
		["24h", NOW + DAY],
		["7d", NOW + 7 * DAY],
		["30d", NOW + 30 * DAY],
		["forever", null],
	] as const)("of %s ends at %s", (duration, until) => {
		expect(blockedUntil(duration, NOW)).toBe(until);
	});
});

/* ---------- through the routes, with real conversations ---------- */

async function say(visitor: Visiting, conversationId: string, text = "Hello there") {
	const response = await askAsVisitor(visitor, `/api/widget/conversations/${conversationId}/frames`, {
		body: { type: "send", id: newFrameId(), text },
	});
	return response.status === 200
		? JSON.stringify(await response.json())
		: `${response.status} ${await response.text()}`;
}

async function talking(to: Workspace, visitor?: Visiting) {
	const who = visitor ?? (await createVisitor(to));
	const conversationId = newConversationId();
	expect(await say(who, conversationId)).toContain('"ack"');
	return { visitor: who, conversationId };
}

const forDay: BlockRequest = { duration: "24h", reason: "Abuse", address: false };
const blockThread = (person: Person, conversationId: string, body: Partial<BlockRequest> = {}) =>
	ask(person, `/api/conversations/${conversationId}/block`, { body: { ...forDay, ...body } });
const contacts = async (person: Person, query: string) =>
	v.parse(ContactPage, await (await ask(person, `/api/contacts?${query}`)).json()).contacts;
const profileOf = async (person: Person, id: string) =>
	v.parse(ContactProfile, await (await ask(person, `/api/contacts/${id}`)).json());
const stateOf = async (to: Workspace, id: string) => (await conversation(env, to.id, id).item())?.archived;
/** Waits until the profile has this many conversations: the list gets one after the visitor has the answer. */
const listed = async (person: Person, contactId: string, count: number) => {
	await expect
		.poll(async () => (await profileOf(person, contactId)).conversations.length, { timeout: 5_000 })
		.toBe(count);
};

describe("blocking from a thread", () => {
	test("makes a nameless contact that the Blocked filter finds, and archives every conversation of the visitor", async () => {
		const place = await createWorkspace();
		const [agent, owner] = [await createMember(place, "agent", "Noor"), await createMember(place, "owner")];
		const first = await talking(place);
		const second = await talking(place, first.visitor);
		const response = await blockThread(agent, second.conversationId);
		expect(response.status).toBe(200);
		const made = v.parse(Block, await response.json());
		expect(made).toMatchObject({ by: "Noor", reason: "Abuse", until: made.createdAt + DAY });

		expect(await stateOf(place, second.conversationId)).toBe(true);
		const [found, ...more] = await contacts(agent, "blocked=1");
		expect(more).toEqual([]);
		expect(found).toMatchObject({ name: null, email: null, blocked: true });
		expect(await say(first.visitor, first.conversationId)).toContain("blocked");
		expect(await say(first.visitor, newConversationId())).toContain("blocked");

		const boot = await askAsVisitor(first.visitor, "/api/widget/boot", {
			body: { key: place.publicKey, token: first.visitor.token },
		});
		expect([boot.status, await boot.text()]).toEqual([403, expect.stringContaining('"blocked"')]);
		const other = await createVisitor(place);
		expect(await say(other, newConversationId())).toContain('"ack"');

		const lifted = await ask(owner, `/api/contacts/${found?.id}/unblock`, { method: "POST" });
		expect(v.parse(ContactProfile, await lifted.json()).block).toBeNull();
		expect(await stateOf(place, second.conversationId)).toBe(false);
		expect(await contacts(agent, "blocked=1")).toEqual([]);
		expect(await say(first.visitor, second.conversationId)).toContain('"ack"');
	});

	test("reaches the conversations of the contact's other browsers too", async () => {
		const place = await createWorkspace();
		const owner = await createMember(place, "owner");
		const [desk, phone] = [await talking(place), await talking(place)];
		for (const { visitor, conversationId } of [desk, phone])
			await askAsVisitor(visitor, `/api/widget/conversations/${conversationId}/frames`, {
				body: { type: "email", id: newFrameId(), email: "ana@x.test" },
			});
		for (const { visitor, conversationId } of [desk, phone]) {
			await expect
				.poll(async () => (await contactOfVisitor(db, place.id, visitor.visitorId))?.claimed, { timeout: 5_000 })
				.toBe("ana@x.test");
			const body = { email: "ana@x.test" };
			expect((await ask(owner, `/api/conversations/${conversationId}/claim/confirm`, { body })).status).toBe(204);
		}
		await expect
			.poll(async () => (await contacts(owner, "search=ana")).at(0)?.conversations, { timeout: 5_000 })
			.toBe(2);
		const contactId = (await contacts(owner, "search=ana"))[0]?.id ?? "";
		await listed(owner, contactId, 2);

		expect((await blockThread(owner, desk.conversationId, { duration: "forever" })).status).toBe(200);
		expect(await stateOf(place, desk.conversationId)).toBe(true);
		expect(await stateOf(place, phone.conversationId)).toBe(true);
		expect(await say(phone.visitor, phone.conversationId)).toContain("blocked");

		expect((await ask(owner, `/api/conversations/${phone.conversationId}/unblock`, { method: "POST" })).status).toBe(
			204,
		);
		expect(await stateOf(place, desk.conversationId)).toBe(false);
		expect(await say(desk.visitor, desk.conversationId)).toContain('"ack"');
	});

	test("covers the network address when asked to, for others behind it as well", async () => {
		const place = await createWorkspace();
		const owner = await createMember(place, "owner");
		const { visitor, conversationId } = await talking(place);
		const hash = await addressHash(env, new Request(ORIGIN, { headers: { "CF-Connecting-IP": visitor.address } }));
		await blockThread(owner, conversationId);
		expect(await blockFor(db, { workspaceId: place.id, visitorId: null, addressHash: hash })).toBeNull();
		await blockThread(owner, conversationId, { address: true });
		expect(await blockFor(db, { workspaceId: place.id, visitorId: null, addressHash: hash })).not.toBeNull();
		await expect(createVisitor(place, visitor.address)).rejects.toThrow("403");
	});

	test("keeps the address out over HTTP too, of a conversation that somebody else behind it has already", async () => {
		const place = await createWorkspace();
		const owner = await createMember(place, "owner");
		const { visitor, conversationId } = await talking(place);
		const second = await talking(place, await createVisitor(place, visitor.address));
		await blockThread(owner, conversationId, { address: true });
		expect(await say(second.visitor, second.conversationId)).toMatch(/^403 .*"blocked"/);
		const page = await askAsVisitor(second.visitor, `/api/widget/conversations/${second.conversationId}/entries`);
		expect([page.status, await page.text()]).toEqual([403, expect.stringContaining('"blocked"')]);
	});

	test(
		"closes the tab that is open in the oldest conversation of somebody who began very many, and in the latest",
		{ timeout: 60_000 },
		async () => {
			const place = await createWorkspace();
			const owner = await createMember(place, "owner");
			const { visitor, conversationId } = await talking(place);
			const stub = inbox(env, place.id);
			const inList = (id: string) =>
				vi.waitFor(async () => {
					const ids = await runInDurableObject(stub, (_, { storage: { sql } }) =>
						sql.exec("SELECT id FROM list_item WHERE id = ?", id).toArray(),
					);
					expect(ids).toHaveLength(1);
				});
			await inList(conversationId);
			const oldest = await openVisitor(visitor, conversationId);
			await oldest.next("welcome");
			const row = await conversation(env, place.id, conversationId).item();
			if (!row) throw new Error("the conversation has no row");
			// A page holds 200: the oldest conversation is on the second.
			await Promise.all(Array.from({ length: 200 }, () => stub.receive({ ...row, id: newConversationId() })));
			const latest = await talking(place, visitor);
			await inList(latest.conversationId);
			expect((await blockThread(owner, latest.conversationId)).status).toBe(200);
			expect((await oldest.closed).code).toBe(CloseCode.blocked);
			expect(await stateOf(place, conversationId)).toBe(true);
			expect(await stateOf(place, latest.conversationId)).toBe(true);
		},
	);

	test("is for 7 days at most when an agent does it, and neither agents nor viewers lift one", async () => {
		const place = await createWorkspace();
		const [agent, viewer] = [await createMember(place, "agent"), await createMember(place, "viewer")];
		const { visitor, conversationId } = await talking(place);
		for (const duration of ["30d", "forever"] as const)
			expect((await blockThread(agent, conversationId, { duration })).status).toBe(403);
		expect((await blockThread(viewer, conversationId)).status).toBe(403);
		expect(await contactOfVisitor(db, place.id, visitor.visitorId)).toBeNull();
		expect((await blockThread(agent, conversationId, { duration: "7d" })).status).toBe(200);
		for (const person of [agent, viewer])
			expect((await ask(person, `/api/conversations/${conversationId}/unblock`, { method: "POST" })).status).toBe(403);
	});

	test("finds no conversation that was never started or has an impossible name", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		for (const id of [newConversationId(), "c_x", "other%2Fc_aaaaaaaaaaaaaaaaaaaaaa"]) {
			expect((await blockThread(owner, id)).status).toBe(404);
			expect((await ask(owner, `/api/conversations/${id}/unblock`, { method: "POST" })).status).toBe(404);
		}
	});
});

describe("a contact's profile", () => {
	async function known() {
		const place = await createWorkspace();
		const owner = await createMember(place, "owner", "Olga");
		const before = await talking(place);
		const { visitor, conversationId } = await talking(place, before.visitor);
		const { id } = await linkContact(db, {
			workspaceId: place.id,
			visitorId: visitor.visitorId,
			conversationId,
			startedAt: Date.now(),
			at: Date.now(),
			email: "ana@x.test",
		});
		return { place, owner, visitor, conversationId, before, id };
	}

	test("has every conversation of theirs, those from before the address too, and then counts them", async () => {
		const { owner, id, conversationId, before } = await known();
		await listed(owner, id, 2);
		const shown = await profileOf(owner, id);
		expect(new Set(shown.conversations.map((row) => row.id))).toEqual(new Set([conversationId, before.conversationId]));
		expect(shown.firstSeenAt).toBeLessThanOrEqual(shown.lastActiveAt);
		expect((await contacts(owner, "search=ana@x"))[0]?.conversations).toBe(2);
	});

	test("is edited, with a trace that holds no personal data, and the conversations learn the name", async () => {
		const { place, owner, id, conversationId } = await known();
		await listed(owner, id, 2);
		const edit = { name: " Ana Novak ", email: "ANA@novak.test", notes: "Likes tea." };
		const response = await ask(owner, `/api/contacts/${id}`, { method: "PATCH", body: edit });
		expect(v.parse(ContactProfile, await response.json())).toMatchObject({
			name: "Ana Novak",
			email: "ana@novak.test",
			notes: "Likes tea.",
		});
		expect(await conversation(env, place.id, conversationId).item()).toMatchObject({
			name: "Ana Novak",
			email: "ana@novak.test",
			contactId: id,
		});
		expect((await contacts(owner, "search=novak"))[0]?.id).toBe(id);
		const trace = await db.select().from(auditLog).where(eq(auditLog.subjectId, id)).orderBy(desc(auditLog.at)).get();
		expect(trace).toMatchObject({ action: "contact.edited", actorName: "Olga" });
		expect(JSON.parse(trace?.detail ?? "")).toEqual({ fields: ["name", "email", "notes"] });
	});

	test("doesn't take an address that another contact has, and says which field", async () => {
		const { place, owner, id } = await known();
		const other = { visitorId: "v_other", conversationId: newConversationId(), startedAt: NOW, at: NOW };
		await linkContact(db, { workspaceId: place.id, ...other, email: "taken@x.test" });
		const edit = { name: null, email: "taken@x.test", notes: "" };
		const response = await ask(owner, `/api/contacts/${id}`, { method: "PATCH", body: edit });
		expect(response.status).toBe(409);
		expect(await response.json()).toMatchObject({ fields: { email: "Another contact has this address." } });
	});

	test("is where somebody is blocked and unblocked, with their last address if asked", async () => {
		const { place, owner, visitor, id, conversationId } = await known();
		await listed(owner, id, 2);
		const body: BlockRequest = { duration: "30d", reason: "", address: true };
		expect((await ask(owner, `/api/contacts/${id}/block`, { body })).status).toBe(200);
		expect((await profileOf(owner, id)).block).toMatchObject({ by: "Olga" });
		expect(await stateOf(place, conversationId)).toBe(true);
		await expect(createVisitor(place, visitor.address)).rejects.toThrow("403");
		expect((await ask(owner, `/api/contacts/${id}/unblock`, { method: "POST" })).status).toBe(200);
		expect(await stateOf(place, conversationId)).toBe(false);
		await createVisitor(place, visitor.address);
	});

	test.each<[string, Record<string, unknown>]>([
		["duration", { ...forDay, duration: "1y" }],
		["reason", { ...forDay, reason: "x".repeat(301) }],
		["address", { duration: "24h", reason: "" }],
	])("refuses a block with a wrong %s", async (field, body) => {
		const { owner, id } = await known();
		const response = await ask(owner, `/api/contacts/${id}/block`, { body });
		expect(response.status).toBe(422);
		expect(await response.json()).toMatchObject({ fields: { [field]: expect.any(String) } });
	});
});

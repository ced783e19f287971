/** Contacts: who a visitor turns out to be when they leave an address, and finding one among very many. */
import { env } from "cloudflare:workers";
import { eq, sql } from "drizzle-orm";
import { beforeAll, describe, expect, test } from "vitest";
import { contactOfVisitor, visitorsOf } from "../../../src/contact/contacts.ts";
import { identityFor } from "../../../src/contact/identity.ts";
import { contactPage, foldedContact } from "../../../src/contact/list.ts";
import { claimEmail } from "../../../src/contact/store/claims.ts";
import { refold } from "../../../src/contact/store/refold.ts";
import { ensureContact, linkContact, rememberConversations } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { block, contact, contactConversation, visitor } from "../../../src/db/schema.ts";
import { createWorkspace, newConversationId } from "../setup/people.ts";

const db = database(env);
const newVisitor = () => `v_${crypto.randomUUID()}`;
const NOW = Date.parse("2026-11-22T12:00:00Z");

const leave = (
	workspaceId: string,
	visitorId: string,
	email: string,
	over: { name?: string; startedAt?: number; conversationId?: string } = {},
) =>
	linkContact(db, {
		workspaceId,
		visitorId,
		conversationId: over.conversationId ?? newConversationId(),
		startedAt: over.startedAt ?? NOW,
		at: NOW,
		email,
		...(over.name !== undefined && { name: over.name }),
	});

const rowOf = (id: string) => db.select().from(contact).where(eq(contact.id, id)).get();
const list = (workspaceId: string, search = "", more: { blocked?: "1"; cursor?: string } = {}) =>
	contactPage(db, workspaceId, { search, blocked: "0", ...more }, NOW);

describe("who a visitor is, by an address that is known to be theirs", () => {
	const known = (id: string, email: string | null, visitors = 1) => ({ id, name: null, email, visitors });

	test.each([
		["nobody yet, an address nobody has", null, null, { do: "create" }],
		["nobody yet, an address somebody has", null, known("b", "b@x"), { do: "link", id: "b" }],
		["that contact already", known("b", "b@x"), known("b", "b@x"), { do: "link", id: "b" }],
		["a nameless contact, a new address", known("a", null), null, { do: "readdress", id: "a" }],
		["a contact known from here only, a new address", known("a", "a@x"), null, { do: "readdress", id: "a" }],
		["a contact known from elsewhere too, a new address", known("a", "a@x", 2), null, { do: "create" }],
		[
			"a nameless contact, somebody's address",
			known("a", null),
			known("b", "b@x"),
			{ do: "merge", from: "a", into: "b" },
		],
		[
			"a nameless contact of several browsers, somebody's address",
			known("a", null, 2),
			known("b", "b@x"),
			{ do: "link", id: "b" },
		],
		["a contact with an address, somebody else's", known("a", "a@x"), known("b", "b@x"), { do: "link", id: "b" }],
	])("%s", (_, current, holder, expected) => {
		expect(identityFor(current, holder)).toEqual(expected);
	});
});

describe("an address that is known to be theirs", () => {
	test("makes a contact that ties visitor and conversation together", async () => {
		const { id: workspaceId } = await createWorkspace();
		const visitorId = newVisitor();
		const made = await leave(workspaceId, visitorId, "ana@x.test", { startedAt: NOW - 5 });
		expect(made).toEqual({ id: made.id, name: null, email: "ana@x.test" });
		expect(await contactOfVisitor(db, workspaceId, visitorId)).toEqual({ ...made, claimed: null, notes: "" });
		expect(await rowOf(made.id)).toMatchObject({ conversations: 1, firstSeenAt: NOW - 5, listedAt: NOW - 5 });
	});

	test("changes nothing when it is said again", async () => {
		const { id: workspaceId } = await createWorkspace();
		const [visitorId, conversationId] = [newVisitor(), newConversationId()];
		const first = await leave(workspaceId, visitorId, "ana@x.test", { conversationId });
		const before = await rowOf(first.id);
		expect(await leave(workspaceId, visitorId, "ana@x.test", { conversationId })).toEqual(first);
		expect(await rowOf(first.id)).toEqual(before);
		expect(await db.$count(contact, eq(contact.workspaceId, workspaceId))).toBe(1);
	});

	test("makes one contact when many say it at the same time", async () => {
		const { id: workspaceId } = await createWorkspace();
		const all = await Promise.all(Array.from({ length: 8 }, () => leave(workspaceId, newVisitor(), "ana@x.test")));
		expect(new Set(all.map(({ id }) => id)).size).toBe(1);
		expect(await rowOf(all[0]?.id ?? "")).toMatchObject({ conversations: 8 });
		expect(await visitorsOf(db, workspaceId, all[0]?.id ?? "")).toHaveLength(8);
	});

	test("joins another device to the contact, whose name stays", async () => {
		const { id: workspaceId } = await createWorkspace();
		const first = await leave(workspaceId, newVisitor(), "ana@x.test", { name: "Ana" });
		const second = await leave(workspaceId, newVisitor(), "ana@x.test", { name: "Somebody", startedAt: NOW + 9 });
		expect(second).toEqual({ ...first, name: "Ana" });
		expect(await rowOf(first.id)).toMatchObject({ conversations: 2, firstSeenAt: NOW, listedAt: NOW + 9 });
	});

	test("corrects the address of a contact known from this browser only", async () => {
		const { id: workspaceId } = await createWorkspace();
		const visitorId = newVisitor();
		const typo = await leave(workspaceId, visitorId, "ana@x.tset");
		expect(await leave(workspaceId, visitorId, "ana@x.test")).toEqual({ ...typo, email: "ana@x.test" });
		expect((await list(workspaceId, "tset")).contacts).toEqual([]);
		expect((await list(workspaceId, "x.test")).contacts).toHaveLength(1);
	});

	test("merges the nameless contact of a blocked visitor into the one that has the address, block and notes and all", async () => {
		const { id: workspaceId } = await createWorkspace();
		const holder = await leave(workspaceId, newVisitor(), "ana@x.test", { name: "Ana" });
		const [visitorId, conversationId] = [newVisitor(), newConversationId()];
		const nameless = await ensureContact(db, { workspaceId, visitorId, conversationId, startedAt: NOW, at: NOW });
		await db.update(contact).set({ notes: "Was rude." }).where(eq(contact.id, nameless));
		await db.insert(block).values({
			id: crypto.randomUUID(),
			workspaceId,
			contactId: nameless,
			visitorId,
			reason: "",
			createdAt: NOW - 2,
			until: NOW - 1,
			byMemberId: "mb",
			byName: "Noor",
		});
		const merged = await leave(workspaceId, visitorId, "ana@x.test", { conversationId });
		expect(merged.id).toBe(holder.id);
		expect(await rowOf(nameless)).toBeUndefined();
		expect(await rowOf(holder.id)).toMatchObject({ conversations: 2, notes: "Was rude." });
		expect(await db.$count(block, eq(block.contactId, holder.id))).toBe(1);
	});

	test("moves a visitor to the contact that has the address, and counts both anew", async () => {
		const { id: workspaceId } = await createWorkspace();
		const [visitorId, conversationId] = [newVisitor(), newConversationId()];
		const work = await leave(workspaceId, visitorId, "ana@work.test", { conversationId });
		const home = await leave(workspaceId, newVisitor(), "ana@home.test");
		expect((await leave(workspaceId, visitorId, "ana@home.test", { conversationId })).id).toBe(home.id);
		expect(await rowOf(work.id)).toMatchObject({ conversations: 0, email: "ana@work.test" });
		expect(await rowOf(home.id)).toMatchObject({ conversations: 2 });
	});

	test("knows the same address in two workspaces as two people", async () => {
		const [here, there] = [await createWorkspace(), await createWorkspace()];
		const visitorId = newVisitor();
		const a = await leave(here.id, visitorId, "ana@x.test");
		const b = await leave(there.id, visitorId, "ana@x.test");
		expect(a.id).not.toBe(b.id);
		expect(await visitorsOf(db, there.id, a.id)).toEqual([]);
		expect(await contactOfVisitor(db, there.id, visitorId)).toEqual({ ...b, claimed: null, notes: "" });
	});
});

describe("a contact's conversations", () => {
	test("are counted once each, however often one is told of", async () => {
		const { id: workspaceId } = await createWorkspace();
		const { id: contactId } = await leave(workspaceId, newVisitor(), "ana@x.test");
		const conversationId = newConversationId();
		for (let times = 0; times < 3; times++)
			await rememberConversations(db, workspaceId, contactId, [{ id: conversationId, startedAt: NOW + 7 }]);
		expect(await rowOf(contactId)).toMatchObject({ conversations: 2, listedAt: NOW + 7 });
	});

	test("include those from before they said who they are", async () => {
		const { id: workspaceId } = await createWorkspace();
		const { id: contactId } = await leave(workspaceId, newVisitor(), "ana@x.test");
		const earlier = [1, 2, 3].map((day) => ({ id: newConversationId(), startedAt: NOW - day }));
		await rememberConversations(db, workspaceId, contactId, earlier);
		expect(await rowOf(contactId)).toMatchObject({ conversations: 4, firstSeenAt: NOW - 3, listedAt: NOW });
	});

	test("are not added to a contact that is gone, or of another workspace", async () => {
		const [here, there] = [await createWorkspace(), await createWorkspace()];
		const { id: contactId } = await leave(here.id, newVisitor(), "ana@x.test");
		const another = [{ id: newConversationId(), startedAt: NOW }];
		await rememberConversations(db, there.id, contactId, another);
		await rememberConversations(db, here.id, "ct_gone", another);
		expect(await rowOf(contactId)).toMatchObject({ conversations: 1 });
		expect(await db.$count(contactConversation, eq(contactConversation.workspaceId, there.id))).toBe(0);
	});
});

describe("a nameless contact", () => {
	test("is made once for a visitor, also when two teammates block at the same time", async () => {
		const { id: workspaceId } = await createWorkspace();
		const who = { workspaceId, visitorId: newVisitor(), conversationId: newConversationId(), startedAt: NOW, at: NOW };
		const ids = await Promise.all([1, 2, 3, 4].map(() => ensureContact(db, who)));
		expect(new Set(ids).size).toBe(1);
		expect(await db.$count(contact, eq(contact.workspaceId, workspaceId))).toBe(1);
		expect(await db.$count(visitor, eq(visitor.workspaceId, workspaceId))).toBe(1);
		expect((await list(workspaceId)).contacts).toEqual([
			{ id: ids[0], name: null, email: null, claimed: null, conversations: 1, lastConversationAt: NOW, blocked: false },
		]);
	});
});

describe("finding contacts", () => {
	let workspaceId = "";

	beforeAll(async () => {
		workspaceId = (await createWorkspace()).id;
		const people: [string | null, string][] = [
			["José Núñez", "jose@alpha.test"],
			["Ana O'Neil", "ana.oneil@beta.test"],
			["Łukasz Żak", "lukasz@beta.test"],
			['Quote " AND (', "quote@alpha.test"],
			["王伟", "wei@gamma.test"],
			[null, "100%_real@delta.test"],
		];
		for (const [index, [name, email]] of people.entries())
			await leave(workspaceId, newVisitor(), email, { startedAt: NOW + index, ...(name && { name }) });
	});

	const emails = async (search: string) => (await list(workspaceId, search)).contacts.map(({ email }) => email);

	test.each([
		["jose", ["jose@alpha.test"]],
		["NÚÑ", ["jose@alpha.test"]],
		["nunez jos", ["jose@alpha.test"]],
		["o'neil", ["ana.oneil@beta.test"]],
		["il", ["ana.oneil@beta.test"]],
		["zak", ["lukasz@beta.test"]],
		["伟", ["wei@gamma.test"]],
		["@beta", ["lukasz@beta.test", "ana.oneil@beta.test"]],
		["alpha quote", ["quote@alpha.test"]],
		['" AND (', ["quote@alpha.test"]],
		["100%_", ["100%_real@delta.test"]],
		["%", ["100%_real@delta.test"]],
		["a*", []],
		["folded:jose", []],
		["jose OR ana", []],
		["nobody", []],
	])("%j finds %j", async (search, expected) => {
		expect(await emails(search)).toEqual(expected);
	});

	test("folds letters as search over messages does, and takes any characters", async () => {
		const people = ["Søren Sørensen", "Đặng Thị", "Işık", "An\u00adna\u0000bel"];
		for (const [index, name] of people.entries())
			await leave(workspaceId, newVisitor(), `folded${index}@x.test`, { startedAt: NOW, name });
		for (const [index, search] of ["sorensen", "dang", "ışık", "anna\u0000bel"].entries())
			expect(await emails(search)).toEqual([`folded${index}@x.test`]);
		for (const search of ["\u0000", "abc\u0000def", "\u200b", "\ud800", '"\u0000"'])
			await expect(emails(search)).resolves.toBeDefined();
	});

	test("finds names that an earlier release folded, once they are folded anew", async () => {
		const other = await createWorkspace();
		const { id } = await leave(other.id, newVisitor(), "old@x.test", { startedAt: NOW, name: "Søren" });
		const foldedBefore = "søren\nold@x.test";
		await db.update(contact).set({ folded: foldedBefore }).where(eq(contact.id, id));
		expect((await list(other.id, "soren")).contacts).toEqual([]);
		expect(await refold(db, other.id, 0)).toBe(null);
		expect(await refold(db, other.id, 0)).toBe(null);
		expect((await list(other.id, "soren")).contacts).toHaveLength(1);
		// The earlier release searches by its own folding.
		expect((await db.select().from(contact).where(eq(contact.id, id)))[0]?.folded).toContain(foldedBefore);
	});

	test("finds by what a visitor claims, before and after the names are folded anew", async () => {
		const other = await createWorkspace();
		const visitorId = newVisitor();
		const who = { workspaceId: other.id, visitorId, conversationId: newConversationId(), startedAt: NOW, at: NOW };
		await claimEmail(db, { ...who, email: "ana@claims.test" });
		const [found] = (await list(other.id, "ana@claims")).contacts;
		expect(found).toMatchObject({ email: null, claimed: "ana@claims.test" });
		const folded = async () => (await rowOf(found?.id ?? ""))?.folded;
		const now = await folded();
		await db.update(contact).set({ folded: "\n" }).where(eq(contact.workspaceId, other.id));
		expect(await refold(db, other.id, 0)).toBe(null);
		expect(await folded()).toBe(now);
	});

	test("stays in the workspace", async () => {
		const other = await createWorkspace();
		expect((await list(other.id, "jose")).contacts).toEqual([]);
		expect((await list(other.id)).contacts).toEqual([]);
	});

	test("follows a change of name at once", async () => {
		const { id } = await leave(workspaceId, newVisitor(), "renamed@x.test", { startedAt: 1 });
		await db
			.update(contact)
			.set({ name: "Zoltan", folded: foldedContact("Zoltan", null) })
			.where(eq(contact.id, id));
		expect((await list(workspaceId, "zoltan")).contacts.map((each) => each.id)).toEqual([id]);
		expect((await list(workspaceId, "renamed")).contacts).toEqual([]);
		await db.delete(contact).where(eq(contact.id, id));
		expect((await list(workspaceId, "zoltan")).contacts).toEqual([]);
	});
});

describe("100,000 contacts", () => {
	const COUNT = 100_000;
	let workspaceId = "";

	beforeAll(async () => {
		workspaceId = (await createWorkspace()).id;
		await db.run(sql`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${COUNT})
			INSERT INTO contact (id, workspace_id, name, email, folded, first_seen_at, conversations, listed_at)
			SELECT printf('ct_%06d', i), ${workspaceId}, printf('Person %d', i), printf('p%d@mail%d.test', i, i % 1000),
				printf('person %d', i) || char(10) || printf('p%d@mail%d.test', i, i % 1000), i / 3, 1, i / 3 FROM n`);
	});

	/** What a query reads is what it costs; unlike time it is the same on every machine. */
	async function rowsRead(act: (counted: ReturnType<typeof database>) => Promise<unknown>): Promise<number> {
		let rows = 0;
		const count = (result: D1Result) => void (rows += result.meta.rows_read);
		const DB = new Proxy(env.DB, {
			get: (target, key) =>
				key === "prepare" ? (text: string) => counting(target.prepare(text), count) : Reflect.get(target, key),
		});
		await act(database({ DB }));
		return rows;
	}

	const counting = (statement: D1PreparedStatement, count: (result: D1Result) => void): D1PreparedStatement =>
		new Proxy(statement, {
			get(target, key) {
				if (key === "bind") return (...values: unknown[]) => counting(target.bind(...values), count);
				if (key === "all" || key === "run")
					return async () => {
						const result = await target.all();
						count(result);
						return result;
					};
				if (key === "raw")
					return async () => {
						const result = await target.all();
						count(result);
						return result.results.map((row) => Object.values(row));
					};
				return Reflect.get(target, key);
			},
		});

	test("are paged without a gap or a repeat, though many share a time", async () => {
		const seen = new Set<string>();
		let cursor: string | null = null;
		let last = Infinity;
		for (let pages = 0; pages < 7; pages++) {
			const page = await list(workspaceId, "", cursor === null ? {} : { cursor });
			expect(page.contacts).toHaveLength(50);
			for (const { id, lastConversationAt } of page.contacts) {
				seen.add(id);
				expect(lastConversationAt).toBeLessThanOrEqual(last);
				last = lastConversationAt ?? 0;
			}
			cursor = page.cursor;
		}
		expect(seen.size).toBe(350);
		expect(seen.has("ct_100000") && seen.has("ct_099651")).toBe(true);
		expect((await list(workspaceId, "", { cursor: "1.ct_000004" })).cursor).toBeNull();
	});

	test.each([
		["the first page", "", undefined, 200],
		["a page far down", "", "500.ct_001500", 200],
		["a search that finds one", "p77777@", undefined, 1_000],
		["a search that finds a hundred", "mail512", undefined, 2_000],
		["a search that finds all", "person", undefined, 2_000],
		["two letters", "p9", undefined, 2_000],
		["a search that finds none", "nobody", undefined, 1_000],
	])("cost few rows for %s", async (_, search, cursor, limit) => {
		const query = { search, blocked: "0" as const, ...(cursor !== undefined && { cursor }) };
		expect(await rowsRead((counted) => contactPage(counted, workspaceId, query, NOW))).toBeLessThan(limit);
	});

	test("cost few rows for the blocked among them", async () => {
		await db.insert(block).values({
			id: crypto.randomUUID(),
			workspaceId,
			contactId: "ct_000007",
			reason: "",
			createdAt: NOW,
			byMemberId: "mb",
			byName: "Noor",
		});
		const query = { search: "", blocked: "1" as const };
		expect(await rowsRead((counted) => contactPage(counted, workspaceId, query, NOW))).toBeLessThan(1_000);
		expect((await list(workspaceId, "", { blocked: "1" })).contacts.map(({ id }) => id)).toEqual(["ct_000007"]);
	});
});

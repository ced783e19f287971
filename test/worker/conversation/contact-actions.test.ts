/**
 * Whether a visitor is blocked, as a conversation follows what D1 says: whatever comes in between, and in whichever order
 * answers come back, an unblocked visitor doesn't stay blocked, nor a blocked one unblocked.
 */
import { runDurableObjectAlarm } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { blockContact, blockVisitor, claimEmail, confirmClaim, unblockContact } from "../../../src/contact/actions.ts";
import { contactOfVisitor } from "../../../src/contact/contacts.ts";
import { block, unblock } from "../../../src/contact/store/blocks.ts";
import { ensureContact } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { conversation, inbox, outbox } from "../../../src/durable/objects.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { createWorkspace, newConversationId, type Workspace } from "../setup/people.ts";
import { openVisitor } from "../setup/socket.ts";
import { say, start as begin } from "../setup/talk.ts";

const db = database(env);
const noor = { kind: "member", id: "mb_noor", name: "Noor", role: "owner" } as const;
const system = { kind: "system" } as const;
const request = { duration: "24h", reason: "", address: false } as const;

let shop: Workspace;
beforeEach(async () => {
	shop = await createWorkspace();
});
afterEach(() => void vi.restoreAllMocks());

const context = () => ({ env, workspaceId: shop.id });
const acting = () => ({ workspaceId: shop.id, actor: noor });
const stubOf = (id: string) => conversation(env, shop.id, id);
const isBlocked = async (id: string) => (await stubOf(id).item())?.archived;
const follow = (id: string) => stubOf(id).act(system, "follow_blocks", { by: null });

/** Somebody whose conversation the list has, and the nameless contact behind them. */
async function visiting() {
	const { id, visitor } = await begin(shop);
	const { visitorId } = visitor;
	const who = { visitorId, conversationId: id, startedAt: Date.now(), at: Date.now() };
	const contactId = await ensureContact(db, { ...who, workspaceId: shop.id });
	await vi.waitFor(async () => expect(await inbox(env, shop.id).byVisitors([visitorId])).toHaveLength(1));
	return { id, visitor, contactId, who };
}
type Visiting = Awaited<ReturnType<typeof visiting>>;

const blockRow = ({ contactId }: Visiting) =>
	block(db, acting(), { contactId, thread: null, addressHash: null, request });

/** The next read of blocks comes back only when it is let go, with what stood when it was made. */
function holdNextRead() {
	const [made, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
	const prototype: D1PreparedStatement = Object.getPrototypeOf(env.DB.prepare("SELECT 1"));
	const { raw } = prototype;
	let held = false;
	vi.spyOn(prototype, "raw").mockImplementation(async function (this: D1PreparedStatement, ...how: unknown[]) {
		const rows = await Reflect.apply(raw, this, how);
		if (held || !/union all/i.test(String(Reflect.get(this, "statement")))) return rows;
		held = true;
		made.resolve();
		await gate.promise;
		return rows;
	});
	return { made: made.promise, letGo: gate.resolve };
}

describe("a block", () => {
	test("that is lifted while it is being read is not applied afterwards", async () => {
		const ana = await visiting();
		await blockRow(ana);
		const read = holdNextRead();
		const late = follow(ana.id);
		await read.made;
		await unblock(db, acting(), ana.contactId, null);
		await follow(ana.id);
		read.letGo();
		expect(await late).toMatchObject({ ok: true });
		expect(await isBlocked(ana.id)).toBe(false);
	});

	test("that is set while there is none to be read stands afterwards", async () => {
		const ana = await visiting();
		const read = holdNextRead();
		const late = follow(ana.id);
		await read.made;
		await blockRow(ana);
		await follow(ana.id);
		read.letGo();
		await late;
		expect(await isBlocked(ana.id)).toBe(true);
	});

	test("reaches a conversation that the list hears of only later", async () => {
		const ana = await visiting();
		vi.spyOn(console, "error").mockImplementation(() => {});
		const down = vi.spyOn(Inbox.prototype, "receive").mockRejectedValue(new Error("down"));
		const second = newConversationId();
		const line = await openVisitor(ana.visitor, second);
		await say(line, "zzz qqq");
		await blockContact(context(), noor, { contactId: ana.contactId, request });
		expect([await isBlocked(ana.id), await isBlocked(second)]).toEqual([true, false]);
		down.mockRestore();
		await runDurableObjectAlarm(stubOf(second));
		await vi.waitFor(async () => expect(await isBlocked(second)).toBe(true));
	});
});

describe("where contacts are merged", () => {
	const EMAIL = "ana@moreira.example";
	/** Somebody leaves an address, and a teammate confirms it. */
	const leave = async ({ who }: Visiting, email = EMAIL) => {
		await claimEmail(context(), system, { ...who, email });
		const confirmed = await confirmClaim(context(), noor, { conversationId: who.conversationId, email });
		expect(confirmed).toMatchObject({ ok: true });
	};
	const contactOf = async ({ who }: Visiting) => (await contactOfVisitor(db, shop.id, who.visitorId))?.id ?? "";

	test("the block of one reaches the conversations of the other, and is lifted in both", async () => {
		const [desk, phone] = [await visiting(), await visiting()];
		await leave(desk);
		await blockContact(context(), noor, { contactId: phone.contactId, request });
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([false, true]);
		await leave(phone);
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([true, true]);
		const contactId = await contactOf(phone);
		expect(contactId).toBe(await contactOf(desk));
		await unblockContact(context(), noor, { contactId });
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([false, false]);
	});

	test("an unblock that was still owed arrives all the same", async () => {
		const [desk, phone] = [await visiting(), await visiting()];
		await leave(desk);
		await blockContact(context(), noor, { contactId: phone.contactId, request });
		await unblock(db, acting(), phone.contactId, null);
		await leave(phone);
		await outbox(env, shop.id).drain();
		expect(await isBlocked(phone.id)).toBe(false);
	});

	test("somebody who becomes another contact leaves the block behind", async () => {
		const [desk, phone] = [await visiting(), await visiting()];
		await leave(desk, "shared@moreira.example");
		await leave(phone, "shared@moreira.example");
		await blockContact(context(), noor, { contactId: await contactOf(desk), request });
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([true, true]);
		await leave(phone);
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([true, false]);
	});

	test("a block from a thread goes to whom the visitor has become", async () => {
		const [desk, phone] = [await visiting(), await visiting()];
		await leave(desk);
		const prototype: D1Database = Object.getPrototypeOf(env.DB);
		const { batch } = prototype;
		// The merge comes right before the block is written.
		const merging = vi.spyOn(prototype, "batch").mockImplementationOnce(async function (this: D1Database, rows) {
			await leave(phone);
			return Reflect.apply(batch, this, [rows]);
		});
		const blocked = await blockVisitor(context(), noor, { conversationId: phone.id, request });
		expect(merging).toHaveBeenCalled();
		expect(blocked).toMatchObject({ ok: true });
		expect([await isBlocked(desk.id), await isBlocked(phone.id)]).toEqual([true, true]);
	});
});

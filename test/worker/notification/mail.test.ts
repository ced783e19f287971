/** Mail about what stays unseen: after a while, one for all, and none about what somebody saw or took. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { database } from "../../../src/db/database.ts";
import { loggedMail } from "../../../src/db/schema.ts";
import { inbox, notifier } from "../../../src/durable/objects.ts";
import { MAIL_AFTER_MS } from "../../../src/notification/decide.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { ask, createMember, createWorkspace, newFrameId, type Person, type Workspace } from "../setup/people.ts";
import { act, say, start } from "../setup/talk.ts";
import { eq } from "drizzle-orm";
import * as v from "valibot";

let shop: Workspace;
let ines: Person;

beforeEach(async () => {
	Reflect.set(env, "MAIL", "log");
	shop = await createWorkspace("Corner shop", { address: "https://chat.shop.example" });
	ines = await createMember(shop, "owner");
});

afterEach(() => void Reflect.set(env, "MAIL", ""));

const Logged = v.pipe(
	v.string(),
	v.parseJson(),
	v.object({ to: v.string(), subject: v.string(), text: v.string(), html: v.string(), messageId: v.string() }),
);
async function mails() {
	const rows = await database(env).select().from(loggedMail).where(eq(loggedMail.workspaceId, shop.id));
	return rows.map(({ json }) => v.parse(Logged, json));
}
const owed = (): Promise<(number | null)[]> =>
	runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
		storage.sql
			.exec<{ mail_at: number | null }>("SELECT mail_at FROM pending")
			.toArray()
			.map(({ mail_at }) => mail_at),
	);
/** Lets ten minutes pass. */
async function later(): Promise<void> {
	const stub = notifier(env, shop.id);
	await runInDurableObject(stub, async (_, { storage }) => {
		storage.sql.exec("UPDATE pending SET mail_at = 1 WHERE mail_at IS NOT NULL");
		await storage.setAlarm(Date.now());
	});
	await runDurableObjectAlarm(stub);
}
const note = (person: Person, id: string, text: string) =>
	ask(person, `/api/conversations/${id}/frames`, {
		body: { type: "note", id: newFrameId(), text },
		headers: { [PROTOCOL_HEADER]: SUBPROTOCOL },
	});
async function queue(text = "I want to talk to a person"): Promise<string> {
	const { id, line } = await start(shop, "Hello <b>you</b>");
	await say(line, text);
	return id;
}

describe("a member who sees nothing", () => {
	test("gets one mail for all of it, not before ten minutes, and not the same again", async () => {
		const ids = [await queue(), await queue()];
		await vi.waitFor(async () => expect(await owed()).toHaveLength(2));
		for (const at of await owed()) expect(at).toBeGreaterThan(Date.now() + MAIL_AFTER_MS - 60_000);
		expect(await mails()).toEqual([]);
		await later();
		await later();
		const [mail, ...others] = await mails();
		expect(others).toEqual([]);
		expect(mail).toMatchObject({ to: ines.email, subject: "2 things wait for you in Corner shop" });
		for (const id of ids) expect(mail?.text).toContain(`https://chat.shop.example/conversations/${id}?status=all`);
		expect(mail?.text).toContain("I want to talk to a person");
		expect(await owed()).toEqual([null, null]);
	});

	test("gets one mail of sources that fail and a mail that came back, each once", async () => {
		const id = await queue();
		await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
		const stub = notifier(env, shop.id);
		for (const [topic, about] of [
			["#src_1", "help.shop.example"],
			["#src_1", "help.shop.example"],
			["#src_2", "prices.csv"],
		] as const)
			await stub.report({ what: "source_failed", topic, seq: Date.now(), about, to: null });
		const [item] = await inbox(env, shop.id).itemsOf([id]);
		if (!item) throw new Error("The conversation isn't in the list.");
		await stub.happened(item, [{ what: "bounced", seq: 1_000, at: Date.now(), by: null, to: null }], []);
		await later();
		const [mail, ...others] = await mails();
		expect(others).toEqual([]);
		expect(mail?.subject).toBe("3 things wait for you in Corner shop");
		for (const said of [
			"A source can't be read\nhelp.shop.example",
			"prices.csv",
			"came back\nIt could not be delivered.",
		])
			expect(mail?.text.split(said)).toHaveLength(2);
		expect(mail?.text).toContain("https://chat.shop.example/knowledge/sources");
	});

	test("who was mentioned in a note gets a mail of it, in their language", async () => {
		const marco = await createMember(shop, "agent", "Marco");
		await env.DB.prepare("UPDATE user SET language = 'de' WHERE email = ?").bind(marco.email).run();
		const { id } = await start(shop);
		await note(ines, id, "@Marco, can you look?");
		await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
		await later();
		expect(await mails()).toMatchObject([{ to: marco.email, subject: "Sie wurden in einem Gespräch erwähnt" }]);
	});

	test("gets none of what they have seen, or of what somebody has taken", async () => {
		const [seen, taken] = [await queue(), await queue()];
		await vi.waitFor(async () => expect(await owed()).toHaveLength(2));
		await notifier(env, shop.id).seen(ines.id, seen);
		const marco = await createMember(shop, "agent", "Marco");
		await act(marco, taken, { type: "take_over" });
		await vi.waitFor(async () =>
			expect(await inbox(env, shop.id).itemsOf([taken])).toMatchObject([{ handler: "human" }]),
		);
		await later();
		expect(await mails()).toEqual([]);
		expect((await owed()).filter((at) => at !== null)).toEqual([]);
	});

	test("gets no word of what was written where the workspace says so, and no markup of a visitor's", async () => {
		await queue("A person, <script>please</script>");
		await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
		await ask(ines, "/api/workspace", { method: "PATCH", body: { notificationsWithoutText: true } });
		await later();
		const [mail] = await mails();
		expect(mail?.subject).toBe("A visitor waits for a person");
		expect(`${mail?.text}${mail?.html}`).not.toContain("please");
	});

	test("who has set quiet hours meanwhile is not mailed in them", async () => {
		await queue();
		await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
		const quiet = { from: "00:00", to: "00:00" };
		await ask(ines, "/api/notifications", { method: "PATCH", body: { quiet } });
		await later();
		expect(await mails()).toEqual([]);
		expect((await owed())[0]).toBeGreaterThan(Date.now());
	});

	test("and has left the team gets none", async () => {
		await queue();
		await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
		await env.DB.prepare("UPDATE member SET role = 'removed' WHERE id = ?").bind(ines.id).run();
		await later();
		expect(await mails()).toEqual([]);
		expect(await owed()).toEqual([null]);
	});
});

test("what a visitor wrote is text in both parts of a mail", async () => {
	await queue("A person, <img src=x>");
	await vi.waitFor(async () => expect(await owed()).toHaveLength(1));
	await later();
	const [mail] = await mails();
	expect(mail?.text).toContain("<img src=x>");
	expect(mail?.html).toContain("&lt;img src=x&gt;");
	expect(mail?.html).not.toContain("<img");
});

/** Chat channels: who may set them, what they get in their own format, and what happens where they take nothing. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { notifier } from "../../../src/durable/objects.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import * as actions from "../../../src/notification/channel/actions.ts";
import { channelAddress } from "../../../src/notification/channel/address.ts";
import { AlertChannels, type ChannelKind, type NewChannel } from "../../../src/protocol/notification/channel.ts";
import { What } from "../../../src/protocol/notification/table.ts";
import { actorNames, actors, leads } from "../setup/actors.ts";
import { addresses, type ChatService, serveChats } from "../setup/chat-service.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { say, start } from "../setup/talk.ts";

let shop: Workspace;
let ines: Person;
let chats: ChatService;

beforeEach(async () => {
	shop = await createWorkspace("Shop", { address: "https://chat.shop.example" });
	ines = await createMember(shop, "owner");
	chats = serveChats();
});
afterEach(() => void vi.restoreAllMocks());

const channels = async (by = ines) =>
	v.parse(AlertChannels, await (await ask(by, "/api/notifications/channels")).json()).channels;
async function add(kind: ChannelKind = "slack", what: string[] = ["waiting"]): Promise<string> {
	const body = { kind, name: "#support", address: addresses[kind], what };
	const response = await ask(ines, "/api/notifications/channels", { body });
	expect(response.status).toBe(201);
	return (await channels()).at(-1)?.id ?? "";
}
type Row = { failures: number; due_at: number | null };
const posts = (): Promise<Row[]> =>
	runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
		storage.sql.exec<Row>("SELECT failures, due_at FROM post ORDER BY at").toArray(),
	);
/** Makes what is owed due now, and runs the alarm. */
async function later(): Promise<void> {
	const stub = notifier(env, shop.id);
	await runInDurableObject(stub, async (_, { storage }) => {
		storage.sql.exec("UPDATE post SET due_at = 1 WHERE due_at IS NOT NULL");
		await storage.setAlarm(Date.now());
	});
	await runDurableObjectAlarm(stub);
}
async function queue(text = "I want to talk to a person"): Promise<string> {
	const { id, line } = await start(shop);
	await say(line, text);
	return id;
}

describe("a channel", () => {
	test.each(["slack", "discord", "teams"] as const)("of %s is told in its own format, once", async (kind) => {
		await add(kind);
		const id = await queue();
		await vi.waitFor(() => expect(chats.taken).toHaveLength(1));
		expect(chats.taken[0]).toContain("A visitor waits for a person");
		expect(chats.taken[0]).toContain(`https://chat.shop.example/conversations/${id}?status=all`);
		await vi.waitFor(async () => expect(await posts()).toEqual([{ failures: 0, due_at: null }]));
		await later();
		expect(chats.requests).toBe(1);
	});

	test("gets what a visitor wrote as text that mentions nobody", async () => {
		await add();
		await queue("A person <!channel> & <https://evil.example|here>");
		await vi.waitFor(() => expect(chats.taken).toHaveLength(1));
		expect(chats.taken[0]).toContain("&lt;!channel&gt; &amp; &lt;https");
	});

	test("gets no text where the workspace says so, and nothing it isn't told of", async () => {
		await ask(ines, "/api/workspace", { method: "PATCH", body: { notificationsWithoutText: true } });
		await add("slack", ["waiting"]);
		await add("discord", ["ai_trouble"]);
		await queue("I want to talk to a secret person");
		await vi.waitFor(() => expect(chats.taken).toHaveLength(1));
		expect(chats.taken[0]).not.toContain("secret");
		expect(await posts()).toHaveLength(1);
	});

	test.each<[string, ChatService["next"], number]>([
		["asks for a pause", [{ status: 429, headers: { "retry-after": "120" } }], 110_000],
		["fails", [{ status: 503 }], 0],
		["is slow", ["slow"], 0],
	])("that %s gets it later, and nothing is lost", async (_, next, waits) => {
		await add();
		chats.next.push(...next);
		await queue();
		await vi.waitFor(async () => expect(await posts()).toMatchObject([{ failures: 1 }]));
		expect((await posts())[0]?.due_at).toBeGreaterThan(Date.now() + waits);
		await later();
		expect(chats.taken).toHaveLength(1);
		expect(await posts()).toMatchObject([{ due_at: null }]);
	});

	test.each([
		[404, "no_service"],
		[410, "channel_is_archived"],
		[403, "action_prohibited"],
		[302, ""],
	])("that answers %i %s is dead: somebody is told, and no more is posted", async (status, body) => {
		await add();
		chats.next.push({ status, body, headers: status === 302 ? { location: "https://evil.example/" } : {} });
		await queue();
		await vi.waitFor(async () => expect((await channels())[0]?.problem).toContain("revoked"));
		const told = () =>
			runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
				storage.sql
					.exec<{ member: string; about: string }>("SELECT member, about FROM pending WHERE what = 'channel_failed'")
					.toArray(),
			);
		await vi.waitFor(async () => expect(await told()).toEqual([{ member: ines.id, about: "#support" }]));
		await queue();
		await later();
		expect(chats.requests).toBe(1);
	});

	test("is dead, and somebody is told of it though they couldn't be at first", async () => {
		await add();
		const gone = { status: 404, body: "no_service" };
		chats.next.push(gone, gone);
		const told = vi.spyOn(Inbox.prototype, "whereabouts").mockRejectedValueOnce(new Error("The list is down."));
		await queue();
		await vi.waitFor(() => expect(told).toHaveBeenCalled());
		expect((await channels())[0]?.problem).toBeNull();
		await later();
		await vi.waitFor(async () => expect((await channels())[0]?.problem).toContain("revoked"));
		const pending = await runInDurableObject(notifier(env, shop.id), (_, { storage: { sql } }) =>
			sql.exec("SELECT member, about FROM pending WHERE what = 'channel_failed'").toArray(),
		);
		expect(pending).toEqual([{ member: ines.id, about: "#support" }]);
	});

	test("that never answers is given up on, loudly", async () => {
		await add();
		chats.next.push(...Array.from({ length: 30 }, () => ({ status: 500 })));
		await queue();
		await vi.waitFor(async () => expect(await posts()).toMatchObject([{ failures: 1 }]));
		for (let attempt = 1; attempt < 20; attempt++) await later();
		expect((await channels())[0]?.problem).toContain("hasn't answered");
		expect(chats.requests).toBe(20);
	});

	test("works again once it has another address or a test came through", async () => {
		const id = await add();
		chats.next.push({ status: 404, body: "no_service" });
		const tested = await ask(ines, `/api/notifications/channels/${id}/test`, { body: {} });
		expect(await tested.json()).toEqual({ outcome: "dead" });
		expect((await channels())[0]?.problem).not.toBeNull();
		const again = await ask(ines, `/api/notifications/channels/${id}/test`, { body: {} });
		expect(await again.json()).toEqual({ outcome: "taken" });
		expect((await channels())[0]?.problem).toBeNull();
		expect(chats.taken[0]).toContain("A test from Parley");
	});
});

describe("an address", () => {
	test("is stored encrypted, and no answer holds it", async () => {
		await add();
		const listed = JSON.stringify(await channels());
		expect(listed).toContain("hooks.slack.com/…lack");
		expect(listed).not.toContain("secret-of-slack");
		const { results } = await env.DB.prepare("SELECT * FROM alert_channel").all();
		expect(JSON.stringify(results)).not.toContain("secret-of-slack");
		const log = await env.DB.prepare("SELECT detail FROM audit_log WHERE workspace_id = ?").bind(shop.id).all();
		expect(JSON.stringify(log.results)).not.toContain("secret-of-slack");
	});

	test.each<[ChannelKind, string]>([
		["slack", "http://hooks.slack.com/services/T/B/x"],
		["slack", "https://hooks.slack.com.evil.example/services/T/B/x"],
		["slack", "https://hooks.slack.com@evil.example/services/T/B/x"],
		["slack", "https://hooks.slack.com:8443/services/T/B/x"],
		["slack", "https://slack.com/api/chat.postMessage"],
		["discord", "https://discord.com/api/v10/users/@me"],
		["discord", addresses.slack],
		["teams", "https://logic.azure.com.evil.example/workflows/x"],
		["teams", "https://169.254.169.254/latest/meta-data"],
		["teams", "not an address"],
	])("of %s that is %s is refused", async (kind, address) => {
		expect(channelAddress(kind, address).ok).toBe(false);
		const body = { kind, name: "#x", address, what: [] };
		expect((await ask(ines, "/api/notifications/channels", { body })).status).toBe(422);
		expect(chats.requests).toBe(0);
	});
});

describe("the actions", () => {
	test("are those of this table", () => {
		expect(Object.keys(actions).toSorted()).toEqual(["addChannel", "changeChannel", "removeChannel", "testChannel"]);
	});

	test.each(actorNames)("by %s", async (name) => {
		const id = await add();
		const context = { env, workspaceId: shop.id };
		const refused = { ok: false, reason: "forbidden" };
		const channel = {
			kind: "slack",
			name: "#x",
			address: addresses.slack,
			what: [...What.options],
		} satisfies NewChannel;
		const done = [
			await actions.addChannel(context, actors[name], channel),
			await actions.changeChannel(context, actors[name], { id, name: "#y" }),
			await actions.testChannel(context, actors[name], { id }),
			await actions.removeChannel(context, actors[name], { id }),
		];
		if (leads.includes(name)) expect(done.every(({ ok }) => ok)).toBe(true);
		else expect(done).toEqual([refused, refused, refused, refused]);
	});

	test("reach no channel of another workspace", async () => {
		const id = await add();
		const eve = await createMember(await createWorkspace("Other"), "owner", "Eve");
		const path = `/api/notifications/channels/${id}`;
		expect((await ask(eve, path, { method: "PATCH", body: { name: "#mine" } })).status).toBe(404);
		expect((await ask(eve, `${path}/test`, { body: {} })).status).toBe(404);
		expect((await ask(eve, path, { method: "DELETE" })).status).toBe(404);
		expect(await channels(eve)).toEqual([]);
		expect(chats.requests).toBe(0);
	});
});

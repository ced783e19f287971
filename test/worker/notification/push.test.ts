/** Web push against a local push service that decrypts: who gets what, what ends a browser, what is tried again. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { inbox, notifier } from "../../../src/durable/objects.ts";
import { lettersIn } from "../../../src/language/letters.ts";
import { de } from "../../../src/language/letters/de.ts";
import { ja } from "../../../src/language/letters/ja.ts";
import { isPushService } from "../../../src/notification/push/allowed-hosts.ts";
import { OwnNotifications } from "../../../src/protocol/notification/own.ts";
import { PushKey } from "../../../src/protocol/notification/push.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { ask, createMember, createWorkspace, newFrameId, type Person, type Workspace } from "../setup/people.ts";
import { type Browser, newBrowser, type PushService, servePushes } from "../setup/push-service.ts";
import { act, say, start } from "../setup/talk.ts";

let shop: Workspace;
let ines: Person;
let phone: Browser;
let service: PushService;

const keyOf = async (person: Person) =>
	v.parse(PushKey, await (await ask(person, "/api/notifications/push-key")).json()).publicKey;
const register = (person: Person, { endpoint, p256dh, auth }: Browser) =>
	ask(person, "/api/notifications/devices", { body: { endpoint, p256dh, auth } });
const devices = async (person: Person) =>
	v.parse(OwnNotifications, await (await ask(person, "/api/notifications")).json()).devices;

// What is loaded with the first push, no test waits for.
beforeAll(async () => void (await lettersIn([])));
beforeEach(async () => {
	shop = await createWorkspace();
	[ines, phone] = await Promise.all([createMember(shop, "owner", "Ines"), newBrowser()]);
	service = servePushes([phone], await keyOf(ines));
	expect((await register(ines, phone)).status).toBe(201);
});
afterEach(() => void vi.restoreAllMocks());

const owed = () =>
	runInDurableObject(notifier(env, shop.id), (_, { storage }) =>
		storage.sql
			.exec<{ push_at: number | null; push_failures: number }>("SELECT push_at, push_failures FROM pending")
			.toArray(),
	);
/** Makes what is owed due now, and runs the alarm. */
async function later(): Promise<void> {
	const stub = notifier(env, shop.id);
	await runInDurableObject(stub, (_, { storage }) => {
		storage.sql.exec("UPDATE pending SET push_at = 1 WHERE push_at IS NOT NULL");
	});
	await runDurableObjectAlarm(stub);
}
/** A visitor who waits for a person. Returns the conversation's id. */
async function queue(): Promise<string> {
	const { id, line } = await start(shop);
	await say(line, "I want to talk to a person");
	return id;
}

describe("a push", () => {
	test("comes encrypted and signed, one for each conversation, with a way to it", async () => {
		const id = await queue();
		await vi.waitFor(() => expect(service.taken).toHaveLength(1));
		expect(service.taken[0]).toEqual({
			endpoint: phone.endpoint,
			topic: id,
			text: {
				title: "A visitor waits for a person",
				body: "I want to talk to a person",
				tag: id,
				path: `/conversations/${id}?status=all`,
				withdraw: [],
			},
		});
	});

	test("comes to who was mentioned in a note, and to nobody who wrote it", async () => {
		const marco = await createMember(shop, "agent", "Marco");
		const { id } = await start(shop);
		await ask(marco, `/api/conversations/${id}/frames`, {
			body: { type: "note", id: newFrameId(), text: "@Ines @Marco, can you look?" },
			headers: { [PROTOCOL_HEADER]: SUBPROTOCOL },
		});
		await vi.waitFor(() => expect(service.taken).toHaveLength(1));
		expect(service.taken[0]).toMatchObject({
			endpoint: phone.endpoint,
			text: { title: "You were mentioned in a conversation", tag: id },
		});
	});

	test.each([
		["de", null, de.told.waiting.replace("{who}", de.told.visitor)],
		[null, "ja", ja.told.waiting.replace("{who}", ja.told.visitor)],
		["xx", null, "A visitor waits for a person"],
	])("is in its reader's language (%s), or else the workspace's (%s)", async (own, ofWorkspace, title) => {
		await env.DB.prepare("UPDATE user SET language = ? WHERE email = ?").bind(own, ines.email).run();
		if (ofWorkspace !== null)
			await ask(ines, "/api/workspace", { method: "PATCH", body: { languages: [ofWorkspace, "en"] } });
		await notifier(env, shop.id).forget();
		await queue();
		await vi.waitFor(() => expect(service.taken).toHaveLength(1));
		expect(service.taken[0]?.text.title).toBe(title);
	});

	test("leaves out what was written where the workspace says so", async () => {
		await ask(ines, "/api/workspace", { method: "PATCH", body: { notificationsWithoutText: true } });
		await queue();
		await vi.waitFor(() => expect(service.taken).toHaveLength(1));
		expect(service.taken[0]?.text.body).toBe("");
	});

	test("takes back what was seen elsewhere", async () => {
		const seen = await queue();
		await vi.waitFor(async () => expect(await owed()).toMatchObject([{ push_at: null }]));
		await notifier(env, shop.id).seen(ines.id, seen);
		await queue();
		await vi.waitFor(() => expect(service.taken).toHaveLength(2));
		expect(service.taken[1]?.text.withdraw).toEqual([seen]);
	});

	test.each([404, 410])("that is answered %i ends the browser", async (status) => {
		service.answers.push({ status });
		await queue();
		await vi.waitFor(async () => expect(await devices(ines)).toEqual([]));
		expect(service.taken).toEqual([]);
	});

	test("that is refused for a while is sent again, as late as the service asks, to that browser alone", async () => {
		const laptop = await newBrowser();
		vi.restoreAllMocks();
		service = servePushes([phone, laptop], await keyOf(ines));
		await register(ines, laptop);
		service.answers.push({ status: 429, headers: { "retry-after": "600" } });
		await queue();
		await vi.waitFor(async () => expect(await owed()).toMatchObject([{ push_failures: 1 }]));
		expect((await owed())[0]?.push_at).toBeGreaterThan(Date.now() + 590_000);
		expect(service.taken).toHaveLength(1);
		await later();
		expect(service.taken.map(({ endpoint }) => endpoint).toSorted()).toEqual(
			[phone.endpoint, laptop.endpoint].toSorted(),
		);
		expect(await owed()).toMatchObject([{ push_at: null }]);
	});

	test("is given up on after an hour of failures", async () => {
		service.answers.push(...Array.from({ length: 20 }, () => ({ status: 503 })));
		await queue();
		await vi.waitFor(async () => expect(await owed()).toMatchObject([{ push_failures: 1 }]));
		for (let attempt = 1; attempt < 7; attempt++) await later();
		expect(await owed()).toMatchObject([{ push_at: null }]);
		expect(service.answers).toHaveLength(13);
	});

	test("isn't sent of what somebody has taken meanwhile", async () => {
		service.answers.push({ status: 503 });
		const id = await queue();
		await vi.waitFor(async () => expect(await owed()).toMatchObject([{ push_failures: 1 }]));
		await act(ines, id, { type: "take_over" });
		await vi.waitFor(async () => expect(await inbox(env, shop.id).itemsOf([id])).toMatchObject([{ handler: "human" }]));
		await later();
		expect(service.taken).toEqual([]);
	});
});

describe("a browser", () => {
	test("ends with the session that registered it", async () => {
		expect(await devices(ines)).toHaveLength(1);
		await ask(ines, "/api/auth/sign-out", { body: {} });
		await queue();
		await vi.waitFor(async () => expect(await owed()).toMatchObject([{ push_at: null }]));
		expect(service.taken).toEqual([]);
	});

	test("is whoever's registered it last", async () => {
		const marco = await createMember(shop, "agent", "Marco");
		await register(marco, phone);
		expect(await devices(ines)).toEqual([]);
		expect(await devices(marco)).toHaveLength(1);
	});

	test("is removed by its member and by nobody else", async () => {
		const marco = await createMember(shop, "owner", "Marco");
		const [device] = await devices(ines);
		const path = `/api/notifications/devices/${device?.id}`;
		expect((await ask(marco, path, { method: "DELETE" })).status).toBe(404);
		expect((await ask(ines, path, { method: "DELETE" })).status).toBe(204);
		expect(await devices(ines)).toEqual([]);
	});

	test("of another address than a push service's is refused, and nothing is called", async () => {
		const wrong = { ...phone, endpoint: "https://fcm.googleapis.com.evil.example/send" };
		expect((await register(ines, wrong)).status).toBe(422);
	});
});

test("the key is made once, and is the workspace's own", async () => {
	const other = await createMember(await createWorkspace("Other"), "viewer");
	const [first, again, others] = await Promise.all([keyOf(ines), keyOf(ines), keyOf(other)]);
	expect(again).toBe(first);
	expect(others).not.toBe(first);
	const { results } = await env.DB.prepare("SELECT private_key FROM push_key").all<{ private_key: string }>();
	// Encrypted: the private half of a P-256 key is 43 characters.
	for (const { private_key } of results) expect(private_key.length).toBeGreaterThan(60);
});

test.each([
	["https://fcm.googleapis.com/fcm/send/abc", true],
	["https://updates.push.services.mozilla.com/wpush/v2/abc", true],
	["https://web.push.apple.com/abc", true],
	["https://wns2-par02p.notify.windows.com/w/?token=abc", true],
	["http://fcm.googleapis.com/fcm/send/abc", false],
	["https://fcm.googleapis.com:8443/fcm/send/abc", false],
	["https://user@fcm.googleapis.com/fcm/send/abc", false],
	["https://notify.windows.com.evil.example/", false],
	["https://169.254.169.254/latest", false],
	["not an address", false],
])("%s is a push service's: %s", (endpoint, is) => {
	expect(isPushService(endpoint)).toBe(is);
});

/**
 * New conversations are limited by where they come from: through the Worker's own routes, over sockets and over HTTP. Most of
 * these shops have low limits; test/pure/inbox/starts.test.ts has the usual ones.
 */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { afterEach, describe, expect, vi } from "vitest";
import { mintVisitorToken, newVisitorId } from "../../../src/auth/visitor.ts";
import { inbox } from "../../../src/durable/objects.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { FrameAnswers } from "../../../src/protocol/conversation/frames.ts";
import { SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { StartLimits } from "../../../src/protocol/settings/budgets.ts";
import {
	ask,
	askAsVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Visiting,
	type Workspace,
} from "../setup/people.ts";
import { dial } from "../setup/socket.ts";
import { isolated } from "../setup/stage.ts";

const MINUTE = 60_000;
const OFFICE = "203.0.113.7";
const LIMIT = 3;

const test = isolated.override("settings", () => ({ addressStartsIn10Minutes: LIMIT }));

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

const later = (ms: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });
const times = <T>(number: number, make: (index: number) => T): T[] =>
	Array.from({ length: number }, (_, at) => make(at));

/** Another visitor, at this address. */
async function visitorAt(shop: Workspace, address = OFFICE): Promise<Visiting> {
	const visitorId = newVisitorId();
	return {
		token: await mintVisitorToken(env, { workspaceId: shop.id, visitorId }),
		visitorId,
		site: shop.site,
		address,
	};
}

/** A first message over HTTP. */
async function begin(visitor: Visiting, id = newConversationId(), frameId = newFrameId()) {
	const body = { type: "send", id: frameId, text: "zzz qqq" };
	const response = await askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body });
	expect(response.status).toBe(200);
	const [frame] = v.parse(FrameAnswers, await response.json()).frames;
	const wait = frame?.type === "refused" ? (frame.retryAfterMs ?? 0) : 0;
	return { frame, wait, retryAfter: response.headers.get("retry-after") };
}

/** A first message of a new visitor at each of these addresses, at once; the number of those that were stored. */
async function beginAt(shop: Workspace, addresses: string[]): Promise<number> {
	const begun = await Promise.all(addresses.map(async (address) => begin(await visitorAt(shop, address))));
	return begun.filter(({ frame }) => frame?.type === "ack").length;
}

const fill = (shop: Workspace) =>
	beginAt(
		shop,
		times(LIMIT, () => OFFICE),
	);

describe("from one address", () => {
	test("as many of many at once begin as may, whoever they say they are, and each of the others is told when", async ({
		shop,
	}) => {
		const begun = await Promise.all(times(12, async () => begin(await visitorAt(shop))));
		expect(begun.filter(({ frame }) => frame?.type === "ack")).toHaveLength(LIMIT);
		for (const { frame, wait, retryAfter } of begun) {
			if (frame?.type === "ack") continue;
			expect(frame).toMatchObject({ type: "refused", reason: "flood" });
			expect(wait).toBeGreaterThan(9 * MINUTE);
			expect(wait).toBeLessThanOrEqual(10 * MINUTE);
			expect(Number(retryAfter)).toBe(Math.ceil(wait / 1_000));
		}
		expect(await beginAt(shop, ["203.0.113.8"])).toBe(1);
	});

	test("one visitor's conversations count too, and a conversation that has begun goes on", async ({ shop }) => {
		const visitor = await visitorAt(shop);
		const first = newConversationId();
		const begun = [];
		for (const id of [first, ...times(4, newConversationId)]) begun.push((await begin(visitor, id)).frame?.type);
		expect(begun).toEqual(["ack", "ack", "ack", "refused", "refused"]);
		expect((await begin(visitor, first)).frame).toMatchObject({ type: "ack" });
	});

	test("the message that was refused is stored when its time has come, once", async ({ shop, stubOf }) => {
		await fill(shop);
		const visitor = await visitorAt(shop);
		const [id, frameId] = [newConversationId(), newFrameId()];
		const refused = await begin(visitor, id, frameId);
		expect(refused.frame).toMatchObject({ type: "refused", id: frameId, reason: "flood" });
		expect(await stubOf(id).item()).toBeNull();
		later(refused.wait);
		expect((await begin(visitor, id, frameId)).frame).toMatchObject({ type: "ack", seq: 1 });
		expect((await begin(visitor, id, frameId)).frame).toMatchObject({ type: "ack", seq: 1 });
	});

	test("a socket's first message is refused like one over HTTP, and the socket stays open", async ({ shop }) => {
		await fill(shop);
		const visitor = await visitorAt(shop);
		const { webSocket } = await dial(`/api/widget/conversations/${newConversationId()}/socket`, {
			protocols: [SUBPROTOCOL, visitor.token],
			origin: shop.site,
			headers: { "CF-Connecting-IP": OFFICE },
		});
		const frames: unknown[] = [];
		webSocket?.addEventListener("message", ({ data }) => frames.push(JSON.parse(String(data))));
		webSocket?.accept();
		webSocket?.send(JSON.stringify({ type: "send", id: newFrameId(), text: "zzz qqq" }));
		await vi.waitFor(() => expect(frames.at(-1)).toMatchObject({ type: "refused", reason: "flood" }));
		expect(frames.at(-1)).toHaveProperty("retryAfterMs");
		expect(webSocket?.readyState).toBe(WebSocket.OPEN);
		webSocket?.close();
	});

	test("the count outlives the Inbox's memory", async ({ shop }) => {
		await fill(shop);
		await evictDurableObject(inbox(env, shop.id));
		expect(await beginAt(shop, [OFFICE])).toBe(0);
	});

	test("another workspace begins as many", async ({ shop }) => {
		await fill(shop);
		expect(await beginAt(await createWorkspace("There"), [OFFICE])).toBe(1);
	});
});

describe("from one IPv6 network", () => {
	test("all addresses of a /64 are one", async ({ shop }) => {
		const addresses = times(6, (at) => `2001:db8:1:2:${at.toString(16)}::${at.toString(16)}`);
		expect(await beginAt(shop, addresses)).toBe(LIMIT);
	});

	test("all /64s of a /48 begin four times as much as one", async ({ shop }) => {
		const addresses = times(16, (at) => `2001:db8:1:${at.toString(16)}::1`);
		expect(await beginAt(shop, addresses)).toBe(4 * LIMIT);
		expect(await beginAt(shop, ["2001:db8:1:ffff::1", "2001:db8:2::1"])).toBe(1);
	});

	test("an IPv4 address written as an IPv6 one is the same", async ({ shop }) => {
		expect(
			await beginAt(
				shop,
				times(6, (at) => (at % 2 ? OFFICE : `::ffff:${OFFICE}`)),
			),
		).toBe(LIMIT);
	});
});

describe("with the usual settings", () => {
	const usual = v.parse(StartLimits, {});
	const take = (shop: Workspace) =>
		inbox(env, shop.id).takeStart({
			conversationId: newConversationId(),
			addressHash: "office",
			networkHash: null,
			limits: usual,
		});

	test("a hundred people behind one address notice nothing within an hour, a third of them in a rush", async ({
		shop,
	}) => {
		const waits: number[] = [];
		for (const many of [35, 10, 20, 10, 25]) {
			waits.push(...(await Promise.all(times(many, () => take(shop)))));
			later(11 * MINUTE);
		}
		expect(waits).toEqual(times(100, () => 0));
	});

	test("of a hundred at the same moment sixty begin", async ({ shop }) => {
		const waits = await Promise.all(times(100, () => take(shop)));
		expect(waits.filter((wait) => wait === 0)).toHaveLength(60);
	});
});

describe("in one workspace", () => {
	test("the limit of an hour holds for whoever comes, and is a setting", async ({ shop, ines }) => {
		const changed = await ask(ines, "/api/workspace", { method: "PATCH", body: { workspaceStartsAnHour: 2 } });
		expect(changed.status).toBe(200);
		expect(
			await beginAt(
				shop,
				times(6, (at) => `203.0.113.${at}`),
			),
		).toBe(2);
		later(60 * MINUTE);
		expect(await beginAt(shop, ["203.0.113.9"])).toBe(1);
	});

	test.for([
		["addressStartsIn10Minutes", 0],
		["addressStartsADay", 1.5],
		["workspaceStartsAnHour", -1],
		["workspaceCallsADay", 2_000_000],
		["visitorCallsADay", "many"],
	] as const)("%s of %s is refused", async ([name, value], { ines }) => {
		const response = await ask(ines, "/api/workspace", { method: "PATCH", body: { [name]: value } });
		expect(response.status).toBe(422);
	});
});

test("while the Inbox fails, conversations begin uncounted, and the log says so", async ({ shop }) => {
	const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
	vi.spyOn(Inbox.prototype, "takeStart").mockImplementation(() => {
		throw new Error("down");
	});
	expect(
		await beginAt(
			shop,
			times(LIMIT + 1, () => OFFICE),
		),
	).toBe(LIMIT + 1);
	expect(warned.mock.calls.flat().join()).toContain("start_not_counted");
});

test("a launcher that asks too often is told when to ask again, with a token and without, by its address", async ({
	shop,
}) => {
	const real = env.BOOT_LIMIT;
	const keys: string[] = [];
	const refuse = async ({ key }: { key: string }) => {
		keys.push(key);
		return { success: false };
	};
	Reflect.set(env, "BOOT_LIMIT", { limit: refuse });
	try {
		const visitor = await visitorAt(shop, "2001:db8:1:2::9");
		const body = { key: shop.publicKey, token: visitor.token };
		for (const refused of [
			await askAsVisitor(visitor, "/api/widget/boot", { body }),
			await askAsVisitor(visitor, `/api/widget/boot?key=${shop.publicKey}`),
		]) {
			expect(refused.status).toBe(429);
			expect(refused.headers.get("retry-after")).toBe("60");
			expect(refused.headers.get("cache-control")).toBe("no-store");
			expect(refused.headers.get("access-control-allow-origin")).toBe("*");
			expect(refused.headers.get("access-control-expose-headers")).toContain("retry-after");
			expect(await refused.json()).toMatchObject({ reason: "flood" });
		}
		expect(keys).toEqual(times(2, () => "2001:db8:1:2::/64"));
	} finally {
		Reflect.set(env, "BOOT_LIMIT", real);
	}
});

/**
 * Grants end (invariant 14): whoever signs out, is removed, gets another role, is blocked or comes from a site that was
 * taken away hears and says nothing more, in the list and in threads; and whoever may stay misses nothing by being asked.
 */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { endGrants } from "../../../src/auth/grants.ts";
import { database } from "../../../src/db/database.ts";
import { member } from "../../../src/db/schema.ts";
import { conversation, inbox } from "../../../src/durable/objects.ts";
import { CloseCode, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newFrameId,
	type Person,
	signIn,
	type Workspace,
} from "../setup/people.ts";
import { dial, openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { arrive, everything, isMessage, say, start, type Started } from "../setup/talk.ts";

const MINUTE = 60_000;

let shop: Workspace;
let owner: Person;
let marco: Person;
let chat: Started;

beforeEach(async () => {
	shop = await createWorkspace();
	[owner, marco] = await Promise.all([createMember(shop, "owner"), createMember(shop, "agent", "Marco")]);
	chat = await start(shop);
});

afterEach(() => {
	vi.useRealTimers();
});

/** The list and a thread, open. */
async function openBoth(person: Person) {
	const [list, thread] = await Promise.all([openInbox(person), openMember(person, chat.id)]);
	await Promise.all([list.next("hello"), thread.next("welcome")]);
	return { list, thread };
}

const later = (ms: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + ms });

const stub = () => conversation(env, shop.id, chat.id);

/** Everything that was ever said in the conversation. */
const texts = async () => (await everything(stub())).filter(isMessage).map(({ text }) => text);

describe("a member's open sockets", () => {
	const endings: [string, (who: Person) => Promise<unknown>][] = [
		["signs out", (who) => ask(who, "/api/auth/sign-out", { method: "POST" })],
		[
			"is made a viewer",
			async ({ id }) => {
				await database(env).update(member).set({ role: "viewer" }).where(eq(member.id, id));
				await endGrants(env, { workspaceId: shop.id, memberId: id, session: null });
			},
		],
		[
			"is removed from the team",
			async ({ id }) => {
				await database(env).delete(member).where(eq(member.id, id));
				await endGrants(env, { workspaceId: shop.id, memberId: id, session: null });
			},
		],
	];

	test.each(endings)("close when the member %s, in the list and in threads, and take nothing more", async (_, end) => {
		const { list, thread } = await openBoth(marco);
		await end(marco);
		expect((await list.closed).code).toBe(CloseCode.renew);
		expect((await thread.closed).code).toBe(CloseCode.renew);
		for (const type of ["send", "note"])
			expect(() => thread.send({ type, id: newFrameId(), text: "Still here" })).toThrow("after close");
		const heard = thread.frames.length;
		await say(chat.line, "Is anybody there");
		expect(thread.frames).toHaveLength(heard);
		expect(await texts()).not.toContain("Still here");
	});

	test("close in every thread the member has open", async () => {
		const others = [await start(shop), await start(shop)];
		const threads = await Promise.all([chat, ...others].map(({ id }) => openMember(marco, id)));
		await Promise.all(threads.map((thread) => thread.next("welcome")));
		await ask(marco, "/api/auth/sign-out", { method: "POST" });
		for (const thread of threads) expect((await thread.closed).code).toBe(CloseCode.renew);
	});

	test("of a session that goes on stay open when another of the member's sessions ends", async () => {
		const elsewhere = { ...marco, cookie: await signIn(marco.email) };
		const [here, there] = [await openBoth(marco), await openBoth(elsewhere)];
		await ask(marco, "/api/auth/sign-out", { method: "POST" });
		expect((await here.thread.closed).code).toBe(CloseCode.renew);
		await say(chat.line, "Hello there");
		await there.thread.next("entries", ({ entries }) => entries.some((e) => isMessage(e) && e.text === "Hello there"));
		there.list.send({ type: "list", id: "1", filter: { status: "all", handler: "any", assignee: "anyone" } });
		expect((await there.list.next("page")).items).toHaveLength(1);
	});

	test("of a colleague stay open", async () => {
		const { thread } = await openBoth(owner);
		await openBoth(marco);
		await ask(marco, "/api/auth/sign-out", { method: "POST" });
		await say(chat.line, "Hello there");
		await thread.next("entries", ({ entries }) => entries.some((e) => isMessage(e) && e.text === "Hello there"));
	});

	test("come back with today's role: who was made a viewer reads on and can't write", async () => {
		await openBoth(marco);
		await database(env).update(member).set({ role: "viewer" }).where(eq(member.id, marco.id));
		await endGrants(env, { workspaceId: shop.id, memberId: marco.id, session: null });
		// The clocks of two machines can't order these two, so that the first try may be told to ask again.
		later(5_000);
		const thread = await openMember(marco, chat.id);
		await thread.next("welcome");
		thread.send({ type: "send", id: newFrameId(), text: "As before" });
		expect(await thread.next("refused")).toMatchObject({ reason: "forbidden" });
	});

	test("can't be opened any more after signing out", async () => {
		await ask(marco, "/api/auth/sign-out", { method: "POST" });
		for (const path of ["/api/inbox/socket", `/api/conversations/${chat.id}/socket`]) {
			const response = await dial(path, { cookie: marco.cookie });
			const closed = new Promise<number>((resolve) =>
				response.webSocket?.addEventListener("close", ({ code }) => resolve(code)),
			);
			response.webSocket?.accept();
			expect(await closed).toBe(CloseCode.unauthorized);
		}
	});

	test("that were on their way when the grant ended aren't let in", async () => {
		const stale = { memberId: marco.id, session: null };
		await inbox(env, shop.id).endGrants(stale);
		const [list, thread] = await Promise.all([
			dial("/api/inbox/socket", { cookie: marco.cookie }),
			dial(`/api/conversations/${chat.id}/socket`, { cookie: marco.cookie }),
		]);
		for (const { webSocket } of [list, thread]) {
			const closed = new Promise<number>((resolve) =>
				webSocket?.addEventListener("close", ({ code }) => resolve(code)),
			);
			webSocket?.accept();
			expect(await closed).toBe(CloseCode.renew);
		}
	});

	test("to a thread that were on their way when the Inbox had already told it aren't let in", async () => {
		await stub().endGrants({ memberId: marco.id, session: null });
		const { webSocket } = await dial(`/api/conversations/${chat.id}/socket`, { cookie: marco.cookie });
		const closed = new Promise<number>((resolve) => webSocket?.addEventListener("close", ({ code }) => resolve(code)));
		webSocket?.accept();
		expect(await closed).toBe(CloseCode.renew);
	});

	test("end even where every object has just lost its memory", async () => {
		const { list, thread } = await openBoth(marco);
		// One after the other: two evictions at once wait for each other.
		await evictDurableObject(stub());
		await evictDurableObject(inbox(env, shop.id));
		await ask(marco, "/api/auth/sign-out", { method: "POST" });
		expect((await list.closed).code).toBe(CloseCode.renew);
		expect((await thread.closed).code).toBe(CloseCode.renew);
	});
});

describe("a grant that ran out", () => {
	test("gets a member nothing more: the next event closes the socket, and coming back brings what was missed", async () => {
		const { list, thread } = await openBoth(marco);
		const { seq } = await openMember(marco, chat.id).then((line) => line.next("welcome"));
		later(6 * MINUTE);
		const heard = thread.frames.length;
		const visitor = await openVisitor(chat.visitor, chat.id);
		await visitor.next("welcome");
		await say(visitor, "Said after the grant");
		expect((await thread.closed).code).toBe(CloseCode.renew);
		expect(thread.frames).toHaveLength(heard);
		expect((await list.closed).code).toBe(CloseCode.renew);
		expect(JSON.stringify(list.frames)).not.toContain("Said after the grant");
		const again = await (await openMember(marco, chat.id, seq)).next("welcome");
		expect(again.resumed).toBe(true);
		expect(again.entries.filter(isMessage).map(({ text }) => text)).toContain("Said after the grant");
	});

	test("lets a member say nothing more, and what was said again after coming back is stored once", async () => {
		const { thread } = await openBoth(marco);
		later(6 * MINUTE);
		const frame = { type: "send", id: newFrameId(), text: "Written meanwhile" };
		thread.send(frame);
		expect((await thread.closed).code).toBe(CloseCode.renew);
		expect(await texts()).not.toContain("Written meanwhile");
		const again = await openMember(marco, chat.id);
		again.send(frame);
		again.send(frame);
		await again.next("ack");
		expect((await texts()).filter((text) => text === "Written meanwhile")).toHaveLength(1);
	});

	test("gets a visitor nothing more, also after the object slept, and nothing is missed", async () => {
		const { line, visitor, id } = chat;
		const seq = Math.max(...line.frames.flatMap((frame) => (frame.type === "entries" ? [frame.seq] : [])));
		await evictDurableObject(stub());
		later(6 * MINUTE);
		const desk = await openMember(owner, id);
		const heard = line.frames.length;
		desk.send({ type: "send", id: newFrameId(), text: "Sorry for the wait" });
		await desk.next("entries", ({ entries }) => entries.some(isMessage));
		expect((await line.closed).code).toBe(CloseCode.renew);
		expect(JSON.stringify(line.frames.slice(heard))).not.toContain("Sorry for the wait");
		const again = await (await openVisitor(visitor, id, seq)).next("welcome");
		expect(again.entries.filter(isMessage).map(({ text }) => text)).toContain("Sorry for the wait");
	});

	test("isn't closed while nothing happens: an idle conversation sleeps on", async () => {
		const { thread } = await openBoth(marco);
		await evictDurableObject(stub());
		later(6 * MINUTE);
		expect(await Promise.race([thread.closed, new Promise((resolve) => setTimeout(() => resolve("open"), 300))])).toBe(
			"open",
		);
	});
});

describe("a visitor's open socket", () => {
	test("ends when its site is taken from the allowed ones, as soon as the conversation learns of it", async () => {
		const other = "https://other-shop.test";
		await ask(owner, "/api/workspace", { method: "PATCH", body: { allowedOrigins: [shop.site, other] } });
		await ask(owner, "/api/workspace", { method: "PATCH", body: { allowedOrigins: [other] } });
		const frame = { type: "page", url: `${other}/bags`, title: "Bags" };
		await askAsVisitor({ ...chat.visitor, site: other }, `/api/widget/conversations/${chat.id}/frames`, {
			body: frame,
		});
		expect((await chat.line.closed).code).toBe(CloseCode.renew);
		const refused = await dial(`/api/widget/conversations/${chat.id}/socket`, {
			protocols: [SUBPROTOCOL, chat.visitor.token],
			origin: shop.site,
		});
		expect(refused.status).toBe(403);
	});

	test("in a conversation that hasn't begun ends when it turns out to be somebody else's", async () => {
		const { id, line } = await arrive(shop);
		const eve = await createVisitor(shop);
		const listening = await openVisitor(eve, id);
		await listening.next("welcome");
		await say(line, "My secret order number");
		expect((await listening.closed).code).toBe(CloseCode.renew);
		expect(JSON.stringify(listening.frames)).not.toContain("secret");
		const back = await dial(`/api/widget/conversations/${id}/socket`, {
			protocols: [SUBPROTOCOL, eve.token],
			origin: eve.site,
		});
		expect(back.status).toBe(404);
	});

	test("ends when a block begins", async () => {
		await ask(owner, `/api/conversations/${chat.id}/block`, {
			body: { duration: "24h", reason: "Insults", address: false },
		});
		expect((await chat.line.closed).code).toBe(CloseCode.blocked);
	});
});

describe("the list's sockets", () => {
	test("are twenty a member", async () => {
		for (let number = 0; number < 20; number++) await (await openInbox(marco)).next("hello");
		expect((await (await openInbox(marco)).closed).code).toBe(CloseCode.flood);
		await (await openInbox(owner)).next("hello");
	});

	test("answer sixty questions at once and say how long to wait for the next", async () => {
		const list = await openInbox(marco);
		const filter = { status: "all", handler: "any", assignee: "anyone" };
		for (let number = 0; number < 300; number++) list.send({ type: "list", id: `${number}`, filter });
		const refused = await list.next("refused");
		expect(refused).toMatchObject({ reason: "flood" });
		expect(refused.retryAfterMs).toBeGreaterThan(0);
		expect(list.frames.filter(({ type }) => type === "page").length).toBeGreaterThanOrEqual(60);
	});
});

/** A conversation on the real runtime: its log, its sockets, who has it, who is blocked. */
import type { MemberAction } from "../../../src/protocol/conversation/frames.ts";
import { conversation, knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { Log } from "../../../src/conversation/storage/log.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import {
	CloseCode,
	MAX_TEXT_LENGTH,
	PAGE_SIZE,
	RESUME_LIMIT,
	PROTOCOL_HEADER,
	PROTOCOL_VERSION,
	SUBPROTOCOL,
} from "../../../src/protocol/limits.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	memberCallerOf,
	newConversationId,
	newFrameId,
	type Person,
	type Workspace,
} from "../setup/people.ts";
import { dial, openMember, openVisitor } from "../setup/socket.ts";
import { everything as entriesOf, isMessage, say, start as begin, untilEvent, untilMessage } from "../setup/talk.ts";
import { saveArticle } from "../setup/library.ts";

let shop: Workspace;
let ines: Person;
let marco: Person;
let viewer: Person;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
	[ines, marco, viewer] = await Promise.all([
		createMember(shop, "owner", "Ines"),
		createMember(shop, "agent", "Marco"),
		createMember(shop, "viewer", "Vera"),
	]);
	await saveArticle(knowledge(env, shop.id), null, {
		title: "Returns and refunds",
		text: "You have 30 days from the day it arrives to send a bag back. Print the return label from your order page and drop the parcel at any post office. We refund you within 5 days of getting the parcel back.",
	});
	await saveArticle(knowledge(env, shop.id), null, {
		title: "Shipping to the Azores",
		text: "We ship to the Azores. A parcel to the Azores takes 6 to 9 working days and costs 12 euros.",
	});
});

const start = (text?: string) => begin(shop, text);
const stubOf = (id: string) => conversation(env, shop.id, id);
const everything = (id: string) => entriesOf(stubOf(id));
const act = (person: Person, id: string, { type, ...body }: MemberAction) =>
	ask(person, `/api/conversations/${id}/${type.replaceAll("_", "-")}`, { body });

describe("the log", () => {
	test("a resend returns the first result and stores nothing", async () => {
		const { id, line } = await start();
		const frame = newFrameId();
		const first = await say(line, "Is this twice?", frame);
		line.send({ type: "send", id: frame, text: "Is this twice?" });
		const second = await line.next("ack", (ack) => ack.id === frame);
		expect(second.seq).toBe(first);
		const stored = (await everything(id)).filter((entry) => isMessage(entry) && entry.id === frame);
		expect(stored).toHaveLength(1);
	});

	test("the same id with another body, or by somebody else, is a conflict", async () => {
		const { id, line } = await start();
		const frame = newFrameId();
		await say(line, "One thing", frame);
		line.send({ type: "send", id: frame, text: "Another thing" });
		expect(await line.next("refused", ({ id: which }) => which === frame)).toMatchObject({ reason: "conflict" });
		const desk = await openMember(ines, id);
		desk.send({ type: "send", id: frame, text: "One thing" });
		expect(await desk.next("refused")).toMatchObject({ reason: "conflict" });
	});

	test("every client agrees on one order, whatever the timing", async () => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		const texts = Array.from({ length: 10 }, (_, index) => `Message ${index}`);
		await Promise.all(texts.flatMap((text) => [say(line, text), say(desk, `Re: ${text}`)]));
		const seen = (frames: typeof line.frames) =>
			frames
				.flatMap((frame) => (frame.type === "entries" ? frame.entries : []))
				.filter(isMessage)
				.filter(({ author }) => author.kind !== "ai")
				.map(({ seq, text }) => `${seq} ${text}`);
		const stored = (await everything(id)).map(({ seq }) => seq);
		expect(stored).toEqual(stored.map((_, index) => index + 1));
		expect(seen(line.frames).slice(-20)).toEqual(seen(desk.frames).slice(-20));
	});

	test("a client that was away gets what it missed, once, and no more", async () => {
		const { id, visitor, line } = await start();
		const since = await say(line, "Before");
		line.close();
		const desk = await openMember(ines, id);
		await say(desk, "While you were away");
		const back = await openVisitor(visitor, id, since);
		const welcome = await back.next("welcome");
		expect(welcome.resumed).toBe(true);
		expect(welcome.entries.every(({ seq }) => seq > since)).toBe(true);
		expect(welcome.entries.filter(isMessage).map(({ text }) => text)).toContain("While you were away");
	});

	test("a client that missed too much, or comes from another life, gets the latest page instead", async () => {
		const { id, visitor, line } = await start();
		const desk = await openMember(ines, id);
		for (let index = 0; index < RESUME_LIMIT + 5; index++)
			await stubOf(id)
				.exchange(
					{ who: memberCallerOf(ines), settings: null },
					JSON.stringify({ type: index % 2 ? "note" : "send", id: newFrameId(), text: `Line ${index}` }),
				)
				.catch(() => null);
		line.close();
		desk.close();
		const behind = await (await openMember(ines, id, 1)).next("welcome");
		expect(behind.resumed === false ? behind.entries.length : behind.entries.length <= RESUME_LIMIT).toBeTruthy();
		const ahead = await (await openVisitor(visitor, id, 1_000_000)).next("welcome");
		expect(ahead.resumed).toBe(false);
	});

	test("history pages back to the first entry without a gap or a repeat", async () => {
		const { id, visitor } = await start("The very first");
		const who = memberCallerOf(ines);
		await runInDurableObject(stubOf(id), async (instance) => {
			// A fast teammate is still held to the flood limit, so this fills the log from several of them.
			for (let index = 0; index < 180; index++)
				await instance.exchange(
					{ who: { ...who, memberId: `m${index % 6}` }, settings: null },
					JSON.stringify({ type: "send", id: newFrameId(), text: `Reply ${index}` }),
				);
		});
		const texts: string[] = [];
		let before: number | null = null;
		for (let page = 0; page < 20; page++) {
			const query = before === null ? "" : `?before=${before}`;
			const response = await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries${query}`);
			const { entries, more }: { entries: Entry[]; more: boolean } = await response.json();
			expect(entries.length).toBeLessThanOrEqual(PAGE_SIZE);
			texts.unshift(...entries.filter(isMessage).map(({ text }) => text));
			before = entries[0]?.seq ?? 0;
			if (!more) break;
		}
		expect(texts[0]).toBe("The very first");
		expect(texts.filter((text) => text.startsWith("Reply "))).toEqual(
			Array.from({ length: 180 }, (_, index) => `Reply ${index}`),
		);
	});

	test("two tabs that start at once start one conversation", async () => {
		const visitor = await createVisitor(shop);
		const id = newConversationId();
		const [one, two] = await Promise.all([openVisitor(visitor, id), openVisitor(visitor, id)]);
		const frame = newFrameId();
		await Promise.all([say(one, "Hello from both", frame), say(two, "Hello from both", frame)]);
		expect((await everything(id)).filter(isMessage).filter(({ author }) => author.kind === "visitor")).toHaveLength(1);
	});

	test("nothing is stored before the first message", async () => {
		const visitor = await createVisitor(shop);
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		expect(await line.next("welcome")).toMatchObject({ state: null, entries: [], seq: 0 });
		line.send({ type: "page", url: "https://shop.test/", title: "Shop" });
		line.send({ type: "end", id: newFrameId() });
		expect(await line.next("refused")).toMatchObject({ reason: "not_now" });
		const tables = await runInDurableObject(stubOf(id), (_, state) =>
			state.storage.sql.exec("SELECT name FROM sqlite_master WHERE name NOT LIKE '\\_cf\\_%' ESCAPE '\\'").toArray(),
		);
		expect(tables).toEqual([]);
	});
});

describe("sockets", () => {
	test("a message is told with what it changed of the state, not with all of it", async () => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await say(desk, "One");
		await say(line, "Two");
		await say(desk, "Three");
		await say(desk, "Four");
		const frames = desk.raw.filter((frame) => frame.includes('"text":"Four"') || frame.includes('"text":"Two"'));
		expect(frames.map((frame) => JSON.parse(frame).state)).toEqual([{ status: "open" }, {}]);
	});

	test("an evicted conversation keeps its sockets and wakes with everything", async () => {
		const { id, visitor, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		await say(desk, "Before it slept");
		await evictDurableObject(stubOf(id));
		await say(line, "After it slept");
		const seen = await desk.next("entries", ({ entries }) =>
			entries.some((entry) => isMessage(entry) && entry.text === "After it slept"),
		);
		expect(seen.state).toMatchObject({ handler: "human", assignee: { name: "Ines" } });
		const again = await (await openVisitor(visitor, id)).next("welcome");
		expect(again.entries.filter(isMessage).map(({ text }) => text)).toEqual(
			expect.arrayContaining(["Before it slept", "After it slept"]),
		);
	});

	test("bad frames are refused with a reason and lose nothing", async () => {
		const { line } = await start();
		const refusal = async (data: string | ArrayBuffer | object) => {
			line.send(data);
			return (await line.next("refused")).reason;
		};
		const id = newFrameId();
		expect(await refusal({ type: "send", id, text: "x".repeat(MAX_TEXT_LENGTH + 1) })).toBe("too_long");
		expect(await refusal({ type: "send", id, text: "   " })).toBe("empty");
		expect(await refusal(`{"type":"send","id":"${id}","text":"${"é".repeat(9_000)}"}`)).toBe("too_big");
		expect(await refusal({ type: "take_over", id })).toBe("unknown_type");
		expect(await refusal({ type: "note", id, text: "I am staff" })).toBe("unknown_type");
		expect(await refusal("not json")).toBe("invalid");
		expect(await refusal(new ArrayBuffer(8))).toBe("invalid");
		expect(await refusal({ type: "send", id: "ai:1", text: "Hello" })).toBe("invalid");
		expect(await refusal({ type: "email", id, email: "not an address" })).toBe("invalid_email");
		await say(line, "x".repeat(MAX_TEXT_LENGTH));
	});

	test("another version of the protocol is told to reload, a bad token to get a new one", async () => {
		const { id, visitor } = await start();
		const path = `/api/widget/conversations/${id}/socket`;
		const closing = async (protocols: string[]) => {
			const response = await dial(path, { protocols, origin: visitor.site });
			const { promise, resolve } = Promise.withResolvers<number>();
			response.webSocket?.addEventListener("close", ({ code }) => resolve(code));
			response.webSocket?.accept();
			return promise;
		};
		for (const other of [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1])
			expect(await closing([`parley.${other}`, visitor.token])).toBe(CloseCode.reload);
		expect(await closing([SUBPROTOCOL, "ey.not.atoken"])).toBe(CloseCode.unauthorized);
	});

	test("over HTTP too, another version is told to reload by the reason, and who says none is answered", async () => {
		const { id, visitor } = await start();
		const says = (version: number) => ({ [PROTOCOL_HEADER]: `parley.${version}` });
		const body = { type: "typing" };
		const [widget, desk] = [`/api/widget/conversations/${id}`, `/api/conversations/${id}`];
		const reasonOf = async (response: Response) =>
			v.parse(v.object({ reason: v.string() }), await response.json()).reason;
		for (const other of [PROTOCOL_VERSION - 1, PROTOCOL_VERSION + 1]) {
			const headers = says(other);
			for (const response of [
				await askAsVisitor(visitor, `${widget}/entries`, { headers }),
				await askAsVisitor(visitor, `${widget}/frames`, { headers, body }),
				await ask(ines, `${desk}/entries`, { headers }),
				await ask(ines, `${desk}/frames`, { headers, body }),
			]) {
				expect(response.status).toBe(409);
				expect(await reasonOf(response)).toBe("reload");
			}
		}
		for (const headers of [says(PROTOCOL_VERSION), {}])
			expect((await askAsVisitor(visitor, `${widget}/entries`, { headers })).status).toBe(200);
		const preflight = await askAsVisitor(visitor, `${widget}/entries`, {
			method: "OPTIONS",
			headers: { "access-control-request-method": "GET" },
		});
		expect(preflight.headers.get("access-control-allow-headers")).toContain(PROTOCOL_HEADER);
	});

	test("a flood is refused with a time to wait, and the others don't notice", async () => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		for (let index = 0; index < 40; index++) line.send({ type: "send", id: newFrameId(), text: `Flood ${index}` });
		const refused = await line.next("refused");
		expect(refused).toMatchObject({ reason: "flood" });
		expect(refused.retryAfterMs).toBeGreaterThan(0);
		await say(desk, "Still here");
	});

	test("a clock that is set back by a day takes nobody's messages for a flood", async () => {
		const { line } = await start();
		const yesterday = Date.now() - 86_400_000;
		const clock = vi.spyOn(Date, "now").mockImplementation(() => yesterday);
		try {
			await say(line, "Still here");
		} finally {
			clock.mockRestore();
		}
		await say(line, "And here");
	});

	test("who has it open, and who is writing, is told to the others", async () => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		const other = await openMember(marco, id);
		await other.next("welcome");
		expect((await desk.next("presence", ({ viewers }) => viewers.length === 2)).visitorOnline).toBe(true);
		other.send({ type: "typing" });
		expect((await desk.next("typing")).member?.name).toBe("Marco");
		expect((await line.next("typing")).member?.name).toBe("Marco");
		line.send({ type: "typing" });
		expect((await desk.next("typing")).member).toBe(undefined);
		other.close();
		await desk.next("presence", ({ viewers }) => viewers.length === 1);
	});

	test("the page a visitor came to is known from before their first message, and follows them", async () => {
		const visitor = await createVisitor(shop);
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		await line.next("welcome");
		const page = (url: string, referrer?: string) =>
			line.send({ type: "page", url, title: "Bags", referrer, timezone: "Europe/Lisbon" });
		page("https://shop.test/bags", "https://search.test/");
		await evictDurableObject(stubOf(id));
		await say(line, "zzz");
		const details = async () => (await stubOf(id).visitor())?.details;
		expect(await details()).toMatchObject({
			page: { url: "https://shop.test/bags" },
			referrer: "https://search.test/",
			timezone: "Europe/Lisbon",
		});
		page("https://shop.test/cart", "https://shop.test/bags");
		await vi.waitFor(async () =>
			expect(await details()).toMatchObject({
				page: { url: "https://shop.test/cart" },
				referrer: "https://search.test/",
			}),
		);
	});

	test("HTTP carries the same frames to the same log", async () => {
		const visitor = await createVisitor(shop);
		const id = newConversationId();
		const frame = { type: "send", id: newFrameId(), text: "Sent by post" };
		const send = () => askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body: frame });
		expect(await (await send()).json()).toMatchObject({ frames: [{ type: "ack", seq: 1 }] });
		expect(await (await send()).json()).toMatchObject({ frames: [{ type: "ack", seq: 1 }] });
		const page = await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries?since=0`);
		const { entries }: { entries: Entry[] } = await page.json();
		expect(entries[0]).toMatchObject({ seq: 1, text: "Sent by post" });
	});
});

describe("read marks", () => {
	test("who asks too often over HTTP is told for how long to wait, where a page of another site can read it", async () => {
		const visitor = await createVisitor(shop);
		const path = `/api/widget/conversations/${newConversationId()}/entries`;
		const answers = await Promise.all(Array.from({ length: 150 }, () => askAsVisitor(visitor, path)));
		const refused = answers.find(({ status }) => status === 429);
		expect(refused?.headers.get("retry-after")).toBe("60");
		expect(refused?.headers.get("access-control-expose-headers")?.toLowerCase()).toBe("retry-after");
	});

	test("what is read is told to the other side and counts the unread", async () => {
		const { id, visitor, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		const seq = await say(desk, "Have you seen this?");
		expect(await stubOf(id).peek(visitor.visitorId)).toMatchObject({ unread: expect.any(Number) });
		const unread = (await stubOf(id).peek(visitor.visitorId))?.unread ?? 0;
		expect(unread).toBeGreaterThan(0);
		line.send({ type: "read", seq });
		const mark = await untilEvent(desk, "read");
		expect(mark.state.visitorReadSeq).toBe(seq);
		expect((await stubOf(id).peek(visitor.visitorId))?.unread).toBe(0);
		const row = await stubOf(id).item();
		expect(row?.unread).toBe(1);
		desk.send({ type: "read", seq });
		await line.next("entries", ({ state }) => state.teamReadSeq === seq);
		expect((await stubOf(id).item())?.unread).toBe(0);
		// A mark that says nothing new costs no look at the log behind it.
		const counting = vi.spyOn(Log.prototype, "saidAfter");
		for (const old of [0, 1, seq]) desk.send({ type: "read", seq: old });
		await say(desk, "And this?");
		expect(counting).not.toHaveBeenCalled();
		counting.mockRestore();
	});
});

describe("a person takes over", () => {
	test("asking for a person connects at once, with the reason and a hand-off summary for the team only", async () => {
		const { id, line } = await start("I want to talk to a human please");
		const seen = await untilEvent(line, "handed_off");
		expect(seen.state).toMatchObject({ handler: "waiting", status: "open" });
		expect(JSON.stringify(seen)).not.toContain("asked_for_person");
		const welcome = await (await openMember(ines, id)).next("welcome");
		expect(welcome.state).toMatchObject({ reason: "asked_for_person", handler: "waiting" });
		expect(welcome.state?.summary).toMatchObject({ wants: expect.any(String), tried: null });
	});

	test("take over, reply, hand back, assign, close, reopen: told in every open tab", async () => {
		const { id, line } = await start("I want to talk to a human please");
		const other = await openMember(marco, id);
		await other.next("welcome");
		expect((await act(ines, id, { type: "take_over" })).status).toBe(200);
		expect((await untilEvent(line, "taken_over")).state.assignee?.name).toBe("Ines");
		await untilEvent(other, "taken_over");
		expect((await act(ines, id, { type: "assign", member: marco.id })).status).toBe(200);
		expect((await untilEvent(other, "assigned")).state.assignee?.name).toBe("Marco");
		await say(other, "Hello, this is Marco");
		expect((await untilMessage(line, "member")).state).toMatchObject({ status: "pending", handler: "human" });
		expect((await act(marco, id, { type: "hand_back" })).status).toBe(200);
		expect((await untilEvent(line, "handed_back")).state.handler).toBe("ai");
		expect((await act(marco, id, { type: "close" })).status).toBe(200);
		expect((await untilEvent(line, "closed")).state.status).toBe("closed");
		expect((await act(ines, id, { type: "reopen" })).status).toBe(200);
		await act(ines, id, { type: "close" });
		await say(line, "One more thing: zzz");
		expect((await untilEvent(line, "reopened")).state.handler).toBe("ai");
	});

	test("it can't go to a teammate who can't reply, nor be done by one", async () => {
		const { id } = await start();
		expect((await act(ines, id, { type: "assign", member: viewer.id })).status).toBe(422);
		expect((await act(viewer, id, { type: "take_over" })).status).toBe(403);
		const desk = await openMember(viewer, id);
		desk.send({ type: "send", id: newFrameId(), text: "Me too" });
		expect((await desk.next("refused")).reason).toBe("forbidden");
	});

	test("a command that is said again after what came later does nothing more", async () => {
		const { id, visitor, line } = await start();
		const end = { type: "end", id: newFrameId() };
		line.send(end);
		await line.next("done");
		await say(line, "Wait, one more thing: talk to a human please");
		await untilEvent(line, "handed_off");
		const back = await openVisitor(visitor, id);
		await back.next("welcome");
		back.send(end);
		expect(await back.next("done")).toMatchObject({ id: end.id });
		expect(await stubOf(id).item()).toMatchObject({ status: "open", handler: "waiting" });
	});

	test("visitors never receive notes, confidence, reasons, hand-off summaries or who else is looking", async () => {
		const { id, visitor, line } = await start("How long do I have to send it back?");
		await untilMessage(line, "ai");
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		desk.send({ type: "note", id: newFrameId(), text: "a secret note" });
		await desk.next("entries");
		await act(ines, id, { type: "assign", member: marco.id });
		await say(desk, "The last word");
		await line.next("entries", ({ entries }) =>
			entries.some((entry) => isMessage(entry) && entry.text === "The last word"),
		);
		const pages = await Promise.all(
			["", "?since=1", "?before=99"].map(async (query) =>
				(await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries${query}`)).text(),
			),
		);
		const resumed = (await openVisitor(visitor, id, 1)).next("welcome");
		const everythingSeen = JSON.stringify([line.frames, pages, await resumed]);
		expect(everythingSeen).toContain("The last word");
		for (const secret of [
			"a secret note",
			"confidence",
			"embedded",
			"summary",
			"wants",
			"reason",
			"viewers",
			"@team.test",
		])
			expect(everythingSeen).not.toContain(secret);
	});
});

describe("e-mail", () => {
	test("an address left makes a contact and ties the visitor's conversations together", async () => {
		const { id, visitor, line } = await start();
		line.send({ type: "email", id: newFrameId(), email: "Ana@Moreira.example " });
		await line.next("done");
		expect((await line.next("entries", ({ state }) => state.email !== null)).state.email).toBe("ana@moreira.example");
		await vi.waitFor(async () => expect((await stubOf(id).item())?.contactId).toBeTruthy());
		const second = newConversationId();
		const again = await openVisitor(visitor, second);
		await again.next("welcome");
		await say(again, "zzz again");
		const row = await stubOf(second).item();
		expect(row).toMatchObject({ email: null, claimed: "ana@moreira.example" });
		const contact = row?.contactId ?? "";
		const profile = await (await ask(ines, `/api/contacts/${contact}`)).json<{ conversations: { id: string }[] }>();
		expect(profile.conversations.map((each) => each.id).toSorted()).toEqual([id, second].toSorted());
	});

	test("that was corrected stays so, though the first one reaches the contacts late", async () => {
		const { id, line } = await start();
		const { DB } = env;
		const leave = async (email: string) => {
			line.send({ type: "email", id: newFrameId(), email });
			await line.next("done");
		};
		const attempts = () =>
			runInDurableObject(stubOf(id), (_, { storage: { sql } }) =>
				sql.exec<{ attempts: number }>("SELECT attempts FROM effect").toArray(),
			);
		Reflect.set(env, "DB", {
			prepare: () => {
				throw new Error("D1 is down");
			},
		});
		try {
			await leave("ana@moreria.example");
			await vi.waitFor(async () => expect(await attempts()).toEqual([{ attempts: 1 }]));
		} finally {
			Reflect.set(env, "DB", DB);
		}
		await leave("ana.s@moreira.example");
		await vi.waitFor(async () => expect((await stubOf(id).item())?.contactId).toBeTruthy());
		await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => void sql.exec("UPDATE effect SET due_at = 1"));
		await runDurableObjectAlarm(stubOf(id));
		expect(await attempts()).toEqual([]);
		const row = await stubOf(id).item();
		expect(row?.claimed).toBe("ana.s@moreira.example");
		expect(await (await ask(ines, `/api/contacts/${row?.contactId}`)).json()).toMatchObject({
			email: null,
			claimed: "ana.s@moreira.example",
		});
	});
});

describe("an address that is blocked", () => {
	test("blocks whoever is confirmed to have it, not who only types it, in the conversations they had before too", async () => {
		const first = await start();
		first.line.send({ type: "email", id: newFrameId(), email: "spammer@blocked.example" });
		await vi.waitFor(async () => expect((await stubOf(first.id).item())?.contactId).toBeTruthy());
		const body = { duration: "7d", reason: "spam", address: false };
		const contact = (await stubOf(first.id).item())?.contactId ?? "";
		const claim = { email: "spammer@blocked.example" };
		expect((await ask(ines, `/api/conversations/${first.id}/claim/confirm`, { body: claim })).status).toBe(204);
		expect((await ask(ines, `/api/contacts/${contact}/block`, { body })).status).toBe(200);

		const { id, visitor, line } = await start();
		const second = newConversationId();
		const other = await openVisitor(visitor, second);
		await other.next("welcome");
		await say(other, "zzz");
		line.send({ type: "email", id: newFrameId(), email: "spammer@blocked.example" });
		await vi.waitFor(async () => expect((await stubOf(second).item())?.claimed).toBe(claim.email));
		expect((await stubOf(id).item())?.archived).toBe(false);
		expect((await ask(ines, `/api/conversations/${id}/claim/confirm`, { body: claim })).status).toBe(204);
		expect((await line.closed).code).toBe(CloseCode.blocked);
		await vi.waitFor(async () => expect((await stubOf(second).item())?.contactId).toBe(contact));
		expect((await stubOf(id).item())?.archived).toBe(true);
	});
});

describe("blocks", () => {
	test("a block is felt at once in every tab, enforced everywhere, and ends by itself", async () => {
		const { id, visitor, line } = await start();
		const tab = await openVisitor(visitor, id);
		await tab.next("welcome");
		const path = `/api/conversations/${id}/block`;
		expect((await ask(marco, path, { body: { duration: "24h", reason: "spam", address: false } })).status).toBe(200);
		expect((await line.closed).code).toBe(CloseCode.blocked);
		expect((await tab.closed).code).toBe(CloseCode.blocked);
		expect((await stubOf(id).item())?.archived).toBe(true);
		const body = { type: "send", id: newFrameId(), text: "Let me in" };
		const posted = await askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body });
		expect(await posted.text()).toContain("blocked");
		const elsewhere = await askAsVisitor(visitor, `/api/widget/conversations/${newConversationId()}/frames`, { body });
		expect(await elsewhere.text()).toContain("blocked");
		const boot = await askAsVisitor(visitor, "/api/widget/boot", {
			body: { key: shop.publicKey, token: visitor.token },
		});
		expect(boot.status).toBe(403);
		const again = await openVisitor(visitor, id);
		expect((await again.closed).code).toBe(CloseCode.blocked);
		await runInDurableObject(stubOf(id), (_, state) => {
			const row = state.storage.sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			expect(JSON.parse(row.body).state.blockedUntil).toBeGreaterThan(Date.now());
			expect(JSON.parse(row.body).alarmAt).toBeLessThanOrEqual(JSON.parse(row.body).state.blockedUntil);
		});
		await ask(ines, `/api/conversations/${id}/unblock`, { method: "POST" });
		expect((await stubOf(id).item())?.archived).toBe(false);
	});

	test("a socket opened before the block can't start a new conversation after it", async () => {
		const { id, visitor } = await start();
		const other = newConversationId();
		const fresh = await openVisitor(visitor, other);
		await fresh.next("welcome");
		await ask(ines, `/api/conversations/${id}/block`, { body: { duration: "forever", reason: "", address: false } });
		fresh.send({ type: "send", id: newFrameId(), text: "Through the back door" });
		expect((await fresh.closed).code).toBe(CloseCode.blocked);
		expect(await stubOf(other).item()).toBe(null);
	});
});

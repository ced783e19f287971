/** The log over the object's SQLite: what each reader gets of it, and how much at once. */
import { runInDurableObject } from "cloudflare:test";
import { expect, describe } from "vitest";
import { Log } from "../../../src/conversation/storage/log.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { RESUME_LIMIT, PAGE_SIZE } from "../../../src/protocol/limits.ts";
import { untilMessage, everything, isMessage, say } from "../setup/talk.ts";
import { test as stage } from "../setup/stage.ts";
import { askAsVisitor, memberCallerOf, newConversationId, newFrameId } from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";

/** The log of a conversation that has two entries, and what goes on from there. */
const test = stage.extend("withLog", async ({ start, stubOf }) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	return <T>(look: (log: Log) => T): Promise<T> =>
		runInDurableObject(stubOf(id), (_, { storage: { sql } }) => look(new Log(sql)));
});

const teammate = { kind: "member" as const, id: "mb_ines", name: "Ines" };
const says = (seq: number, id = `m${seq}`): Entry => ({
	kind: "message",
	seq,
	at: seq,
	id,
	author: teammate,
	text: `Line ${seq}`,
});
const notes = (seq: number): Entry => ({
	kind: "note",
	seq,
	at: seq,
	id: `m${seq}`,
	author: teammate,
	text: `Note ${seq}`,
});
const reads = (seq: number): Entry => ({ kind: "event", seq, at: seq, event: { type: "read", by: "team", upTo: 1 } });
const seqs = (entries: Entry[] | null | undefined) => entries?.map(({ seq }) => seq);

test("a visitor gets no notes, a member does, and nobody gets read marks", ({ withLog }) =>
	withLog((log) => {
		for (const entry of [says(3), notes(4), reads(5), says(6)]) expect(log.append([entry])).toBe(true);
		expect(seqs(log.since(2, "visitor"))).toEqual([3, 6]);
		expect(seqs(log.since(2, "member"))).toEqual([3, 4, 6]);
		expect(log.before(7, "visitor", 2)).toMatchObject({ entries: [{ seq: 3 }, { seq: 6 }], more: true });
		expect(log.before(7, "member", 2)).toMatchObject({ entries: [{ seq: 4 }, { seq: 6 }], more: true });
	}));

test("a client that missed more than a resume carries gets none of it, and as much as it carries whole", ({
	withLog,
}) =>
	withLog((log) => {
		for (let seq = 3; seq < 3 + RESUME_LIMIT; seq++) log.append([says(seq)]);
		expect(log.since(2, "visitor")).toHaveLength(RESUME_LIMIT);
		log.append([says(3 + RESUME_LIMIT)]);
		expect(log.since(2, "visitor")).toBe(null);
	}));

test("a message that is stored already is not stored again, nor is what came with it", ({ withLog }) =>
	withLog((log) => {
		expect(log.append([says(3), reads(4)])).toBe(true);
		expect(log.append([reads(5), says(6, "m3")])).toBe(false);
		expect(log.bySeq(5)).toBe(null);
		expect(log.byId("m3")).toMatchObject({ seq: 3 });
	}));

test("what was said after a mark is counted by side, and read oldest first", ({ withLog }) =>
	withLog((log) => {
		for (const entry of [says(3), notes(4), says(5)]) log.append([entry]);
		expect(log.saidAfter(2, "us")).toBe(2);
		expect(log.saidAfter(3, "us")).toBe(1);
		expect(log.saidAfter(2, "visitor")).toBe(0);
		expect(seqs(log.messagesAfter(2, 10))).toEqual([3, 5]);
		expect(seqs(log.messagesAfter(2, 1))).toEqual([5]);
		expect(seqs(log.messagesUpTo(3, 2))).toEqual([2, 3]);
		expect(log.saidSince(2, 2).map(({ text }) => text)).toEqual(["Line 3", "Note 4"]);
	}));

describe("the log of a conversation", () => {
	test("a resend returns the first result and stores nothing", async ({ stubOf, start }) => {
		const { id, line } = await start();
		const frame = newFrameId();
		const first = await say(line, "Is this twice?", frame);
		line.send({ type: "send", id: frame, text: "Is this twice?" });
		const second = await line.next("ack", (ack) => ack.id === frame);
		expect(second.seq).toBe(first);
		const stored = (await everything(stubOf(id))).filter((entry) => isMessage(entry) && entry.id === frame);
		expect(stored).toHaveLength(1);
	});

	test("the same id with another body, or by somebody else, is a conflict", async ({ ines, start }) => {
		const { id, line } = await start();
		const frame = newFrameId();
		await say(line, "One thing", frame);
		line.send({ type: "send", id: frame, text: "Another thing" });
		expect(await line.next("refused", ({ id: which }) => which === frame)).toMatchObject({ reason: "conflict" });
		const desk = await openMember(ines, id);
		desk.send({ type: "send", id: frame, text: "One thing" });
		expect(await desk.next("refused")).toMatchObject({ reason: "conflict" });
	});

	test("every client agrees on one order, whatever the timing", async ({ ines, stubOf, start }) => {
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
		const stored = (await everything(stubOf(id))).map(({ seq }) => seq);
		expect(stored).toEqual(stored.map((_, index) => index + 1));
		expect(seen(line.frames).slice(-20)).toEqual(seen(desk.frames).slice(-20));
	});

	test("a client that was away gets what it missed, once, and no more", async ({ ines, start }) => {
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

	test("a client that missed too much, or comes from another life, gets the latest page instead", async ({
		ines,
		stubOf,
		start,
	}) => {
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

	test("history pages back to the first entry without a gap or a repeat", async ({ ines, stubOf, start }) => {
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

	test("two tabs that start at once start one conversation", async ({ stubOf, visitor }) => {
		const id = newConversationId();
		const [one, two] = await Promise.all([openVisitor(visitor, id), openVisitor(visitor, id)]);
		const frame = newFrameId();
		await Promise.all([say(one, "Hello from both", frame), say(two, "Hello from both", frame)]);
		expect(
			(await everything(stubOf(id))).filter(isMessage).filter(({ author }) => author.kind === "visitor"),
		).toHaveLength(1);
	});

	test("nothing is stored before the first message", async ({ stubOf, visitor }) => {
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

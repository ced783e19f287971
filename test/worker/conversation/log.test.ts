/** The log over the object's SQLite: what each reader gets of it, and how much at once. */
import { conversation } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runInDurableObject } from "cloudflare:test";
import { beforeAll, expect, test } from "vitest";
import { Log } from "../../../src/conversation/storage/log.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { RESUME_LIMIT } from "../../../src/protocol/limits.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";
import { start, untilMessage } from "../setup/talk.ts";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
});

/** The log of a conversation that has two entries, and what goes on from there. */
async function withLog<T>(look: (log: Log) => T): Promise<T> {
	const { id, line } = await start(shop);
	await untilMessage(line, "ai");
	return runInDurableObject(conversation(env, shop.id, id), (_, { storage: { sql } }) => look(new Log(sql)));
}

const ines = { kind: "member" as const, id: "mb_ines", name: "Ines" };
const says = (seq: number, id = `m${seq}`): Entry => ({
	kind: "message",
	seq,
	at: seq,
	id,
	author: ines,
	text: `Line ${seq}`,
});
const notes = (seq: number): Entry => ({
	kind: "note",
	seq,
	at: seq,
	id: `m${seq}`,
	author: ines,
	text: `Note ${seq}`,
});
const reads = (seq: number): Entry => ({ kind: "event", seq, at: seq, event: { type: "read", by: "team", upTo: 1 } });
const seqs = (entries: Entry[] | null | undefined) => entries?.map(({ seq }) => seq);

test("a visitor gets no notes, a member does, and nobody gets read marks", () =>
	withLog((log) => {
		for (const entry of [says(3), notes(4), reads(5), says(6)]) expect(log.append([entry])).toBe(true);
		expect(seqs(log.since(2, "visitor"))).toEqual([3, 6]);
		expect(seqs(log.since(2, "member"))).toEqual([3, 4, 6]);
		expect(log.before(7, "visitor", 2)).toMatchObject({ entries: [{ seq: 3 }, { seq: 6 }], more: true });
		expect(log.before(7, "member", 2)).toMatchObject({ entries: [{ seq: 4 }, { seq: 6 }], more: true });
	}));

test("a client that missed more than a resume carries gets none of it, and as much as it carries whole", () =>
	withLog((log) => {
		for (let seq = 3; seq < 3 + RESUME_LIMIT; seq++) log.append([says(seq)]);
		expect(log.since(2, "visitor")).toHaveLength(RESUME_LIMIT);
		log.append([says(3 + RESUME_LIMIT)]);
		expect(log.since(2, "visitor")).toBe(null);
	}));

test("a message that is stored already is not stored again, nor is what came with it", () =>
	withLog((log) => {
		expect(log.append([says(3), reads(4)])).toBe(true);
		expect(log.append([reads(5), says(6, "m3")])).toBe(false);
		expect(log.bySeq(5)).toBe(null);
		expect(log.byId("m3")).toMatchObject({ seq: 3 });
	}));

test("what was said after a mark is counted by side, and read oldest first", () =>
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

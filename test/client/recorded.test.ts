/**
 * What servers of earlier releases said, frame by frame (test/fixtures/README.md), to today's clients: everything is read,
 * nothing is lost or unknown, and it is drawn. What their clients said is test/worker/http/recorded.test.ts's.
 */
import { readdirSync, readFileSync } from "node:fs";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { ConnectOptions } from "../../client/connection.ts";
import { memoryOutbox } from "../../client/outbox/outbox.ts";
import { Thread } from "../../client/thread.ts";
import { createInbox } from "../../dashboard/shell/inbox-store.ts";
import { parseServerFrame, ServerFrame } from "../../src/protocol/conversation/frames.ts";
import { InboxServerFrame } from "../../src/protocol/inbox.ts";
import { timeline } from "../../widget/chat/timeline.ts";
import { readFrame } from "../../widget/chat/session/wire.ts";
import { endWorld, FakeSocket, world } from "./world.ts";

const folder = new URL("../fixtures/", import.meta.url);
const releases = readdirSync(folder).filter((name) => /^v\d+$/.test(name));

type Frame = { type: string };
const Streams = v.record(v.string(), v.array(v.looseObject({ type: v.string() })));
const streamsOf = (release: string): [to: string, frames: Frame[]][] =>
	Object.entries(v.parse(Streams, JSON.parse(readFileSync(new URL(`${release}/server-frames.json`, folder), "utf8"))));

/** Without what is left out where it says nothing. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

const kindsOf = (frames: Frame[]) => new Set(frames.map(({ type }) => type));
const seqsIn = (frames: Frame[]): number[] => {
	const Seqs = v.object({ entries: v.array(v.object({ seq: v.number() })) });
	const seqs = frames.flatMap((frame) => (v.is(Seqs, frame) ? frame.entries.map(({ seq }) => seq) : []));
	return [...new Set(seqs)].toSorted((a, b) => a - b);
};

async function opened(role: "visitor" | "member"): Promise<Thread> {
	const silent = { ok: false, status: 0 } as const;
	const thread = new Thread({
		role,
		socketAddress: () => ({ url: "wss://parley.example", protocols: [] }),
		http: { page: () => Promise.resolve(silent), frame: () => Promise.resolve(silent) },
		outbox: memoryOutbox(),
		onRefused: () => {},
	});
	await vi.advanceTimersByTimeAsync(0);
	FakeSocket.last.open();
	return thread;
}

beforeEach(() => void world());
afterEach(endWorld);

test("the first release's frames are of every kind there was", () => {
	expect(releases).toContain("v1");
	const streams = streamsOf("v1");
	const inbox = kindsOf(streams.filter(([to]) => to === "inbox").flatMap(([, frames]) => frames));
	expect([...inbox].toSorted()).toEqual(["hello", "items", "page", "presence", "refused", "trouble"]);
	const thread = kindsOf(streams.filter(([to]) => to !== "inbox").flatMap(([, frames]) => frames));
	expect([...thread].toSorted()).toEqual(
		"ack,availability,discarded,done,entries,presence,refused,thinking,typing,welcome,writing".split(","),
	);
});

describe.each(releases)("what %s said", (release) => {
	const streams = streamsOf(release);
	const threads = streams.filter(([to]) => to !== "inbox");
	const inbox = streams.filter(([to]) => to === "inbox").flatMap(([, frames]) => frames);

	test("is read as it was said: no frame is passed over, no word or kind unknown", () => {
		for (const [to, frames] of streams)
			for (const frame of frames) {
				const schema = to === "inbox" ? InboxServerFrame : ServerFrame;
				expect(plain(parseServerFrame(schema, JSON.stringify(frame))), to).toEqual(frame);
			}
	});

	test("is read by the widget, which has no schemas, and drawn", () => {
		for (const [to, frames] of threads.filter(([each]) => each.startsWith("visitor")))
			for (const frame of frames) {
				const read = readFrame(JSON.stringify(frame));
				expect(read, to).toEqual(frame);
				if (read?.type === "welcome" || read?.type === "entries") timeline(read.entries, Date.now());
			}
	});

	test.each(threads)("makes a thread of every entry: %s", async (to, frames) => {
		const thread = await opened(to.startsWith("member") ? "member" : "visitor");
		const { lines } = await import("../../dashboard/thread/log/lines.ts");
		for (const frame of frames) FakeSocket.last.hear(frame);
		expect(FakeSocket.last.closed).toBe(false);
		expect(thread.view.entries.map(({ seq }) => seq)).toEqual(seqsIn(frames));
		expect(thread.view.state).not.toBeNull();
		const drawn = lines(thread.view.entries, { visitor: "Ana", me: "m1" }, null).filter(({ kind }) => kind !== "day");
		expect(drawn.length).toBeGreaterThan(0);
		expect(JSON.stringify(drawn)).not.toContain("unknown");
		thread.close();
	});

	test("makes a list of every conversation, with counts, presence and trouble", () => {
		let line: ConnectOptions | undefined;
		const store = createInbox({
			connect: (options) => {
				line = options;
				return { send: () => true, close: () => {}, retryNow: () => {} };
			},
			address: () => ({ url: "wss://parley.example", protocols: [] }),
			zone: () => "UTC",
			onClock: () => {},
			onRow: () => {},
			onBulk: () => {},
			onTeam: () => {},
			onTags: () => {},
			onNotice: () => {},
			onSeen: () => {},
			onRefused: () => {},
		});
		const stop = store.watch();
		line?.onState("open");
		line?.onOpen?.();
		const troubles = new Set<string | undefined>();
		for (const frame of inbox) {
			line?.onMessage(JSON.stringify(frame));
			troubles.add(store.trouble.value?.why);
		}
		const Items = v.object({ items: v.array(v.object({ id: v.string() })) });
		const ids = new Set(inbox.flatMap((frame) => (v.is(Items, frame) ? frame.items.map(({ id }) => id) : [])));
		expect(ids.size).toBeGreaterThan(3);
		for (const id of ids) expect(store.rowOf(id)?.value.id).toBe(id);
		expect(store.counted.value).toBe(true);
		expect(store.online.value).toMatchObject([{ name: "Noor" }]);
		expect(troubles).toContain("failing");
		stop();
	});
});

/** The window into a long log: it shows the entry that was asked for, grows both ways, and becomes one with the latest entries. */
import * as fc from "fast-check";
import { expect, onTestFinished, vi } from "vitest";
import type { ThreadHttp } from "../../client/http.ts";
import { LogWindow } from "../../dashboard/thread/log/log-window.ts";
import { PAGE_SIZE } from "../../src/protocol/limits.ts";
import { message, silentHttp, state, test, welcome } from "./thread-stage.ts";
import { FakeSocket } from "./world.ts";

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** A server with a log of so many entries, which fails while it is down. */
const serverOf = (length: number) => {
	const server = {
		isDown: false,
		asked: [] as unknown[],
		http: {
			...silentHttp,
			page: (query) => {
				server.asked.push(query);
				if (server.isDown || !("before" in query)) return Promise.resolve({ ok: false, status: 0 });
				const last = Math.min(length, query.before - 1);
				const first = Math.max(1, last - PAGE_SIZE + 1);
				const entries = range(first, last).map((seq) => message(seq));
				return Promise.resolve({ ok: true, value: { entries, more: first > 1, state, seq: length } });
			},
		} satisfies ThreadHttp as ThreadHttp,
	};
	return server;
};

const latest = (length: number) => {
	const first = Math.max(1, length - PAGE_SIZE + 1);
	const entries = range(first, length).map((seq) => message(seq));
	return welcome({ entries, resumed: false, older: first > 1, seq: length });
};

const windowed = test.extend("opened", ({ start }) =>
	async (length: number) => {
		const server = serverOf(length);
		const { thread } = await start({ http: server.http, role: "member" });
		const onMissed = vi.fn();
		const log = new LogWindow({ thread, page: server.http.page, onChange: () => {}, onMissed });
		onTestFinished(thread.subscribe(() => log.threadChanged()));
		const connect = () => {
			FakeSocket.last.open();
			FakeSocket.last.hear(latest(length));
		};
		return { server, thread, log, onMissed, connect, settle: () => vi.advanceTimersByTimeAsync(0) };
	});

const seqsOf = (log: LogWindow) => log.shown.entries.map(({ seq }) => seq);

windowed(
	"an entry further up is shown with those around it, and none is missing as one reads on",
	async ({ opened }) => {
		const { log, connect, settle, server, thread } = await opened(500);
		log.show(120);
		expect(log.shown).toMatchObject({ ready: false, entries: [] });
		connect();
		// The latest entries aren't shown for a moment before.
		expect(log.shown).toMatchObject({ ready: false, entries: [] });
		await settle();
		expect(log.shown).toMatchObject({ ready: true, newer: true, older: true, target: { seq: 120 } });
		expect(seqsOf(log)).toEqual(range(96, 145));
		await log.loadOlder();
		expect(seqsOf(log)[0]).toBe(46);
		while (log.shown.newer) await log.loadNewer();
		expect(seqsOf(log)).toEqual(range(46, 500));
		expect(thread.view.entries).toHaveLength(455);
		await log.loadOlder();
		expect(seqsOf(log)).toEqual(range(1, 500));
		expect(log.shown.older).toBe(false);
		expect(server.asked.length).toBeLessThan(12);
	},
);

windowed("an entry among the latest needs no request", async ({ opened }) => {
	const { log, connect, settle, server } = await opened(500);
	log.show(470);
	connect();
	await settle();
	expect(log.shown).toMatchObject({ newer: false, target: { seq: 470 } });
	expect(server.asked).toEqual([]);
});

windowed("asking for the same entry again is another target, and its window is read once", async ({ opened }) => {
	const { log, connect, settle, server } = await opened(500);
	connect();
	log.show(120);
	await settle();
	const first = log.shown.target;
	log.show(120);
	expect(log.shown.target).toEqual(first);
	expect(log.shown.target).not.toBe(first);
	expect(server.asked).toHaveLength(1);
});

windowed("what arrives while one reads further up waits at the end", async ({ opened }) => {
	const { log, connect, settle, thread } = await opened(500);
	connect();
	log.show(120);
	await settle();
	FakeSocket.last.hear({ type: "entries", entries: [message(501)], state, seq: 501 });
	expect(seqsOf(log).at(-1)).toBe(145);
	expect(thread.view.entries.at(-1)?.seq).toBe(501);
	log.showLatest();
	expect(seqsOf(log)).toEqual(range(451, 501));
});

windowed("the last one that was asked for is shown, whichever answer comes first", async ({ opened }) => {
	const { log, connect, settle } = await opened(500);
	connect();
	log.show(60);
	log.show(300);
	await settle();
	expect(log.shown.target).toEqual({ seq: 300 });
	expect(seqsOf(log)).toEqual(range(276, 325));
	log.show(60);
	log.showLatest();
	await settle();
	expect(log.shown).toMatchObject({ newer: false, target: null });
});

windowed("where it can't be read, or isn't there, the latest entries are shown", async ({ opened }) => {
	const { log, connect, settle, server, onMissed } = await opened(500);
	server.isDown = true;
	log.show(120);
	connect();
	await settle();
	expect(onMissed).toHaveBeenCalledOnce();
	expect(seqsOf(log)).toEqual(range(451, 500));
	log.show(900);
	await settle();
	expect(log.shown).toMatchObject({ ready: true, newer: false, target: null });
	expect(onMissed).toHaveBeenCalledOnce();
});

windowed("whatever one asks for and reads, the entries follow each other without a gap", async ({ opened }) => {
	const move = fc.oneof(
		fc.record({ type: fc.constant("show" as const), seq: fc.integer({ min: 1, max: 450 }) }),
		fc.record({ type: fc.constantFrom("older" as const, "newer" as const, "latest" as const, "both" as const) }),
	);
	await fc.assert(
		fc.asyncProperty(fc.integer({ min: 1, max: 400 }), fc.array(move, { maxLength: 12 }), async (length, moves) => {
			const { log, connect, settle, thread } = await opened(length);
			connect();
			for (const step of moves) {
				if (step.type === "show") log.show(step.seq);
				else if (step.type === "latest") log.showLatest();
				else {
					if (step.type !== "newer") void log.loadOlder();
					if (step.type !== "older") void log.loadNewer();
				}
				await settle();
				const seqs = seqsOf(log);
				expect(seqs).toEqual(range(seqs[0] ?? 1, (seqs[0] ?? 1) + seqs.length - 1));
				if (step.type === "show") expect(seqs.includes(step.seq)).toBe(step.seq <= length);
			}
			thread.close();
		}),
		{ numRuns: 40 },
	);
});

/**
 * A thread whose server is the test: sockets are opened, fed and cut by hand, and HTTP answers what it is told to.
 * `start` makes one, `connected` one that has been welcomed; both are closed when the test is over.
 */
import { test as base, vi } from "vitest";
import type { ThreadHttp } from "../../client/http.ts";
import { memoryOutbox } from "../../client/outbox/outbox.ts";
import { Thread } from "../../client/thread.ts";
import type { ConversationState, Message } from "../../src/protocol/conversation/entry.ts";
import type { ServerFrame } from "../../src/protocol/conversation/frames.ts";
import { SUBPROTOCOL } from "../../src/protocol/limits.ts";
import { endWorld, FakeSocket, world } from "./world.ts";

export const state: ConversationState = {
	status: "open",
	handler: "ai",
	assignee: null,
	offered: false,
	visitorReadSeq: 0,
	teamReadSeq: 0,
	email: null,
};
export const message = (
	seq: number,
	author: Message["author"] = { kind: "visitor" },
	id = `message-${seq}`,
): Message => ({
	kind: "message",
	seq,
	at: seq,
	id,
	author,
	text: `text ${seq}`,
});
export const welcome = (change: Partial<Extract<ServerFrame, { type: "welcome" }>> = {}): ServerFrame => ({
	type: "welcome",
	state,
	entries: [],
	resumed: true,
	older: false,
	seq: change.entries?.at(-1)?.seq ?? 0,
	now: Date.now(),
	availability: null,
	...change,
});

export const silentHttp: ThreadHttp = {
	page: () => Promise.resolve({ ok: false, status: 0 }),
	frame: () => Promise.resolve({ ok: false, status: 0 }),
};

type Options = { http?: ThreadHttp; outbox?: ReturnType<typeof memoryOutbox>; role?: "visitor" | "member" };

export const test = base
	/** The browser's edges, faked for every test. */
	.extend("browser", { auto: true }, ({ onTestFinished }) => {
		onTestFinished(endWorld);
		return world();
	})
	.extend("start", ({ onTestFinished }) => {
		const open: Thread[] = [];
		onTestFinished(() => {
			for (const thread of open) thread.close();
		});
		return async (options: Options = {}) => {
			const refused: number[] = [];
			const thread = new Thread({
				role: options.role ?? "visitor",
				socketAddress: (since) => ({ url: `wss://parley.example/socket?since=${since}`, protocols: [SUBPROTOCOL] }),
				http: options.http ?? silentHttp,
				outbox: options.outbox ?? memoryOutbox(),
				onRefused: (code) => refused.push(code),
			});
			open.push(thread);
			await vi.advanceTimersByTimeAsync(0);
			return { thread, refused };
		};
	})
	.extend("connected", ({ start }) => async (options: Options = {}) => {
		const started = await start(options);
		FakeSocket.last.open();
		FakeSocket.last.hear(welcome());
		return started;
	});

export async function reconnect(frame: ServerFrame) {
	FakeSocket.last.die();
	await vi.advanceTimersByTimeAsync(250);
	FakeSocket.last.open();
	FakeSocket.last.hear(frame);
}

export const seqs = (thread: Thread) => thread.view.entries.map((entry) => entry.seq);
export const sends = () => FakeSocket.last.frames().filter((frame) => frame.type === "send");

/** Closes every socket until the thread stops using sockets. */
export async function blockSockets() {
	for (let tries = 0; tries < 3; tries++) {
		FakeSocket.last.die();
		await vi.advanceTimersByTimeAsync(tries < 2 ? 250 * 2 ** tries : 0);
	}
}

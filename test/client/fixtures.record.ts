/**
 * Records every kind of frame that this release's clients say, as they say it: the real thread and list stores over sockets
 * that keep what they are given. No test: it runs by the command in test/fixtures/README.md, and writes only a file that
 * isn't there.
 */
import { expect, test, vi } from "vitest";
import { memoryOutbox } from "../../client/outbox/outbox.ts";
import { Thread } from "../../client/thread.ts";
import { defaultFilter } from "../../dashboard/shell/inbox-filter.ts";
import { createInbox } from "../../dashboard/shell/inbox-store.ts";
import type { ConnectOptions } from "../../client/connection.ts";
import { InboxClientFrame } from "../../src/protocol/inbox.ts";
import { MemberFrame, VisitorFrame } from "../../src/protocol/conversation/frames.ts";
import { TAKEN_EVERY } from "../../src/protocol/limits.ts";
import { endWorld, FakeSocket, world } from "./world.ts";

/** Under test/fixtures. */
const FOLDER = "v1";

const state = {
	status: "open",
	handler: "ai",
	assignee: null,
	offered: false,
	visitorReadSeq: 0,
	teamReadSeq: 0,
	email: null,
};
const answer = (author: object) => ({ kind: "message", seq: 1, at: 1, id: "message-0", author, text: "Hello" });

async function begun(role: "visitor" | "member"): Promise<Thread> {
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
	const entries = [answer({ kind: role === "visitor" ? "ai" : "visitor" })];
	const welcome = { type: "welcome", state, entries, resumed: false, older: false, seq: 1, now: 1, availability: null };
	FakeSocket.last.hear(welcome);
	return thread;
}

const said = () => FakeSocket.last.frames();
/** The last message is stored: the outbox goes on to the next. */
const stored = () => FakeSocket.last.hear({ type: "ack", id: said().at(-1)?.id, seq: 1, at: 1 });

async function visitor() {
	const thread = await begun("visitor");
	thread.typing();
	thread.send("How long does delivery to Norway take?");
	stored();
	thread.read();
	void thread.frame({
		type: "page",
		url: "https://shop.test/bags",
		title: "Bags",
		referrer: "",
		timezone: "Europe/Oslo",
	});
	void thread.frame({ type: "choose", id: "choice-0001", choice: "person" });
	void thread.frame({ type: "choose", id: "choice-0002", choice: "ai" });
	void thread.frame({ type: "email", id: "email-0001", email: "ana@shop.example" });
	void thread.frame({ type: "rate", id: "rating-0001", seq: 1, rating: "up" });
	void thread.frame({ type: "rate", id: "rating-0002", seq: 1, rating: null });
	void thread.frame({ type: "end", id: "ending-0001" });
	const frames = said();
	thread.close();
	return frames;
}

async function member() {
	const thread = await begun("member");
	thread.typing();
	thread.send("Noor here.");
	stored();
	thread.note("She asked before.");
	stored();
	thread.read();
	const frames = said();
	thread.close();
	return frames;
}

function list() {
	const sent: unknown[] = [];
	let line: ConnectOptions | undefined;
	const inbox = createInbox({
		connect: (options) => {
			line = options;
			const send = (data: string) => sent.push(JSON.parse(data)) > 0;
			return { send, close: () => {}, retryNow: () => {} };
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
	const stop = inbox.watch();
	line?.onState("open");
	line?.onOpen?.();
	inbox.choose({ ...defaultFilter, status: "closed", text: "delivery" });
	line?.onMessage(JSON.stringify({ type: "refused", reason: " ".repeat(TAKEN_EVERY) }));
	stop();
	return sent;
}

const kinds = (schema: typeof VisitorFrame | typeof MemberFrame | typeof InboxClientFrame) =>
	schema.options.map(({ entries }) => entries.type.literal).toSorted();
const kindsOf = (frames: unknown[]) =>
	[...new Set(frames.map((frame) => String(Reflect.get(Object(frame), "type"))))].toSorted();

test(`what clients say in ${FOLDER}`, async () => {
	world();
	const frames = { visitor: await visitor(), member: await member(), inbox: list() };
	endWorld();
	expect(kindsOf(frames.visitor)).toEqual(kinds(VisitorFrame));
	expect(kindsOf(frames.member)).toEqual(kinds(MemberFrame));
	expect(kindsOf(frames.inbox)).toEqual(kinds(InboxClientFrame));
	await expect(`${JSON.stringify(frames, null, "\t")}\n`).toMatchFileSnapshot(
		`../fixtures/${FOLDER}/client-frames.json`,
	);
});

import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { backoffMs } from "../../client/backoff.ts";
import { connect, type ConnectionState } from "../../client/connection.ts";
import { CloseCode, PING, PONG } from "../../src/protocol/limits.ts";
import { endWorld, FakeSocket, type World, world } from "./world.ts";

let page: World;
beforeEach(() => {
	page = world();
});
afterEach(endWorld);

async function start() {
	const states: ConnectionState[] = [];
	const heard: string[] = [];
	const refused: number[] = [];
	const connection = connect({
		address: () => ({ url: "wss://parley.example", protocols: ["parley.2"] }),
		onOpen: () => {},
		onMessage: (data) => heard.push(data),
		onState: (state) => states.push(state),
		onRefused: (code) => refused.push(code),
	});
	await vi.advanceTimersByTimeAsync(0);
	return { connection, states, heard, refused };
}

test("the wait doubles from half a second to thirty seconds, and any moment of it may be drawn", () => {
	expect([0, 1, 2, 10, 100].map((attempt) => backoffMs(attempt, () => 1))).toEqual([500, 1_000, 2_000, 30_000, 30_000]);
	expect(backoffMs(3, () => 0)).toBe(0);
});

test("a lost socket is replaced after the wait", async () => {
	const { states, heard } = await start();
	FakeSocket.last.open();
	FakeSocket.last.hear("one");
	FakeSocket.last.die();
	expect(states).toEqual(["connecting", "open", "waiting"]);
	await vi.advanceTimersByTimeAsync(250);
	expect(FakeSocket.all).toHaveLength(2);
	FakeSocket.last.open();
	FakeSocket.last.hear("two");
	expect(heard).toEqual(["one", "two"]);
});

test("a silent socket is pinged, kept while it answers, and given up when it doesn't", async () => {
	const { states } = await start();
	const socket = FakeSocket.last;
	socket.open();
	await vi.advanceTimersByTimeAsync(20_000);
	expect(socket.sent).toEqual([PING]);
	socket.hear(PONG);
	await vi.advanceTimersByTimeAsync(20_000);
	expect(socket.sent).toEqual([PING, PING]);
	await vi.advanceTimersByTimeAsync(9_999);
	expect(states.at(-1)).toBe("open");
	await vi.advanceTimersByTimeAsync(1);
	expect(socket.closed).toBe(true);
	expect(states.at(-1)).toBe("waiting");
});

test("pongs are not handed on", async () => {
	const { heard } = await start();
	FakeSocket.last.open();
	FakeSocket.last.hear(PONG);
	expect(heard).toEqual([]);
});

test("a hidden page doesn't ping, and pings the moment it is seen again", async () => {
	await start();
	const socket = FakeSocket.last;
	socket.open();
	page.document.hidden = true;
	await vi.advanceTimersByTimeAsync(120_000);
	expect(socket.sent).toEqual([]);
	page.document.hidden = false;
	page.page.dispatchEvent(new Event("visibilitychange"));
	expect(socket.sent).toEqual([PING]);
	await vi.advanceTimersByTimeAsync(4_000);
	expect(socket.closed).toBe(true);
});

test("showing the page again and again doesn't keep a dead connection alive", async () => {
	await start();
	const socket = FakeSocket.last;
	socket.open();
	for (let looks = 0; looks < 3; looks++) {
		page.page.dispatchEvent(new Event("pageshow"));
		await vi.advanceTimersByTimeAsync(2_000);
	}
	expect(socket.sent).toEqual([PING]);
	expect(socket.closed).toBe(true);
});

test("going offline drops the socket and coming online connects at once", async () => {
	const { states } = await start();
	FakeSocket.last.open();
	page.navigator.onLine = false;
	page.page.dispatchEvent(new Event("offline"));
	expect(FakeSocket.last.closed).toBe(true);
	expect(states.at(-1)).toBe("offline");
	page.navigator.onLine = true;
	page.page.dispatchEvent(new Event("online"));
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeSocket.all).toHaveLength(2);
});

test.each([CloseCode.reload, CloseCode.unauthorized, CloseCode.blocked])(
	"close code %i ends it, until it is told to retry",
	async (code) => {
		const { connection, states, refused } = await start();
		FakeSocket.last.open();
		FakeSocket.last.die(code);
		expect(refused).toEqual([code]);
		await vi.advanceTimersByTimeAsync(300_000);
		page.page.dispatchEvent(new Event("online"));
		expect(FakeSocket.all).toHaveLength(1);
		expect(states.at(-1)).toBe("refused");
		connection.retryNow();
		await vi.advanceTimersByTimeAsync(0);
		expect(FakeSocket.all).toHaveLength(2);
	},
);

test("after a flood it stays away for half a minute at least, even when the page is seen again", async () => {
	await start();
	FakeSocket.last.open();
	FakeSocket.last.die(CloseCode.flood);
	await vi.advanceTimersByTimeAsync(29_000);
	page.page.dispatchEvent(new Event("visibilitychange"));
	await vi.advanceTimersByTimeAsync(0);
	expect(FakeSocket.all).toHaveLength(1);
	await vi.advanceTimersByTimeAsync(17_000);
	expect(FakeSocket.all).toHaveLength(2);
});

test("an attempt that hangs is given up after ten seconds", async () => {
	const { states } = await start();
	await vi.advanceTimersByTimeAsync(10_000);
	expect(states.at(-1)).toBe("waiting");
});

test("frames of an abandoned socket are ignored", async () => {
	const { connection, heard } = await start();
	const old = FakeSocket.last;
	old.open();
	connection.retryNow();
	old.hear("late");
	old.die(CloseCode.blocked);
	expect(heard).toEqual([]);
});

test("nothing is sent while no socket is open, and the caller learns that", async () => {
	const { connection } = await start();
	expect(connection.send("x")).toBe(false);
	FakeSocket.last.open();
	expect(connection.send("x")).toBe(true);
});

test("a closed connection makes no further attempt", async () => {
	const { connection } = await start();
	FakeSocket.last.die();
	connection.close();
	await vi.advanceTimersByTimeAsync(60_000);
	page.page.dispatchEvent(new Event("online"));
	expect(FakeSocket.all).toHaveLength(1);
});

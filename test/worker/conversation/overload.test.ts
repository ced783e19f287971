/** Overload by one client: it is refused with a reason, and the others are served as before. */
import { inbox } from "../../../src/durable/objects.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { describe, expect, vi } from "vitest";
import { Audience } from "../../../src/conversation/audience.ts";
import { CloseCode, PAGE_SIZE, TAKEN_EVERY } from "../../../src/protocol/limits.ts";
import { createMember, createVisitor, newConversationId, newFrameId, askAsVisitor } from "../setup/people.ts";
import { dial, openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { isolated, test } from "../setup/stage.ts";
import { say } from "../setup/talk.ts";

describe("one visitor", () => {
	test("who sends without end is refused with a time to wait, then disconnected; what was acknowledged is all there", async ({
		shop,
		stubOf,
		visitor,
	}) => {
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		const other = await openVisitor(await createVisitor(shop), newConversationId());
		const ids = Array.from({ length: 300 }, newFrameId);
		for (const frame of ids) line.send({ type: "send", id: frame, text: "Buy my watches" });
		expect((await line.closed).code).toBe(CloseCode.flood);
		const ours = new Set(ids);
		const acknowledged = line.frames
			.flatMap((frame) => (frame.type === "entries" ? frame.entries : []))
			.filter((entry) => entry.kind === "message" && ours.has(entry.id)).length;
		const refused = line.frames.filter((frame) => frame.type === "refused" && frame.reason === "flood").length;
		expect(acknowledged).toBeGreaterThan(0);
		expect(acknowledged).toBeLessThan(30);
		expect(refused).toBeGreaterThan(100);
		const page = await stubOf(id).page({ kind: "member" }, { before: Number.MAX_SAFE_INTEGER });
		const stored = page?.entries.filter((entry) => entry.kind === "message" && entry.author.kind === "visitor");
		expect(stored).toHaveLength(acknowledged);

		other.send({ type: "send", id: newFrameId(), text: "I only have a question" });
		await other.next("entries");
	});

	test("can't hold more sockets to one conversation than a person has tabs", async ({ visitor }) => {
		const id = newConversationId();
		const lines = await Promise.all(Array.from({ length: 25 }, () => openVisitor(visitor, id)));
		const closed = await Promise.race([lines[24]?.closed, lines[23]?.closed]);
		expect(closed?.code).toBe(CloseCode.flood);
		lines[0]?.send({ type: "send", id: newFrameId(), text: "The first tab works" });
		await lines[0]?.next("entries");
	});

	test("can't open conversations without end", async ({ visitor }) => {
		const codes: number[] = [];
		// Twice the limit of a minute and more: the minute may turn while this runs.
		for (let count = 0; count < 250 && codes.length === 0; count++) {
			const line = await openVisitor(visitor, newConversationId());
			void line.closed.then(({ code }) => codes.push(code));
			if (count % 10 === 9) await new Promise((resolve) => setTimeout(resolve, 10));
			line.close();
		}
		expect(codes).toContain(CloseCode.flood);
	});
});

describe("one workspace", () => {
	isolated("takes a hundred new conversations at once, and every one is in the list", async ({ shop, marco }) => {
		const watching = await openInbox(marco);
		await watching.next("hello");
		const ids = await Promise.all(
			Array.from({ length: 100 }, async () => {
				const line = await openVisitor(await createVisitor(shop), newConversationId());
				const id = newFrameId();
				line.send({ type: "send", id, text: "zzz" });
				await line.next("entries");
				return id;
			}),
		);
		expect(ids).toHaveLength(100);
		await watching.next("items", () => {
			const seen = new Set(
				watching.frames.flatMap((frame) => (frame.type === "items" ? frame.items.map((row) => row.id) : [])),
			);
			return seen.size === 100;
		});
	});

	isolated("two hundred dashboards on one inbox all see a change", async ({ shop, marco }) => {
		const colleagues = await Promise.all(Array.from({ length: 9 }, () => createMember(shop, "agent")));
		const team = [marco, ...colleagues];
		const lines = await Promise.all(team.flatMap((each) => Array.from({ length: 20 }, () => openInbox(each))));
		const id = newConversationId();
		const visitor = await openVisitor(await createVisitor(shop), id);
		visitor.send({ type: "send", id: newFrameId(), text: "Is anybody there?" });
		await Promise.all(lines.map((line) => line.next("items", ({ items }) => items.some((row) => row.id === id))));
		expect((await inbox(env, shop.id).availability()).online).toBe(true);
		await (await openMember(marco, id)).next("welcome");
		for (const line of lines) line.close();
	});
});

describe("a very slow reader", () => {
	test("of the list is held to what it hasn't taken; one that says what it took reads on for as long as it likes", async ({
		shop,
		marco,
	}) => {
		const now = Date.now();
		await Promise.all(
			Array.from({ length: PAGE_SIZE }, (_, no) =>
				inbox(env, shop.id).receive({
					id: `c_long${no}`,
					version: 1,
					status: "open",
					handler: "ai",
					archived: false,
					reason: null,
					assignee: null,
					visitorId: `v_long${no}`,
					contactId: null,
					name: null,
					email: null,
					preview: "x".repeat(2_000),
					previewBy: "visitor",
					previewName: null,
					unread: 1,
					startedAt: now,
					lastAt: now,
					waitingSince: null,
					source: "widget",
				}),
			),
		);
		const line = await openInbox(marco);
		const read = async (saysSo: boolean) => {
			const before = line.raw.length;
			line.send({ type: "list", id: newFrameId(), filter: { status: "all", handler: "any", assignee: "anyone" } });
			await Promise.race([line.next("page"), line.closed]);
			const characters = line.raw.slice(before).join("").length;
			if (saysSo) line.send({ type: "taken", characters });
			return characters;
		};
		for (let carried = 0; carried < 10 * TAKEN_EVERY;) carried += await read(true);
		for (let carried = 0; carried < 5 * TAKEN_EVERY;) carried += (await read(false)) || Number.POSITIVE_INFINITY;
		expect((await line.closed).code).toBe(1013);
		await (await openInbox(marco)).next("hello");
	});

	test("is sent so much and no more, which nobody else notices, and comes back to all of it", async ({
		marco,
		stubOf,
		visitor,
	}) => {
		const id = newConversationId();
		const line = await openVisitor(visitor, id);
		line.send({ type: "send", id: newFrameId(), text: "Is anybody there?" });
		await line.next("entries");
		// An end that is never accepted takes nothing: all that is sent to it waits in memory.
		const { webSocket: slow } = await dial(`/api/conversations/${id}/socket?since=0`, { cookie: marco.cookie });
		if (!slow) throw new Error("no socket");
		await runInDurableObject(stubOf(id), (_, ctx) => {
			const audience = new Audience(ctx);
			for (let piece = 0; piece < 200; piece++)
				audience.toMembers({ type: "writing", turn: 1, text: "x".repeat(100_000) });
		});
		const said = newFrameId();
		line.send({ type: "send", id: said, text: "I can still write" });
		await line.next("entries", ({ entries }) => entries.some((entry) => entry.kind === "message" && entry.id === said));

		let taken = 0;
		const closed = Promise.withResolvers<number>();
		slow.addEventListener("message", ({ data }) => void (taken += String(data).length));
		slow.addEventListener("close", ({ code }) => closed.resolve(code));
		slow.accept();
		expect(await closed.promise).toBe(1013);
		expect(taken).toBeGreaterThan(1_000_000);
		expect(taken).toBeLessThan(8_000_000);
		const back = await openMember(marco, id, 1);
		const { entries } = await back.next("welcome");
		expect(entries.some((entry) => entry.kind === "message" && entry.id === said)).toBe(true);
	});
});

describe("one client", () => {
	test("a flood is refused with a time to wait, and the others don't notice", async ({ ines, start }) => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		for (let index = 0; index < 40; index++) line.send({ type: "send", id: newFrameId(), text: `Flood ${index}` });
		const refused = await line.next("refused");
		expect(refused).toMatchObject({ reason: "flood" });
		expect(refused.retryAfterMs).toBeGreaterThan(0);
		await say(desk, "Still here");
	});

	test("a clock that is set back by a day takes nobody's messages for a flood", async ({ start }) => {
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

	test("who asks too often over HTTP is told for how long to wait, where a page of another site can read it", async ({
		visitor,
	}) => {
		const path = `/api/widget/conversations/${newConversationId()}/entries`;
		const answers = await Promise.all(Array.from({ length: 150 }, () => askAsVisitor(visitor, path)));
		const refused = answers.find(({ status }) => status === 429);
		expect(refused?.headers.get("retry-after")).toBe("60");
		expect(refused?.headers.get("access-control-expose-headers")?.toLowerCase()).toBe("retry-after");
	});
});

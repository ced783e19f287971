/** The frames of a conversation: who may send which, whom each one reaches, and which are refused. */
import { expect, describe, vi } from "vitest";
import { createVisitor, newFrameId, askAsVisitor, newConversationId } from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { everything, isMessage, say, untilEvent } from "../setup/talk.ts";
import { test } from "../setup/stage.ts";
import { Log } from "../../../src/conversation/storage/log.ts";
import type { Entry } from "../../../src/protocol/conversation/entry.ts";
import { CloseCode, MAX_TEXT_LENGTH } from "../../../src/protocol/limits.ts";

test("a stranger who had it open before its first message writes nothing and ends nothing in it", async ({
	shop,
	stubOf,
	arrive,
}) => {
	const { id, line } = await arrive();
	const other = await createVisitor(shop);
	const stranger = await openVisitor(other, id);
	await stranger.next("welcome");
	await say(line, "zzz");
	expect((await stranger.closed).code).toBe(CloseCode.renew);
	for (const frame of [{ type: "send", text: "I am somebody else" }, { type: "end" }]) {
		const body = { ...frame, id: newFrameId() };
		expect((await askAsVisitor(other, `/api/widget/conversations/${id}/frames`, { body })).status).toBe(404);
	}
	const stub = stubOf(id);
	const said = (await everything(stub)).filter(isMessage).filter(({ author }) => author.kind === "visitor");
	expect(said.map(({ text }) => text)).toEqual(["zzz"]);
	expect((await stub.item())?.status).not.toBe("closed");
});

test("a teammate who writes is seen by the visitor and the others, and not by themselves", async ({
	ines,
	marco,
	arrive,
}) => {
	const { id, line } = await arrive();
	await say(line, "zzz");
	const desk = await openMember(ines, id);
	const other = await openMember(marco, id);
	await Promise.all([desk.next("welcome"), other.next("welcome")]);
	desk.send({ type: "typing" });
	expect((await line.next("typing")).member?.name).toBe("Ines");
	expect((await other.next("typing")).member?.name).toBe("Ines");
	other.send({ type: "typing" });
	expect((await desk.next("typing")).member?.name).toBe("Marco");
});

test("a mark in the middle leaves unread what the other side said after it, and nothing of one's own", async ({
	ines,
	stubOf,
	arrive,
}) => {
	const { id, line } = await arrive();
	const first = await say(line, "I want to talk to a human please");
	for (const text of ["It is about a bag", "A blue one"]) await say(line, text);
	const desk = await openMember(ines, id);
	await desk.next("welcome");
	desk.send({ type: "read", seq: first });
	await desk.next("entries", ({ state }) => state.teamReadSeq === first);
	expect((await stubOf(id).item())?.unread).toBe(2);
});

describe("a conversation", () => {
	test("a message is told with what it changed of the state, not with all of it", async ({ ines, start }) => {
		const { id, line } = await start();
		const desk = await openMember(ines, id);
		await say(desk, "One");
		await say(line, "Two");
		await say(desk, "Three");
		await say(desk, "Four");
		const frames = desk.raw.filter((frame) => frame.includes('"text":"Four"') || frame.includes('"text":"Two"'));
		expect(frames.map((frame) => JSON.parse(frame).state)).toEqual([{ status: "open" }, {}]);
	});

	test("bad frames are refused with a reason and lose nothing", async ({ start }) => {
		const { line } = await start();
		const refusal = async (data: string | ArrayBuffer | object) => {
			line.send(data);
			return (await line.next("refused")).reason;
		};
		const id = newFrameId();
		expect(await refusal({ type: "send", id, text: "x".repeat(MAX_TEXT_LENGTH + 1) })).toBe("too_long");
		expect(await refusal({ type: "send", id, text: "   " })).toBe("empty");
		expect(await refusal(`{"type":"send","id":"${id}","text":"${"é".repeat(13_000)}"}`)).toBe("too_big");
		expect(await refusal({ type: "take_over", id })).toBe("unknown_type");
		expect(await refusal({ type: "note", id, text: "I am staff" })).toBe("unknown_type");
		expect(await refusal("not json")).toBe("invalid");
		expect(await refusal(new ArrayBuffer(8))).toBe("invalid");
		expect(await refusal({ type: "send", id: "ai:1", text: "Hello" })).toBe("invalid");
		expect(await refusal({ type: "email", id, email: "not an address" })).toBe("invalid_email");
		await say(line, "x".repeat(MAX_TEXT_LENGTH));
	});

	test("HTTP carries the same frames to the same log", async ({ visitor }) => {
		const id = newConversationId();
		const frame = { type: "send", id: newFrameId(), text: "Sent by post" };
		const send = () => askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body: frame });
		expect(await (await send()).json()).toMatchObject({ frames: [{ type: "ack", seq: 1 }] });
		expect(await (await send()).json()).toMatchObject({ frames: [{ type: "ack", seq: 1 }] });
		const page = await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries?since=0`);
		const { entries }: { entries: Entry[] } = await page.json();
		expect(entries[0]).toMatchObject({ seq: 1, text: "Sent by post" });
	});

	test("what is read is told to the other side and counts the unread", async ({ ines, stubOf, start }) => {
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

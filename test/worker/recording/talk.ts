/** The second chapter of what is recorded (../fixtures.record.ts): conversations, and what is said on their sockets. */
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { expect, vi } from "vitest";
import { Receivers } from "../../../src/conversation/outgoing/receivers.ts";
import { conversation, outbox } from "../../../src/durable/objects.ts";
import { createVisitor, newFrameId } from "../setup/people.ts";
import { type Line, openInbox, openMember, openVisitor } from "../setup/socket.ts";
import { count } from "../setup/sources.ts";
import { say, untilEvent, untilMessage } from "../setup/talk.ts";
import { as, ask, asVisitor, idIn } from "./exchange.ts";
import type { Shop } from "./shop.ts";

/** Answered from the knowledge base. */
export const KNOWN = "How long does delivery to Norway take?";
const UNKNOWN = "Do you engrave initials in Klingon?";
const PERSON = "I would like to talk to a person, please.";

/** Answers like Workers AI's, one text in pieces; the last one never comes. */
const half = () => {
	const encoder = new TextEncoder();
	const lines = ["SOURCES: 1\nDelivery takes four ", "to seven days. "].map((content) => ({
		choices: [{ index: 0, delta: { content } }],
	}));
	return new ReadableStream<Uint8Array>({
		start(controller) {
			for (const line of lines) controller.enqueue(encoder.encode(`data: ${JSON.stringify(line)}\n\n`));
		},
	});
};

/** Two that end: a person answers Ana, and takes over from the AI in the middle of its answer to Dora. */
export async function firsts({ shop, noor, library }: Shop) {
	// Ana's first conversation: nothing answers her, Noor does.
	const lines: Record<string, Line<{ type: string }>> = {};
	const ana = await createVisitor(shop, "2001:db8:a::1");
	const knock = { key: shop.publicKey, token: ana.token };
	await ask(asVisitor(ana), "/api/widget/session", { body: knock });
	const firstId = "c_recordedByAnaFirst0001";
	await ask(asVisitor(ana), "/api/widget/boot", { body: { ...knock, conversation: firstId } });
	const list = await openInbox(noor);
	lines["inbox"] = list;
	const early = await openVisitor(ana, firstId);
	lines["visitor, at first"] = early;
	early.send({ type: "page", url: `${shop.site}/bags`, title: "Bags", timezone: "Europe/Oslo" });
	await say(early, UNKNOWN);
	await untilMessage(early, "ai");
	early.send({ type: "choose", id: newFrameId(), choice: "ai" });
	await early.next("done");
	const frames = `/api/widget/conversations/${firstId}/frames`;
	await ask(asVisitor(ana), frames, { body: { type: "send", id: "over-http-1", text: "Hello?" } });
	await ask(asVisitor(ana), frames, { body: { type: "send", id: "over-http-1", text: "Hello?" } });
	await ask(asVisitor(ana), frames, { body: { type: "hologram" } });
	await ask(asVisitor(ana), `/api/widget/conversations/${firstId}/entries?since=1`);
	await say(early, "Do you repair zips?");
	await vi.waitFor(async () => expect(await count(library, "use_count")).toBe(1));
	await say(early, PERSON);
	await untilEvent(early, "handed_off");
	await list.next("items", ({ items }) => items.some(({ handler }) => handler === "waiting"));
	const earlyDesk = await openMember(noor, firstId);
	await earlyDesk.next("welcome");
	await ask(as(noor), `/api/conversations/${firstId}/take-over`, { body: {} });
	await ask(as(noor), `/api/conversations/${firstId}/frames`, {
		body: { type: "note", id: "note-over-http", text: "Asks about engraving." },
	});
	earlyDesk.send({
		type: "send",
		id: newFrameId(),
		text: "We engrave in every alphabet, Klingon too; it takes two more days and is free of charge.",
	});
	await untilMessage(early, "member");
	early.send({ type: "email", id: newFrameId(), email: "ana@shop.example" });
	await early.next("done");
	await vi.waitFor(async () => expect((await conversation(env, shop.id, firstId).visitor())?.contactId).toBeTruthy());
	await ask(as(noor), `/api/conversations/${firstId}/close`, { body: {} });

	// The model is cut off by a takeover.
	Reflect.set(env, "ANSWERER", "auto");
	const real = env.AI;
	Reflect.set(env, "AI", { run: () => Promise.resolve(half()) });
	const dora = await createVisitor(shop);
	const doraLine = await openVisitor(dora, "c_recordedByDora00000001");
	lines["visitor, cut off"] = doraLine;
	await say(doraLine, KNOWN);
	await doraLine.next("writing");
	await ask(as(noor), "/api/conversations/c_recordedByDora00000001/take-over", { body: {} });
	await doraLine.next("discarded");
	Reflect.set(env, "ANSWERER", "embedded");
	Reflect.set(env, "AI", real);
	const doraDesk = await openMember(noor, "c_recordedByDora00000001");
	const advice = "Delivery to Norway takes four to seven days, and one more to the islands in the north.";
	doraDesk.send({ type: "send", id: newFrameId(), text: advice });
	await untilMessage(doraLine, "member");
	await ask(as(noor), "/api/conversations/c_recordedByDora00000001/close", { body: {} });
	await vi.waitFor(async () => expect(JSON.stringify(await library.suggestions())).toContain(advice));

	return { lines, list, ana };
}

/** Ana's second one, in which everything happens. From here on side effects can't be delivered, but for Ben's. */
export async function second({ shop, ines, noor }: Shop, { lines, ana }: Awaited<ReturnType<typeof firsts>>) {
	const perform = Object.getOwnPropertyDescriptor(Receivers.prototype, "perform")?.value;
	vi.spyOn(Receivers.prototype, "perform").mockImplementation(async function (this: Receivers, effect) {
		if (effect.type !== "email" || effect.email !== "ben@shop.example") throw new Error("down");
		await Reflect.apply(perform, this, [effect]);
	});
	const id = "c_recordedByAnaAgain0002";
	const stub = conversation(env, shop.id, id);
	const line = await openVisitor(ana, id);
	lines["visitor"] = line;
	line.send({ type: "page", url: `${shop.site}/delivery`, title: "Delivery", referrer: "https://search.example/" });
	const answered = await (async () => {
		await say(line, KNOWN, "recorded-question-1");
		return untilMessage(line, "ai");
	})();
	// The first effect is given up on: its last attempt of a day's is brought forward.
	await runInDurableObject(stub, async (object, { storage }) => {
		storage.sql.exec("UPDATE effect SET attempts = 31, due_at = 0 WHERE id = 1");
		await object.alarm();
	});
	expect(await outbox(env, shop.id).givenUp()).toMatchObject([{ type: "started", conversation: id }]);
	const seq = answered.entries.at(-1)?.seq ?? 0;
	line.send({ type: "rate", id: newFrameId(), seq, rating: "up" });
	await line.next("done");
	const desk = await openMember(noor, id);
	lines["member"] = desk;
	await desk.next("welcome");
	await ask(as(noor), `/api/conversations/${id}/entries/${seq}/trace`);
	line.send({ type: "send", id: "recorded-question-1", text: KNOWN });
	await line.next("ack");
	line.send({ type: "typing" });
	await desk.next("typing");
	line.send({ type: "read", seq });
	await say(line, UNKNOWN);
	await vi.waitFor(() => expect(JSON.stringify(line.frames)).toContain('"offer":true'));
	line.send({ type: "choose", id: newFrameId(), choice: "ai" });
	await untilEvent(line, "offer_declined");
	line.send({ type: "email", id: newFrameId(), email: "ana@shop.example" });
	await untilEvent(line, "identified");
	line.send({ type: "email", id: newFrameId(), email: "no address" });
	await line.next("refused");
	line.send({ type: "choose", id: newFrameId(), choice: "person" });
	await untilEvent(line, "handed_off");
	await line.next("availability");
	await ask(as(noor), `/api/conversations/${id}/copilot`, { body: { do: "shorter", draft: "Hm." }, status: 409 });
	await ask(as(noor), `/api/conversations/${id}/assign`, { body: { member: ines.id } });
	await ask(as(noor), `/api/conversations/${id}/take-over`, { body: {} });
	desk.send({ type: "typing" });
	await line.next("typing");
	desk.send({ type: "note", id: newFrameId(), text: "Her second conversation." });
	desk.send({
		type: "send",
		id: newFrameId(),
		text: "Yes, we engrave your initials in Klingon, which takes one day longer than in Latin letters.",
	});
	await untilMessage(line, "member");
	desk.send({ type: "read", seq: (await desk.next("entries")).seq });
	desk.send({ type: "send", id: "short" });
	await desk.next("refused");
	await ask(as(noor), `/api/conversations/${id}/close`, { body: {} });
	await ask(as(noor), `/api/conversations/${id}/reopen`, { body: {} });
	await ask(as(noor), `/api/conversations/${id}/hand-back`, { body: {} });
	await ask(as(noor), `/api/conversations/${id}/hand-back`, { body: {}, status: 409 });
	await ask(as(noor), `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "A test", address: true } });
	await line.closed;
	await ask(asVisitor(ana), `/api/widget/conversations/${id}/entries?since=1`, { status: 403 });
	await ask(as(ines), `/api/conversations/${id}/unblock`, { body: {}, status: 204 });
	const back = await openVisitor(ana, id, 3);
	lines["visitor, back"] = back;
	await back.next("welcome");
	await say(back, "Do you repair zips?");
	await untilMessage(back, "ai");
	const suggested = await ask(as(noor), `/api/conversations/${id}/copilot`, { body: { do: "suggest" } });
	await ask(as(noor), `/api/conversations/${id}/copilot/${idIn(suggested)}`, { body: { use: "used" }, status: 204 });
	await ask(as(noor), `/api/conversations/${id}/copilot`, { body: { do: "suggest" } });
	await say(back, PERSON);
	await untilEvent(back, "handed_off");
	await vi.waitFor(async () => expect((await stub.item())?.handler).toBe("waiting"));
	const first2 = await openMember(noor, id);
	lines["member, later"] = first2;
	await first2.next("welcome");
	return { id, stub };
}

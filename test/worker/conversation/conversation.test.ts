/** A conversation on the real runtime: who has it, what only the team sees of it, and who is blocked. */
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { CloseCode } from "../../../src/protocol/limits.ts";
import { ask, askAsVisitor, newConversationId, newFrameId } from "../setup/people.ts";
import { openMember, openVisitor } from "../setup/socket.ts";
import { act, isMessage, say, untilEvent, untilMessage } from "../setup/talk.ts";
import { returnsArticle, saveArticle } from "../setup/library.ts";
import { test } from "../setup/stage.ts";

test.beforeAll(async ({ library }) => {
	await saveArticle(library, null, returnsArticle);
});

describe("a person takes over", () => {
	test("asking for a person connects at once, with the reason and a hand-off summary for the team only", async ({
		ines,
		start,
	}) => {
		const { id, line } = await start("I want to talk to a human please");
		const seen = await untilEvent(line, "handed_off");
		expect(seen.state).toMatchObject({ handler: "waiting", status: "open" });
		expect(JSON.stringify(seen)).not.toContain("asked_for_person");
		const welcome = await (await openMember(ines, id)).next("welcome");
		expect(welcome.state).toMatchObject({ reason: "asked_for_person", handler: "waiting" });
		expect(welcome.state?.summary).toMatchObject({ wants: expect.any(String), tried: null });
	});

	test("take over, reply, hand back, assign, close, reopen: told in every open tab", async ({ ines, marco, start }) => {
		const { id, line } = await start("I want to talk to a human please");
		const other = await openMember(marco, id);
		await other.next("welcome");
		expect((await act(ines, id, { type: "take_over" })).status).toBe(200);
		expect((await untilEvent(line, "taken_over")).state.assignee?.name).toBe("Ines");
		await untilEvent(other, "taken_over");
		expect((await act(ines, id, { type: "assign", member: marco.id })).status).toBe(200);
		expect((await untilEvent(other, "assigned")).state.assignee?.name).toBe("Marco");
		await say(other, "Hello, this is Marco");
		expect((await untilMessage(line, "member")).state).toMatchObject({ status: "pending", handler: "human" });
		expect((await act(marco, id, { type: "hand_back" })).status).toBe(200);
		expect((await untilEvent(line, "handed_back")).state.handler).toBe("ai");
		expect((await act(marco, id, { type: "close" })).status).toBe(200);
		expect((await untilEvent(line, "closed")).state.status).toBe("closed");
		expect((await act(ines, id, { type: "reopen" })).status).toBe(200);
		await act(ines, id, { type: "close" });
		await say(line, "One more thing: zzz");
		expect((await untilEvent(line, "reopened")).state.handler).toBe("ai");
	});

	test("it can't go to a teammate who can't reply, nor be done by one", async ({ ines, vera, start }) => {
		const { id } = await start();
		expect((await act(ines, id, { type: "assign", member: vera.id })).status).toBe(422);
		expect((await act(vera, id, { type: "take_over" })).status).toBe(403);
		const desk = await openMember(vera, id);
		desk.send({ type: "send", id: newFrameId(), text: "Me too" });
		expect((await desk.next("refused")).reason).toBe("forbidden");
	});

	test("a command that is said again after what came later does nothing more", async ({ stubOf, start }) => {
		const { id, visitor, line } = await start();
		const end = { type: "end", id: newFrameId() };
		line.send(end);
		await line.next("done");
		await say(line, "Wait, one more thing: talk to a human please");
		await untilEvent(line, "handed_off");
		const back = await openVisitor(visitor, id);
		await back.next("welcome");
		back.send(end);
		expect(await back.next("done")).toMatchObject({ id: end.id });
		expect(await stubOf(id).item()).toMatchObject({ status: "open", handler: "waiting" });
	});

	test("visitors never receive notes, confidence, reasons, hand-off summaries or who else is looking", async ({
		ines,
		marco,
		start,
	}) => {
		const { id, visitor, line } = await start("How long do I have to send it back?");
		await untilMessage(line, "ai");
		const desk = await openMember(ines, id);
		await desk.next("welcome");
		desk.send({ type: "note", id: newFrameId(), text: "a secret note" });
		await desk.next("entries");
		await act(ines, id, { type: "assign", member: marco.id });
		await say(desk, "The last word");
		await line.next("entries", ({ entries }) =>
			entries.some((entry) => isMessage(entry) && entry.text === "The last word"),
		);
		const pages = await Promise.all(
			["", "?since=1", "?before=99"].map(async (query) =>
				(await askAsVisitor(visitor, `/api/widget/conversations/${id}/entries${query}`)).text(),
			),
		);
		const resumed = (await openVisitor(visitor, id, 1)).next("welcome");
		const everythingSeen = JSON.stringify([line.frames, pages, await resumed]);
		expect(everythingSeen).toContain("The last word");
		for (const secret of [
			"a secret note",
			"confidence",
			"embedded",
			"summary",
			"wants",
			"reason",
			"viewers",
			"@team.test",
		])
			expect(everythingSeen).not.toContain(secret);
	});
});

describe("a block", () => {
	test("blocks whoever is confirmed to have the blocked address, not who only types it, in what they began before too", async ({
		ines,
		stubOf,
		start,
	}) => {
		const first = await start();
		first.line.send({ type: "email", id: newFrameId(), email: "spammer@blocked.example" });
		await vi.waitFor(async () => expect((await stubOf(first.id).item())?.contactId).toBeTruthy());
		const body = { duration: "7d", reason: "spam", address: false };
		const contact = (await stubOf(first.id).item())?.contactId ?? "";
		const claim = { email: "spammer@blocked.example" };
		expect((await ask(ines, `/api/conversations/${first.id}/claim/confirm`, { body: claim })).status).toBe(204);
		expect((await ask(ines, `/api/contacts/${contact}/block`, { body })).status).toBe(200);

		const { id, visitor, line } = await start();
		const second = newConversationId();
		const other = await openVisitor(visitor, second);
		await other.next("welcome");
		await say(other, "zzz");
		line.send({ type: "email", id: newFrameId(), email: "spammer@blocked.example" });
		await vi.waitFor(async () => expect((await stubOf(second).item())?.claimed).toBe(claim.email));
		expect((await stubOf(id).item())?.archived).toBe(false);
		expect((await ask(ines, `/api/conversations/${id}/claim/confirm`, { body: claim })).status).toBe(204);
		expect((await line.closed).code).toBe(CloseCode.blocked);
		await vi.waitFor(async () => expect((await stubOf(second).item())?.contactId).toBe(contact));
		expect((await stubOf(id).item())?.archived).toBe(true);
	});

	test("a block is felt at once in every tab, enforced everywhere, and ends by itself", async ({
		shop,
		ines,
		marco,
		stubOf,
		start,
	}) => {
		const { id, visitor, line } = await start();
		const tab = await openVisitor(visitor, id);
		await tab.next("welcome");
		const path = `/api/conversations/${id}/block`;
		expect((await ask(marco, path, { body: { duration: "24h", reason: "spam", address: false } })).status).toBe(200);
		expect((await line.closed).code).toBe(CloseCode.blocked);
		expect((await tab.closed).code).toBe(CloseCode.blocked);
		expect((await stubOf(id).item())?.archived).toBe(true);
		const body = { type: "send", id: newFrameId(), text: "Let me in" };
		const posted = await askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body });
		expect(await posted.text()).toContain("blocked");
		const elsewhere = await askAsVisitor(visitor, `/api/widget/conversations/${newConversationId()}/frames`, { body });
		expect(await elsewhere.text()).toContain("blocked");
		const boot = await askAsVisitor(visitor, "/api/widget/boot", {
			body: { key: shop.publicKey, token: visitor.token },
		});
		expect(boot.status).toBe(403);
		const again = await openVisitor(visitor, id);
		expect((await again.closed).code).toBe(CloseCode.blocked);
		await runInDurableObject(stubOf(id), (_, state) => {
			const row = state.storage.sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = 1").one();
			expect(JSON.parse(row.body).state.blockedUntil).toBeGreaterThan(Date.now());
			expect(JSON.parse(row.body).alarmAt).toBeLessThanOrEqual(JSON.parse(row.body).state.blockedUntil);
		});
		await ask(ines, `/api/conversations/${id}/unblock`, { method: "POST" });
		expect((await stubOf(id).item())?.archived).toBe(false);
	});

	test("a socket opened before the block can't start a new conversation after it", async ({ ines, stubOf, start }) => {
		const { id, visitor } = await start();
		const other = newConversationId();
		const fresh = await openVisitor(visitor, other);
		await fresh.next("welcome");
		await ask(ines, `/api/conversations/${id}/block`, { body: { duration: "forever", reason: "", address: false } });
		fresh.send({ type: "send", id: newFrameId(), text: "Through the back door" });
		expect((await fresh.closed).code).toBe(CloseCode.blocked);
		expect(await stubOf(other).item()).toBe(null);
	});
});

/**
 * A visitor's token can be revoked: whoever has it, and however often it was renewed, it opens nothing any more within a
 * moment, and the browser goes on as somebody new.
 */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { eq } from "drizzle-orm";
import * as v from "valibot";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { mintVisitorToken } from "../../../src/auth/visitor.ts";
import { revoke } from "../../../src/contact/store/revocations.ts";
import { database } from "../../../src/db/database.ts";
import { auditLog, verification } from "../../../src/db/schema.ts";
import { conversation } from "../../../src/durable/objects.ts";
import { CloseCode, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { WidgetSession } from "../../../src/protocol/widget.ts";
import { actors } from "../setup/actors.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Visiting,
	type Workspace,
} from "../setup/people.ts";
import { dial, openMember, openVisitor } from "../setup/socket.ts";
import { arrive, everything, say, start, type Started, untilMessage } from "../setup/talk.ts";

let shop: Workspace;
let noor: Person;
let chat: Started;

beforeEach(async () => {
	shop = await createWorkspace();
	noor = await createMember(shop, "agent", "Noor");
	chat = await start(shop);
});

afterEach(() => {
	vi.useRealTimers();
	vi.restoreAllMocks();
});

const forget = (id = chat.id) => ask(noor, `/api/conversations/${id}/forget-browser`, { body: {} });

/** What the widget's session says to a browser that has this token. */
async function session(visitor: Visiting): Promise<{ token: string; visitorId: string }> {
	const response = await askAsVisitor(visitor, "/api/widget/session", {
		body: { key: shop.publicKey, token: visitor.token },
	});
	expect(response.status).toBe(200);
	return v.parse(WidgetSession, await response.json());
}

/** The code that a visitor's socket is closed with at once. */
async function refusal(visitor: Visiting, id: string): Promise<number> {
	const { webSocket } = await dial(`/api/widget/conversations/${id}/socket`, {
		protocols: [SUBPROTOCOL, visitor.token],
		origin: visitor.site,
	});
	const closed = new Promise<number>((resolve) => webSocket?.addEventListener("close", ({ code }) => resolve(code)));
	webSocket?.accept();
	return closed;
}

describe("a browser that is forgotten", () => {
	test("hears nothing more in any tab, nor can it come back with the token it has", async () => {
		const second = await start(shop);
		const tabs = [chat.line, await openVisitor(chat.visitor, chat.id)];
		expect((await forget()).status).toBe(204);
		for (const tab of tabs) expect((await tab.closed).code).toBe(CloseCode.renew);
		expect(await refusal(chat.visitor, chat.id)).toBe(CloseCode.unauthorized);
		const path = `/api/widget/conversations/${chat.id}`;
		const body = { type: "send", id: newFrameId(), text: "Still me" };
		for (const response of [
			await askAsVisitor(chat.visitor, `${path}/entries?since=0`),
			await askAsVisitor(chat.visitor, `${path}/frames`, { body }),
		]) {
			expect(response.status).toBe(401);
			expect(await response.json()).toMatchObject({ reason: "unauthorized" });
		}
		expect(JSON.stringify(await everything(conversation(env, shop.id, chat.id)))).not.toContain("Still me");
		// Somebody else's goes on.
		await say(second.line, "I am not them");
	});

	test("is closed out of all its conversations, begun or not", async () => {
		const [other, unbegun] = [newConversationId(), newConversationId()];
		const line = await openVisitor(chat.visitor, other);
		await say(line, "Another question");
		const waiting = await openVisitor(chat.visitor, unbegun);
		await waiting.next("welcome");
		await vi.waitFor(async () => {
			await forget();
			expect((await line.closed).code).toBe(CloseCode.renew);
		});
		// The one that nobody knows of yet ends with its first message.
		waiting.send({ type: "send", id: newFrameId(), text: "May I?" });
		expect((await waiting.closed).code).toBe(CloseCode.renew);
		expect(await conversation(env, shop.id, unbegun).item()).toBeNull();
	});

	test("goes on as a new visitor, who sees nothing of before", async () => {
		await forget();
		const renewed = await session(chat.visitor);
		expect(renewed.visitorId).not.toBe(chat.visitor.visitorId);
		const anew = { ...chat.visitor, ...renewed };
		const path = `/api/widget/conversations/${chat.id}`;
		expect((await askAsVisitor(anew, `${path}/entries?since=0`)).status).toBe(404);
		const line = await openVisitor(anew, newConversationId());
		await say(line, "Hello again");
		const boot = { key: shop.publicKey, token: chat.visitor.token, conversation: chat.id };
		const badge = await askAsVisitor(chat.visitor, "/api/widget/boot", { body: boot });
		expect(await badge.json()).toMatchObject({ unread: 0 });
	});

	test("isn't helped by a token that was renewed before, or that is renewed for ever", async () => {
		const stolen = await session(chat.visitor);
		expect(stolen.visitorId).toBe(chat.visitor.visitorId);
		await forget();
		const { workspaceId, visitorId } = { workspaceId: shop.id, visitorId: chat.visitor.visitorId };
		// Minted by a request that was under way.
		const late = await mintVisitorToken(env, { workspaceId, visitorId });
		for (const token of [stolen.token, late]) {
			expect(await refusal({ ...chat.visitor, token }, chat.id)).toBe(CloseCode.unauthorized);
			expect((await session({ ...chat.visitor, token })).visitorId).not.toBe(visitorId);
		}
		// No token of theirs is left by the time that the row goes.
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 366 * 86_400_000 });
		expect(await refusal({ ...chat.visitor, token: late }, chat.id)).toBe(CloseCode.unauthorized);
	});

	test("isn't let in by a socket that was on the way", async () => {
		await conversation(env, shop.id, chat.id).endVisitor(chat.visitor.visitorId);
		expect(await refusal(chat.visitor, chat.id)).toBe(CloseCode.renew);
	});

	test("is closed out of an object that has just lost its memory", async () => {
		await untilMessage(chat.line, "ai");
		await evictDurableObject(conversation(env, shop.id, chat.id));
		await forget();
		expect((await chat.line.closed).code).toBe(CloseCode.renew);
		expect(await refusal(chat.visitor, chat.id)).toBe(CloseCode.unauthorized);
	});

	test("can be forgotten twice", async () => {
		expect((await forget()).status).toBe(204);
		expect((await forget()).status).toBe(204);
		expect(await refusal(chat.visitor, chat.id)).toBe(CloseCode.unauthorized);
	});

	test("is another one in another workspace, and the team reads and writes on", async () => {
		const there = await createWorkspace("There");
		await forget();
		const { visitorId } = chat.visitor;
		const token = await mintVisitorToken(env, { workspaceId: there.id, visitorId });
		const line = await openVisitor({ token, site: there.site }, newConversationId());
		await line.next("welcome");
		const desk = await openMember(noor, chat.id);
		await desk.next("welcome");
		desk.send({ type: "note", id: newFrameId(), text: "Their phone was stolen." });
		await desk.next("entries");
	});

	test("leaves a line in the audit log, without a word of theirs", async () => {
		await forget();
		const rows = await database(env).select().from(auditLog).where(eq(auditLog.workspaceId, shop.id));
		const line = { action: "visitor.revoked", actorId: noor.id, subjectId: chat.visitor.visitorId, detail: "{}" };
		expect(rows.filter(({ action }) => action === "visitor.revoked")).toMatchObject([line]);
	});
});

test("of a conversation that nobody began there is no browser to forget", async () => {
	const { id } = await arrive(shop);
	expect((await forget(id)).status).toBe(404);
});

test("rows go once no token is left that they could refuse", async () => {
	const db = database(env);
	const acting = { workspaceId: shop.id, actor: actors.agent };
	const count = () => db.$count(verification);
	const before = await count();
	await revoke(db, acting, { conversationId: chat.id, visitorId: "v_long_ago" }, Date.now() - 400 * 86_400_000);
	expect(await count()).toBe(before + 1);
	await revoke(db, acting, { conversationId: chat.id, visitorId: "v_now" });
	expect(await count()).toBe(before + 1);
});

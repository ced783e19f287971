/** The one alarm of a conversation: it comes in time for the nearest of its deadlines. */
import { env } from "cloudflare:workers";
import { blockVisitor } from "../../../src/contact/actions.ts";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { describe, expect, vi } from "vitest";
import { UNDO_HOLD_MS } from "../../../src/protocol/limits.ts";
import { afterActing } from "../setup/undoing.ts";
import { createWorkspace } from "../setup/people.ts";
import { say, start as begin, untilEvent, untilMessage } from "../setup/talk.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";
import { conversation } from "../../../src/durable/objects.ts";
import { test as stage } from "../setup/stage.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
type Stub = DurableObjectStub<Conversation>;

const PERSON = "I want to talk to a human please";

const alarmOf = (stub: Stub) => runInDurableObject(stub, (_, { storage }) => storage.getAlarm());

/** What the alarm is set to once all that was owed at once is done, in ms from now. */
const next = (stub: Stub) =>
	vi.waitFor(
		async () => {
			await runDurableObjectAlarm(stub);
			const left = ((await alarmOf(stub)) ?? Infinity) - Date.now();
			expect(left).toBeGreaterThan(2 * MINUTE);
			return left;
		},
		{ timeout: 10_000 },
	);

/** Answered by the AI, and so to be closed in a day. */
const test = stage.extend("answered", async ({ start, stubOf }) => {
	const { id, line } = await start();
	await untilMessage(line, "ai");
	return { stub: stubOf(id), line };
});

describe("the alarm is set", () => {
	test("for the close of a conversation that was answered", async ({ answered }) => {
		const { stub } = answered;
		const left = await next(stub);
		expect(left).toBeGreaterThan(23 * HOUR);
		expect(left).toBeLessThanOrEqual(24 * HOUR);
	});

	test("for telling a visitor who waits that nobody is in", async ({ stubOf, start }) => {
		const { id, line } = await start(PERSON);
		await untilEvent(line, "handed_off");
		const left = await next(stubOf(id));
		expect(left).toBeGreaterThan(3 * MINUTE);
		expect(left).toBeLessThanOrEqual(5 * MINUTE);
	});

	test("for the end of a block", async () => {
		// The close comes days later, so that the block's end is the next deadline.
		const shop = await createWorkspace("Fjord Bags", { closeAfterAiHours: 72 });
		const { id, line } = await begin(shop);
		const stub = conversation(env, shop.id, id);
		await untilMessage(line, "ai");
		const request = { duration: "24h", reason: "", address: false } as const;
		const by = { kind: "member", id: "mb_ines", name: "Ines", role: "owner" } as const;
		const blocked = await blockVisitor({ env, workspaceId: shop.id }, by, { conversationId: id, request });
		await afterActing(stub, UNDO_HOLD_MS);
		await next(stub);
		await vi.waitFor(async () => expect(await alarmOf(stub)).toBe(blocked.ok && blocked.value.until));
	});

	test("anew where something is due earlier than what it is set for", async ({ answered }) => {
		const { stub, line } = answered;
		expect(await next(stub)).toBeGreaterThan(23 * HOUR);
		await say(line, PERSON);
		await untilEvent(line, "handed_off");
		expect(((await alarmOf(stub)) ?? Infinity) - Date.now()).toBeLessThanOrEqual(5 * MINUTE);
	});
});

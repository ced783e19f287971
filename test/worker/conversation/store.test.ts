/** The one alarm of a conversation: it comes in time for the nearest of its deadlines. */
import { blockVisitor } from "../../../src/contact/actions.ts";
import { conversation } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { createWorkspace, type Workspace } from "../setup/people.ts";
import { say, start, untilEvent, untilMessage } from "../setup/talk.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const PERSON = "I want to talk to a human please";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Fjord Bags");
});

const stubOf = (id: string) => conversation(env, shop.id, id);
const alarmOf = (id: string) => runInDurableObject(stubOf(id), (_, { storage }) => storage.getAlarm());

/** What the alarm is set to once all that was owed at once is done, in ms from now. */
const next = (id: string) =>
	vi.waitFor(
		async () => {
			await runDurableObjectAlarm(stubOf(id));
			const left = ((await alarmOf(id)) ?? Infinity) - Date.now();
			expect(left).toBeGreaterThan(2 * MINUTE);
			return left;
		},
		{ timeout: 10_000 },
	);

/** Answered by the AI, and so to be closed in a day. */
async function answered() {
	const begun = await start(shop);
	await untilMessage(begun.line, "ai");
	return begun;
}

describe("the alarm is set", () => {
	test("for the close of a conversation that was answered", async () => {
		const { id } = await answered();
		const left = await next(id);
		expect(left).toBeGreaterThan(23 * HOUR);
		expect(left).toBeLessThanOrEqual(24 * HOUR);
	});

	test("for telling a visitor who waits that nobody is in", async () => {
		const { id, line } = await start(shop, PERSON);
		await untilEvent(line, "handed_off");
		const left = await next(id);
		expect(left).toBeGreaterThan(3 * MINUTE);
		expect(left).toBeLessThanOrEqual(5 * MINUTE);
	});

	test("for the end of a block", async () => {
		const { id } = await answered();
		const request = { duration: "24h", reason: "", address: false } as const;
		const by = { kind: "member", id: "mb_ines", name: "Ines", role: "owner" } as const;
		const blocked = await blockVisitor({ env, workspaceId: shop.id }, by, { conversationId: id, request });
		await next(id);
		expect(await alarmOf(id)).toBe(blocked.ok && blocked.value.until);
	});

	test("anew where something is due earlier than what it is set for", async () => {
		const { id, line } = await answered();
		expect(await next(id)).toBeGreaterThan(23 * HOUR);
		await say(line, PERSON);
		await untilEvent(line, "handed_off");
		expect(((await alarmOf(id)) ?? Infinity) - Date.now()).toBeLessThanOrEqual(5 * MINUTE);
	});
});

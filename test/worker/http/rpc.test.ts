/**
 * A missing RPC method, as between a newer Worker and an older object during a deploy: callers retry, and nothing is lost. The
 * error message is taken from the runtime itself.
 */
import { evictDurableObject, runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { fanOut } from "../../../src/durable/retries.ts";
import { isMethodMissing } from "../../../src/http/rpc.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { Problem } from "../../../src/protocol/problem.ts";
import { ask } from "../setup/people.ts";
import { openMember } from "../setup/socket.ts";
import { say, untilMessage } from "../setup/talk.ts";
import { test } from "../setup/stage.ts";
import type { Conversation } from "../../../src/conversation/conversation.ts";

/** The runtime's error on calling a method that an object doesn't have. */
async function missing(stub: object): Promise<unknown> {
	const method: unknown = Reflect.get(stub, "fromTheFuture");
	if (typeof method !== "function") throw new Error("a stub answers to every name");
	try {
		await Reflect.apply(method, stub, []);
	} catch (error) {
		return error;
	}
	throw new Error("it was there");
}

/** The object is one of an older release, without this method, while `act` runs. */
async function without(prototype: object, method: string, act: () => Promise<void>): Promise<void> {
	const descriptor = Object.getOwnPropertyDescriptor(prototype, method);
	if (!descriptor) throw new Error(`there is no ${method}`);
	Reflect.deleteProperty(prototype, method);
	try {
		await act();
	} finally {
		Object.defineProperty(prototype, method, descriptor);
	}
}

describe("a method that is gone", () => {
	test("is known by what the runtime says, also from within what was made of it", async ({ stubOf }) => {
		const error = await missing(stubOf("c_0000000000000000000001"));
		expect(isMethodMissing(error)).toBe(true);
		expect(isMethodMissing(new Error("wrapped", { cause: error }))).toBe(true);
		expect(isMethodMissing(new AggregateError([new Error("another"), error]))).toBe(true);
	});

	test("is not what an object throws of its own accord", () => {
		expect(isMethodMissing(new TypeError("method is not a function"))).toBe(false);
		expect(isMethodMissing(new Error("reset"))).toBe(false);
		expect(isMethodMissing("The RPC receiver")).toBe(false);
		expect(isMethodMissing(new AggregateError([]))).toBe(false);
	});

	test("is tried again when conversations are told", async ({ stubOf }) => {
		const error = await missing(stubOf("c_0000000000000000000001"));
		let calls = 0;
		await fanOut(["c_1"], () => (++calls < 3 ? Promise.reject(error) : Promise.resolve()));
		expect(calls).toBe(3);
	});

	test("is a 503 that says when to come back, over HTTP", async ({ ines }) => {
		const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
		await without(Inbox.prototype, "figures", async () => {
			const response = await ask(ines, "/api/figures");
			expect(response.status).toBe(503);
			expect(Number(response.headers.get("retry-after"))).toBeGreaterThan(0);
			expect(v.is(Problem, await response.json())).toBe(true);
		});
		quiet.mockRestore();
		expect((await ask(ines, "/api/figures")).status).toBe(200);
	});
});

describe("a conversation whose knowledge base is of another release", () => {
	const turnOf = (stub: DurableObjectStub<Conversation>) =>
		runInDurableObject(stub, (_, { storage: { sql } }) =>
			sql.exec<{ status: string; attempts: number; due_at: number }>("SELECT status, attempts, due_at FROM turn").one(),
		);

	test("owes its answer until the method is there, and hands nothing to a person", async ({ ines, stubOf, arrive }) => {
		const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
		const { id, line } = await arrive();
		await without(Knowledge.prototype, "search", async () => {
			await say(line, "How long does delivery to Norway take?");
			for (let round = 0; round < 3; round++) {
				await vi.waitFor(async () => expect(await turnOf(stubOf(id))).toMatchObject({ status: "queued", attempts: 0 }));
				await runInDurableObject(stubOf(id), (_, { storage: { sql } }) => {
					sql.exec("UPDATE turn SET due_at = 0");
				});
				await evictDurableObject(stubOf(id));
				await runDurableObjectAlarm(stubOf(id));
			}
			await vi.waitFor(async () => expect(await turnOf(stubOf(id))).toMatchObject({ status: "queued", attempts: 0 }));
		});
		quiet.mockRestore();
		await runDurableObjectAlarm(stubOf(id));
		await untilMessage(line, "ai");
		const desk = await openMember(ines, id);
		const { state, entries } = await desk.next("welcome");
		expect(state).toMatchObject({ handler: "ai" });
		expect(JSON.stringify(entries)).not.toContain("ai_failed");
	});

	test("keeps what it owes it, however often that was tried, and what it can't read itself", async ({
		stubOf,
		start,
	}) => {
		const quiet = vi.spyOn(console, "error").mockImplementation(() => {});
		const { id, line } = await start();
		await say(line, "I would like to talk to a person.");
		const stub = stubOf(id);
		const effects = () =>
			runInDurableObject(stub, (_, { storage: { sql } }) =>
				sql.exec<{ body: string; due_at: number | null }>("SELECT body, due_at FROM effect ORDER BY id").toArray(),
			);
		await vi.waitFor(async () => expect(await effects()).toEqual([]));
		await runInDurableObject(stub, (_, { storage: { sql } }) => {
			for (const body of [
				{ type: "forget", at: 1 },
				{ type: "webhook", at: 1 },
			])
				sql.exec("INSERT INTO effect (body, attempts, due_at) VALUES (?, 400, 0)", JSON.stringify(body));
		});
		await evictDurableObject(stub);
		const deliver = () => runInDurableObject(stub, (instance) => instance.alarm());
		await without(Knowledge.prototype, "act", deliver);
		for (const { due_at: dueAt } of await effects()) expect(dueAt).toBeGreaterThan(0);
		expect(await effects()).toHaveLength(2);
		await runInDurableObject(stub, (_, { storage: { sql } }) => {
			sql.exec("UPDATE effect SET due_at = 0");
		});
		await evictDurableObject(stub);
		await deliver();
		quiet.mockRestore();
		// The method exists again; the other effect waits for the release that wrote it.
		expect((await effects()).map(({ body }) => JSON.parse(body).type)).toEqual(["webhook"]);
	});
});

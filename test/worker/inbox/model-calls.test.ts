/** Every call of a language model is counted in the Inbox, by whatever it was made, and none is made past the day's budget. */
import { evictDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, vi } from "vitest";
import { inbox } from "../../../src/durable/objects.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { dayOf } from "../../../src/protocol/settings/budgets.ts";
import { saveArticle } from "../setup/library.ts";
import { bindingWith, native } from "../setup/model-binding.ts";
import { ask, type Person } from "../setup/people.ts";
import { openInbox } from "../setup/socket.ts";
import { isolated } from "../setup/stage.ts";
import { isMessage, say, type Started, untilMessage } from "../setup/talk.ts";

const QUESTION = "Can I pay by bank transfer?";
const ANSWER = "Yes, you can pay by bank transfer.";

const real = env.AI;
let calls: number;

beforeEach(() => {
	calls = 0;
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
	Reflect.set(env, "ANSWERER", "auto");
	// A binding of its own for each test: the circuit breakers know an account by it.
	const run = (_: string, input: unknown) => {
		// Embeddings and the probe of one token aren't streamed.
		if (typeof input !== "object" || input === null || !("stream" in input)) return Promise.reject(new Error("no"));
		calls++;
		return Promise.resolve(native(["SOURCES: 1\n", ANSWER]));
	};
	Reflect.set(env, "AI", bindingWith(run));
});
afterEach(() => {
	vi.restoreAllMocks();
	vi.useRealTimers();
	Reflect.set(env, "AI", real);
	Reflect.set(env, "ANSWERER", "embedded");
});

const test = isolated.extend("stocked", { auto: true }, async ({ library }) => {
	await saveArticle(library, null, { title: "Can I pay by bank transfer?", text: ANSWER });
	return library;
});

/** Who wrote the answer to a question. */
async function writerOf({ line }: Started, question = QUESTION): Promise<string> {
	await say(line, question);
	const { entries } = await untilMessage(line, "ai");
	return entries.filter(isMessage).find(({ author }) => author.kind === "ai")?.text === ANSWER ? "model" : "other";
}

async function usage(person: Person): Promise<number> {
	const line = await openInbox(person);
	const { usage: told } = await line.next("hello");
	line.close();
	expect(told?.day).toBe(dayOf(Date.now()));
	return told?.calls ?? 0;
}

const playground = (person: Person) =>
	ask(person, "/api/playground", { body: { question: QUESTION, thread: [] } }).then((response) =>
		response.json<{ trace: { writer: string | null; failed: { why: string }[] } }>(),
	);

describe("a call is counted", () => {
	test("for an answer, a question of the playground, a suggestion and a rewrite", async ({ arrive, ines }) => {
		const chat = await arrive();
		const before = await usage(ines);
		expect(await writerOf(chat)).toBe("model");
		expect(await usage(ines)).toBe(before + 1);
		expect((await playground(ines)).trace.writer).toBe("workers-ai");
		expect(await usage(ines)).toBe(before + 2);
		const suggested = await ask(ines, `/api/conversations/${chat.id}/copilot`, { body: { do: "suggest" } });
		expect(suggested.status).toBe(200);
		expect(await usage(ines)).toBe(before + 3);
		await ask(ines, `/api/conversations/${chat.id}/copilot`, { body: { do: "rephrase", draft: ANSWER } });
		expect(await usage(ines)).toBe(before + 4);
		expect(calls).toBe(before + 4);
	});

	test("and not for what needs none", async ({ start, ines }) => {
		const chat = await start("Hello");
		await untilMessage(chat.line, "ai");
		expect([await usage(ines), calls]).toEqual([0, 0]);
	});
});

describe("past the budget of a day", () => {
	const limit = (person: Person, body: Record<string, number>) =>
		ask(person, "/api/workspace", { method: "PATCH", body }).then(({ status }) => expect(status).toBe(200));

	test("answers are quoted, the dashboard learns of it, and tomorrow the model writes again", async ({ ines }) => {
		await limit(ines, { workspaceCallsADay: 2 });
		const list = await openInbox(ines);
		await list.next("hello");
		for (const expected of ["workers-ai", "workers-ai", "embedded"])
			expect((await playground(ines)).trace.writer).toBe(expected);
		expect(calls).toBe(2);
		expect(await list.next("usage", ({ usage: told }) => told.calls === 2)).toBeDefined();
		expect((await playground(ines)).trace.failed).toEqual([{ writer: "workers-ai", why: "budget" }]);
		vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 86_400_000 });
		expect((await playground(ines)).trace.writer).toBe("workers-ai");
	});

	test("a rewrite says so, and a suggestion is quoted", async ({ start, ines }) => {
		const chat = await start(QUESTION);
		await untilMessage(chat.line, "ai");
		await limit(ines, { workspaceCallsADay: 0 });
		const path = `/api/conversations/${chat.id}/copilot`;
		const rewritten = await ask(ines, path, { body: { do: "rephrase", draft: ANSWER } });
		expect(rewritten.status).toBe(409);
		expect(await rewritten.json()).toMatchObject({ reason: "budget" });
		expect((await ask(ines, path, { body: { do: "suggest" } })).status).toBe(200);
	});

	test("of one visitor, others are answered by the model", async ({ start, arrive, ines }) => {
		await limit(ines, { visitorCallsADay: 1 });
		const [one, other] = [await start(QUESTION), await arrive()];
		await untilMessage(one.line, "ai");
		const before = calls;
		await say(one.line, "And is a bank transfer fine?");
		await vi.waitFor(() => expect(one.line.frames.at(-1)).toMatchObject({ type: "entries" }));
		expect(calls).toBe(before);
		expect(await writerOf(other)).toBe("model");
	});

	test("nothing is forgotten by the Inbox", async ({ ines, shop }) => {
		await limit(ines, { workspaceCallsADay: 1 });
		await playground(ines);
		await evictDurableObject(inbox(env, shop.id));
		expect((await playground(ines)).trace.writer).toBe("embedded");
		expect(await usage(ines)).toBe(1);
	});

	test("of many at once as many are answered as the budget has calls", async ({ ines }) => {
		await limit(ines, { workspaceCallsADay: 5 });
		const writers = await Promise.all(Array.from({ length: 12 }, () => playground(ines)));
		expect(calls).toBeLessThanOrEqual(5);
		expect(writers.filter(({ trace }) => trace.writer === "workers-ai")).toHaveLength(calls);
		expect(await usage(ines)).toBe(calls);
	});
});

test("an Inbox that fails costs the model's words and no call", async ({ ines }) => {
	vi.spyOn(Inbox.prototype, "takeModelCall").mockImplementation(() => {
		throw new Error("down");
	});
	expect((await playground(ines)).trace.writer).toBe("embedded");
	expect(calls).toBe(0);
});

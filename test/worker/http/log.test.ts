/** What the Worker and its objects log on failures: the event and its place, and no personal data. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import { env, exports } from "cloudflare:workers";
import { afterEach, beforeEach, expect, vi } from "vitest";
import * as v from "valibot";
import { answer } from "../../../src/answer/answer.ts";
import { rewrite, suggest } from "../../../src/answer/copilot/copilot.ts";
import { WriterFailed } from "../../../src/model/failures.ts";
import type { Writer } from "../../../src/answer/write/chain.ts";
import { auth } from "../../../src/auth/better.ts";
import { TurnRunner, type TurnRunnerDeps } from "../../../src/conversation/turn/runner.ts";
import { TurnQueue } from "../../../src/conversation/turn/queue.ts";
import { FrameHandler } from "../../../src/conversation/frames.ts";
import { Inbox } from "../../../src/inbox/inbox.ts";
import { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { Embeddings } from "../../../src/knowledge/vector/embeddings.ts";
import { Tasks } from "../../../src/knowledge/tasks.ts";
import { Style } from "../../../src/protocol/style.ts";
import { surePassage } from "../../pure/setup/passage.ts";
import { ask, newFrameId, ORIGIN, randomAddress } from "../setup/people.ts";
import { untilMessage } from "../setup/talk.ts";
import { test } from "../setup/stage.ts";

const WORDS = "my card 4111 was charged twice";
const broken = () => {
	throw new Error(WORDS);
};

const Line = v.looseObject({ level: v.string(), event: v.string() });

let written: string[];

beforeEach(() => {
	written = [];
	for (const level of ["log", "info", "warn", "error"] as const)
		vi.spyOn(console, level).mockImplementation(
			(...parts: unknown[]) => void written.push(parts.map(String).join(" ")),
		);
});
afterEach(() => {
	vi.restoreAllMocks();
	expect(written.join("\n")).not.toMatch(/4111|charged|@team\.test/);
});

/** The line of this event, once there is one. */
const logged = (event: string) =>
	vi.waitFor(
		() => {
			const lines = written.map((text) => v.parse(v.pipe(v.string(), v.parseJson(), Line), text));
			const found = lines.find((line) => line.event === event);
			if (!found) throw new Error(`no "${event}" was logged; these were: ${written.join("\n") || "none"}`);
			return found;
		},
		{ timeout: 5_000 },
	);

test("a request that fails: who asked, by the route's name and not by its address", async ({ shop, ines }) => {
	vi.spyOn(Knowledge.prototype, "article").mockImplementation(broken);
	const response = await ask(ines, `/api/articles/art_4111?why=charged`);
	expect(response.status).toBe(500);
	expect(await logged("request_failed")).toMatchObject({
		level: "error",
		workspace: shop.id,
		method: "GET",
		route: "/api/articles/:id",
		error: { name: "Error" },
	});
});

test("a request about a conversation names that too", async ({ shop, ines, start }) => {
	const { id } = await start();
	vi.spyOn(Inbox.prototype, "byVisitors").mockImplementation(broken);
	expect((await ask(ines, `/api/conversations/${id}`)).status).toBe(500);
	expect(await logged("request_failed")).toMatchObject({ workspace: shop.id, conversation: id });
});

test("a sign-in while the database is out of order: nothing of whose it is", async ({ ines }) => {
	vi.spyOn(env.DB, "prepare").mockImplementation(broken);
	const response = await exports.default.fetch(`${ORIGIN}/api/auth/sign-in/email`, {
		method: "POST",
		headers: { "Content-Type": "application/json", Origin: ORIGIN, "CF-Connecting-IP": randomAddress() },
		body: JSON.stringify({ email: ines.email, password: WORDS }),
	});
	expect(response.status).toBe(500);
	expect(await logged("request_failed")).toMatchObject({ route: "/api/auth/sign-in/email" });
});

test.for<[table: string, path: string, how: Parameters<typeof ask>[2]]>([
	["session", "/api/me", {}],
	["session", "/api/auth/get-session", {}],
	["member", "/api/me", {}],
	["contact", "/api/contacts?search=secretperson", {}],
	["contact", "/api/contacts/ct_secretperson", {}],
	["settings", "/api/workspace", { method: "PATCH", body: { greeting: "secretperson" } }],
	["user", "/api/auth/sign-in/email", { body: { email: "secretperson@x.test", password: "secretperson" } }],
	["verification", "/api/auth/sign-in/email", { body: { email: "secretperson@x.test", password: "x" } }],
	["block", "/api/contacts?blocked=1&search=secretperson", {}],
])("a query of %s that fails at %s: none of its parameters (%#)", async ([table, path, how], { ines }) => {
	await env.DB.prepare(`ALTER TABLE "${table}" RENAME TO "${table}_gone"`).run();
	try {
		const response = await ask(ines, path, { ...how, headers: { "CF-Connecting-IP": randomAddress() } });
		expect(response.status).toBe(500);
		expect(await response.text()).not.toMatch(/secretperson|params|select/i);
	} finally {
		await env.DB.prepare(`ALTER TABLE "${table}_gone" RENAME TO "${table}"`).run();
	}
	await logged("request_failed");
	const token = decodeURIComponent(ines.cookie).split("=")[1]?.split(".")[0] ?? "";
	expect(token.length).toBeGreaterThan(20);
	const all = written.join("\n");
	for (const parameter of [token, "secretperson", "params", ines.id, ines.userId, ines.email])
		expect(all).not.toContain(parameter);
	for (const line of written) expect(() => JSON.parse(line), line).not.toThrow();
});

test("the sign-in library logs through the same: an error of its, and none of its words", async ({ ines }) => {
	const { logger } = await (await auth(env, ORIGIN)).$context;
	logger.warn(`User not found: ${WORDS}`, { email: ines.email });
	expect(written).toEqual([]);
	logger.error(`No session for ${ines.email}`, new TypeError(WORDS), { email: ines.email });
	expect(await logged("sign_in_library")).toMatchObject({ level: "error", error: { name: "TypeError" } });
});

test("a frame that can't be handled, also before its conversation has begun", async ({ shop, arrive }) => {
	const { id, line } = await arrive();
	vi.spyOn(FrameHandler.prototype, "handle").mockImplementation(broken);
	line.send({ type: "send", id: newFrameId(), text: WORDS });
	expect((await line.closed).code).toBe(1011);
	expect(await logged("frame_failed")).toMatchObject({
		workspace: shop.id,
		conversation: id,
		error: { name: "Error" },
	});
});

test("a list that can't be told, and a search that fails in a turn", async ({ shop, start }) => {
	vi.spyOn(Inbox.prototype, "receive").mockImplementation(broken);
	vi.spyOn(Knowledge.prototype, "search").mockImplementation(broken);
	const { id, line } = await start(`Why: ${WORDS}?`);
	await untilMessage(line, "ai");
	const place = { workspace: shop.id, conversation: id };
	expect(await logged("inbox_update_failed")).toMatchObject({ ...place, level: "error" });
	expect(await logged("knowledge_search_failed")).toMatchObject({ ...place, level: "error" });
});

test("what a conversation owes and can't deliver: at first, and when it is given up on", async ({
	shop,
	stubOf,
	start,
}) => {
	const { id, line } = await start("Do you engrave initials?");
	await untilMessage(line, "ai");
	const stub = stubOf(id);
	const isOwed = () =>
		runInDurableObject(stub, (_, { storage }) => storage.sql.exec("SELECT 1 FROM effect").toArray().length > 0);
	await vi.waitFor(async () => expect(await isOwed()).toBe(false));
	vi.spyOn(Knowledge.prototype, "act").mockImplementation(broken);
	const owe = (attempts: number) =>
		runInDurableObject(stub, (_, { storage }) => {
			const row = `INSERT INTO effect (body, attempts, due_at) VALUES ('{"type":"forget","at":1}', ?, 1) RETURNING id`;
			return storage.sql.exec<{ id: number }>(row, attempts).one().id;
		});
	const first = await owe(0);
	await runDurableObjectAlarm(stub);
	const about = { workspace: shop.id, conversation: id, kind: "forget" };
	expect(await logged("effect_failed")).toMatchObject({ ...about, effect: first, attempt: 1 });
	const last = await owe(31);
	await runDurableObjectAlarm(stub);
	expect(await logged("effect_given_up")).toMatchObject({ ...about, effect: last, attempt: 32 });
});

test("a turn of the AI that ends without an outcome", async ({ shop, stubOf, start }) => {
	const { id, line } = await start("Do you engrave initials?");
	await untilMessage(line, "ai");
	const place = { workspace: shop.id, conversation: id };
	await runInDurableObject(stubOf(id), async (_, { storage }) => {
		const turns = new TurnQueue(storage.sql);
		turns.queue(Date.now());
		const commit = vi.fn<TurnRunnerDeps["commit"]>();
		const answering = new TurnRunner({
			turns,
			postpone: () => {},
			question: () => ({
				question: WORDS,
				thread: [],
				settings: { threshold: 0.85, onRequest: "connect", sensitiveTopics: [] },
				workspaceName: "Fjord Bags",
				offersInARow: 0,
			}),
			search: () => Promise.resolve([]),
			writing: broken,
			place: () => place,
			emit: () => undefined,
			commit,
		});
		await answering.run(Date.now());
		expect(commit.mock.calls.map(([, answered]) => answered)).toEqual([null]);
	});
	expect(await logged("turn_failed")).toMatchObject({ ...place, attempt: 1, level: "error", error: { name: "Error" } });
});

test("work in the background that throws, by its kind", async ({ shop, library }) => {
	const { id } = shop;
	await runInDurableObject(library, async (_, { storage }) => {
		await new Tasks(storage, [{ name: "removals", due: () => 1, run: () => Promise.reject(new Error(WORDS)) }], {
			workspace: id,
		}).run();
		await storage.deleteAlarm();
	});
	expect(await logged("knowledge_task_failed")).toMatchObject({ workspace: id, kind: "removals" });
});

test("a model that can't compare texts", async ({ shop, library }) => {
	const embedder = { model: "m", embed: () => Promise.reject(new Error(WORDS)) };
	const reranker = { rank: () => Promise.reject(new Error(WORDS)) };
	await runInDurableObject(library, async (_, { storage }) => {
		const place = { workspace: shop.id };
		const embeddings = new Embeddings(storage, () => ({ embedder, reranker, retryAt: null }), null, place);
		storage.sql.exec("INSERT INTO passage_vector (passage, model, vector) VALUES (1, 'm', x'00')");
		await embeddings.embedQuery(WORDS);
		const passage = { articleId: "art_1", kind: "article", title: "", heading: "", text: "" } as const;
		await embeddings.rerank(WORDS, [surePassage(WORDS, passage), surePassage(WORDS, passage)]);
	});
	expect(await logged("embedding_failed")).toMatchObject({ workspace: shop.id, level: "warn" });
	expect(await logged("reranking_failed")).toMatchObject({ workspace: shop.id, level: "warn" });
});

test("a writer that fails, and one whose text is refused: for a visitor, a suggestion, a draft", async () => {
	const failing: Writer = {
		name: "workers-ai",
		write: () => Promise.reject(new WriterFailed("failed", { cause: new Error(WORDS) })),
		complete: () => Promise.reject(new Error(WORDS)),
	};
	const inventing: Writer = {
		name: "openai-compatible",
		write: () => Promise.resolve({ kind: "answer", text: `Yes: ${WORDS}.`, cited: [] }),
		complete: () => Promise.resolve(""),
	};
	const place = { workspace: "ws_1", conversation: "c_1" };
	const about = { question: "Do you ship to Norway?", thread: [] };
	const passage = surePassage(about.question, {
		articleId: "art_1",
		title: "Norway",
		text: "Do you ship to Norway? Yes.",
	});
	const ports = { search: () => Promise.resolve([passage]), writers: [failing, inventing], place };
	const { signal } = new AbortController();
	const style = v.parse(Style, {});
	await answer(
		{
			...about,
			settings: { threshold: 0, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: "Fjord Bags",
			offersInARow: 0,
		},
		{ ...ports, signal, onText: () => undefined, onDiscard: () => undefined },
	);
	await suggest({ company: "Fjord Bags", style, ...about }, { ...ports, signal });
	await rewrite({ kind: "shorter", draft: WORDS, language: null, thread: [], style }, { ...ports, signal });
	const lines = written.map((text): unknown => JSON.parse(text));
	const of = (event: string, purpose: string, writer: string) =>
		expect.objectContaining({ ...place, event, purpose, writer });
	expect(lines).toEqual(
		["answer", "suggestion", "rewrite"].flatMap((purpose) => [
			of("writer_failed", purpose, "workers-ai"),
			of("writer_refused", purpose, "openai-compatible"),
		]),
	);
	expect(lines[0]).toMatchObject({ error: { name: "WriterFailed", message: "failed", cause: { name: "Error" } } });
	expect(lines[1]).toMatchObject({ reason: "ungrounded" });
});

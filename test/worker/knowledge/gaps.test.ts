/** The conversations' reports to the knowledge base: gaps, suggestions and use, delivered at least once and counted once. */
import { runDurableObjectAlarm, runInDurableObject } from "cloudflare:test";
import * as v from "valibot";
import { describe, expect, vi } from "vitest";
import { Knowledge } from "../../../src/knowledge/knowledge.ts";
import type { TurnReport } from "../../../src/knowledge/gap/reports.ts";
import { GapList, SuggestionList } from "../../../src/protocol/knowledge/gaps.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Visiting,
} from "../setup/people.ts";
import { UNDO_HOLD_MS } from "../../../src/protocol/limits.ts";
import { afterActing } from "../setup/undoing.ts";
import { shortenTimers } from "../setup/time.ts";
import { reportSolved, reportTurn, saveQuestion } from "../setup/library.ts";
import { isolated } from "../setup/stage.ts";

const say = (visitor: Visiting, id: string, text: string) =>
	askAsVisitor(visitor, `/api/widget/conversations/${id}/frames`, { body: { type: "send", id: newFrameId(), text } });
const act = (person: Person, id: string, type: string) => ask(person, `/api/conversations/${id}/${type}`, { body: {} });
const reply = (person: Person, id: string, text: string) =>
	ask(person, `/api/conversations/${id}/frames`, { body: { type: "send", id: newFrameId(), text } });
const gapsOf = async (person: Person) => v.parse(GapList, await (await ask(person, "/api/gaps")).json());
const suggestionsOf = async (person: Person) =>
	v.parse(SuggestionList, await (await ask(person, "/api/suggestions")).json()).suggestions;
const settle = (person: Person, path: string) => ask(person, path, { method: "POST", body: {} });

const report = (over: Partial<TurnReport> = {}): TurnReport => ({
	conversation: "c_0000000000000000000001",
	seq: 2,
	at: Date.now(),
	used: [],
	unanswered: { question: "Can you engrave my initials?", reason: "low_confidence", confidence: 0.3 },
	...over,
});

/** A workspace's knowledge base for each test. `solve` is a question that only a person answers. */
const test = isolated.extend("solve", ({ shop, marco }) => async () => {
	const visitor = await createVisitor(shop);
	const id = newConversationId();
	await say(visitor, id, "Can you engrave my initials? My order is FB-10423");
	await act(marco, id, "take-over");
	await reply(marco, id, "Hi there, we engrave up to three initials free of charge, which takes two more days.");
	return id;
});

describe("gaps", () => {
	test("grow from what visitors ask and nothing answers, by likeness, with where it was asked", async ({
		shop,
		marco,
	}) => {
		const [anna, ben] = [await createVisitor(shop), await createVisitor(shop)];
		const ids = [newConversationId(), newConversationId()] as const;
		await say(anna, ids[0], "Can you engrave my initials? Write to anna@example.test");
		await say(ben, ids[1], "do you engrave initials");
		const { gaps } = await vi.waitFor(
			async () => {
				const list = await gapsOf(marco);
				expect(list.gaps[0]?.count).toBe(2);
				return list;
			},
			{ timeout: 10_000 },
		);
		expect(gaps).toHaveLength(1);
		expect(JSON.stringify(gaps)).not.toContain("anna@example.test");
		expect(gaps[0]?.conversations.map(({ id }) => id).toSorted()).toEqual([...ids].toSorted());
	});

	test("count a report once, however often it is told", async ({ marco, library }) => {
		for (let n = 0; n < 3; n++) await reportTurn(library, report());
		await reportTurn(library, report({ seq: 8 }));
		expect((await gapsOf(marco)).gaps).toMatchObject([{ count: 2, reason: "low_confidence" }]);
	});

	test("are dismissed with all that is alike, also what comes later, and come back on undo", async ({
		ines,
		marco,
		library,
	}) => {
		await reportTurn(library, report());
		const id = (await gapsOf(marco)).gaps[0]?.id;
		expect((await settle(marco, `/api/gaps/${id}/dismiss`)).status).toBe(403);
		expect((await settle(ines, `/api/gaps/${id}/dismiss`)).status).toBe(204);
		await reportTurn(
			library,
			report({ seq: 9, unanswered: { question: "engrave initials", reason: "nothing_found", confidence: 0 } }),
		);
		expect((await gapsOf(marco)).gaps).toEqual([]);
		expect((await settle(ines, `/api/gaps/${id}/reopen`)).status).toBe(204);
		expect((await gapsOf(marco)).gaps).toMatchObject([{ count: 2 }]);
	});

	test("that were answered are gone, and come anew where the answer didn't help", async ({ ines, marco, library }) => {
		await reportTurn(library, report());
		const id = (await gapsOf(marco)).gaps[0]?.id;
		await settle(ines, `/api/gaps/${id}/resolve`);
		expect((await gapsOf(marco)).gaps).toEqual([]);
		expect((await settle(ines, `/api/gaps/${id}/resolve`)).status).toBe(404);
		await reportTurn(library, report({ seq: 12 }));
		expect((await gapsOf(marco)).gaps).toMatchObject([{ count: 1 }]);
	});

	test("keep nothing of a conversation that is erased", async ({ ines, marco, library }) => {
		await reportTurn(library, report());
		await reportSolved(library, { ...report(), question: "Can you engrave?", answer: "Yes, up to three initials." });
		const path = `/api/conversations/${report().conversation}/gaps`;
		expect((await ask(marco, path, { method: "DELETE" })).status).toBe(403);
		expect(await (await ask(ines, path, { method: "DELETE" })).json()).toEqual({ forgotten: 2 });
		expect(await gapsOf(marco)).toEqual({ gaps: [], more: 0, suggestions: 0 });
	});

	test("keep nothing of a visitor who is blocked", async ({ marco, visitor, stubOf }) => {
		const id = newConversationId();
		await say(visitor, id, "Can you engrave my initials?");
		await vi.waitFor(async () => expect((await gapsOf(marco)).gaps).toHaveLength(1), { timeout: 10_000 });
		await ask(marco, `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		// The block comes by the workspace's outbox, and what it leads to is held.
		const held = () =>
			runInDurableObject(stubOf(id), (_, { storage: { sql } }) =>
				sql.exec("SELECT id FROM effect WHERE cause IS NOT NULL").toArray(),
			);
		await vi.waitFor(async () => expect(await held()).not.toEqual([]), { timeout: 10_000 });
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		await vi.waitFor(async () => expect((await gapsOf(marco)).gaps).toEqual([]), { timeout: 10_000 });
	});

	test("of another workspace can't be seen or settled", async ({ marco, library }) => {
		await reportTurn(library, report());
		const id = (await gapsOf(marco)).gaps[0]?.id;
		const stranger = await createMember(await createWorkspace(), "owner");
		expect((await gapsOf(stranger)).gaps).toEqual([]);
		for (const settling of ["dismiss", "resolve", "reopen"])
			expect((await settle(stranger, `/api/gaps/${id}/${settling}`)).status).toBe(404);
		expect((await ask(stranger, `/api/gaps/${id}`)).status).toBe(404);
		expect((await gapsOf(marco)).gaps).toHaveLength(1);
	});

	test("are not made of a wish for a person, or of a person's messages", async ({ marco, stubOf, visitor }) => {
		const id = newConversationId();
		await say(visitor, id, "I want to talk to a human");
		await act(marco, id, "take-over");
		await say(visitor, id, "Do you sell umbrellas in Tokyo?");
		await reply(marco, id, "We don't.");
		const owed = await runInDurableObject(stubOf(id), (_, { storage: { sql } }) =>
			sql.exec("SELECT * FROM effect").toArray(),
		);
		expect(owed).toEqual([]);
		expect((await gapsOf(marco)).gaps).toEqual([]);
	});

	test("wait in the conversation while the knowledge base fails, and are told by the alarm", async ({
		marco,
		stubOf,
		visitor,
	}) => {
		const id = newConversationId();
		const stub = stubOf(id);
		const owed = () =>
			runInDurableObject(stub, (_, { storage: { sql } }) =>
				sql.exec<{ attempts: number }>("SELECT attempts FROM effect").toArray(),
			);
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const failing = vi.spyOn(Knowledge.prototype, "act").mockImplementation(() => {
			throw new Error("out of order");
		});
		await say(visitor, id, "Can you engrave my initials?");
		await vi.waitFor(async () => expect(await owed()).toEqual([{ attempts: 1 }]), { timeout: 10_000 });
		expect((await gapsOf(marco)).gaps).toEqual([]);
		failing.mockRestore();
		await runInDurableObject(stub, (_, { storage: { sql } }) => void sql.exec("UPDATE effect SET due_at = 1"));
		await runDurableObjectAlarm(stub);
		expect(await owed()).toEqual([]);
		expect((await gapsOf(marco)).gaps).toMatchObject([{ count: 1 }]);
		vi.restoreAllMocks();
	});

	test("of a visitor who is blocked are not kept, though they are told late or only when it is closed", async ({
		marco,
		stubOf,
		visitor,
	}) => {
		const id = newConversationId();
		const stub = stubOf(id);
		vi.spyOn(console, "error").mockImplementation(() => undefined);
		const failing = vi.spyOn(Knowledge.prototype, "act").mockImplementation(() => {
			throw new Error("out of order");
		});
		await say(visitor, id, "Can you engrave my initials?");
		await vi.waitFor(() => expect(failing).toHaveBeenCalled(), { timeout: 10_000 });
		failing.mockRestore();
		await act(marco, id, "take-over");
		await reply(marco, id, "We engrave up to three initials on every leather bag, for 15 euros.");
		await ask(marco, `/api/conversations/${id}/block`, { body: { duration: "24h", reason: "", address: false } });
		await runInDurableObject(stub, (_, { storage: { sql } }) => void sql.exec("UPDATE effect SET due_at = 1"));
		await runDurableObjectAlarm(stub);
		await act(marco, id, "close");
		await afterActing(stub, UNDO_HOLD_MS);
		const owed = await runInDurableObject(stub, (_, { storage: { sql } }) =>
			sql.exec("SELECT * FROM effect").toArray(),
		);
		expect(owed).toEqual([]);
		expect((await gapsOf(marco)).gaps).toEqual([]);
		expect(await suggestionsOf(marco)).toEqual([]);
		vi.restoreAllMocks();
	});

	test("hold up no deadline where the knowledge base neither answers nor fails", async ({ shop, stubOf }) => {
		const id = newConversationId();
		const stub = stubOf(id);
		const silent = vi.spyOn(Knowledge.prototype, "act").mockImplementation(() => new Promise<never>(() => {}));
		// The alarm's timeout is over at once.
		const limit = shortenTimers(20_000);
		try {
			await say(await createVisitor(shop), id, "Can you engrave my initials?");
			expect(await runDurableObjectAlarm(stub)).toBe(true);
			expect(await runInDurableObject(stub, (_, { storage }) => storage.getAlarm())).not.toBeNull();
		} finally {
			silent.mockRestore();
			limit.mockRestore();
		}
	});

	test("of a newer release wait for it to come back, and hold up nothing of this one's", async ({ shop, stubOf }) => {
		const id = newConversationId();
		const stub = stubOf(id);
		const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
		await say(await createVisitor(shop), id, "Can you engrave my initials?");
		const effects = await runInDurableObject(stub, async (_, { storage: { sql } }) => {
			sql.exec("INSERT INTO effect (body, due_at) VALUES (?, 1)", '{"type":"from the future"}');
			sql.exec("INSERT INTO effect (body, due_at) VALUES (?, 1)", '{"type":"forget","at":1}');
			return () => sql.exec<{ attempts: number }>("SELECT body ->> 'type' AS type, attempts FROM effect").toArray();
		});
		await runDurableObjectAlarm(stub);
		const kept = await runInDurableObject(stub, () => effects());
		expect(kept).toEqual([{ type: "from the future", attempts: 1 }]);
		expect(told.mock.calls.map(([line]) => JSON.parse(String(line)))).toMatchObject([
			{
				event: "effect_failed",
				workspace: shop.id,
				conversation: id,
				attempt: 1,
				error: { message: "This release can't read it." },
			},
		]);
		told.mockRestore();
	});
});

describe("use", () => {
	test("of what an answer rests on is counted once, however often it is told", async ({ library, visitor }) => {
		const saved = await saveQuestion(library, null, { wordings: ["How long is the warranty?"], answer: "Five years." });
		const id = saved.ok ? saved.question.id : "";
		await say(visitor, newConversationId(), "How long is the warranty?");
		const used = () =>
			runInDurableObject(library, (_, { storage: { sql } }) => sql.exec("SELECT id, used FROM use_count").toArray());
		await vi.waitFor(async () => expect(await used()).toEqual([{ id, used: 1 }]), { timeout: 10_000 });
		for (let n = 0; n < 2; n++) await reportTurn(library, report({ used: [id], unanswered: null }));
		expect(await used()).toEqual([{ id, used: 2 }]);
	});
});

describe("suggestions", () => {
	test("come from a conversation that a person answered, when it is closed", async ({ marco, solve, stubOf }) => {
		const id = await solve();
		expect(await suggestionsOf(marco)).toEqual([]);
		await act(marco, id, "close");
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		const [suggestion] = await vi.waitFor(async () => {
			const found = await suggestionsOf(marco);
			expect(found).toHaveLength(1);
			return found;
		});
		expect(suggestion).toMatchObject({
			conversation: id,
			question: "Can you engrave my initials? My order is [number]",
			answer: "We engrave up to three initials free of charge, which takes two more days.",
		});
		expect((await gapsOf(marco)).suggestions).toBe(1);
	});

	test("are never answered from before somebody saves them", async ({ marco, library, solve, stubOf }) => {
		const id = await solve();
		await act(marco, id, "close");
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		await vi.waitFor(async () => expect(await suggestionsOf(marco)).toHaveLength(1));
		expect(await library.search("Can you engrave my initials?", 5)).toEqual([]);
	});

	test("are gone once saved or dismissed, also when the conversation closes again", async ({
		ines,
		marco,
		solve,
		stubOf,
	}) => {
		const id = await solve();
		await act(marco, id, "close");
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		const [suggestion] = await vi.waitFor(async () => {
			const found = await suggestionsOf(marco);
			expect(found).toHaveLength(1);
			return found;
		});
		expect((await settle(marco, `/api/suggestions/${suggestion?.id}/dismiss`)).status).toBe(403);
		expect((await settle(ines, `/api/suggestions/${suggestion?.id}/dismiss`)).status).toBe(204);
		expect(await suggestionsOf(marco)).toEqual([]);
		await act(marco, id, "reopen");
		await act(marco, id, "close");
		await afterActing(stubOf(id), UNDO_HOLD_MS);
		expect(await suggestionsOf(marco)).toEqual([]);
	});
});

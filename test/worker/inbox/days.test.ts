/** The figures: counted once from the conversations' updates of the list, and consistent for every day. */
import { inbox, knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { type DayFigures, Figures, OwnFigures } from "../../../src/protocol/figures/days.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Workspace,
} from "../setup/people.ts";
import { PROTOCOL_HEADER, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import { actors } from "../setup/actors.ts";
import { saveQuestion } from "../setup/library.ts";

let shop: Workspace;
let noor: Person;
beforeEach(async () => {
	shop = await createWorkspace();
	noor = await createMember(shop, "admin", "Noor");
	await saveQuestion(knowledge(env, shop.id), null, { wordings: ["How long is the warranty?"], answer: "Five years." });
});

async function asks(...texts: string[]): Promise<string> {
	const visitor = await createVisitor(shop);
	const id = newConversationId();
	for (const text of texts) {
		const before = await today();
		const frames = `/api/widget/conversations/${id}/frames`;
		await askAsVisitor(visitor, frames, { body: { type: "send", id: newFrameId(), text } });
		await vi.waitFor(async () => expect(await today()).not.toEqual(before), { timeout: 10_000 });
	}
	return id;
}
const act = (id: string, action: string) => ask(noor, `/api/conversations/${id}/${action}`, { body: {} });

async function days(count = 7): Promise<DayFigures[]> {
	return v.parse(Figures, await (await ask(noor, `/api/figures?days=${count}`)).json()).days;
}
const today = async (): Promise<DayFigures | undefined> => (await days()).at(-1);
const reads = (figures: Partial<DayFigures>) =>
	vi.waitFor(async () => expect(await today()).toMatchObject(figures), { timeout: 10_000 });

describe("the figures", () => {
	test("are there for every day, today's last, before anything happened", async () => {
		for (const count of [7, 30, 90]) expect(await days(count)).toHaveLength(count);
		expect((await today())?.day).toBe(new Date().toISOString().slice(0, 10));
		expect((await ask(noor, "/api/figures?days=8")).status).toBe(422);
	});

	test("count answers, offers, hand-overs and what the AI resolved", async () => {
		const id = await asks("How long is the warranty?");
		await asks("Do you sell umbrellas in Tokyo?");
		await asks("I want to talk to a human");
		await reads({ answers: 1, offers: 1, handoffs: { asked_for_person: 1 }, ended: 0 });
		await act(id, "close");
		await reads({ answers: 1, offers: 1, ended: 1, resolved: 1 });
	});

	test("take back what was reopened the same day", async () => {
		const id = await asks("How long is the warranty?");
		await act(id, "close");
		await reads({ ended: 1, resolved: 1 });
		await act(id, "reopen");
		await reads({ ended: 0, resolved: 0 });
	});

	test("count a line once, however often it is told", async () => {
		const id = await asks("How long is the warranty?");
		const stub = inbox(env, shop.id);
		await vi.waitFor(async () => expect(await today()).toMatchObject({ answers: 1 }));
		expect(await stub.figures(7)).toEqual(await days());
		await act(id, "take-over");
		await act(id, "hand-back");
		await reads({ answers: 1 });
	});

	test("take in what became of suggested replies", async () => {
		const stub = inbox(env, shop.id);
		const conversation = newConversationId();
		for (const use of ["used", "edited", "edited"] as const) {
			const made = await stub.act(actors.agent, "record_suggestion", { conversation });
			const id = made.ok ? made.id : "";
			await stub.act(actors.agent, "record_suggestion_use", { id, conversation, use });
		}
		expect((await today())?.copilot).toEqual({ used: 1, edited: 2, dropped: 0 });
	});

	test("are one workspace's own", async () => {
		await asks("How long is the warranty?");
		await reads({ answers: 1 });
		noor = await createMember(await createWorkspace(), "owner");
		await reads({ answers: 0 });
	});
});

describe("one's own figures", () => {
	const own = async (person: Person) =>
		v.parse(OwnFigures, await (await ask(person, "/api/figures/own?days=7")).json()).days.at(-1);
	const reply = (person: Person, id: string) =>
		ask(person, `/api/conversations/${id}/frames`, {
			body: { type: "send", id: newFrameId(), text: "Hello" },
			headers: { [PROTOCOL_HEADER]: SUBPROTOCOL },
		});

	test("count what each did, and are nobody else's", async () => {
		const ben = await createMember(shop, "agent", "Ben");
		const id = await asks("I want to talk to a person.");
		await act(id, "take-over");
		await reply(noor, id);
		await reply(noor, id);
		await act(id, "close");
		await vi.waitFor(async () =>
			expect(await own(noor)).toMatchObject({ replies: 2, taken: 1, closed: 1, waits: 1, waitMs: expect.any(Number) }),
		);
		expect(await own(ben)).toMatchObject({ replies: 0, taken: 0, closed: 0, waits: 0, waitMs: 0 });
	});

	test("are all that an agent sees, and nothing for who only reads", async () => {
		const [ben, vera] = [await createMember(shop, "agent", "Ben"), await createMember(shop, "viewer", "Vera")];
		for (const path of ["/api/figures?days=7", "/api/figures/answers?days=7"]) {
			expect((await ask(ben, path)).status).toBe(403);
			expect((await ask(vera, path)).status).toBe(200);
		}
		expect((await ask(ben, "/api/figures/own?days=7")).status).toBe(200);
		expect((await ask(vera, "/api/figures/own?days=7")).status).toBe(403);
		expect((await ask(ben, "/api/figures/own?days=8")).status).toBe(422);
	});
});

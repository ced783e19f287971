/** The playground answers as a conversation would, and leaves nothing behind. */
import { inbox, knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { beforeEach, describe, expect, test } from "vitest";
import { Problem } from "../../../src/protocol/problem.ts";
import { PlaygroundAnswer, type PlaygroundRequest } from "../../../src/protocol/conversation/trace.ts";
import { ask, createMember, createWorkspace, type Person, type Workspace } from "../setup/people.ts";
import { saveQuestion } from "../setup/library.ts";

let shop: Workspace;
let noor: Person;
beforeEach(async () => {
	shop = await createWorkspace("Fjord Bags", { sensitiveTopics: ["lawyer"] });
	noor = await createMember(shop, "agent", "Noor");
	const questions = { "How long is the warranty?": "Five years.", "Do you ship to Norway?": "Yes, in three days." };
	for (const [wording, answer] of Object.entries(questions))
		await saveQuestion(knowledge(env, shop.id), null, { wordings: [wording], answer });
});

const tries = async (question: string, thread: PlaygroundRequest["thread"] = []) =>
	v.parse(PlaygroundAnswer, await (await ask(noor, "/api/playground", { body: { question, thread } })).json());

describe("the playground", () => {
	test("answers with its sources and tells how", async () => {
		expect(await tries("How long is the warranty?")).toMatchObject({
			action: "answer",
			text: "Five years.",
			sources: [{ title: "How long is the warranty?" }],
			reason: null,
			trace: { decidedBy: "writer", writer: "embedded", threshold: 0.85 },
		});
	});

	test("goes by the workspace's settings", async () => {
		expect(await tries("My lawyer will write to you")).toMatchObject({
			action: "hand_off",
			reason: "sensitive",
			text: "",
			trace: { decidedBy: "sensitive" },
		});
	});

	test("knows what was said before, and how often a person was offered", async () => {
		const before = [
			{ author: "visitor" as const, text: "Do you ship to Norway?" },
			{ author: "ai" as const, text: "Yes, in three days." },
		];
		expect((await tries("And to Iceland?", before)).trace.followUp).toBe(true);
		const offered = { author: "ai" as const, text: "Would you like to talk to a person?", offer: true };
		const unknown = "Do you sell umbrellas in Tokyo?";
		expect((await tries(unknown, [...before, offered])).action).toBe("offer");
		expect(await tries(unknown, [...before, offered, offered])).toMatchObject({ reason: "too_many_turns" });
		expect((await tries("yes please", [...before, offered])).reason).toBe("asked_for_person");
	});

	test("leaves no gap, no use and no figure", async () => {
		await tries("Do you sell umbrellas in Tokyo?");
		await tries("How long is the warranty?");
		expect(await knowledge(env, shop.id).gaps()).toEqual({ gaps: [], more: 0, suggestions: 0 });
		const [today] = (await inbox(env, shop.id).figures(7)).slice(-1);
		expect(today).toMatchObject({ answers: 0, offers: 0, handoffs: {} });
	});

	test("slows a teammate who asks without end, and nobody else", async () => {
		const body = { question: "How long is the warranty?", thread: [] };
		let passed = 0;
		let response = await ask(noor, "/api/playground", { body });
		// A new minute may begin meanwhile, and two minutes allow sixty.
		for (; response.status === 200 && passed < 61; passed++) response = await ask(noor, "/api/playground", { body });
		expect(response.status).toBe(429);
		expect(passed).toBeGreaterThanOrEqual(30);
		expect(response.headers.get("retry-after")).toBe("60");
		expect(v.parse(Problem, await response.json())).toMatchObject({
			reason: "flood",
			detail: expect.stringContaining("Wait a minute, then ask again."),
		});
		const other = await createMember(shop, "agent", "Bea");
		expect((await ask(other, "/api/playground", { body })).status).toBe(200);
	});

	test("counts no request that makes no sense", async () => {
		for (let no = 0; no < 31; no++)
			expect((await ask(noor, "/api/playground", { body: { question: " ", thread: [] } })).status).toBe(422);
		expect((await tries("How long is the warranty?")).action).toBe("answer");
	});

	test("refuses what is no question", async () => {
		for (const body of [{ question: " ", thread: [] }, { question: "a".repeat(4_001), thread: [] }, { question: "a" }])
			expect((await ask(noor, "/api/playground", { body })).status).toBe(422);
	});
});

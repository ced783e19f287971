/** The playground answers as a conversation would, and leaves nothing behind. */
import { inbox } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import { describe, expect } from "vitest";
import { Problem } from "../../../src/protocol/problem.ts";
import { PlaygroundAnswer, type PlaygroundRequest } from "../../../src/protocol/conversation/trace.ts";
import { saveQuestion } from "../setup/library.ts";
import { ask, createMember } from "../setup/people.ts";
import { isolated } from "../setup/stage.ts";

const test = isolated.extend(
	"tries",
	({ marco }) =>
		async (question: string, thread: PlaygroundRequest["thread"] = []) =>
			v.parse(PlaygroundAnswer, await (await ask(marco, "/api/playground", { body: { question, thread } })).json()),
);

test.override("settings", { sensitiveTopics: ["lawyer"] });
test.beforeEach(async ({ library }) => {
	const questions = { "How long is the warranty?": "Five years.", "Do you ship to Norway?": "Yes, in three days." };
	for (const [wording, answer] of Object.entries(questions))
		await saveQuestion(library, null, { wordings: [wording], answer });
});

describe("the playground", () => {
	test("answers with its sources and tells how", async ({ tries }) => {
		expect(await tries("How long is the warranty?")).toMatchObject({
			action: "answer",
			text: "Five years.",
			sources: [{ title: "How long is the warranty?" }],
			reason: null,
			trace: { decidedBy: "writer", writer: "embedded", threshold: 0.85 },
		});
	});

	test("goes by the workspace's settings", async ({ tries }) => {
		expect(await tries("My lawyer will write to you")).toMatchObject({
			action: "hand_off",
			reason: "sensitive",
			text: "",
			trace: { decidedBy: "sensitive" },
		});
	});

	test("knows what was said before, and how often a person was offered", async ({ tries }) => {
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

	test("leaves no gap, no use and no figure", async ({ shop, library, tries }) => {
		await tries("Do you sell umbrellas in Tokyo?");
		await tries("How long is the warranty?");
		expect(await library.gaps()).toEqual({ gaps: [], more: 0, suggestions: 0 });
		const [today] = (await inbox(env, shop.id).figures(7)).slice(-1);
		expect(today).toMatchObject({ answers: 0, offers: 0, handoffs: {} });
	});

	test("slows a teammate who asks without end, and nobody else", async ({ shop, marco }) => {
		const body = { question: "How long is the warranty?", thread: [] };
		let passed = 0;
		let response = await ask(marco, "/api/playground", { body });
		// A new minute may begin meanwhile, and two minutes allow sixty.
		for (; response.status === 200 && passed < 61; passed++) response = await ask(marco, "/api/playground", { body });
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

	test("counts no request that makes no sense", async ({ marco, tries }) => {
		for (let no = 0; no < 31; no++)
			expect((await ask(marco, "/api/playground", { body: { question: " ", thread: [] } })).status).toBe(422);
		expect((await tries("How long is the warranty?")).action).toBe("answer");
	});

	test("refuses what is no question", async ({ marco }) => {
		for (const body of [{ question: " ", thread: [] }, { question: "a".repeat(4_001), thread: [] }, { question: "a" }])
			expect((await ask(marco, "/api/playground", { body })).status).toBe(422);
	});
});

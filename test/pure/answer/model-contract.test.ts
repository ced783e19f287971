/**
 * The contract of every model adapter, tested against a server with the real wire format. A model that answers is streamed and
 * cited. One that fails, in any way, throws in time, so that the next writer takes over and the shown text is discarded.
 */
import * as v from "valibot";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { answer, type Decision } from "../../../src/answer/answer.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { encoders } from "../../../src/model/encoders.ts";
import { WRITING_MODELS } from "../../../src/model/catalogue.ts";
import { openAiCompatible } from "../../../src/answer/write/openai-compatible.ts";
import type { Writer } from "../../../src/answer/write/writer.ts";
import { workersAi } from "../../../src/answer/write/workers-ai.ts";
import { answererStatus, modelHealthIn, writers } from "../../../src/answer/write/chain.ts";
import { type Behaviour, type StandIn, startStandIn, vectorOf } from "../../model-server.ts";
import { surePassage } from "../setup/passage.ts";

const LIMITS = { firstPieceMs: 250, nextPieceMs: 250, totalMs: 2_000 };
/** For tests of what a model says, and not of when: the machine may be busy. */
const PATIENT = { firstPieceMs: 10_000, nextPieceMs: 10_000, totalMs: 20_000 };
const PIECES = ["SOUR", "CES: 1\n", "Ja: **Überweisung** ", "an der Kasse wählen."];
const WHOLE = "Ja: **Überweisung** an der Kasse wählen.";
const QUESTION = "Kann ich per Überweisung zahlen?";

const passage = surePassage(QUESTION, {
	articleId: "art_1",
	title: "Zahlung",
	text: "Überweisung an der Kasse wählen.",
});

let standIn: StandIn;
beforeAll(async () => {
	standIn = await startStandIn();
});
afterAll(() => standIn.close());
beforeEach(() => {
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
});

/** Workers AI's binding, backed by the stand-in. Like the real one, it throws errors with the service's message. */
const binding = (): Ai =>
	v.parse(
		v.custom<Ai>((value) => typeof value === "object"),
		{
			async run(model: string, input: { stream?: boolean }): Promise<unknown> {
				const response = await fetch(`${standIn.host}/ai/run/${model}`, {
					method: "POST",
					body: JSON.stringify(input),
				});
				if (!response.ok) {
					const { error } = v.parse(v.object({ error: v.object({ message: v.string() }) }), await response.json());
					throw new Error(error.message);
				}
				return input.stream ? response.body : response.json();
			},
		},
	);

type Adapter = { name: string; writer: (limits?: typeof LIMITS) => Writer; model: string; path: string };

const adapters: Adapter[] = [
	...Object.values(WRITING_MODELS).map((model) => ({
		name: `Workers AI, ${model.id}`,
		writer: (limits = LIMITS) => workersAi(binding(), model, limits),
		model: model.id,
		path: `/ai/run/${model.id}`,
	})),
	{
		name: "an OpenAI-compatible endpoint",
		writer: (limits = LIMITS) =>
			openAiCompatible({ url: `${standIn.host}/v1`, model: "our-model", key: "sk-secret" }, limits),
		model: "our-model",
		path: "/v1/chat/completions",
	},
];

type Told = { outcome: Decision; told: string[] };

async function ask(list: Writer[]): Promise<Told> {
	const told: string[] = [];
	const { outcome } = await answer(
		{
			question: QUESTION,
			thread: [],
			settings: { threshold: 0, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: "Fjord Bags",
			offersInARow: 0,
		},
		{
			search: () => Promise.resolve([passage]),
			writers: list,
			signal: new AbortController().signal,
			onText: (piece) => told.push(piece),
			onDiscard: () => void (told.length = 0),
		},
	);
	return { outcome, told };
}

describe.each(adapters)("$name", ({ writer, model, path }) => {
	const works: Behaviour[] = ["answers", "thinks first", "dribbles"];
	test.each(path.startsWith("/ai/") ? [...works, "answers natively" as const] : works)(
		"when it %s, is streamed and cited",
		async (behaviour) => {
			standIn.behave(behaviour, PIECES);
			const { outcome, told } = await ask([writer(PATIENT), embedded]);
			expect(outcome).toMatchObject({
				action: "answer",
				text: WHOLE,
				writer: writer().name,
				sources: [{ id: "art_1" }],
			});
			expect(told.join("")).toBe(WHOLE);
		},
	);

	test("gets a request for a stream, with room for an answer and without reasoning", async () => {
		standIn.behave("answers", PIECES);
		await ask([writer()]);
		expect(standIn.asked).toHaveLength(1);
		const [request] = standIn.asked;
		expect(request?.path).toBe(path);
		expect(request?.body).toMatchObject({ stream: true, max_tokens: 600 });
		if (path.startsWith("/ai/"))
			expect(request?.body).toMatchObject({ chat_template_kwargs: { enable_thinking: false } });
		else {
			expect(request?.body).toMatchObject({ model });
			expect(request?.authorization).toBe("Bearer sk-secret");
			expect(JSON.stringify(request?.body)).not.toContain("sk-secret");
		}
	});

	test.each<Behaviour>([
		"breaks off",
		"breaks off mid-line",
		"is rate limited",
		"fails",
		"has used up its allowance",
		"has nothing left in its account",
		"says nothing",
		"is cut short",
		"is filtered",
		"is slow",
		"talks nonsense",
	])("when it %s, hands over, and nothing of it stays", async (behaviour) => {
		standIn.behave(behaviour, PIECES);
		const { outcome, told } = await ask([writer(), embedded]);
		expect(outcome).toMatchObject({ action: "answer", writer: "embedded" });
		expect(told.join("")).toBe(outcome.action === "answer" ? outcome.text : "");
		expect(standIn.asked).toHaveLength(1);
	});
});

describe.each([
	{ name: "Workers AI", env: () => ({ AI: binding() }), path: "/ai/run/@cf/baai/bge-m3" },
	{
		name: "an OpenAI-compatible endpoint",
		env: () => ({
			AI: binding(),
			MODEL_URL: `${standIn.host}/v1/${crypto.randomUUID()}`,
			EMBEDDING_NAME: "our-vectors",
		}),
		path: "/embeddings",
	},
])("vectors from $name", ({ env, path }) => {
	test("come one for each text, in the order of the texts", async () => {
		standIn.behave("answers", []);
		const texts = ["Zahlung", "Versand nach Norwegen", "Rückgabe"];
		const vectors = await encoders(env()).embedder?.embed(texts, "passage");
		expect(vectors?.map((vector) => [...vector].map((value) => Math.round(value * 10)))).toEqual(
			texts.map((text) => vectorOf(text).map((value) => Math.round(value * 10))),
		);
		expect(standIn.asked[0]?.path).toContain(path);
	});

	test.each<Behaviour>([
		"is rate limited",
		"fails",
		"has used up its allowance",
		"says nothing",
		"is slow",
		"talks nonsense",
	])("that %s rest, and search goes on by words", async (behaviour) => {
		const here = env();
		standIn.behave(behaviour, []);
		await expect(encoders(here).embedder?.embed(["Zahlung?"], "query")).rejects.toThrow();
		expect(encoders(here).embedder).toBeNull();
	});
});

describe("the reranker", () => {
	const texts = ["Versand nach Norwegen", "Zahlung per Überweisung", "Zahlung"];

	test("scores each text, in the order of the texts", async () => {
		standIn.behave("answers", []);
		const fits = await encoders({ AI: binding() }).reranker?.rank("zahlung", texts);
		expect(fits).toHaveLength(3);
		expect(fits?.[2]).toBe(1);
		expect(fits?.[0]).toBe(0);
		expect(standIn.asked[0]?.path).toBe("/ai/run/@cf/baai/bge-reranker-base");
	});

	test("that fails opens its circuit; a team's own endpoint has no reranker, and its texts are sent nowhere else", async () => {
		const here = { AI: binding() };
		standIn.behave("fails", []);
		await expect(encoders(here).reranker?.rank("zahlung", texts)).rejects.toThrow();
		expect(encoders(here).reranker).toBeNull();
		const none = { embedder: null, reranker: null, retryAt: null };
		expect(encoders({ ...here, MODEL_URL: `${standIn.host}/v1` })).toEqual(none);
		expect(encoders({ ...here, ANSWERER: "embedded" })).toEqual(none);
	});
});

describe("the order of answerers", () => {
	const names = (list: Writer[]) => list.map(({ name }) => name);

	test("a stronger model that fails is replaced by the cheaper one, and that by quoting", async () => {
		const env = { AI: binding() };
		expect(names(writers(env, "stronger"))).toEqual(["workers-ai", "workers-ai", "embedded"]);
		standIn.behave("fails", PIECES);
		expect((await ask(writers(env, "stronger", LIMITS))).outcome).toMatchObject({ writer: "embedded" });
		expect(standIn.asked.map(({ path }) => path)).toEqual(
			[WRITING_MODELS.stronger, WRITING_MODELS.cheaper].map(({ id }) => `/ai/run/${id}`),
		);
		expect(names(writers(env, "stronger"))).toEqual(["embedded"]);
		expect(await answererStatus(env, "stronger")).toEqual({
			inUse: "embedded",
			because: "Workers AI failed just now. It is tried again within a minute.",
		});
	});

	test("an allowance that is used up opens the account's circuit until midnight, and the team gets the reason", async () => {
		const env = { AI: binding() };
		standIn.behave("has used up its allowance", PIECES);
		await ask(writers(env, "cheaper", LIMITS));
		expect(names(writers(env, "stronger"))).toEqual(["embedded"]);
		expect(await answererStatus(env)).toEqual({
			inUse: "embedded",
			because: "The account's Workers AI allowance for today is used up.",
		});
		vi.spyOn(Date, "now").mockReturnValue((Math.floor(Date.now() / 86_400_000) + 1) * 86_400_000 + 1);
		expect(names(writers(env, "cheaper"))).toEqual(["workers-ai", "embedded"]);
		vi.restoreAllMocks();
	});

	const endpoint = () => ({
		AI: binding(),
		MODEL_URL: `${standIn.host}/v1/${crypto.randomUUID()}`,
		MODEL_NAME: "our-model",
	});
	const places = [
		["Workers AI", () => ({ AI: binding() })],
		["an endpoint", endpoint],
	] as const;

	describe.each(places)("%s", (_, make) => {
		test.each<Behaviour>(["is cut short", "says nothing", "is filtered"])(
			"that %s over one question is there for everybody's next",
			async (behaviour) => {
				const env = make();
				standIn.behave(behaviour, PIECES);
				expect((await ask(writers(env, "cheaper", LIMITS))).outcome).toMatchObject({ writer: "embedded" });
				standIn.behave("answers", PIECES);
				expect((await ask(writers(env, "cheaper", LIMITS))).outcome).toMatchObject({ text: WHOLE });
				expect(standIn.asked).toHaveLength(1);
			},
		);

		test.each<Behaviour>(["fails", "is rate limited", "is slow", "breaks off"])(
			"that %s rests, for the next would fare no better",
			async (behaviour) => {
				const env = make();
				standIn.behave(behaviour, PIECES);
				await ask(writers(env, "cheaper", LIMITS));
				expect(names(writers(env))).toEqual(["embedded"]);
			},
		);
	});

	describe.each(places)("%s that repeatedly returns no text", (_, make) => {
		const say = async (env: ReturnType<typeof make>, behaviour: Behaviour, pieces = PIECES) => {
			standIn.behave(behaviour, pieces);
			const { outcome } = await ask(writers(env, "cheaper", LIMITS));
			return modelHealthIn(outcome, env, "cheaper");
		};

		test("has an open circuit from the third time on, and the team gets the reason", async () => {
			const env = make();
			expect(await say(env, "says nothing")).toBeNull();
			// A reasoning model may reach its token limit before the first word.
			expect(await say(env, "is cut short", [])).toBeNull();
			expect(await say(env, "says nothing")).toMatchObject({ why: "silent" });
			expect(names(writers(env))).toEqual(["embedded"]);
			expect((await answererStatus(env)).because).toContain("answered with nothing 3 times in a row");
			const now = Date.now();
			vi.spyOn(Date, "now").mockReturnValue(now + 61_000);
			expect(await say(env, "says nothing")).toMatchObject({ why: "silent" });
			vi.spyOn(Date, "now").mockReturnValue(now + 122_000);
			expect(await say(env, "answers")).toBe("none");
			expect(await say(env, "says nothing")).toBeNull();
			vi.restoreAllMocks();
		});

		test("starts counting again after an answer", async () => {
			const env = make();
			for (const behaviour of ["says nothing", "says nothing", "answers", "says nothing", "says nothing"] as const)
				await say(env, behaviour);
			expect(names(writers(env))).not.toEqual(["embedded"]);
		});

		test("doesn't count as silent where its text is cut short or filtered", async () => {
			const env = make();
			for (const behaviour of ["is cut short", "is filtered", "is cut short", "is filtered"] as const)
				expect(await say(env, behaviour)).toBeNull();
			expect(names(writers(env))).not.toEqual(["embedded"]);
		});
	});

	test("an endpoint without credit has an open circuit for an hour, whatever the model, and the team gets the reason", async () => {
		const env = endpoint();
		standIn.behave("has nothing left in its account", PIECES);
		await ask(writers(env, "cheaper", LIMITS));
		expect(await answererStatus(env)).toEqual({
			inUse: "embedded",
			because: "The model at MODEL_URL says that its account has nothing left. It is tried again within an hour.",
		});
		expect(names(writers({ ...env, MODEL_NAME: "another" }))).toEqual(["embedded"]);
		const now = Date.now();
		vi.spyOn(Date, "now").mockReturnValue(now + 59 * 60_000);
		expect(names(writers(env))).toEqual(["embedded"]);
		vi.spyOn(Date, "now").mockReturnValue(now + 61 * 60_000);
		expect(names(writers(env))).toEqual(["openai-compatible", "embedded"]);
		vi.restoreAllMocks();
	});
});

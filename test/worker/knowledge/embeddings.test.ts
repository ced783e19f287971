/** Vectors in the background and in a question's time, on the real storage; with encoders that count letters. */
import { knowledge } from "../../../src/durable/objects.ts";
import { surePassage } from "../../pure/setup/passage.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Encoders } from "../../../src/model/encoders.ts";
import { Embeddings } from "../../../src/knowledge/vector/embeddings.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { search } from "../../../src/knowledge/search/search.ts";
import { cleanupTask } from "../../../src/knowledge/vector/cleanup.ts";
import type { VectorIndex } from "../../../src/knowledge/vector/vectorize.ts";
import { vectorize } from "../../../src/knowledge/vector/vectorize.ts";
import { indexedCount, lastEmbedded } from "../../../src/knowledge/vector/store.ts";
import { bindingWith } from "../setup/model-binding.ts";
import { removeArticle, saveArticle, saveQuestion, switchArticle, switchQuestion } from "../setup/library.ts";

/** A stand-in for meaning: texts about the same of two ideas get similar vectors, whatever words they use. */
const ideas = [/refund|zorblax/i, /ship|deliver|send out/i];
const vectorOf = (text: string): Float32Array =>
	Float32Array.from([...ideas.map((idea) => (idea.test(text) ? 3 : 0)), 0.1, (text.length % 7) / 10]);

const encoder = (over: Partial<Encoders> = {}): Encoders => ({
	embedder: { model: "ideas", embed: (texts) => Promise.resolve(texts.map(vectorOf)) },
	reranker: null,
	retryAt: null,
	...over,
});

const real = env.AI;
let count = 0;
const library = () => knowledge(env, `ws_meanings${count++}`);

beforeEach(() => {
	Reflect.set(env, "ANSWERER", "auto");
	vi.spyOn(console, "warn").mockImplementation(() => undefined);
});
afterEach(() => {
	vi.restoreAllMocks();
	Reflect.set(env, "AI", real);
});

const articles = [
	{ title: "Refunds", text: "You get a refund within five days." },
	{ title: "Shipping", text: "We ship on weekdays." },
	{ title: "Care", text: "Wash the canvas by hand." },
];

describe("passages", () => {
	test("get their vectors in the background, those of a changed article anew, and none twice", async () => {
		const stub = library();
		for (const article of articles) await saveArticle(stub, null, article);
		await runInDurableObject(stub, async (object, { storage }) => {
			const embedded: string[] = [];
			const embed = (texts: string[]) => {
				embedded.push(...texts);
				return Promise.resolve(texts.map(vectorOf));
			};
			const task = new Embeddings(storage, () => encoder({ embedder: { model: "ideas", embed } }), null).task();
			expect(task.due(storage.sql)).not.toBeNull();
			await task.run();
			expect(embedded).toHaveLength(3);
			expect(task.due(storage.sql)).toBeNull();

			const saved = await saveArticle(object, null, { title: "Gifts", text: "We wrap gifts." });
			if (!saved.ok) throw new Error(saved.reason);
			await saveArticle(object, saved.article.id, { title: "Gifts", text: "We wrap presents." });
			expect(task.due(storage.sql)).not.toBeNull();
			await task.run();
			expect(embedded.slice(3)).toEqual(["Gifts\nWe wrap presents."]);
			expect(task.due(storage.sql)).toBeNull();
		});
	});

	test("that change while they are being embedded don't get the old text's vector", async () => {
		const stub = library();
		const saved = await saveArticle(stub, null, { title: "Gifts", text: "We wrap gifts." });
		if (!saved.ok) throw new Error(saved.reason);
		await runInDurableObject(stub, async (object, { storage }) => {
			const embedded: string[] = [];
			const embed = (texts: string[]) => {
				embedded.push(...texts);
				if (embedded.length === 1)
					void saveArticle(object, saved.article.id, { title: "Gifts", text: "We refund gifts." });
				return Promise.resolve(texts.map(vectorOf));
			};
			const task = new Embeddings(storage, () => encoder({ embedder: { model: "ideas", embed } }), null).task();
			await task.run();
			expect(lastEmbedded(storage.sql, "ideas")).toBe(0);
			await task.run();
			expect(embedded).toEqual(["Gifts\nWe wrap gifts.", "Gifts\nWe refund gifts."]);
			expect(lastEmbedded(storage.sql, "ideas")).toBeGreaterThan(0);
		});
	});

	test("of another model's time are embedded anew, and its vectors go", async () => {
		const stub = library();
		await saveArticle(stub, null, { title: "Refunds", text: "You get a refund." });
		await runInDurableObject(stub, async (_, { storage }) => {
			for (const model of ["old", "new"]) {
				const embedder = { model, embed: (texts: string[]) => Promise.resolve(texts.map(vectorOf)) };
				await new Embeddings(storage, () => encoder({ embedder }), null).task().run();
			}
			expect(lastEmbedded(storage.sql, "old")).toBe(0);
			expect(lastEmbedded(storage.sql, "new")).toBeGreaterThan(0);
		});
	});

	test("wait for an encoder that rests", async () => {
		const stub = library();
		await saveArticle(stub, null, { title: "Refunds", text: "You get a refund." });
		await runInDurableObject(stub, (_, { storage }) => {
			const task = new Embeddings(storage, () => encoder({ embedder: null, retryAt: 123 }), null).task();
			expect(task.due(storage.sql)).toBe(123);
		});
	});
});

describe("a question", () => {
	test("finds by meaning what shares no word with it", async () => {
		const stub = library();
		for (const article of articles) await saveArticle(stub, null, article);
		await runInDurableObject(stub, async (_, { storage }) => {
			const embeddings = new Embeddings(storage, () => encoder(), null);
			expect(await embeddings.embedQuery("Will you zorblax me?")).toBeNull();
			await embeddings.task().run();
			const embedding = await embeddings.embedQuery("Will you zorblax me?");
			expect(search(storage.sql, "Will you zorblax me?", 3, null)[0]?.title).not.toBe("Refunds");
			expect(search(storage.sql, "Will you zorblax me?", 3, embedding)[0]?.title).toBe("Refunds");
		});
	});

	test("is searched by words where the encoder fails", async () => {
		const stub = library();
		await saveArticle(stub, null, { title: "Refunds", text: "You get a refund." });
		await runInDurableObject(stub, async (_, { storage }) => {
			await new Embeddings(storage, () => encoder(), null).task().run();
			const broken = { model: "ideas", embed: () => Promise.reject(new Error("3040: Capacity temporarily exceeded")) };
			expect(await new Embeddings(storage, () => encoder({ embedder: broken }), null).embedQuery("Refund?")).toBeNull();
		});
	});

	test("has its passages in the reranker's order, none of them surer for it, and a pinned one first", async () => {
		const passage = (title: string, score: number, claim?: Passage["exactMatch"]): Passage =>
			surePassage("?", { articleId: title, title, text: title, score, ...(claim && { exactMatch: claim }) });
		const fits: Record<string, number> = { a: 0.1, b: 0.9, c: 0.5, pinned: 0.01 };
		const reranker = {
			rank: (_: string, texts: string[]) => Promise.resolve(texts.map((text) => fits[text.split("\n")[0] ?? ""] ?? 0)),
		};
		await runInDurableObject(library(), async (_, { storage }) => {
			const embeddings = new Embeddings(storage, () => encoder({ reranker }), null);
			const before = [passage("pinned", 0.3, "pinned"), passage("a", 0.8), passage("b", 0.7), passage("c", 0.6)];
			const after = await embeddings.rerank("?", before);
			expect(after.map(({ title }) => title)).toEqual(["pinned", "b", "c", "a"]);
			for (const { title, score } of after)
				expect(score).toBeLessThanOrEqual((before.find((each) => each.title === title)?.score ?? 0) + 1e-9);
			const broken = { rank: () => Promise.reject(new Error("8001: Internal error")) };
			const kept = await new Embeddings(storage, () => encoder({ reranker: broken }), null).rerank("?", before);
			expect(kept).toEqual(before);
		});
	});
});

describe("an index elsewhere", () => {
	test("gets every vector under the workspace's name, and finds none of another workspace's", async () => {
		const stored = new Map<string, { namespace: string | undefined; values: number[] }>();
		const VECTORS = {
			upsert: vi.fn(async (vectors: VectorizeVector[]) => {
				for (const { id, namespace, values } of vectors) stored.set(id, { namespace, values: [...values] });
				return { mutationId: "1" };
			}),
			query: vi.fn(async (_: unknown, options?: VectorizeQueryOptions) => {
				const matches = [...stored]
					.filter(([, { namespace }]) => namespace === options?.namespace)
					.map(([id]) => ({ id, score: 0.9 }));
				return { matches: [...matches, { id: "ws_other/1", score: 1 }], count: matches.length + 1 };
			}),
			deleteByIds: vi.fn(async (ids: string[]) => {
				for (const id of ids) stored.delete(id);
				return { mutationId: "2" };
			}),
		};
		const index: VectorIndex | null = vectorize({ ...env, VECTORS }, "ws_mine");
		if (!index) throw new Error("no index");
		await index.put([
			{ id: 1, vector: Float32Array.from([1, 0]) },
			{ id: 2, vector: Float32Array.from([0, 1]) },
		]);
		expect([...stored.keys()]).toEqual(["ws_mine/1", "ws_mine/2"]);
		expect(await index.nearest(Float32Array.from([1, 0]), 5)).toEqual([
			{ id: 1, similarity: 0.9 },
			{ id: 2, similarity: 0.9 },
		]);
		await index.remove([1]);
		expect([...stored.keys()]).toEqual(["ws_mine/2"]);
		expect(vectorize(env, "ws_mine")).toBeNull();
	});

	test("loses what is gone here, however often that fails at first, and keeps what came under its number", async () => {
		const stub = library();
		await runInDurableObject(stub, async (object, { storage }) => {
			const held = new Map<number, string>();
			let down = true;
			const index: VectorIndex = {
				from: 0,
				put: async (vectors) => {
					for (const { id, vector } of vectors) held.set(id, vector.join());
				},
				nearest: async () => [],
				remove: async (ids) => {
					if (down) throw new Error("VECTOR_QUERY_ERROR");
					for (const id of ids) held.delete(id);
				},
			};
			const embeddings = new Embeddings(storage, () => encoder(), index).task();
			const strays = cleanupTask(storage, index);
			const saved = await Promise.all(articles.map((article) => saveArticle(object, null, article)));
			const [first, , last] = saved.map((each) => (each.ok ? each.article.id : ""));
			await embeddings.run();
			expect([held.size, indexedCount(storage.sql), strays.due(storage.sql)]).toEqual([3, 3, null]);

			await removeArticle(object, first ?? "");
			await switchArticle(object, last ?? "", false);
			expect([indexedCount(storage.sql), strays.due(storage.sql)]).toEqual([1, expect.any(Number)]);
			await expect(strays.run()).rejects.toThrow();
			expect(strays.due(storage.sql)).not.toBeNull();
			// The last passage's number is used again, and embedded before the index works.
			await saveArticle(object, null, { title: "Gifts", text: "We wrap gifts." });
			await embeddings.run();
			down = false;
			await strays.run();
			expect(strays.due(storage.sql)).toBeNull();
			expect([[...held.keys()], indexedCount(storage.sql)]).toEqual([[2, 3], 2]);
		});
	});

	test("loses what was sent to it and changed or failed meanwhile, and another model's", async () => {
		const stub = library();
		await runInDurableObject(stub, async (object, { storage }) => {
			const held = new Set<number>();
			let meanwhile = (): void => {};
			const index: VectorIndex = {
				from: 0,
				put: async (vectors) => {
					for (const { id } of vectors) held.add(id);
					meanwhile();
				},
				nearest: async () => [],
				remove: async (ids) => {
					for (const id of ids) held.delete(id);
				},
			};
			const strays = cleanupTask(storage, index);
			const saved = await saveArticle(object, null, { title: "Refunds", text: "You get a refund." });
			if (!saved.ok) throw new Error(saved.reason);
			const embeddings = new Embeddings(storage, () => encoder(), index).task();
			meanwhile = () => void removeArticle(object, saved.article.id);
			await embeddings.run();
			expect([held.size, indexedCount(storage.sql)]).toEqual([1, 0]);
			await strays.run();
			expect([held.size, strays.due(storage.sql)]).toEqual([0, null]);

			await saveArticle(object, null, { title: "Care", text: "By hand." });
			meanwhile = () => {
				throw new Error("VECTOR_UPSERT_ERROR");
			};
			await expect(embeddings.run()).rejects.toThrow();
			await strays.run();
			expect(held.size).toBe(0);
			meanwhile = () => {};
			await embeddings.run();
			const other = { model: "other", embed: (texts: string[]) => Promise.resolve(texts.map(vectorOf)) };
			await new Embeddings(storage, () => encoder({ embedder: other }), index).task().run();
			expect([held.size, indexedCount(storage.sql), strays.due(storage.sql)]).toEqual([1, 1, null]);
		});
	});

	test("is asked from as many vectors on as is set", async () => {
		const VECTORS = { upsert: vi.fn(), query: vi.fn(async () => ({ matches: [], count: 0 })), deleteByIds: vi.fn() };
		const stub = library();
		await runInDurableObject(stub, async (object, { storage }) => {
			for (const article of articles) await saveArticle(object, null, article);
			const asking = async (from: string) => {
				const embeddings = new Embeddings(
					storage,
					() => encoder(),
					vectorize({ VECTORS, VECTORS_FROM: from }, "ws_mine"),
				);
				await embeddings.task().run();
				VECTORS.query.mockClear();
				await embeddings.embedQuery("Refund?");
				return VECTORS.query.mock.calls.length;
			};
			expect(await asking("3")).toBe(1);
			// A number past the count, though ids have grown past it.
			for (let round = 0; round < 3; round++) {
				const saved = await saveArticle(object, null, { title: `Round ${round}`, text: "We ship." });
				await saveArticle(object, null, { title: `Last ${round}`, text: "We ship." });
				if (saved.ok) await removeArticle(object, saved.article.id);
			}
			expect(await asking("7")).toBe(0);
			expect(await asking("")).toBe(0);
		});
		expect(vectorize({ ...env, VECTORS }, "ws_mine")?.from).toBe(20_000);
	});

	test("that is added later gets what was embedded before", async () => {
		const stub = library();
		await saveArticle(stub, null, { title: "Refunds", text: "You get a refund." });
		await runInDurableObject(stub, async (_, { storage }) => {
			await new Embeddings(storage, () => encoder(), null).task().run();
			const put = vi.fn(() => Promise.resolve());
			const index = { from: 20_000, put, nearest: () => Promise.resolve([]), remove: () => Promise.resolve() };
			const task = new Embeddings(storage, () => encoder(), index).task();
			expect(task.due(storage.sql)).not.toBeNull();
			await task.run();
			expect(put).toHaveBeenCalledTimes(1);
		});
	});
});

test("with Workers AI, an article is embedded by the alarm and found by meaning from then on", async () => {
	const run = vi.fn(async (model: string, input: { text?: string[]; contexts?: { text: string }[] }) =>
		model.includes("rerank")
			? { response: (input.contexts ?? []).map((_, id) => ({ id, score: 0.5 })) }
			: { data: (input.text ?? []).map((text) => [...vectorOf(text)]), shape: [input.text?.length ?? 0, 4] },
	);
	Reflect.set(env, "AI", bindingWith(run));
	const stub = library();
	for (const article of articles) await saveArticle(stub, null, article);
	await vi.waitFor(
		async () => {
			const [best] = await stub.search("Will you zorblax me?", 3);
			expect(best?.title).toBe("Refunds");
		},
		{ timeout: 5_000 },
	);
	expect(run.mock.calls.map(([model]) => model)).toContain("@cf/baai/bge-m3");
	await stub.search("Is washing by hand shipping?", 3);
	expect(run.mock.calls.map(([model]) => model)).toContain("@cf/baai/bge-reranker-base");
});

test("a question's wordings, and what is switched on again, are embedded by the alarm too", async () => {
	const embedded: string[] = [];
	const run = vi.fn(async (_: string, input: { text?: string[] }) => {
		embedded.push(...(input.text ?? []));
		return { data: (input.text ?? []).map((text) => [...vectorOf(text)]), shape: [input.text?.length ?? 0, 4] };
	});
	Reflect.set(env, "AI", bindingWith(run));
	// Other objects' alarms call the same model.
	const times = (text: string, wanted: number) =>
		vi.waitFor(() => expect(embedded.filter((each) => each === text)).toHaveLength(wanted), { timeout: 5_000 });
	const stub = library();
	const asked = await saveQuestion(stub, null, { wordings: ["Do you ship anvils?"], answer: "Yes." });
	if (!asked.ok) throw new Error(asked.reason);
	await times("Do you ship anvils?", 1);
	const written = await saveArticle(stub, null, { title: "Anvils", text: "Oiled." });
	if (!written.ok) throw new Error(written.reason);
	await times("Anvils\nOiled.", 1);
	await switchQuestion(stub, asked.question.id, { enabled: false });
	await switchArticle(stub, written.article.id, false);
	await switchQuestion(stub, asked.question.id, { enabled: true });
	await times("Do you ship anvils?", 2);
	await switchArticle(stub, written.article.id, true);
	await times("Anvils\nOiled.", 2);
});

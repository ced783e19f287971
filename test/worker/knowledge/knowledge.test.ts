import { knowledge } from "../../../src/durable/objects.ts";
import { runInDurableObject } from "cloudflare:test";
import { env } from "cloudflare:workers";
import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { MAX_DOCUMENTS } from "../../../src/knowledge/article/documents.ts";
import { migrate } from "../../../src/durable/migrations.ts";
import { migrations } from "../../../src/knowledge/schema.ts";
import type { ListQuery } from "../../../src/protocol/knowledge/articles.ts";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { demoLibrary, emptyLibrary, removeArticle, saveArticle, saveQuestion } from "../setup/library.ts";
import { ask, createMember, createWorkspace } from "../setup/people.ts";

const newest = { kind: "articles", search: "", source: "", cursor: null } as const;

const titles = async (library: DurableObjectStub<Knowledge>, query: Partial<ListQuery> = {}): Promise<string[]> =>
	(await library.list({ ...newest, ...query })).entries.map(({ title }) => title);

async function savedArticle(library: DurableObjectStub<Knowledge>, title: string, text: string): Promise<string> {
	const saved = await saveArticle(library, null, { title, text });
	if (!saved.ok) throw new Error(saved.reason);
	return saved.article.id;
}

describe("articles and questions", () => {
	test("finds a new article in the very next call", async () => {
		const library = emptyLibrary();
		const id = await savedArticle(library, "Umbrellas", "We lend umbrellas on rainy days.");
		expect((await library.search("can I borrow an umbrella", 3)).map((found) => found.articleId)).toEqual([id]);
	});

	test("finds the new text of an edited article, and the old text no more", async () => {
		const library = emptyLibrary();
		const id = await savedArticle(library, "Umbrellas", "We lend umbrellas on rainy days.");
		await saveArticle(library, id, { title: "Invoices", text: "An invoice comes with every order." });
		expect(await library.search("umbrella", 3)).toEqual([]);
		expect(await library.search("invoice", 3)).toMatchObject([{ articleId: id, title: "Invoices" }]);
	});

	test("finds nothing of what was removed", async () => {
		const library = emptyLibrary();
		const id = await savedArticle(library, "Umbrellas", "We lend umbrellas on rainy days.");
		expect(await removeArticle(library, id)).toBe(true);
		expect(await removeArticle(library, id)).toBe(false);
		expect(await library.search("umbrella", 3)).toEqual([]);
		expect(await titles(library)).toEqual([]);
	});

	test("finds a question by each of its wordings, once, with its answer", async () => {
		const library = emptyLibrary();
		const saved = await saveQuestion(library, null, {
			wordings: ["Is there Wi-Fi?", "How do I get online?", "What's the internet password?"],
			answer: "The network is called Guest, and it's open.",
		});
		if (!saved.ok) throw new Error(saved.reason);
		for (const wording of ["is there wifi wi-fi", "get online", "internet password"])
			expect(await library.search(wording, 5)).toMatchObject([
				{ articleId: saved.question.id, kind: "question", title: "Is there Wi-Fi?", text: saved.question.answer },
			]);
		expect(await library.question(saved.question.id)).toEqual(saved.question);
	});

	test("lists titles with the start of their text, newest first", async () => {
		const library = emptyLibrary();
		await savedArticle(library, "First", "## Heading\n\n- **Bold** and a [link](https://example.com)");
		await savedArticle(library, "Second", "Text");
		expect((await library.list(newest)).entries).toMatchObject([
			{ title: "Second", excerpt: "Text" },
			{ title: "First", excerpt: "Heading: Bold and a link" },
		]);
	});

	test("refuses to replace what doesn't exist", async () => {
		const library = emptyLibrary();
		expect(await saveArticle(library, "art_none", { title: "A", text: "B" })).toEqual({
			ok: false,
			reason: "not_found",
		});
		expect(await saveQuestion(library, "qst_none", { wordings: ["A"], answer: "B" })).toEqual({
			ok: false,
			reason: "not_found",
		});
	});

	test("takes no more articles than it can list", async () => {
		const library = emptyLibrary();
		await runInDurableObject(library, (_, state) => {
			state.storage.sql.exec(
				`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
				 INSERT INTO article (id, title, text, updated_at) SELECT 'art_' || i, 'Title', 'Text', i FROM n`,
				MAX_DOCUMENTS,
			);
		});
		expect(await saveArticle(library, null, { title: "One more", text: "Text" })).toEqual({
			ok: false,
			reason: "full",
		});
	});

	test("takes an article of 100,000 characters in one paragraph, and finds its end", async () => {
		const library = emptyLibrary();
		const text = `${"lorem ipsum dolor sit amet ".repeat(3_690)} and at last a xylophone.`;
		const id = await savedArticle(library, "Long", text);
		const [found] = await library.search("xylophone", 3);
		expect(found).toMatchObject({ articleId: id });
		expect(found?.text.length).toBeLessThanOrEqual(1_000);
	});

	test("keeps no more than a few hundred passages of an article made of headings, and every word of them", async () => {
		const library = emptyLibrary();
		const text = Array.from({ length: 5_000 }, (_, index) => `# h${index}\nword${index}`).join("\n");
		await savedArticle(library, "Many", text);
		expect((await library.search("word4999", 1))[0]?.text).toContain("word4999");
		expect((await library.search("h4711", 1))[0]?.text).toContain("h4711");
		const count = await runInDurableObject(library, (_, state) =>
			state.storage.sql.exec<{ count: number }>("SELECT count(*) AS count FROM passage").one(),
		);
		expect(count.count).toBeLessThan(400);
	});
});

describe("search", () => {
	let demo: DurableObjectStub<Knowledge>;
	beforeAll(async () => {
		demo = await demoLibrary();
	});

	test("gives a passage its headings", async () => {
		const [found] = await demo.search("Do you ship to the Azores?", 3);
		expect(found).toMatchObject({
			title: "Countries and islands we ship to",
			heading: "Islands: Azores, Madeira, Canary Islands",
		});
	});

	test.each([
		["do you ship to the azorse", "Countries and islands we ship to"],
		["waranty", "Warranty and repairs"],
		["newsleter unsubscribe", "Discount codes and the newsletter"],
		["invioce", "Invoices and VAT"],
	])("understands %j in spite of the slip", async (query, title) => {
		expect((await demo.search(query, 3))[0]?.title).toBe(title);
	});

	test("understands other forms of a word", async () => {
		expect((await demo.search("my strap is broken", 3))[0]?.title).toBe("Warranty and repairs");
		expect((await demo.search("cancellation of orders", 3))[0]?.title).toBe("Changing or cancelling an order");
	});

	test("reads languages without spaces, and accents or none", async () => {
		const library = emptyLibrary();
		const chinese = await savedArticle(library, "退货", "您可以在三十天内退货。退货运费由我们承担。");
		const japanese = await savedArticle(library, "返品について", "商品到着後14日以内であれば返品できます。");
		const french = await savedArticle(library, "Délais", "La livraison à domicile prend trois jours.");
		const arabic = await savedArticle(library, "الشحن", "يستغرق الشحن إلى الخارج خمسة أيام.");
		const best = async (query: string) => (await library.search(query, 3))[0]?.articleId;
		expect(await best("怎么退货？")).toBe(chinese);
		expect(await best("返品できますか")).toBe(japanese);
		expect(await best("delai de livraison a domicile")).toBe(french);
		expect(await best("كم يستغرق الشحن؟")).toBe(arabic);
	});

	test("finds nothing for function words alone", async () => {
		expect(await demo.search("what is it and how do you do that", 5)).toEqual([]);
	});

	test("knows how much of a question a passage has", async () => {
		const [found] = await demo.search("Can I pay by bank transfer in Tokyo?", 3);
		const match = new Map(found?.terms.map((term) => [term.term, term.match]));
		expect(match.get("transfer")).toBe(1);
		expect(match.get("tokyo")).toBe(0);
	});

	test("never fails on any text, and stays within its limit", async () => {
		const hostile = fc.constantFrom(
			'"',
			"'",
			"*",
			"AND",
			"OR NOT",
			"NEAR(",
			"title:",
			"^",
			"-",
			"(",
			")",
			"\0",
			"%",
			"bag",
			"👜",
			"包",
			"ß",
			"é",
			"\ud800",
		);
		await fc.assert(
			fc.asyncProperty(
				fc.oneof(
					fc.string({ maxLength: 200 }),
					fc.string({ unit: "binary", maxLength: 200 }),
					fc.array(hostile, { maxLength: 30 }).map((parts) => parts.join(" ")),
				),
				fc.integer({ min: -5, max: 100 }),
				async (query, limit) => {
					const found = await demo.search(query, limit);
					expect(found.length).toBeLessThanOrEqual(Math.max(1, Math.min(20, limit)));
				},
			),
			{ numRuns: 150 },
		);
	});

	test("never fails on any article", async () => {
		const library = emptyLibrary();
		await fc.assert(
			fc.asyncProperty(
				fc.string({ unit: "binary", minLength: 1, maxLength: 300 }),
				fc.string({ unit: "grapheme", minLength: 1, maxLength: 2_000 }),
				async (title, text) => {
					const saved = await saveArticle(library, null, { title, text });
					expect(saved.ok).toBe(true);
					if (saved.ok) expect(await removeArticle(library, saved.article.id)).toBe(true);
				},
			),
			{ numRuns: 60 },
		);
		const left = await runInDurableObject(library, (_, state) => [
			...state.storage.sql.exec(
				"SELECT count(*) AS count FROM spelling UNION ALL SELECT count(*) FROM passage UNION ALL SELECT count(*) FROM vocabulary",
			),
		]);
		expect(left).toEqual([{ count: 0 }, { count: 0 }, { count: 0 }]);
	});

	test("reads a message of 4,000 characters", async () => {
		expect((await demo.search("warranty ".repeat(440), 3))[0]?.title).toBe("Warranty and repairs");
	});
});

describe("storage", () => {
	test("refuses storage with a history it doesn't know", async () => {
		await runInDurableObject(emptyLibrary(), (_, state) => {
			state.storage.sql.exec("UPDATE applied_migration SET id = '0001_something_else' WHERE position = 0");
			expect(() => migrate(state.storage, migrations)).toThrow("0001_something_else");
		});
	});
});

describe("the team's routes", () => {
	test("create, change, list and remove an article", async () => {
		const workspace = await createWorkspace();
		const owner = await createMember(workspace, "owner");
		const created = await ask(owner, "/api/articles", { body: { title: "Umbrellas", text: "We lend umbrellas." } });
		expect(created.status).toBe(201);
		const article = await created.json<{ id: string; updatedAt: number }>();
		const changed = await ask(owner, `/api/articles/${article.id}`, {
			method: "PUT",
			body: { title: "Parasols", text: "We lend parasols.", basedOn: article.updatedAt },
		});
		expect(await changed.json()).toMatchObject({ id: article.id, title: "Parasols" });
		expect(await (await ask(owner, "/api/documents")).json()).toMatchObject({
			entries: [{ id: article.id, title: "Parasols" }],
			counts: { articles: 1, questions: 0 },
		});
		expect(await knowledge(env, workspace.id).search("parasol", 1)).toMatchObject([{ articleId: article.id }]);
		expect((await ask(owner, `/api/articles/${article.id}`, { method: "DELETE" })).status).toBe(204);
		expect((await ask(owner, `/api/articles/${article.id}`)).status).toBe(404);
	});

	test("create, change and remove a question", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const created = await ask(owner, "/api/questions", { body: { wordings: ["Is there Wi-Fi?"], answer: "Yes." } });
		expect(created.status).toBe(201);
		const { id, updatedAt } = await created.json<{ id: string; updatedAt: number }>();
		const changed = await ask(owner, `/api/questions/${id}`, {
			method: "PUT",
			body: { wordings: ["Wi-Fi?", "Internet?"], answer: "Yes.", basedOn: updatedAt },
		});
		expect(await changed.json()).toMatchObject({ id, wordings: ["Wi-Fi?", "Internet?"] });
		expect((await ask(owner, `/api/questions/${id}`, { method: "DELETE" })).status).toBe(204);
		expect((await ask(owner, `/api/questions/${id}`, { method: "DELETE" })).status).toBe(404);
	});

	test("name the field that is wrong", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const answer = await ask(owner, "/api/articles", { body: { title: " ", text: "Text" } });
		expect(answer.status).toBe(422);
		expect(await answer.json()).toMatchObject({ fields: { title: "Give the article a title." } });
	});

	test("let agents and viewers read and not write, and strangers neither", async () => {
		const workspace = await createWorkspace();
		const draft = { title: "Umbrellas", text: "We lend umbrellas." };
		for (const role of ["agent", "viewer"] as const) {
			const person = await createMember(workspace, role);
			expect((await ask(person, "/api/documents")).status).toBe(200);
			expect((await ask(person, "/api/articles", { body: draft })).status).toBe(403);
			expect((await ask(person, "/api/questions", { body: { wordings: ["A"], answer: "B" } })).status).toBe(403);
		}
		expect((await ask(null, "/api/documents")).status).toBe(401);
		expect((await ask(null, "/api/articles", { body: draft })).status).toBe(401);
	});

	test("show nothing of another workspace", async () => {
		const ours = await createMember(await createWorkspace(), "owner");
		const theirs = await createMember(await createWorkspace(), "owner");
		const { id } = await (
			await ask(ours, "/api/articles", { body: { title: "Ours", text: "Secret." } })
		).json<{ id: string }>();
		expect((await ask(theirs, `/api/articles/${id}`)).status).toBe(404);
		const change = { title: "A", text: "B", basedOn: 1 };
		expect((await ask(theirs, `/api/articles/${id}`, { method: "PUT", body: change })).status).toBe(404);
		expect((await ask(theirs, `/api/articles/${id}`, { method: "DELETE" })).status).toBe(404);
		expect(await (await ask(theirs, "/api/documents")).json()).toMatchObject({ entries: [], cursor: null });
	});
});

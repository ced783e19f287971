/** What is known of articles and questions besides their text: saves that cross, switches, pins, uses, and long lists. */
import { runInDurableObject } from "cloudflare:test";
import { describe, expect, test } from "vitest";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { countUse } from "../../../src/knowledge/article/use.ts";
import type { ListQuery } from "../../../src/protocol/knowledge/articles.ts";
import {
	emptyLibrary,
	removeArticle,
	saveArticle,
	saveQuestion,
	switchArticle,
	switchQuestion,
} from "../setup/library.ts";
import { ask, createMember, createWorkspace } from "../setup/people.ts";

type Library = DurableObjectStub<Knowledge>;

async function articleOf(library: Library, title: string, text: string) {
	const saved = await saveArticle(library, null, { title, text });
	if (!saved.ok) throw new Error(saved.reason);
	return saved.article;
}

async function questionOf(library: Library, wordings: string[], answer: string) {
	const saved = await saveQuestion(library, null, { wordings, answer });
	if (!saved.ok) throw new Error(saved.reason);
	return saved.question;
}

describe("two people who save the same article", () => {
	test("are told: the second's save is refused and says so, and writes over the first's once that is known", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const opened = await (
			await ask(owner, "/api/articles", { body: { title: "Fees", text: "Old" } })
		).json<{ id: string; updatedAt: number }>();
		const save = (text: string, basedOn: number) =>
			ask(owner, `/api/articles/${opened.id}`, { method: "PUT", body: { title: "Fees", text, basedOn } });
		const first = await save("Hers", opened.updatedAt);
		expect(first.status).toBe(200);
		const second = await save("His", opened.updatedAt);
		expect(second.status).toBe(409);
		expect(await second.json()).toMatchObject({ reason: "changed", title: "Somebody else has saved this article" });
		const now = await (await ask(owner, `/api/articles/${opened.id}`)).json<{ text: string; updatedAt: number }>();
		expect(now.text).toBe("Hers");
		expect((await save("His", now.updatedAt)).status).toBe(200);
	});

	test("are told of questions too, and a save that doesn't say what it is based on is refused", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const draft = { wordings: ["Fees?"], answer: "None" };
		const { id, updatedAt } = await (
			await ask(owner, "/api/questions", { body: draft })
		).json<{ id: string; updatedAt: number }>();
		const put = (body: unknown) => ask(owner, `/api/questions/${id}`, { method: "PUT", body });
		expect((await put({ ...draft, basedOn: updatedAt - 1 })).status).toBe(409);
		expect((await put(draft)).status).toBe(422);
		expect((await put({ ...draft, basedOn: updatedAt })).status).toBe(200);
	});
});

describe("switching", () => {
	test("an article off takes it out of every search, through edits too, and on brings it back", async () => {
		const library = emptyLibrary();
		const { id } = await articleOf(library, "Umbrellas", "We lend umbrellas.");
		expect(await switchArticle(library, id, false)).toMatchObject({ article: { id, enabled: false } });
		expect(await library.search("umbrellas", 3)).toEqual([]);
		await saveArticle(library, id, { title: "Umbrellas", text: "We lend big umbrellas." });
		expect(await library.search("umbrellas", 3)).toEqual([]);
		await switchArticle(library, id, true);
		await switchArticle(library, id, true);
		expect(await library.search("big umbrellas", 3)).toMatchObject([{ articleId: id }]);
		expect(await switchArticle(library, "art_none", true)).toEqual({ ok: false, reason: "not_found" });
	});

	test("isn't an edit: a save that began before it still goes through", async () => {
		const owner = await createMember(await createWorkspace(), "owner");
		const { id, updatedAt } = await (
			await ask(owner, "/api/articles", { body: { title: "A", text: "B" } })
		).json<{ id: string; updatedAt: number }>();
		const patched = await ask(owner, `/api/articles/${id}`, { method: "PATCH", body: { enabled: false } });
		expect(await patched.json()).toMatchObject({ enabled: false, updatedAt });
		const body = { title: "A", text: "C", basedOn: updatedAt };
		expect(await (await ask(owner, `/api/articles/${id}`, { method: "PUT", body })).json()).toMatchObject({
			enabled: false,
			text: "C",
		});
		expect((await ask(owner, `/api/articles/${id}`, { method: "PATCH", body: { enabled: "no" } })).status).toBe(422);
	});

	test("a question off takes it out of every search", async () => {
		const library = emptyLibrary();
		const { id } = await questionOf(library, ["Is there Wi-Fi?", "Internet?"], "Yes.");
		await switchQuestion(library, id, { enabled: false });
		expect(await library.search("internet", 3)).toEqual([]);
		await switchQuestion(library, id, { enabled: true });
		expect(await library.search("internet", 3)).toMatchObject([{ articleId: id }]);
	});

	test("a pinned answer comes first when nearly its wording is asked, and only then", async () => {
		const library = emptyLibrary();
		const pinned = await questionOf(library, ["Do you ship to Norway?"], "Not in July.");
		const other = await articleOf(library, "Do you ship to Norway", "We ship to Norway. Norway, Norway, shipping.");
		await switchQuestion(library, pinned.id, { pinned: true });
		const [first] = await library.search("do you ship to norway", 3);
		expect(first).toMatchObject({ articleId: pinned.id, exactMatch: "pinned", text: "Not in July." });
		const elsewhere = await library.search("what does shipping a tent to Norway cost", 3);
		expect(elsewhere.every((passage) => passage.exactMatch === undefined)).toBe(true);
		await switchQuestion(library, pinned.id, { pinned: false });
		expect((await library.search("do you ship to norway", 3)).map(({ articleId }) => articleId)).toContain(other.id);
		expect((await library.search("do you ship to norway", 3))[0]?.exactMatch).not.toBe("pinned");
	});
});

test("counts the answers that rested on an article or question, and forgets them with it", async () => {
	const library = emptyLibrary();
	const article = await articleOf(library, "A", "B");
	const question = await questionOf(library, ["C"], "D");
	await runInDurableObject(library, (_, { storage: { sql } }) => {
		countUse(sql, [article.id, question.id, article.id, "art_gone"], 500);
		countUse(sql, [article.id], 400);
	});
	expect(await library.article(article.id)).toMatchObject({ used: 2, usedAt: 500 });
	expect(await library.question(question.id)).toMatchObject({ used: 1, usedAt: 500 });
	await removeArticle(library, article.id);
	const left = await runInDurableObject(library, (_, { storage }) =>
		storage.sql.exec<{ id: string }>("SELECT id FROM use_count").toArray(),
	);
	expect(left).toEqual([{ id: question.id }]);
});

describe("a list of ten thousand", () => {
	const list = async (library: Library, query: Partial<ListQuery> = {}) =>
		library.list({ kind: "articles", search: "", source: "", cursor: null, ...query });

	test("comes in pages that follow on each other, whatever their times, and is searched by title", async () => {
		const library = emptyLibrary();
		await runInDurableObject(library, (_, { storage: { sql } }) => {
			sql.exec(
				`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
				 INSERT INTO article (id, title, text, updated_at) SELECT 'art_' || i, 'Title ' || i || iif(i % 1000, '', ' Ärger'),
				 'Text', i / 7 FROM n`,
			);
		});
		const first = await list(library);
		expect([first.entries.length, first.counts.articles, first.entries[0]?.updatedAt]).toEqual([100, 10_000, 1_428]);
		const seen = new Set(first.entries.map(({ id }) => id));
		for (let { cursor } = first, pages = 1; cursor !== null; pages++) {
			const page = await list(library, { cursor });
			for (const { id } of page.entries) seen.add(id);
			cursor = page.cursor;
			expect(pages).toBeLessThan(101);
		}
		expect(seen.size).toBe(10_000);
		const found = await list(library, { search: "ÄRGER" });
		expect([found.entries.length, found.cursor]).toEqual([10, null]);
		expect((await list(library, { search: "title 12" })).entries).toHaveLength(100);
	});

	test("reads a page's rows for its first page, not ten thousand", async () => {
		const library = emptyLibrary();
		const read = await runInDurableObject(library, (_, { storage: { sql } }) => {
			sql.exec(
				`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)
				 INSERT INTO article (id, title, text, updated_at) SELECT 'art_' || i, 'Title', 'Text', i FROM n`,
			);
			return sql
				.exec<{ detail: string }>("EXPLAIN QUERY PLAN SELECT id, title FROM article ORDER BY updated_at DESC, id")
				.toArray();
		});
		expect(read.map(({ detail }) => detail).join()).toMatch(/COVERING INDEX article_listed$/);
	});
});

import { beforeEach, describe, expect, test } from "vitest";
import { migrate } from "../../src/durable/migrations.ts";
import { remove, saveArticle, saveQuestion } from "../../src/knowledge/article/store.ts";
import { migrations } from "../../src/knowledge/schema.ts";
import { search } from "../../src/knowledge/search/search.ts";
import { similarityTo, passagesWithoutVector, nearest, store } from "../../src/knowledge/vector/store.ts";
import { memoryStorage } from "./memory-sql.ts";

let sql: SqlStorage;
beforeEach(() => {
	const storage = memoryStorage();
	migrate(storage, migrations);
	({ sql } = storage);
});

/** Three passages, each of an article of its own. */
function threeArticles(): string[] {
	return ["Umbrellas", "Invoices", "Bicycles"].map((title) => {
		const saved = saveArticle(sql, null, { title, text: `All about ${title.toLowerCase()}.` });
		if (!saved.ok) throw new Error(saved.reason);
		return saved.article.id;
	});
}

const vector = (...values: number[]) => Float32Array.from(values);

describe("vectors of passages", () => {
	test("are missing until they are stored, model by model", () => {
		threeArticles();
		saveQuestion(sql, null, { wordings: ["Is there Wi-Fi?", "How do I get online?"], answer: "Yes." });
		expect(passagesWithoutVector(sql, "a", 0, 10).map(({ text }) => text)).toEqual([
			"Umbrellas\nAll about umbrellas.",
			"Invoices\nAll about invoices.",
			"Bicycles\nAll about bicycles.",
			"Is there Wi-Fi?",
			"How do I get online?",
		]);
		expect(passagesWithoutVector(sql, "a", 0, 2)).toHaveLength(2);
		for (const { id } of passagesWithoutVector(sql, "a", 0, 10)) store(sql, id, "a", vector(1, 0));
		expect(passagesWithoutVector(sql, "a", 0, 10)).toEqual([]);
		expect(passagesWithoutVector(sql, "b", 0, 10)).toHaveLength(5);
	});

	test("are found by direction, nearest first, also those stored after the first search", () => {
		threeArticles();
		store(sql, 1, "a", vector(1, 0));
		store(sql, 2, "a", vector(0.6, 0.8));
		expect(nearest(sql, "a", vector(2, 0), 5).map(({ id }) => id)).toEqual([1, 2]);
		store(sql, 3, "a", vector(0.9, 0.1));
		const found = nearest(sql, "a", vector(2, 0), 2);
		expect(found.map(({ id }) => id)).toEqual([1, 3]);
		expect(found[0]?.similarity).toBeCloseTo(1, 2);
		expect(similarityTo(sql, "a", vector(0, 3))(2)).toBeCloseTo(0.8, 1);
		expect(nearest(sql, "b", vector(1, 0), 5)).toEqual([]);
	});

	test("of zeros match nothing", () => {
		threeArticles();
		store(sql, 1, "a", vector(1, 0));
		expect(nearest(sql, "a", vector(1, 0), 5)).toHaveLength(1);
		store(sql, 1, "a", vector(0, 0));
		store(sql, 2, "a", vector(0, 0));
		expect(nearest(sql, "a", vector(1, 0), 5)).toEqual([]);
		expect(nearest(sql, "a", vector(0, 0), 5)).toEqual([]);
		expect(passagesWithoutVector(sql, "a", 0, 10).map(({ id }) => id)).toEqual([3]);
	});

	test("are deleted with their passage", () => {
		const [first = ""] = threeArticles();
		for (const id of [1, 2, 3]) store(sql, id, "a", vector(1, id));
		remove(sql, "article", first);
		expect(sql.exec(`SELECT DISTINCT passage FROM passage_vector ORDER BY passage`).toArray()).toEqual([
			{ passage: 2 },
			{ passage: 3 },
		]);
	});

	test("find an article that shares no word with the question", () => {
		const [, invoices] = threeArticles();
		for (const id of [1, 2, 3]) store(sql, id, "a", id === 2 ? vector(0, 1) : vector(1, 0));
		expect(search(sql, "the bill", 3)).toEqual([]);
		const found = search(sql, "the bill", 3, { model: "a", vector: vector(0, 1) });
		expect(found.map(({ articleId }) => articleId)).toEqual([invoices]);
	});

	test("of 10,000 passages are all scanned, and the nearest come first", () => {
		const values = Float32Array.from({ length: 512 }, (_, at) => Math.sin(at));
		for (let id = 1; id <= 10_000; id++)
			store(
				sql,
				id,
				"a",
				values.map((value, at) => value * Math.cos(id * at)),
			);
		store(sql, 10_001, "a", values);
		const found = nearest(sql, "a", values, 10);
		expect(found).toHaveLength(10);
		expect(found.map(({ id }) => id)).toContain(10_001);
		expect(found[0]?.similarity).toBeCloseTo(1, 2);
	});
});

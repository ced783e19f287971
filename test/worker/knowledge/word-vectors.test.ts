/** Word vectors: computed in the background and at the next search, on real storage. */
import { runInDurableObject } from "cloudflare:test";
import { expect, test, vi } from "vitest";
import { WORD_VECTOR_MODEL, wordVectorTask } from "../../../src/knowledge/vector/word-vectors.ts";
import { saveQuestion } from "../../../src/knowledge/article/store.ts";
import { search } from "../../../src/knowledge/search/search.ts";
import { emptyLibrary, saveArticle } from "../setup/library.ts";

const wordVectors = (sql: SqlStorage): number =>
	sql.exec<{ count: number }>("SELECT count(*) AS count FROM passage_vector WHERE model = ?", WORD_VECTOR_MODEL).one()
		.count;

test("a search after a large import makes a bounded number of word vectors, and a task the rest in batches", async () => {
	await runInDurableObject(emptyLibrary(), async (_, { storage }) => {
		storage.transactionSync(() => {
			for (let n = 0; n < 450; n++)
				saveQuestion(storage.sql, null, { wordings: [`Where is shelf number ${n}?`], answer: "Here." });
		});
		expect(search(storage.sql, "shelf 449", 3)[0]?.title).toBe("Where is shelf number 449?");
		expect(wordVectors(storage.sql)).toBe(200);
		const task = wordVectorTask(storage);
		const after: number[] = [];
		for (; task.due(storage.sql) !== null; after.push(wordVectors(storage.sql))) await task.run();
		expect(after).toEqual([400, 450]);
		saveQuestion(storage.sql, null, { wordings: ["Where is the cellar?"], answer: "Below." });
		search(storage.sql, "cellar", 3);
		expect([wordVectors(storage.sql), task.due(storage.sql)]).toEqual([451, null]);
	});
});

test("what is written has its word vector from the alarm, before anybody searches", async () => {
	const library = emptyLibrary();
	await saveArticle(library, null, { title: "Umbrellas", text: "We lend umbrellas." });
	await vi.waitFor(
		async () => expect(await runInDurableObject(library, (_, { storage }) => wordVectors(storage.sql))).toBe(1),
		{ timeout: 5_000 },
	);
});

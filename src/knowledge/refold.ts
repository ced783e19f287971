/**
 * Makes the terms of stored passages and gaps anew after the folding of texts has changed (language/text/fold.ts). A task of
 * the object: some passages at a time, and only those that are folded otherwise now. A passage keeps its id, and so the
 * vectors that a model made of its text; its word vector is made of the terms, and made anew with them.
 */
import { searchTerms } from "../language/text/terms.ts";
import { gapTerms } from "./gap/gaps.ts";
import type { Task } from "./tasks.ts";
import { renewWordVector } from "./vector/word-vectors.ts";
import { addSpellings, removeSpellings } from "./article/vocabulary.ts";

/** Passages at once: some 20 ms. */
const AT_ONCE = 100;

type Stored = {
	id: number;
	kind: string;
	title: string;
	heading: string;
	text: string;
	titleTerms: string;
	headingTerms: string;
	bodyTerms: string;
};

type Position = { after: number; upto: number };

/**
 * The version of the terms that are made today: counted up when words are folded or stemmed in another way, so that all are
 * made anew. 2: endings of Greek, Hindi and Russian are taken off, and Vietnamese words have their tones.
 */
const TERMS = 2;

/** The first look takes all passages that there are for those of an earlier release; a new object has none. */
function position(sql: SqlStorage): Position {
	const [at] = sql.exec<Position>("SELECT after, upto FROM refolding WHERE terms = ?", TERMS).toArray();
	if (at) return at;
	sql.exec("DELETE FROM refolding");
	return sql
		.exec<Position>(
			"INSERT INTO refolding (after, upto, terms) SELECT 0, coalesce(max(id), 0), ? FROM passage RETURNING after, upto",
			TERMS,
		)
		.one();
}

/** Whether passages of an earlier release wait. */
export const isRefolding = (sql: SqlStorage): boolean => {
	const { after, upto } = position(sql);
	return after < upto;
};

export const refoldTask = (storage: Pick<DurableObjectStorage, "sql" | "transactionSync">): Task => ({
	name: "refolding",
	due: (sql) => (isRefolding(sql) ? Date.now() : null),
	run: async () => storage.transactionSync(() => refold(storage.sql)),
});

function refold(sql: SqlStorage): void {
	const at = position(sql);
	const rows = sql
		.exec<Stored>(
			`SELECT p.id, p.kind, p.title, p.heading, p.text, t.title AS titleTerms, t.heading AS headingTerms, t.body AS bodyTerms
			 FROM passage p JOIN passage_terms t ON t.rowid = p.id WHERE p.id > ? AND p.id <= ? ORDER BY p.id LIMIT ${AT_ONCE}`,
			at.after,
			at.upto,
		)
		.toArray();
	for (const row of rows) refoldPassage(sql, row);
	const last = rows.at(-1);
	const after = last && rows.length === AT_ONCE ? last.id : at.upto;
	if (after === at.upto) refoldGaps(sql);
	sql.exec("UPDATE refolding SET after = ?", after);
}

/** All at once: a few thousand are kept (gap/store.ts). */
function refoldGaps(sql: SqlStorage): void {
	const rows = sql.exec<{ id: number; question: string; terms: string }>("SELECT id, question, terms FROM unanswered");
	for (const { id, question, terms: before } of rows.toArray()) {
		const now = gapTerms(question);
		if (now !== before) sql.exec("UPDATE unanswered SET terms = ? WHERE id = ?", now, id);
	}
}

function refoldPassage(sql: SqlStorage, row: Stored): void {
	const [title, heading, body] = [searchTerms(row.title), searchTerms(row.heading), searchTerms(row.text)];
	const now = { title: title.join(" "), heading: heading.join(" "), body: body.join(" ") };
	if (now.title === row.titleTerms && now.heading === row.headingTerms && now.body === row.bodyTerms) return;
	addSpellings(sql, new Set([...title, ...heading, ...body]));
	sql.exec(
		"UPDATE passage_terms SET title = ?, heading = ?, body = ? WHERE rowid = ?",
		now.title,
		now.heading,
		now.body,
		row.id,
	);
	removeSpellings(sql, new Set(`${row.titleTerms} ${row.headingTerms} ${row.bodyTerms}`.split(" ")));
	renewWordVector(sql, { id: row.id, kind: row.kind, ...now });
}

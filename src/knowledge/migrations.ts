/**
 * The Knowledge object's tables, as an append-only list. A step that has shipped is never edited: the next one corrects it.
 * All pending steps run in one transaction, so an object is at one version or the other and never between.
 */

type Step = { id: string; sql: string[] };

export const steps: readonly Step[] = [
	{
		id: "0001_articles_and_index",
		sql: [
			`CREATE TABLE article (
				id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, updated_at INTEGER NOT NULL
			) WITHOUT ROWID`,
			`CREATE TABLE question (
				id TEXT PRIMARY KEY, wordings TEXT NOT NULL, answer TEXT NOT NULL, updated_at INTEGER NOT NULL
			) WITHOUT ROWID`,
			// An article has a row a passage. A question has a row a wording (the title); its text stands in the first.
			`CREATE TABLE passage (
				id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL,
				title TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL
			)`,
			`CREATE INDEX passage_owner ON passage (owner)`,
			// Holds terms (terms.ts), not prose, by passage id. The tokenizer only has to cut at spaces.
			`CREATE VIRTUAL TABLE passage_terms USING fts5 (
				title, heading, body, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			)`,
			`CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passage_terms, row)`,
		],
	},
	{
		id: "0002_spelling",
		sql: [
			`CREATE VIRTUAL TABLE spelling USING fts5 (term, tokenize = 'trigram')`,
			`INSERT INTO spelling (term) SELECT term FROM vocabulary WHERE length(term) >= 4`,
		],
	},
];

/** Brings storage to the newest version, or to `upTo` steps (for tests of upgrades). Throws on a history that isn't ours. */
export function migrate(storage: DurableObjectStorage, upTo: number = steps.length): void {
	storage.transactionSync(() => {
		const { sql } = storage;
		sql.exec(
			`CREATE TABLE IF NOT EXISTS migration (position INTEGER PRIMARY KEY, id TEXT NOT NULL, at INTEGER NOT NULL)`,
		);
		const applied = sql.exec<{ id: string }>(`SELECT id FROM migration ORDER BY position`).toArray();
		applied.forEach(({ id }, position) => {
			if (steps[position]?.id !== id)
				throw new Error(`Knowledge storage has step ${id} at ${position}, which this code doesn't know.`);
		});
		steps.slice(applied.length, upTo).forEach((step, index) => {
			for (const statement of step.sql) sql.exec(statement);
			sql.exec(`INSERT INTO migration VALUES (?, ?, ?)`, applied.length + index, step.id, Date.now());
		});
	});
}

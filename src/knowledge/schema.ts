/** The Knowledge object's tables. Append only: see db/objectSchema.ts. */
import type { Migration } from "../db/objectSchema.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_articles_and_index",
		sql: `
			CREATE TABLE article (
				id TEXT PRIMARY KEY, title TEXT NOT NULL, text TEXT NOT NULL, updated_at INTEGER NOT NULL
			) WITHOUT ROWID;
			CREATE TABLE question (
				id TEXT PRIMARY KEY, wordings TEXT NOT NULL, answer TEXT NOT NULL, updated_at INTEGER NOT NULL
			) WITHOUT ROWID;
			-- An article has a row a passage. A question has a row a wording (the title); its text stands in the first.
			CREATE TABLE passage (
				id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL,
				title TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL
			);
			CREATE INDEX passage_owner ON passage (owner);
			-- Holds terms (terms.ts), not prose, by passage id. The tokenizer only has to cut at spaces.
			CREATE VIRTUAL TABLE passage_terms USING fts5 (
				title, heading, body, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passage_terms, row);
		`,
	},
	{
		id: "0002_spelling",
		sql: `
			CREATE VIRTUAL TABLE spelling USING fts5 (term, tokenize = 'trigram');
			INSERT INTO spelling (term) SELECT term FROM vocabulary WHERE length(term) >= 4;
		`,
	},
];

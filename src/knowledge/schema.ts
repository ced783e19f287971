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
	{
		id: "0003_crawl",
		sql: `
			-- A crawled site: its settings, and the run that is going on or was the last.
			CREATE TABLE crawl (
				source TEXT PRIMARY KEY, settings TEXT NOT NULL,
				run INTEGER NOT NULL DEFAULT 0, phase TEXT NOT NULL DEFAULT 'rules', robots TEXT NOT NULL DEFAULT '',
				by_links INTEGER NOT NULL DEFAULT 0, missing TEXT, waiting_until INTEGER,
				attempts INTEGER NOT NULL DEFAULT 0, strikes INTEGER NOT NULL DEFAULT 0, passing INTEGER NOT NULL DEFAULT 0,
				found INTEGER NOT NULL DEFAULT 0, kept INTEGER NOT NULL DEFAULT 0, outcome TEXT
			) WITHOUT ROWID;
			-- run: the last one that came across it. links: ids of the pages it led to.
			CREATE TABLE crawl_page (
				id INTEGER PRIMARY KEY, source TEXT NOT NULL, key TEXT NOT NULL, url TEXT NOT NULL, kind TEXT NOT NULL,
				run INTEGER NOT NULL, state TEXT NOT NULL, depth INTEGER NOT NULL, place INTEGER NOT NULL,
				attempts INTEGER NOT NULL DEFAULT 0, article TEXT, etag TEXT, modified TEXT, hash TEXT, links TEXT,
				copy_of TEXT
			);
			CREATE UNIQUE INDEX crawl_page_key ON crawl_page (source, key);
			CREATE INDEX crawl_page_place ON crawl_page (source, state, run, place);
			CREATE INDEX crawl_page_hash ON crawl_page (source, hash) WHERE hash IS NOT NULL;
		`,
	},
];

/** The Knowledge object's tables. Append only: see db/objectSchema.ts. */
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_articles_and_index",
		adds: true,
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
		adds: false,
		sql: `
			CREATE VIRTUAL TABLE spelling USING fts5 (term, tokenize = 'trigram');
			INSERT INTO spelling (term) SELECT term FROM vocabulary WHERE length(term) >= 4;
		`,
	},
	{
		id: "0003_crawl",
		adds: true,
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
	{
		id: "0004_sources",
		adds: false,
		sql: `
			-- Where articles and questions come from that nobody wrote here: an uploaded file or a crawled site. The job's
			-- state and figures are those of its latest reading. upload: the file's bytes that wait to be read.
			CREATE TABLE source (
				id TEXT PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, created_at INTEGER NOT NULL,
				articles INTEGER NOT NULL DEFAULT 0, questions INTEGER NOT NULL DEFAULT 0,
				state TEXT NOT NULL, reason TEXT, due_at INTEGER, next_at INTEGER, claims INTEGER NOT NULL DEFAULT 0,
				run INTEGER NOT NULL DEFAULT 0, began_at INTEGER, read_at INTEGER, upload TEXT,
				found INTEGER NOT NULL DEFAULT 0, fetched INTEGER NOT NULL DEFAULT 0, changed INTEGER NOT NULL DEFAULT 0,
				unchanged INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, removed INTEGER NOT NULL DEFAULT 0
			) WITHOUT ROWID;
			CREATE INDEX source_due ON source (due_at) WHERE due_at IS NOT NULL;
			CREATE UNIQUE INDEX source_name ON source (kind, name);
			CREATE TABLE source_failure (
				id INTEGER PRIMARY KEY, source TEXT NOT NULL, what TEXT NOT NULL, reason TEXT NOT NULL
			);
			CREATE INDEX source_failure_source ON source_failure (source);
			-- A file's bytes in pieces, and then what was read of it, until each part has become an article or question.
			CREATE TABLE upload (id TEXT PRIMARY KEY, began_at INTEGER NOT NULL) WITHOUT ROWID;
			CREATE TABLE upload_chunk (
				upload TEXT NOT NULL, no INTEGER NOT NULL, bytes BLOB NOT NULL, PRIMARY KEY (upload, no)
			) WITHOUT ROWID;
			CREATE TABLE upload_part (
				source TEXT NOT NULL, no INTEGER NOT NULL, kind TEXT NOT NULL, place TEXT NOT NULL,
				title TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (source, no)
			) WITHOUT ROWID;

			-- The text stands last: a list reads what is before it. place: the page's address, or the part of the file.
			-- run: the source's last one that had it. edited: by hand, and no reading writes over it any more.
			CREATE TABLE article_2 (
				id TEXT PRIMARY KEY, title TEXT NOT NULL, updated_at INTEGER NOT NULL, source TEXT, place TEXT,
				run INTEGER NOT NULL DEFAULT 0, read_at INTEGER, edited INTEGER NOT NULL DEFAULT 0,
				enabled INTEGER NOT NULL DEFAULT 1, text TEXT NOT NULL
			) WITHOUT ROWID;
			INSERT INTO article_2 (id, title, updated_at, text) SELECT id, title, updated_at, text FROM article;
			DROP TABLE article;
			ALTER TABLE article_2 RENAME TO article;
			CREATE INDEX article_listed ON article (updated_at DESC, id, title);
			CREATE INDEX article_source ON article (source, updated_at DESC, id, title) WHERE source IS NOT NULL;
			CREATE INDEX article_place ON article (source, place) WHERE source IS NOT NULL;
			ALTER TABLE question ADD COLUMN source TEXT;
			ALTER TABLE question ADD COLUMN place TEXT;
			ALTER TABLE question ADD COLUMN run INTEGER NOT NULL DEFAULT 0;
			ALTER TABLE question ADD COLUMN read_at INTEGER;
			ALTER TABLE question ADD COLUMN edited INTEGER NOT NULL DEFAULT 0;
			ALTER TABLE question ADD COLUMN enabled INTEGER NOT NULL DEFAULT 1;
			ALTER TABLE question ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0;
			CREATE INDEX question_listed ON question (updated_at DESC, id, wordings ->> '$[0]');
			CREATE INDEX question_source ON question (source, updated_at DESC, id, wordings ->> '$[0]') WHERE source IS NOT NULL;
			CREATE INDEX question_place ON question (source, place) WHERE source IS NOT NULL;

			-- How often answers rested on each, apart from the texts, which would be written anew with every count.
			CREATE TABLE use_count (id TEXT PRIMARY KEY, used INTEGER NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID;

			-- Counting ten thousand rows reads them all.
			CREATE TABLE tally (kind TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
			INSERT INTO tally SELECT 'article', count(*) FROM article UNION ALL SELECT 'question', count(*) FROM question;
			CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
				UPDATE tally SET count = count + 1 WHERE kind = 'article';
				UPDATE source SET articles = articles + 1 WHERE id = NEW.source;
			END;
			CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
				UPDATE tally SET count = count - 1 WHERE kind = 'article';
				UPDATE source SET articles = articles - 1 WHERE id = OLD.source;
				DELETE FROM use_count WHERE id = OLD.id;
			END;
			CREATE TRIGGER question_added AFTER INSERT ON question BEGIN
				UPDATE tally SET count = count + 1 WHERE kind = 'question';
				UPDATE source SET questions = questions + 1 WHERE id = NEW.source;
			END;
			CREATE TRIGGER question_removed AFTER DELETE ON question BEGIN
				UPDATE tally SET count = count - 1 WHERE kind = 'question';
				UPDATE source SET questions = questions - 1 WHERE id = OLD.source;
				DELETE FROM use_count WHERE id = OLD.id;
			END;
		`,
	},
	{
		id: "0005_gaps",
		adds: true,
		sql: `
			-- Questions nobody answered, with their terms (language/terms.ts). state: open, dismissed or resolved.
			CREATE TABLE unanswered (
				id INTEGER PRIMARY KEY, conversation TEXT NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL,
				reason TEXT NOT NULL, confidence REAL, question TEXT NOT NULL, terms TEXT NOT NULL, state TEXT NOT NULL
			);
			-- What teammates answered in closed conversations. state: open, dismissed or saved.
			CREATE TABLE suggestion (
				id INTEGER PRIMARY KEY, conversation TEXT NOT NULL UNIQUE, seq INTEGER NOT NULL, at INTEGER NOT NULL,
				question TEXT NOT NULL, answer TEXT NOT NULL, state TEXT NOT NULL
			);
			-- Which turns have reported, by the day they are of, so that old keys go without an index.
			CREATE TABLE turn_report (
				day INTEGER NOT NULL, conversation TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (day, conversation, seq)
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0006_source_schedule",
		adds: true,
		sql: `
			CREATE INDEX source_next ON source (next_at) WHERE next_at IS NOT NULL;
		`,
	},
	{
		id: "0007_vectors",
		adds: false,
		sql: `
			-- What a passage means to a model, eight bits a number (vectors.ts).
			CREATE TABLE passage_vector (
				passage INTEGER NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (passage, model)
			) WITHOUT ROWID;
			CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
				DELETE FROM passage_vector WHERE passage = OLD.id;
			END;
		`,
	},
	{
		id: "0008_crawled_articles",
		adds: true,
		sql: `
			CREATE INDEX crawl_page_article ON crawl_page (source, run, state) WHERE article IS NOT NULL;
		`,
	},
	{
		id: "0009_stray_vectors",
		adds: false,
		sql: `
			-- Passages whose vectors an index elsewhere may hold in vain (stray-vectors.ts). "indexed" ends the name of a
			-- model whose vectors are kept there too (meanings.ts); how many those are is counted.
			CREATE TABLE stray_vector (passage INTEGER PRIMARY KEY);
			INSERT INTO tally SELECT 'indexed', count(*) FROM passage_vector WHERE model GLOB '* indexed';
			CREATE TRIGGER vector_indexed AFTER INSERT ON passage_vector WHEN NEW.model GLOB '* indexed' BEGIN
				UPDATE tally SET count = count + 1 WHERE kind = 'indexed';
			END;
			CREATE TRIGGER vector_removed AFTER DELETE ON passage_vector WHEN OLD.model GLOB '* indexed' BEGIN
				UPDATE tally SET count = count - 1 WHERE kind = 'indexed';
				INSERT INTO stray_vector SELECT OLD.passage WHERE NOT EXISTS
					(SELECT 1 FROM passage_vector WHERE passage = OLD.passage AND model GLOB '* indexed')
					AND NOT EXISTS (SELECT 1 FROM stray_vector WHERE passage = OLD.passage);
			END;
		`,
	},
];

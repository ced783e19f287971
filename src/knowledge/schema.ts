/** The Knowledge object's tables. Append-only: see durable/migrations.ts. */
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		// It makes triggers; there is nothing before it to go back to.
		adds: false,
		sql: `
			-- The text stands last: a list reads what is before it. place: the page's address, or the part of the file.
			-- run: the source's last one that had it. edited: by hand, and no reading writes over it any more.
			CREATE TABLE article (
				id TEXT PRIMARY KEY, title TEXT NOT NULL, updated_at INTEGER NOT NULL, source TEXT, place TEXT,
				run INTEGER NOT NULL DEFAULT 0, read_at INTEGER, edited INTEGER NOT NULL DEFAULT 0,
				enabled INTEGER NOT NULL DEFAULT 1, text TEXT NOT NULL
			) WITHOUT ROWID;
			CREATE INDEX article_listed ON article (updated_at DESC, id, title);
			CREATE INDEX article_source ON article (source, updated_at DESC, id, title) WHERE source IS NOT NULL;
			CREATE INDEX article_place ON article (source, place) WHERE source IS NOT NULL;
			CREATE TABLE question (
				id TEXT PRIMARY KEY, wordings TEXT NOT NULL, answer TEXT NOT NULL, updated_at INTEGER NOT NULL,
				source TEXT, place TEXT, run INTEGER NOT NULL DEFAULT 0, read_at INTEGER,
				edited INTEGER NOT NULL DEFAULT 0, enabled INTEGER NOT NULL DEFAULT 1, pinned INTEGER NOT NULL DEFAULT 0
			) WITHOUT ROWID;
			CREATE INDEX question_listed ON question (updated_at DESC, id, wordings ->> '$[0]');
			CREATE INDEX question_source ON question (source, updated_at DESC, id, wordings ->> '$[0]') WHERE source IS NOT NULL;
			CREATE INDEX question_place ON question (source, place) WHERE source IS NOT NULL;

			-- An article has a row a passage. A question has a row a wording (the title); its text stands in the first.
			CREATE TABLE passage (
				id INTEGER PRIMARY KEY, owner TEXT NOT NULL, kind TEXT NOT NULL,
				title TEXT NOT NULL, heading TEXT NOT NULL, text TEXT NOT NULL
			);
			CREATE INDEX passage_owner ON passage (owner);
			-- Holds terms (language/text/terms.ts), not prose, by passage id. The tokenizer only has to cut at spaces.
			CREATE VIRTUAL TABLE passage_terms USING fts5 (
				title, heading, body, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE VIRTUAL TABLE vocabulary USING fts5vocab (passage_terms, row);
			CREATE VIRTUAL TABLE spelling USING fts5 (term, tokenize = 'trigram');

			-- What a passage means to a model, eight bits a number (vector/store.ts). A name that ends in "indexed" is of a model
			-- whose vectors are kept in an index elsewhere too.
			CREATE TABLE passage_vector (
				passage INTEGER NOT NULL, model TEXT NOT NULL, vector BLOB NOT NULL, PRIMARY KEY (passage, model)
			) WITHOUT ROWID;
			CREATE TRIGGER passage_removed AFTER DELETE ON passage BEGIN
				DELETE FROM passage_vector WHERE passage = OLD.id;
			END;
			-- Passages whose vectors that index may hold in vain (vector/cleanup.ts).
			CREATE TABLE orphan_vector (passage INTEGER PRIMARY KEY);

			-- How often answers rested on each, apart from the texts, which would be written anew with every count.
			CREATE TABLE use_count (id TEXT PRIMARY KEY, used INTEGER NOT NULL, used_at INTEGER NOT NULL) WITHOUT ROWID;

			-- How many there are of each kind: counting ten thousand rows would read them all.
			CREATE TABLE row_count (kind TEXT PRIMARY KEY, count INTEGER NOT NULL) WITHOUT ROWID;
			INSERT INTO row_count (kind, count) VALUES ('article', 0), ('question', 0), ('indexed', 0);
			CREATE TRIGGER article_added AFTER INSERT ON article BEGIN
				UPDATE row_count SET count = count + 1 WHERE kind = 'article';
				UPDATE source SET articles = articles + 1 WHERE id = NEW.source;
			END;
			CREATE TRIGGER article_removed AFTER DELETE ON article BEGIN
				UPDATE row_count SET count = count - 1 WHERE kind = 'article';
				UPDATE source SET articles = articles - 1 WHERE id = OLD.source;
				DELETE FROM use_count WHERE id = OLD.id;
			END;
			CREATE TRIGGER question_added AFTER INSERT ON question BEGIN
				UPDATE row_count SET count = count + 1 WHERE kind = 'question';
				UPDATE source SET questions = questions + 1 WHERE id = NEW.source;
			END;
			CREATE TRIGGER question_removed AFTER DELETE ON question BEGIN
				UPDATE row_count SET count = count - 1 WHERE kind = 'question';
				UPDATE source SET questions = questions - 1 WHERE id = OLD.source;
				DELETE FROM use_count WHERE id = OLD.id;
			END;
			CREATE TRIGGER vector_indexed AFTER INSERT ON passage_vector WHEN NEW.model GLOB '* indexed' BEGIN
				UPDATE row_count SET count = count + 1 WHERE kind = 'indexed';
			END;
			CREATE TRIGGER vector_removed AFTER DELETE ON passage_vector WHEN OLD.model GLOB '* indexed' BEGIN
				UPDATE row_count SET count = count - 1 WHERE kind = 'indexed';
				INSERT INTO orphan_vector SELECT OLD.passage WHERE NOT EXISTS
					(SELECT 1 FROM passage_vector WHERE passage = OLD.passage AND model GLOB '* indexed')
					AND NOT EXISTS (SELECT 1 FROM orphan_vector WHERE passage = OLD.passage);
			END;

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
			CREATE INDEX source_next ON source (next_at) WHERE next_at IS NOT NULL;
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
			CREATE INDEX crawl_page_article ON crawl_page (source, run, state) WHERE article IS NOT NULL;

			-- Questions nobody answered, with their terms (language/text/terms.ts). state: open, dismissed or resolved.
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
		id: "0002_omissions",
		adds: true,
		sql: `
			-- What the latest reading of a source left out (protocol/knowledge/omissions.ts). detail: "" where there is none.
			CREATE TABLE source_omission (
				source TEXT NOT NULL, kind TEXT NOT NULL, detail TEXT NOT NULL, count INTEGER NOT NULL, total INTEGER,
				PRIMARY KEY (source, kind, detail)
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0003_originals",
		adds: true,
		sql: `
			-- What a crawled page's text said around and within its article (source/originals.ts), beside which the article is shown.
			CREATE TABLE original (
				article TEXT PRIMARY KEY, source TEXT NOT NULL, at INTEGER NOT NULL, pieces TEXT NOT NULL
			) WITHOUT ROWID;
			-- The same for pages that differ in figures only.
			ALTER TABLE crawl_page ADD COLUMN shape TEXT;
		`,
	},
	{
		id: "0004_refolding",
		// An earlier release that is deployed again finds nearly all terms of this one's folding.
		adds: true,
		sql: `
			-- One row, made by refold.ts: passages up to "upto" have terms of an earlier release, by another folding; those up to
			-- "after" of them have been made anew.
			CREATE TABLE refolding (after INTEGER NOT NULL, upto INTEGER NOT NULL);
		`,
	},
	{
		id: "0005_kept_files",
		// Files that an earlier release reads meanwhile aren't kept, and those whose source it removes stay until this one is back.
		adds: true,
		sql: `
			-- Uploaded files whose bytes are in R2 (source/kept-files.ts). delete_at: null while the source has what was read of it.
			CREATE TABLE source_file (
				upload TEXT PRIMARY KEY, source TEXT NOT NULL, size INTEGER NOT NULL, delete_at INTEGER
			) WITHOUT ROWID;
			CREATE INDEX source_file_source ON source_file (source);
			CREATE INDEX source_file_delete ON source_file (delete_at) WHERE delete_at IS NOT NULL;
		`,
	},
	{
		id: "0006_wordings",
		adds: true,
		sql: `
			-- Questions that a section of an article answers (wording/store.ts). section: its heading, and which of that name.
			-- hash: of the text that they were written for. edited: by a teammate.
			CREATE TABLE wording (
				article TEXT NOT NULL, section TEXT NOT NULL, hash TEXT NOT NULL, questions TEXT NOT NULL,
				edited INTEGER NOT NULL DEFAULT 0, PRIMARY KEY (article, section)
			) WITHOUT ROWID;
			-- Their terms, by the section's first passage. article: an earlier release leaves rows of passages that are gone.
			CREATE VIRTUAL TABLE wording_terms USING fts5 (
				terms, article UNINDEXED, questions UNINDEXED, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE VIRTUAL TABLE wording_vocabulary USING fts5vocab (wording_terms, row);
			-- Articles with sections that want questions, and from when on a model may write them.
			CREATE TABLE wording_due (article TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
			CREATE INDEX wording_due_at ON wording_due (at);
			-- One row, made by wording/task.ts: a day's calls, and failures since the last success.
			CREATE TABLE wording_state (day INTEGER NOT NULL, calls INTEGER NOT NULL, failures INTEGER NOT NULL, retry_at INTEGER NOT NULL);
			-- Large sources that the team wants questions for.
			CREATE TABLE wording_asked (source TEXT PRIMARY KEY) WITHOUT ROWID;
		`,
	},
	{
		id: "0007_endings_and_tones",
		// An earlier release that is deployed again finds the words whose terms haven't changed.
		adds: true,
		sql: `
			-- The version of the terms that passages are brought to (refold.ts).
			ALTER TABLE refolding ADD COLUMN terms INTEGER NOT NULL DEFAULT 1;
		`,
	},
	{
		id: "0008_failed_readings",
		adds: true,
		sql: `
			-- Readings that failed, until the team is told (source/tasks/failed.ts).
			CREATE TABLE failed_reading (source TEXT PRIMARY KEY, run INTEGER NOT NULL) WITHOUT ROWID;
		`,
	},
];

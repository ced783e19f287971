/** The Inbox's tables. Append only: see db/objectSchema.ts. */
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "2026-11-inbox",
		adds: true,
		sql: `
			-- One row a conversation: what the list filters and sorts by, and the whole line as it is sent.
			CREATE TABLE line (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				version INTEGER NOT NULL,
				-- Up to here the conversation's log is in "said".
				said_seq INTEGER NOT NULL,
				archived INTEGER NOT NULL,
				status TEXT NOT NULL,
				handler TEXT NOT NULL,
				assignee TEXT,
				visitor TEXT NOT NULL,
				contact TEXT,
				last_at INTEGER NOT NULL,
				body TEXT NOT NULL
			);
			-- Every filter is a few ranges of one of these two, read newest first; a message moves its line in at most both.
			CREATE INDEX line_by_bucket ON line (archived, status, handler, last_at);
			CREATE INDEX line_by_assignee ON line (assignee, archived, status, handler, last_at) WHERE assignee IS NOT NULL;
			CREATE INDEX line_by_visitor ON line (visitor);
			CREATE INDEX line_by_contact ON line (contact) WHERE contact IS NOT NULL;

			-- How many lines a bucket holds, changed in the transaction that moves a line.
			CREATE TABLE tally (
				status TEXT NOT NULL,
				handler TEXT NOT NULL,
				assignee TEXT NOT NULL,
				n INTEGER NOT NULL,
				PRIMARY KEY (status, handler, assignee)
			) WITHOUT ROWID;

			-- Everything said, in the order it came, and the index over its terms (language/terms.ts), which follows behind.
			CREATE TABLE said (no INTEGER PRIMARY KEY, line INTEGER NOT NULL, text TEXT NOT NULL);
			CREATE VIRTUAL TABLE said_terms USING fts5 (
				text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE TABLE indexed (no INTEGER NOT NULL);
			INSERT INTO indexed (no) VALUES (0);

			-- The latest waits for a person, in ms.
			CREATE TABLE wait (id INTEGER PRIMARY KEY, ms INTEGER NOT NULL);
		`,
	},
	{
		id: "2026-11-figures",
		adds: true,
		sql: `
			-- What the figures have taken in of a conversation, and the sums by day (days since 1970, UTC).
			ALTER TABLE line ADD COLUMN counted TEXT;
			CREATE TABLE figure (day INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, name)) WITHOUT ROWID;
		`,
	},
	{
		id: "2026-11-copilot",
		adds: true,
		sql: `
			-- Replies that copilot suggested, and whether it is known what became of them.
			CREATE TABLE suggested (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				conversation TEXT NOT NULL,
				settled INTEGER NOT NULL DEFAULT 0
			);
		`,
	},
	{
		id: "2026-11-model-trouble",
		adds: true,
		sql: `
			-- One row: how the model that writes the answers fared when that last changed, and why it doesn't, as JSON.
			CREATE TABLE model_trouble (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, trouble TEXT);
		`,
	},
];

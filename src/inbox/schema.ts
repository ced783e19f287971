/** The Inbox's tables. Append-only: see durable/migrations.ts. */
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- One row a conversation: what the list filters and sorts by, and the whole item as it is sent. metrics: what the
			-- days' sums have taken in of it.
			CREATE TABLE list_item (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				version INTEGER NOT NULL,
				-- Up to here the conversation's log is in message_text.
				text_seq INTEGER NOT NULL,
				archived INTEGER NOT NULL,
				status TEXT NOT NULL,
				handler TEXT NOT NULL,
				assignee TEXT,
				visitor TEXT NOT NULL,
				contact TEXT,
				last_at INTEGER NOT NULL,
				body TEXT NOT NULL,
				metrics TEXT
			);
			-- Every filter is a few ranges of one of these two, read newest first; a message moves its item in at most both.
			CREATE INDEX list_item_by_range ON list_item (archived, status, handler, last_at);
			CREATE INDEX list_item_by_assignee ON list_item (assignee, archived, status, handler, last_at)
				WHERE assignee IS NOT NULL;
			CREATE INDEX list_item_by_visitor ON list_item (visitor);
			CREATE INDEX list_item_by_contact ON list_item (contact) WHERE contact IS NOT NULL;

			-- How many items each group holds, changed in the transaction that moves an item.
			CREATE TABLE list_count (
				status TEXT NOT NULL,
				handler TEXT NOT NULL,
				assignee TEXT NOT NULL,
				n INTEGER NOT NULL,
				PRIMARY KEY (status, handler, assignee)
			) WITHOUT ROWID;

			-- Everything said, in the order it came, and the index over its terms (language/text/terms.ts), which follows behind
			-- up to index_position.
			CREATE TABLE message_text (no INTEGER PRIMARY KEY, item INTEGER NOT NULL, text TEXT NOT NULL);
			CREATE VIRTUAL TABLE message_terms USING fts5 (
				text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE TABLE index_position (no INTEGER NOT NULL);
			INSERT INTO index_position (no) VALUES (0);

			-- The latest waits for a person, in ms.
			CREATE TABLE wait (id INTEGER PRIMARY KEY, ms INTEGER NOT NULL);

			-- Sums by day (days since 1970, UTC).
			CREATE TABLE day_metric (
				day INTEGER NOT NULL, name TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, name)
			) WITHOUT ROWID;

			-- Replies that copilot suggested, and whether it is known what became of them.
			CREATE TABLE suggested_reply (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				conversation TEXT NOT NULL,
				used INTEGER NOT NULL DEFAULT 0
			);

			-- One row: since when the model that writes the answers works or doesn't, and why it doesn't, as JSON.
			CREATE TABLE model_health (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, trouble TEXT);
		`,
	},
	{
		id: "0002_open_threads",
		adds: true,
		sql: `
			-- Threads that members have open, until when their sockets' grants hold (ms since 1970).
			CREATE TABLE open_thread (
				member TEXT NOT NULL, conversation TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (member, conversation)
			) WITHOUT ROWID;
			CREATE INDEX open_thread_by_until ON open_thread (until);
		`,
	},
];

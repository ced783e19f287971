/** The Inbox's migrations, an append-only list: see durable/migrations.ts. */
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- One row a conversation: the columns that the list filters and sorts by, and the whole item as JSON (body).
			-- metrics: the conversation's metrics that the sums by day include.
			CREATE TABLE list_item (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				version INTEGER NOT NULL,
				-- The last seq of the conversation's log that is in message_text.
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
			-- Every filter is a few ranges of one of these two indexes, read newest first. A message changes at most both.
			CREATE INDEX list_item_by_range ON list_item (archived, status, handler, last_at);
			CREATE INDEX list_item_by_assignee ON list_item (assignee, archived, status, handler, last_at)
				WHERE assignee IS NOT NULL;
			CREATE INDEX list_item_by_visitor ON list_item (visitor);
			CREATE INDEX list_item_by_contact ON list_item (contact) WHERE contact IS NOT NULL;

			-- The number of items in each group, updated in the transaction that changes an item's group.
			CREATE TABLE list_count (
				status TEXT NOT NULL,
				handler TEXT NOT NULL,
				assignee TEXT NOT NULL,
				n INTEGER NOT NULL,
				PRIMARY KEY (status, handler, assignee)
			) WITHOUT ROWID;

			-- All messages and notes in order of arrival, and the index over their terms (language/text/terms.ts). Rows after
			-- index_position aren't indexed yet.
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

			-- Replies that copilot suggested; used is 1 once a dashboard has reported the use.
			CREATE TABLE suggested_reply (
				no INTEGER PRIMARY KEY,
				id TEXT NOT NULL UNIQUE,
				conversation TEXT NOT NULL,
				used INTEGER NOT NULL DEFAULT 0
			);

			-- One row: the time of the latest change in the model's health, and its trouble as JSON, or null.
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
	{
		id: "0003_message_words",
		adds: true,
		sql: `
			-- The index over the terms of messages as they are folded now (language/text/fold.ts). Messages after
			-- words_position.no aren't in it yet; those up to words_position.refolded are in message_terms alone, as an earlier
			-- release folded them, and are added bit by bit, latest first. message_terms and index_position stay as they are
			-- for a roll-back.
			CREATE VIRTUAL TABLE message_words USING fts5 (
				text, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N* Co'"
			);
			CREATE TABLE words_position (no INTEGER NOT NULL, refolded INTEGER NOT NULL);
		`,
	},
	{
		id: "0004_limits",
		adds: true,
		sql: `
			-- The conversations that began within a day, numbered one by one, and numbered within their address and network too
			-- (keyed hashes; null where unknown).
			CREATE TABLE conversation_start (
				no INTEGER PRIMARY KEY,
				at INTEGER NOT NULL,
				conversation TEXT NOT NULL UNIQUE,
				address TEXT,
				address_no INTEGER,
				network TEXT,
				network_no INTEGER
			);
			CREATE INDEX conversation_start_by_address ON conversation_start (address, address_no) WHERE address IS NOT NULL;
			CREATE INDEX conversation_start_by_network ON conversation_start (network, network_no) WHERE network IS NOT NULL;

			-- Model calls of a day (days since 1970, UTC), by the workspace, a visitor or a keyed hash of an address.
			CREATE TABLE model_call (
				day INTEGER NOT NULL, key TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (day, key)
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0005_turn_figures",
		adds: true,
		sql: `
			-- The AI's turns of the latest 90 days in numbers, by the time and seq of the entry each led to (metrics/turns.ts).
			-- One row a turn and no other index: the oldest come first, and only they are deleted.
			CREATE TABLE turn_figure (
				at INTEGER NOT NULL,
				conversation TEXT NOT NULL,
				seq INTEGER NOT NULL,
				-- The scale of its chances (protocol/conversation/scale.ts).
				scale INTEGER NOT NULL,
				outcome TEXT NOT NULL,
				decided_by TEXT NOT NULL,
				verdict TEXT,
				quoted REAL,
				known REAL,
				confidence REAL,
				reach REAL,
				threshold REAL NOT NULL,
				rating TEXT,
				reopened INTEGER NOT NULL DEFAULT 0,
				escalated INTEGER NOT NULL DEFAULT 0,
				PRIMARY KEY (at, conversation, seq)
			) WITHOUT ROWID;

			-- When the first turn of each scale was stored, in ms since 1970.
			CREATE TABLE scale_start (scale INTEGER PRIMARY KEY, at INTEGER NOT NULL);
		`,
	},
	{
		id: "0006_tags",
		adds: true,
		sql: `
			-- Which items carry which tags. Written when an item's tags change, and by no message: it has no time to keep up.
			CREATE TABLE item_tag (tag TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (tag, item)) WITHOUT ROWID;
			CREATE INDEX item_tag_by_item ON item_tag (item);
		`,
	},
	{
		id: "0007_routing",
		adds: true,
		sql: `
			-- Who had a dashboard open, and since when they have none (left_at, ms since 1970; null: one is open). away: they say so
			-- themselves. offered_at: when they were offered a conversation last (routing/presence.ts).
			CREATE TABLE member_presence (
				member TEXT PRIMARY KEY,
				name TEXT NOT NULL,
				role TEXT NOT NULL,
				left_at INTEGER,
				away INTEGER NOT NULL DEFAULT 0,
				offered_at INTEGER
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0008_waiting_and_labels",
		adds: true,
		sql: `
			-- Those who wait for a person, longest first: as many as wait now. An index on an expression, because a release that
			-- doesn't know it keeps it up too. item_tag has labels of other kinds beside tags from now on (list/pages.ts).
			CREATE INDEX list_item_by_waiting ON list_item (CAST(body ->> 'waitingSince' AS INTEGER), id)
				WHERE CAST(body ->> 'waitingSince' AS INTEGER) IS NOT NULL;
		`,
	},
	{
		id: "0008_saved_views",
		adds: true,
		sql: `
			-- Views of the list (list/views.ts): a member's own, or the team's, whose member is "". place: the order among them.
			CREATE TABLE saved_view (
				id TEXT PRIMARY KEY, member TEXT NOT NULL, place INTEGER NOT NULL, name TEXT NOT NULL, filter TEXT NOT NULL
			) WITHOUT ROWID;
			CREATE INDEX saved_view_by_member ON saved_view (member, place);
		`,
	},
	{
		id: "0009_member_days",
		adds: true,
		sql: `
			-- What each teammate did on a day (days since 1970, UTC): see metrics/members.ts.
			CREATE TABLE member_day (
				member TEXT NOT NULL,
				day INTEGER NOT NULL,
				replies INTEGER NOT NULL,
				taken INTEGER NOT NULL,
				closed INTEGER NOT NULL,
				waits INTEGER NOT NULL,
				wait_ms INTEGER NOT NULL,
				PRIMARY KEY (member, day)
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0010_search",
		adds: true,
		sql: `
			-- By what a conversation's person is found (protocol/list/person.ts). Written when a conversation begins and when its
			-- names change, by no message. Of the items up to people_position.no it isn't written yet (list/people.ts).
			CREATE TABLE item_person (key TEXT NOT NULL, item INTEGER NOT NULL, PRIMARY KEY (key, item)) WITHOUT ROWID;
			CREATE INDEX item_person_by_item ON item_person (item);
			CREATE TABLE people_position (no INTEGER NOT NULL);

			-- The seq of a text in its conversation's log; null: a name or an address, or an earlier release wrote it.
			ALTER TABLE message_text ADD COLUMN seq INTEGER;
		`,
	},
];

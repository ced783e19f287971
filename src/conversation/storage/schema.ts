/** A conversation's tables. Append-only: see durable/migrations.ts. */
import type { Migration } from "../../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- The log. seq is the rowid, so order costs no index; ids exist for messages and notes only.
			CREATE TABLE entry (
				seq INTEGER PRIMARY KEY,
				id TEXT,
				audience INTEGER NOT NULL,
				said TEXT,
				body TEXT NOT NULL
			);
			CREATE UNIQUE INDEX entry_by_id ON entry (id) WHERE id IS NOT NULL;

			-- One row a document: the record, the workspace's settings, the visitor's details (record.ts has the slots). With
			-- rowids: a table without moves what is longer than some 1,000 bytes to pages of their own, so that a save of the
			-- record would write six pages instead of three.
			CREATE TABLE document (slot INTEGER PRIMARY KEY, body TEXT NOT NULL);

			-- The AI's latest turn, in one row: an older one counts no more.
			CREATE TABLE turn (
				slot INTEGER PRIMARY KEY CHECK (slot = 1),
				id INTEGER NOT NULL,
				status TEXT NOT NULL CHECK (status IN ('queued', 'running', 'done')),
				attempts INTEGER NOT NULL DEFAULT 0,
				due_at INTEGER NOT NULL
			);

			-- Side effects elsewhere, written with their cause. A null due_at is one given up on.
			CREATE TABLE effect (
				id INTEGER PRIMARY KEY,
				body TEXT NOT NULL,
				attempts INTEGER NOT NULL DEFAULT 0,
				due_at INTEGER
			);

			-- What the AI's latest attempts did, for the team; seq is that of the entry they led to. id keeps their order,
			-- so that the oldest go without a look at the others.
			CREATE TABLE trace (id INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body TEXT NOT NULL);

			-- The visitor's thumbs on the AI's answers: "up" or "down".
			CREATE TABLE rating (seq INTEGER PRIMARY KEY, value TEXT NOT NULL);
		`,
	},
	{
		id: "0002_rating_change",
		adds: true,
		sql: `
			-- The log's last seq when the rating was set or withdrawn (value ""), by which a client that was away gets it.
			ALTER TABLE rating ADD COLUMN at_seq INTEGER NOT NULL DEFAULT 0;
		`,
	},
	{
		id: "0003_files",
		adds: true,
		sql: `
			-- Files whose bytes are in the bucket. seq and audience are those of the entry that names it, null before. Without
			-- rowids: an insert is one row and not two, and the body is short.
			CREATE TABLE file (
				id TEXT PRIMARY KEY,
				at INTEGER NOT NULL,
				sender TEXT NOT NULL,
				attempt TEXT NOT NULL,
				seq INTEGER,
				audience INTEGER,
				body TEXT NOT NULL
			) WITHOUT ROWID;
		`,
	},
	{
		id: "0004_turn_pause",
		adds: true,
		sql: `
			-- When a queued turn that waits for more of the visitor's messages begins at the latest; 0: at once.
			ALTER TABLE turn ADD COLUMN ready_at INTEGER NOT NULL DEFAULT 0;
		`,
	},
	{
		id: "0005_mail",
		adds: true,
		sql: `
			-- Mails that came, by a hash of their Message-ID: the same one counts once, and those of an hour are counted.
			CREATE TABLE mail (id TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
		`,
	},
	{
		id: "0006_undo",
		adds: true,
		sql: `
			-- The seq of the action's event that an effect follows from, while undoing the action drops it; null: nothing does.
			ALTER TABLE effect ADD COLUMN cause INTEGER;
		`,
	},
];

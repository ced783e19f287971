-- D1: members and sessions (better-auth's tables), settings, contacts, blocks, the audit log, the outbox, search over contacts.
-- Written by `drizzle-kit generate` from src/db/schema.ts and put in reading order. Times are milliseconds since 1970.

CREATE TABLE user (
	id text PRIMARY KEY NOT NULL,
	name text NOT NULL,
	email text NOT NULL,
	email_verified integer DEFAULT false NOT NULL,
	image text,
	created_at integer NOT NULL,
	updated_at integer NOT NULL
);
CREATE UNIQUE INDEX user_email_unique ON user (email);

CREATE TABLE session (
	id text PRIMARY KEY NOT NULL,
	token text NOT NULL,
	user_id text NOT NULL,
	expires_at integer NOT NULL,
	ip_address text,
	user_agent text,
	active_workspace_id text,
	created_at integer NOT NULL,
	updated_at integer NOT NULL,
	FOREIGN KEY (user_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX session_token_unique ON session (token);
CREATE INDEX session_user ON session (user_id);

CREATE TABLE account (
	id text PRIMARY KEY NOT NULL,
	account_id text NOT NULL,
	provider_id text NOT NULL,
	user_id text NOT NULL,
	access_token text,
	refresh_token text,
	id_token text,
	access_token_expires_at integer,
	refresh_token_expires_at integer,
	scope text,
	password text,
	created_at integer NOT NULL,
	updated_at integer NOT NULL,
	FOREIGN KEY (user_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX account_user ON account (user_id);

CREATE TABLE verification (
	id text PRIMARY KEY NOT NULL,
	identifier text NOT NULL,
	value text NOT NULL,
	expires_at integer NOT NULL,
	created_at integer NOT NULL,
	updated_at integer NOT NULL
);
CREATE INDEX verification_identifier ON verification (identifier);

CREATE TABLE workspace (
	id text PRIMARY KEY NOT NULL,
	name text NOT NULL,
	slug text NOT NULL,
	logo text,
	metadata text,
	created_at integer NOT NULL
);
CREATE UNIQUE INDEX workspace_slug_unique ON workspace (slug);

CREATE TABLE member (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	user_id text NOT NULL,
	role text NOT NULL,
	created_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (user_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX member_workspace_user ON member (workspace_id,user_id);
CREATE INDEX member_user ON member (user_id);

CREATE TABLE invitation (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	email text NOT NULL,
	role text,
	status text NOT NULL,
	expires_at integer NOT NULL,
	created_at integer NOT NULL,
	inviter_id text NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (inviter_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX invitation_workspace ON invitation (workspace_id);
CREATE INDEX invitation_email ON invitation (email);

CREATE TABLE settings (
	workspace_id text PRIMARY KEY NOT NULL,
	public_key text NOT NULL,
	json text NOT NULL,
	updated_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX settings_public_key_unique ON settings (public_key);

CREATE TABLE contact (
	n integer PRIMARY KEY NOT NULL,
	id text NOT NULL,
	workspace_id text NOT NULL,
	name text,
	email text,
	notes text DEFAULT '' NOT NULL,
	folded text DEFAULT '' NOT NULL,
	first_seen_at integer NOT NULL,
	conversations integer DEFAULT 0 NOT NULL,
	listed_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX contact_id_unique ON contact (id);
CREATE UNIQUE INDEX contact_email ON contact (workspace_id,email);
CREATE INDEX contact_list ON contact (workspace_id,listed_at,id);

CREATE TABLE visitor (
	workspace_id text NOT NULL,
	id text NOT NULL,
	contact_id text NOT NULL,
	linked_at integer NOT NULL,
	PRIMARY KEY(workspace_id, id),
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (contact_id) REFERENCES contact(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX visitor_contact ON visitor (contact_id);

CREATE TABLE contact_conversation (
	workspace_id text NOT NULL,
	conversation_id text NOT NULL,
	contact_id text NOT NULL,
	started_at integer NOT NULL,
	PRIMARY KEY(workspace_id, conversation_id),
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (contact_id) REFERENCES contact(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX contact_conversation_contact ON contact_conversation (contact_id,started_at);

CREATE TABLE block (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	contact_id text NOT NULL,
	visitor_id text,
	address_hash text,
	reason text NOT NULL,
	created_at integer NOT NULL,
	until integer,
	lifted_at integer,
	by_member_id text NOT NULL,
	by_name text NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (contact_id) REFERENCES contact(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX block_contact ON block (contact_id);
CREATE INDEX block_visitor ON block (workspace_id,visitor_id) WHERE visitor_id IS NOT NULL AND lifted_at IS NULL;
CREATE INDEX block_address ON block (workspace_id,address_hash) WHERE address_hash IS NOT NULL AND lifted_at IS NULL;
CREATE INDEX block_live ON block (workspace_id,until) WHERE lifted_at IS NULL;

CREATE TABLE audit_log (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	at integer NOT NULL,
	actor_id text NOT NULL,
	actor_name text NOT NULL,
	action text NOT NULL,
	subject_id text NOT NULL,
	detail text NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX audit_log_workspace ON audit_log (workspace_id,at);

-- due_at: 0 for at once, NULL for what was given up on. AUTOINCREMENT, so that no id is ever another effect's key.
CREATE TABLE outbox (
	id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	workspace_id text NOT NULL,
	body text NOT NULL,
	attempts integer DEFAULT 0 NOT NULL,
	due_at integer,
	created_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX outbox_due ON outbox (workspace_id,due_at);

-- Search over contacts by any part of a name or address: trigrams, kept in step with contact.folded by triggers.
-- External content, so the text is stored once. contact.n is its row number, which VACUUM leaves alone.

CREATE VIRTUAL TABLE contact_search USING fts5(folded, content='contact', content_rowid='n', tokenize='trigram');

CREATE TRIGGER contact_search_insert AFTER INSERT ON contact BEGIN
	INSERT INTO contact_search (rowid, folded) VALUES (new.n, new.folded);
END;

CREATE TRIGGER contact_search_delete AFTER DELETE ON contact BEGIN
	INSERT INTO contact_search (contact_search, rowid, folded) VALUES ('delete', old.n, old.folded);
END;

CREATE TRIGGER contact_search_update AFTER UPDATE OF folded ON contact BEGIN
	INSERT INTO contact_search (contact_search, rowid, folded) VALUES ('delete', old.n, old.folded);
	INSERT INTO contact_search (rowid, folded) VALUES (new.n, new.folded);
END;

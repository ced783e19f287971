-- The latest test mail that asked to be answered: the token of its reply address, and when an answer came.
CREATE TABLE mail_test (
	workspace_id text PRIMARY KEY NOT NULL,
	token text NOT NULL,
	sent_at integer NOT NULL,
	answered_at integer,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);

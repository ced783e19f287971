-- What was last learned of a workspace's outgoing mail: when, how it left and from whom ("smtp team@shop.example"), and what
-- came of it ("accepted", or a reason).
CREATE TABLE mail_trial (
	workspace_id text PRIMARY KEY NOT NULL,
	at integer NOT NULL,
	way text NOT NULL,
	outcome text NOT NULL,
	code text,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
-- The mails of `npm start` and of tests, which leave for nowhere. Empty on a deployment.
CREATE TABLE logged_mail (
	id integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	workspace_id text NOT NULL,
	message_id text NOT NULL,
	sent_to text NOT NULL,
	json text NOT NULL,
	at integer NOT NULL
);

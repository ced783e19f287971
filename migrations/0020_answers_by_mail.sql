-- Where answers by e-mail go: the token of a reply address, and the conversation that it is of.
CREATE TABLE reply_address (
	token text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	conversation_id text NOT NULL,
	at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
-- Addresses of visitors that took no mail, or want none ("undeliverable", "unsubscribed").
CREATE TABLE mail_stop (
	workspace_id text NOT NULL,
	address text NOT NULL,
	reason text NOT NULL,
	at integer NOT NULL,
	PRIMARY KEY (workspace_id, address),
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
-- How many mails were refused on a day ("2026-11-30"), by why.
CREATE TABLE refused_mail (
	day text NOT NULL,
	reason text NOT NULL,
	count integer NOT NULL,
	PRIMARY KEY (day, reason)
);

-- The mails to visitors that left under a Message-ID of the provider's own, by it: reports of what came of a mail name no other.
CREATE TABLE sent_mail (
	message_id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	conversation_id text NOT NULL,
	at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);

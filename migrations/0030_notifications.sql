-- What each member has set about notifications, as JSON. A member without a row has set nothing.
CREATE TABLE notification_preference (
	member_id text PRIMARY KEY NOT NULL,
	json text NOT NULL,
	updated_at integer NOT NULL,
	FOREIGN KEY (member_id) REFERENCES member(id) ON UPDATE no action ON DELETE cascade
);
-- The key pair that a workspace's pushes are signed with (VAPID), made at first use. private_key: encrypted.
CREATE TABLE push_key (
	workspace_id text PRIMARY KEY NOT NULL,
	public_key text NOT NULL,
	private_key text NOT NULL,
	created_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
-- A browser that takes pushes for a member. It ends with the session it was made in.
CREATE TABLE push_subscription (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	member_id text NOT NULL,
	session_id text NOT NULL,
	endpoint text NOT NULL,
	p256dh text NOT NULL,
	auth text NOT NULL,
	device text,
	created_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (member_id) REFERENCES member(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (session_id) REFERENCES session(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX push_subscription_endpoint ON push_subscription (endpoint);
CREATE INDEX push_subscription_member ON push_subscription (member_id);
CREATE INDEX push_subscription_session ON push_subscription (session_id);
-- Chat channels that are told of what happens (Slack, Discord, Microsoft Teams). address: encrypted, because whoever has it may
-- post. shown: its beginning and end, for people. what: a JSON array. problem: why it takes nothing any more, null while it does.
CREATE TABLE alert_channel (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	kind text NOT NULL,
	name text NOT NULL,
	address text NOT NULL,
	shown text NOT NULL,
	what text NOT NULL,
	created_at integer NOT NULL,
	problem text,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE INDEX alert_channel_workspace ON alert_channel (workspace_id);

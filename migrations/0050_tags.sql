-- The tags that a workspace's conversations carry. Which conversation carries which is kept in the conversations and the Inbox.
-- folded: the name as it is compared, so that no two look the same. Only adds.
CREATE TABLE tag (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	name text NOT NULL,
	folded text NOT NULL,
	colour text NOT NULL,
	created_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX tag_workspace_folded ON tag (workspace_id, folded);

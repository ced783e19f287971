-- Canned responses: texts that teammates insert into replies and notes. member_id: whose own it is; NULL for the team's. Of one
-- owner, a shortcut names one response. used: how many sent replies and notes it was in. Only adds.
CREATE TABLE canned_response (
	id text PRIMARY KEY NOT NULL,
	workspace_id text NOT NULL,
	member_id text,
	shortcut text NOT NULL,
	title text NOT NULL,
	text text NOT NULL,
	used integer DEFAULT 0 NOT NULL,
	used_at integer,
	updated_at integer NOT NULL,
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade,
	FOREIGN KEY (member_id) REFERENCES member(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX canned_response_shortcut ON canned_response (workspace_id, coalesce(member_id, ''), shortcut);

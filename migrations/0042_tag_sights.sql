-- Where the tag was first seen, by page and day, and where the chat was refused for a site that isn't allowed. No visitor is named.
-- path: as far as the browser told; '' where it told the site alone. Only adds.
CREATE TABLE tag_sight (
	workspace_id text NOT NULL,
	day text NOT NULL,
	origin text NOT NULL,
	path text NOT NULL,
	allowed integer NOT NULL,
	seen_at integer NOT NULL,
	PRIMARY KEY(workspace_id, day, origin, path),
	FOREIGN KEY (workspace_id) REFERENCES workspace(id) ON UPDATE no action ON DELETE cascade
);

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

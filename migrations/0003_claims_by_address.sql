-- Who says that an address is theirs. A file of its own, because code has to work without the newest migration.
CREATE INDEX visitor_claim ON visitor (workspace_id,claimed_email) WHERE claimed_email IS NOT NULL;

-- The open invitation of an address. A file of its own, because code has to work without the newest migration.
CREATE INDEX invitation_pending ON invitation (workspace_id,email) WHERE status = 'pending';

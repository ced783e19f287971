-- An account's factors, which every request of a member asks for. A file of its own, because code has to work without the newest migration.
CREATE INDEX factor_user ON factor (user_id);

-- Members: when a dashboard of theirs was last open, their language and time zone. A removed member keeps the row, with the
-- role "removed", which no release lets in: their name stays on what they wrote, and invited again they are the same person.
ALTER TABLE member ADD COLUMN active_at integer;
ALTER TABLE user ADD COLUMN language text;
ALTER TABLE user ADD COLUMN timezone text;
-- When a session was last used, and when its second factor was shown.
ALTER TABLE session ADD COLUMN used_at integer;
ALTER TABLE session ADD COLUMN factor_at integer;
-- The attempt that accepted an invitation: of two at once, only this one's changes are made.
ALTER TABLE invitation ADD COLUMN acceptance text;

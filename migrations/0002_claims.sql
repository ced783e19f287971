-- What a visitor says of themselves: the address they typed that nothing has proved yet, and those a teammate denied (JSON).
ALTER TABLE visitor ADD COLUMN claimed_email text;
ALTER TABLE visitor ADD COLUMN denied_emails text DEFAULT '[]' NOT NULL;

-- The mailbox of one address. A file of its own, because code has to work without the newest migration.
CREATE INDEX logged_mail_address ON logged_mail (sent_to, id);

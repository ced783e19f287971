-- Old ones are deleted by their age. A file of its own, because code has to work without the newest migration.
CREATE INDEX sent_mail_at ON sent_mail (at);

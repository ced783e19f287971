-- Second factors, and the recovery codes that stand for one once. secret: encrypted. counter: the last step of a code that was
-- shown. confirmed_at: NULL until the first code was typed; it counts from then on.
CREATE TABLE factor (
	id text PRIMARY KEY NOT NULL,
	user_id text NOT NULL,
	kind text NOT NULL,
	name text NOT NULL,
	secret text NOT NULL,
	counter integer DEFAULT 0 NOT NULL,
	created_at integer NOT NULL,
	confirmed_at integer,
	used_at integer,
	FOREIGN KEY (user_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
CREATE TABLE recovery_code (
	user_id text NOT NULL,
	hash text NOT NULL,
	used_at integer,
	PRIMARY KEY(user_id, hash),
	FOREIGN KEY (user_id) REFERENCES user(id) ON UPDATE no action ON DELETE cascade
);
-- Where what the audit log says was done from (JSON): place, device, network address.
ALTER TABLE audit_log ADD COLUMN origin text;

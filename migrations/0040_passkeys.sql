-- Passkeys: what a factor of the kind "passkey" has beside its name and counter. Only adds, so earlier code goes on without it.
CREATE TABLE passkey (
	factor_id text PRIMARY KEY NOT NULL,
	credential_id text NOT NULL,
	public_key text NOT NULL,
	transports text NOT NULL,
	FOREIGN KEY (factor_id) REFERENCES factor(id) ON UPDATE no action ON DELETE cascade
);
CREATE UNIQUE INDEX passkey_credential_id_unique ON passkey (credential_id);

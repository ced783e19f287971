/** Which adapter the deployment is configured for, by the variables and bindings of wrangler.toml. */
export type MailEnv = Pick<Env, "DB"> & {
	/** "cloudflare", "smtp", "log" (local only), or empty. */
	MAIL?: string;
	/** The binding of Cloudflare Email Service. */
	EMAIL?: { send(message: EmailMessageBuilder): Promise<EmailSendResult> };
	SMTP_HOST?: string;
	SMTP_PORT?: string;
	SMTP_USER?: string;
	/** A secret. */
	SMTP_PASSWORD?: string;
};

export type AdapterName = "cloudflare" | "smtp" | "log";

/** Null: no adapter, or what it needs is missing. */
export function adapterOf({ MAIL, EMAIL, SMTP_HOST }: MailEnv): AdapterName | null {
	switch (MAIL) {
		case "cloudflare":
			return EMAIL ? "cloudflare" : null;
		case "smtp":
			return SMTP_HOST ? "smtp" : null;
		case "log":
			return "log";
		default:
			return null;
	}
}

/** What `npm run deploy` says about mail: what is not set up yet, and how. Pure. */

/** How mail leaves, by wrangler.toml. */
export type MailConfiguration = {
	mail: string;
	hasBinding: boolean;
	/** Whether the Worker consumes a queue of what became of mails. */
	hearsBounces: boolean;
	host: string;
	user: string;
};

/** Mail that goes into a table of the database is for one's own machine. Null: it may be deployed. */
export const mailRefusal = ({ mail }: MailConfiguration): string | null =>
	mail === "log"
		? 'MAIL is "log" in wrangler.toml, which sends nothing: it is for this machine only. Set it to "cloudflare", "smtp" or "".'
		: null;

const MORE = "docs/mail.md says how.";

/** Null: nothing is missing. `secrets`: the names of those that are set. */
export function mailAdvice(
	{ mail, hasBinding, hearsBounces, host, user }: MailConfiguration,
	secrets: readonly string[],
): string | null {
	switch (mail) {
		case "":
			return `No mail is set up: invitations and new passwords go by links to copy. ${MORE}`;
		case "cloudflare":
			if (!hasBinding)
				return `MAIL is "cloudflare", but wrangler.toml has no [[send_email]] binding named EMAIL, so no mail is sent: onboard a domain for sending, then remove the comment marks there. ${MORE}`;
			return hearsBounces
				? null
				: `Mails that come back later aren't heard of: wrangler.toml has no [[queues.consumers]] for Cloudflare's events. ${MORE}`;
		case "smtp":
			if (host === "") return `MAIL is "smtp", but SMTP_HOST is empty, so no mail is sent. ${MORE}`;
			return user !== "" && !secrets.includes("SMTP_PASSWORD")
				? "The mail server's password is missing: `npx wrangler secret put SMTP_PASSWORD`."
				: null;
		default:
			return `MAIL is "${mail}", which Parley doesn't know, so no mail is sent. ${MORE}`;
	}
}

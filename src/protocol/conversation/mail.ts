/** Mail with visitors in the answers of routes. */
import * as v from "valibot";

/** GET …/mails/:mail: a mail that came, with all of its text. */
export const WholeMail = v.object({
	/** Null: it has no sender, or several. */
	from: v.nullable(v.string()),
	/** True: DMARC says that it is from there. */
	isProven: v.boolean(),
	subject: v.string(),
	text: v.string(),
});
export type WholeMail = v.InferOutput<typeof WholeMail>;

/** POST /api/mail-link: what the chat's page needs to go on with the one conversation. */
export const MailLink = v.object({
	/** The workspace's key. */
	key: v.string(),
	conversation: v.string(),
	token: v.string(),
	visitor: v.string(),
});
export type MailLink = v.InferOutput<typeof MailLink>;

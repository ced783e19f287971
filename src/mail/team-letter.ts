/** A mail to a teammate: one letter in the workspace's name and colour and in the reader's language, ready to send. Pure. */
import type { LetterLanguage } from "../language/letters.ts";
import { type Mail, messageIdOf } from "./mail.ts";
import type { MailSender } from "./sender.ts";
import { type LetterPart, renderLetter } from "./template.ts";

export type TeamLetter = {
	/** Of the cause, for the Message-ID: the same at every attempt. */
	id: string;
	to: string;
	replyTo?: string | null;
	subject: string;
	/** Null: the mail begins with its first block. The subject unless given. */
	heading?: string | null;
	blocks: LetterPart[];
	footer: string;
};

const MAX_SUBJECT = 200;

export function teamMail(
	{ workspace, address, colour }: Pick<MailSender, "workspace" | "address" | "colour">,
	{ language, rightToLeft }: Pick<LetterLanguage, "language" | "rightToLeft">,
	{ id, to, replyTo = null, subject, heading = subject, blocks, footer }: TeamLetter,
): Mail {
	return {
		messageId: messageIdOf(id, address),
		to,
		fromName: null,
		replyTo,
		// One line, whatever is in the names.
		subject: subject.replace(/\s+/g, " ").slice(0, MAX_SUBJECT).toWellFormed(),
		...renderLetter({ workspace, heading, blocks, footer, language, rightToLeft, colour }),
		inReplyTo: null,
		references: [],
		headers: { "Auto-Submitted": "auto-generated" },
	};
}

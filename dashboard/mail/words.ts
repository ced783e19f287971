/** What the team is told about its mail. */
import type { MailReason, MailReport } from "../../src/protocol/settings/mail.ts";
import { fullTime } from "../ui/time.ts";

const reasons: Record<MailReason, string> = {
	address: "The receiver's address takes no mail.",
	sender: "The provider doesn't let Parley send from this address. Set its domain up there, or use another address.",
	sign_in: "The mail server refused the user name or the password.",
	header: "The provider refused a header of the mail.",
	too_big: "The mail is too big.",
	content: "The provider refused the mail for what it says.",
	limit: "The provider's limit is used up for now.",
	unreachable: "The mail server can't be reached.",
	provider: "The provider failed, or asks to try again later.",
};

/** What a failed trial says. The provider's own code helps whoever asks there. */
export const failureWords = ({ reason, code }: { reason: MailReason | null; code: string | null }): string =>
	[reasons[reason ?? "provider"], code === null ? "" : `It answered ${code}.`].join(" ").trim();

const ways: Record<string, (report: MailReport) => string> = {
	cloudflare: () => "Cloudflare Email Service",
	smtp: ({ server }) => `SMTP${server === null ? "" : `, by ${server}`}`,
	log: () => "The mailbox of this machine",
};

/** How mail leaves; null: no way is set up. */
export const wayWords = (report: MailReport): string | null =>
	report.adapter === null ? null : (ways[report.adapter]?.(report) ?? report.adapter);

export const stateWords: Record<MailReport["state"], { name: string; text: string }> = {
	works: { name: "Mail works", text: "The last mail was accepted." },
	untried: { name: "Not tried yet", text: "Send a test to see whether mail leaves." },
	failed: {
		name: "Mail fails",
		text: "Until a mail is accepted, Parley promises nobody one: invitations and new passwords go by links to copy.",
	},
	not_set_up: {
		name: "No mail is set up",
		text: "Parley promises nobody a mail: invitations and new passwords go by links to copy.",
	},
};

/** Whether answers come back, as far as a test has shown. */
export function answerWords({ replies, test }: MailReport): string {
	if (replies === null) return "Not read. Type a domain for answers below.";
	if (test === null) return `To ${replies}. Answer a test to see whether they arrive.`;
	return test.answeredAt === null
		? `No answer yet to the test of ${fullTime(test.sentAt)}.`
		: `Answer received: ${fullTime(test.answeredAt)}.`;
}

export const refusedWords = ({ refused }: MailReport): string =>
	refused === 0
		? "No mail was refused in the last 30 days."
		: `${refused} ${refused === 1 ? "mail" : "mails"} in the last 30 days: to an address that nobody has, too big, or too many an hour.`;

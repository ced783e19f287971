/**
 * When our replies go to the visitor by e-mail, and to which address: three minutes after the last one, if they haven't read
 * it, wherever they are. Pure: a deadline of the conversation (deadlines.ts) is computed from it.
 */
import type { State } from "../state.ts";

const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;

/** Several replies in a row go in one mail, and somebody who reads along gets none. */
export const MAIL_AFTER_MS = 3 * MINUTE_MS;
/** Two programs that answer each other come to rest. */
export const AI_MAIL_EVERY_MS = 10 * MINUTE_MS;
/** Mails an hour of one conversation, each way. */
export const MAILS_AN_HOUR = 5;

type MailFacts = Pick<
	State,
	| "leftEmail"
	| "claimed"
	| "email"
	| "blockedUntil"
	| "mailStopped"
	| "repliedSeq"
	| "repliedAt"
	| "repliedByAi"
	| "mailedSeq"
	| "visitorReadSeq"
	| "mailTimes"
	| "aiMailAt"
>;

/** The address: what the visitor typed here last, unless a teammate has denied it; else what is known or claimed of them. */
export function mailAddress({
	leftEmail,
	claimed,
	email,
}: Pick<State, "leftEmail" | "claimed" | "email">): string | null {
	const stands = leftEmail !== null && (leftEmail === claimed || leftEmail === email);
	return stands ? leftEmail : (email ?? claimed);
}

/** In ms since 1970; null: no mail is owed. */
export function mailDueAt(state: MailFacts): number | null {
	const { repliedSeq, repliedAt, repliedByAi, mailedSeq, visitorReadSeq, mailTimes, aiMailAt } = state;
	const to = mailAddress(state);
	if (to === null || to === state.mailStopped || state.blockedUntil !== undefined) return null;
	if (repliedSeq <= Math.max(mailedSeq, visitorReadSeq)) return null;
	const fifth = mailTimes.at(-MAILS_AN_HOUR);
	return Math.max(
		repliedAt + MAIL_AFTER_MS,
		repliedByAi && aiMailAt !== null ? aiMailAt + AI_MAIL_EVERY_MS : 0,
		fifth === undefined ? 0 : fifth + HOUR_MS,
	);
}

/**
 * What mails to the team say, in one language: a part a kind of mail. `{name}` stands for the workspace's name, `{who}` for a
 * person's, a visitor's or a channel's, `{date}` for a day, `{count}` for a number. Visitors' mails are in the packs.
 */
export type LetterWords = {
	/** The names of facts: when something was done, with which device, and where. */
	facts: Record<"when" | "device" | "place", string>;
	invitation: {
		subject: string;
		/** What somebody of this role is asked. */
		admin: string;
		agent: string;
		viewer: string;
		open: string;
		until: string;
		why: string;
	};
	/** The link to a new password. The subject is the button's text too. */
	reset: Record<"subject" | "text" | "ignore", string>;
	/** What was changed: subject and heading. `notYou` and `wasReset` say what to do. */
	account: {
		password_changed: string;
		factor_added: string;
		factor_removed: string;
		factor_reset: string;
		recovery_code_used: string;
		passkey_added: string;
		passkey_removed: string;
		provider_linked: string;
		provider_unlinked: string;
		notYou: string;
		wasReset: string;
		open: string;
		why: string;
	};
	/** What a member hasn't seen, each kind under the name it has in notifications. */
	told: {
		visitor: string;
		conversation: string;
		waiting: string;
		mine: string;
		assigned: string;
		mentioned: string;
		reopened: string;
		woke: string;
		ai_trouble: string;
		aiText: string;
		source_failed: string;
		bounced: string;
		bouncedText: string;
		channel_failed: string;
		channelText: string;
		several: string;
		more: string;
		answer: string;
		why: string;
		change: string;
		open: string;
	};
	test: Record<"subject" | "heading" | "text" | "answer" | "spam", string>;
};

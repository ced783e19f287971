/** What a notification says in its reader's language, the same in a mail and a push. Pure. */
import { filled } from "../language/letters.ts";
import type { LetterWords } from "../language/letters/words.ts";
import type { NotificationSubject, NotificationWords } from "../protocol/notification/words.ts";

export function toldIn(words: LetterWords["told"], { what, name, preview }: NotificationSubject): NotificationWords {
	const title = filled(words[what], { who: name ?? (what === "woke" ? words.conversation : words.visitor) });
	switch (what) {
		case "assigned":
			return { title, body: [name, preview].filter(Boolean).join(": ") };
		case "ai_trouble":
			return { title, body: words.aiText };
		case "source_failed":
			return { title, body: name ?? "" };
		case "bounced":
			return { title, body: words.bouncedText };
		case "channel_failed":
			return { title: filled(words[what], { who: name ?? "" }), body: words.channelText };
		default:
			return { title, body: preview };
	}
}

/** What a notification says, the same in a browser, a push, a mail and a chat channel. Pure. */
import type { What } from "./table.ts";

/** `name`: the visitor's, or the source's. `preview`: what was written, "" where that is left out. */
export type NotificationSubject = { what: What; name: string | null; preview: string };

export type NotificationWords = { title: string; body: string };

export function wordsOf({ what, name, preview }: NotificationSubject): NotificationWords {
	const who = name ?? "A visitor";
	switch (what) {
		case "waiting":
			return { title: `${who} waits for a person`, body: preview };
		case "mine":
			return { title: `${who} wrote to you`, body: preview };
		case "assigned":
			return { title: `You have been given a conversation`, body: name === null ? preview : `${name}: ${preview}` };
		case "mentioned":
			return { title: `You were mentioned in a conversation`, body: preview };
		case "reopened":
			return { title: `${who} writes again after you closed it`, body: preview };
		case "woke":
			return { title: `${name ?? "A conversation"} is back from its snooze`, body: preview };
		case "ai_trouble":
			return {
				title: "The language model fails",
				body: "Until it answers again, most answers are quoted from the knowledge base.",
			};
		case "source_failed":
			return { title: "A source can't be read", body: name ?? "" };
		case "bounced":
			return { title: `A mail to ${name ?? "a visitor"} came back`, body: "It could not be delivered." };
		case "channel_failed":
			return { title: `The channel ${name ?? ""} takes nothing any more`, body: "See what it says in the settings." };
		default:
			return what satisfies never;
	}
}

/** The dashboard's page for it. */
export const pathOf = (what: What, conversation: string | null): string => {
	if (conversation !== null) return `/conversations/${encodeURIComponent(conversation)}?status=all`;
	if (what === "channel_failed") return "/settings/notifications";
	return what === "source_failed" ? "/knowledge/sources" : "/conversations";
};

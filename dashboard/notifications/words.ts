/** The names of what members are told of, and of the ways. */
import type { Way, What } from "../../src/protocol/notification/table.ts";

export const whatWords: Record<What, { name: string; text: string }> = {
	waiting: { name: "Somebody waits", text: "No teammate has it yet." },
	mine: { name: "New in mine", text: "The visitor writes to you." },
	assigned: { name: "Assigned to me", text: "A teammate gives you a conversation." },
	mentioned: { name: "Mentioned", text: "A teammate names you in a note." },
	reopened: { name: "Reply after my close", text: "The visitor writes again after you closed it." },
	woke: { name: "A snooze ends", text: "A conversation that was put aside is due." },
	ai_trouble: { name: "The AI's trouble", text: "The model that writes answers fails." },
	source_failed: { name: "A source fails", text: "A site or file can't be read any more." },
	channel_failed: { name: "A channel fails", text: "Slack, Discord or Teams takes nothing any more." },
	bounced: { name: "A mail came back", text: "An answer by mail could not be delivered." },
};

export const wayWords: Record<Way, { name: string; short: string; text: string }> = {
	sound: { name: "Sound", short: "Sound", text: "a short tone in an open dashboard" },
	badge: { name: "Count", short: "Count", text: "the number in the tab's title and icon" },
	browser: { name: "Browser", short: "Popup", text: "a notification while a dashboard is open" },
	push: { name: "Push", short: "Push", text: "on devices that you connect, with Parley closed" },
	mail: { name: "E-mail", short: "Mail", text: "after 10 minutes unseen, one mail for all" },
};

/** A mail and a sender for the tests of mail. */
import type { Mail } from "../../../src/mail/mail.ts";
import type { MailSender } from "../../../src/mail/sender.ts";

export const sender = (over: Partial<MailSender> = {}): MailSender => ({
	workspaceId: "ws_1",
	workspace: "Fjord Bags",
	adapter: "smtp",
	from: "team@fjord.example",
	name: "Fjord Bags",
	address: "https://chat.fjord.example",
	replies: "",
	colour: "#4f46e5",
	languages: [],
	last: null,
	...over,
});

export const mail = (over: Partial<Mail> = {}): Mail => ({
	messageId: "mail-1@chat.fjord.example",
	to: "ana@customer.example",
	fromName: null,
	replyTo: null,
	subject: "Your bag",
	text: "It is on its way.\n",
	html: "<p>It is on its way.</p>",
	inReplyTo: null,
	references: [],
	headers: {},
	...over,
});

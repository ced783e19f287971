/**
 * The mail about what a member hasn't seen: one mail for all of it. Both parts say the same. The page has no colours of its
 * own, so that it is readable in dark mode, and loads nothing. Pure.
 */
import { messageIdOf, type Mail } from "../../mail/mail.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import { pathOf, wordsOf } from "../../protocol/notification/words.ts";
import { visitorName } from "../event.ts";
import type { PendingRow } from "../pending.ts";

/** The most that one mail lists. */
const LISTED = 20;

const escaped = (text: string): string =>
	text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

export type MailFacts = {
	to: { name: string; email: string };
	/** The workspace's name. */
	workspace: string;
	/** The deployment's origin; empty: not known, and the mail has no links. */
	address: string;
	withoutText: boolean;
	/** Where an answer becomes a note; null: answers aren't read. */
	replyTo: string | null;
};

/** `rows` is not empty. The same rows give the same mail, with the same Message-ID. */
export function mailAbout(
	rows: readonly [PendingRow, ...PendingRow[]],
	items: readonly ListItem[],
	{ to, workspace, address, withoutText, replyTo }: MailFacts,
): Mail {
	const listed = rows.slice(0, LISTED).map(({ topic, what, about }) => {
		const item = items.find(({ id }) => id === topic) ?? null;
		const preview = withoutText ? "" : (item?.preview ?? "");
		const { title, body } = wordsOf({ what, name: about ?? visitorName(item), preview });
		return { title, body, link: address === "" ? null : address + pathOf(what, item?.id ?? null) };
	});
	const [first] = listed;
	const subject = rows.length === 1 && first ? first.title : `${rows.length} things wait for you in ${workspace}`;
	const left = rows.length - listed.length;
	const more = left > 0 ? `And ${left} more.` : null;
	const answers =
		replyTo === null ? null : "Answer this mail to write a note for the team. The visitor doesn't see it.";
	const why = "You get this because you haven't seen it for ten minutes.";
	const settings = address === "" ? null : `${address}/settings/notifications`;
	const lines = listed.map(({ title, body, link }) => [title, body, link].filter(Boolean).join("\n"));
	const paragraphs = listed.map(
		({ title, body, link }) =>
			`<p><b>${escaped(title)}</b>${body === "" ? "" : `<br>${escaped(body)}`}${link === null ? "" : `<br><a href="${escaped(link)}">Open it</a>`}</p>`,
	);
	const [one] = rows;
	return {
		messageId: messageIdOf(`told.${one.member}.${one.at}.${Math.max(...rows.map(({ seq }) => seq))}`, address),
		to: to.email,
		fromName: null,
		replyTo,
		subject: subject.replace(/\s+/g, " ").slice(0, 200),
		text: [...lines, more, answers, settings === null ? why : `${why} Change it: ${settings}`]
			.filter(Boolean)
			.join("\n\n"),
		html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head><body style="font-family:sans-serif;line-height:1.5">${paragraphs.join("")}${more === null ? "" : `<p>${more}</p>`}${answers === null ? "" : `<p>${answers}</p>`}<p><small>${why}${settings === null ? "" : ` <a href="${escaped(settings)}">Change what you are told of</a>`}</small></p></body></html>`,
		inReplyTo: null,
		references: [],
		headers: { "Auto-Submitted": "auto-generated" },
	};
}

/** The mail about what a member hasn't seen: one mail for all of it, in their language. Pure. */
import { filled, type LetterLanguage } from "../../language/letters.ts";
import type { LetterWords } from "../../language/letters/words.ts";
import type { Mail } from "../../mail/mail.ts";
import { teamMail } from "../../mail/team-letter.ts";
import type { LetterPart } from "../../mail/template.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import { pathOf } from "../../protocol/notification/words.ts";
import { visitorName } from "../event.ts";
import type { PendingRow } from "../pending.ts";
import { toldIn } from "../told.ts";

/** The most that one mail lists. */
const LISTED = 20;

export type MailFacts = {
	/** The member's address. */
	to: string;
	letter: LetterLanguage;
	/** The workspace's name. */
	workspace: string;
	/** The deployment's origin; empty: not known, and the mail has no links. */
	address: string;
	colour: string;
	withoutText: boolean;
	/** Where an answer becomes a note; null: answers aren't read. */
	replyTo: string | null;
};

/** `rows` is not empty. The same rows give the same mail, with the same Message-ID. */
export function mailAbout(
	rows: readonly [PendingRow, ...PendingRow[]],
	items: readonly ListItem[],
	{ to, letter, workspace, address, colour, withoutText, replyTo }: MailFacts,
): Mail {
	const { told: words } = letter.words;
	const listed = rows.slice(0, LISTED).map(({ topic, what, about }) => {
		const item = items.find(({ id }) => id === topic) ?? null;
		const preview = withoutText ? "" : (item?.preview ?? "");
		const { title, body } = toldIn(words, { what, name: about ?? visitorName(item), preview });
		return { title, text: body, href: address === "" ? null : address + pathOf(what, item?.id ?? null) };
	});
	const [one, ...others] = listed;
	const left = rows.length - listed.length;
	const text = (said: string): LetterPart => ({ type: "text", text: said });
	const [first] = rows;
	const isOne = one !== undefined && others.length === 0;
	return teamMail({ workspace, address, colour }, letter, {
		id: `told.${first.member}.${first.at}.${Math.max(...rows.map(({ seq }) => seq))}`,
		to,
		replyTo,
		subject: isOne ? one.title : filled(words.several, { count: rows.length, name: workspace }),
		blocks: [
			...(isOne
				? aloneBlocks(one, words)
				: listed.map((each): LetterPart => ({ type: "item", open: words.open, ...each }))),
			...(left > 0 ? [text(filled(words.more, { count: left }))] : []),
			...(replyTo === null ? [] : [text(words.answer)]),
			...(address === ""
				? []
				: [{ type: "links" as const, links: [{ text: words.change, href: `${address}/settings/notifications` }] }]),
		],
		footer: words.why,
	});
}

/** The title of the only one is the heading. */
const aloneBlocks = (
	{ text, href }: { text: string; href: string | null },
	words: LetterWords["told"],
): LetterPart[] => [
	...(text === "" ? [] : [{ type: "text" as const, text }]),
	...(href === null ? [] : [{ type: "button" as const, text: words.open, href }]),
];

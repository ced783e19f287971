/** What a new team has to do until the chat works for its visitors, and what of it is done. Pure. */
import type { TagSights } from "../../src/protocol/settings/tag.ts";
import type { MailState } from "../../src/protocol/settings/mail.ts";

/** What the server says; null: it hasn't yet, or can't be asked just now. */
export type Known = {
	sights: TagSights | null;
	documents: { articles: number; questions: number } | null;
	/** Whether there is a conversation. */
	hasConversation: boolean;
	/** Members and open invitations. */
	people: { members: number; invited: number } | null;
	/** Devices, channels and this browser's permission: the ways by which somebody would be told. */
	ways: number | null;
	mail: MailState | null;
};

export type StepId = "site" | "knowledge" | "try" | "team" | "told" | "mail";

export type Step = {
	id: StepId;
	title: string;
	text: string;
	/** Null: what is to be done isn't on another page. */
	link: { href: string; name: string } | null;
	/** Null: not known yet. */
	done: boolean | null;
};

const several = (n: number, one: string, many: string): string => `${n.toLocaleString()} ${n === 1 ? one : many}`;

const hostOf = (origin: string): string => URL.parse(origin)?.host ?? origin;

/** In the order in which they are done best. Each says what to do, and once it is done what came of it. */
export function stepsOf({ sights, documents, hasConversation, people, ways, mail }: Known): Step[] {
	const seen = sights?.find(({ allowed }) => allowed);
	const refused = sights?.find(({ allowed }) => !allowed);
	const known = documents && documents.articles + documents.questions > 0 ? documents : null;
	return [
		{
			id: "site",
			title: "Put the chat on your site",
			text: seen
				? `It is on ${hostOf(seen.origin)}.`
				: refused
					? `${hostOf(refused.origin)} asked for the chat, and isn't among the sites that may show it.`
					: "Paste this line before </body>. Then open the page once.",
			link: refused && !seen ? { href: "/settings", name: "Allow the site" } : null,
			done: sights && seen !== undefined,
		},
		{
			id: "knowledge",
			title: "Give the AI something to answer from",
			text: known
				? `${several(known.articles, "article", "articles")} and ${several(known.questions, "question", "questions")}.`
				: "Your help centre's address, documents, or an article. It answers from nothing else.",
			link: known ? null : { href: "/knowledge/sources", name: "Add knowledge" },
			done: documents && known !== null,
		},
		{
			id: "try",
			title: "Ask what a customer would ask",
			text: hasConversation
				? "Your first conversation is here."
				: "Open your site and write in the chat. The conversation shows up here at once.",
			link: hasConversation ? null : { href: "/knowledge/playground", name: "Try the AI here first" },
			done: hasConversation,
		},
		{
			id: "team",
			title: "Invite your team",
			text:
				people && people.members > 1
					? `You are ${people.members.toLocaleString()}.`
					: people && people.invited > 0
						? `${several(people.invited, "invitation is", "invitations are")} on the way.`
						: "Everybody who answers visitors, each with a role.",
			link: people && people.members + people.invited > 1 ? null : { href: "/settings/team", name: "Invite somebody" },
			done: people && people.members + people.invited > 1,
		},
		{
			id: "told",
			title: "Be told when somebody waits",
			text: ways ? "You are." : "In this browser, on your phone, or in a Slack channel.",
			link: ways ? null : { href: "/settings/notifications", name: "Choose how" },
			done: ways === null ? null : ways > 0,
		},
		{
			id: "mail",
			title: "Reach visitors who have left",
			text:
				mail === "works"
					? "They get your answers by e-mail."
					: mail === "failed"
						? "The last test mail failed."
						: "They get your answers by e-mail, once it is set up.",
			link: mail === "works" ? null : { href: "/settings/mail", name: "Set up e-mail" },
			done: mail === null ? null : mail === "works",
		},
	];
}

export const doneOf = (steps: readonly Step[]): number => steps.filter(({ done }) => done).length;

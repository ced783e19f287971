/**
 * Sends the mails that are owed: for each member one about everything they haven't seen, if it still holds and they may be
 * disturbed now. Where no mail is set up, or the address takes none, nothing is owed any more.
 */
import { lettersIn } from "../../language/letters.ts";
import type { MailEnv } from "../../mail/configuration.ts";
import { sendMail } from "../../mail/mail.ts";
import type { ListItem } from "../../protocol/inbox.ts";
import type { WorkspaceSettings } from "../../protocol/workspace.ts";
import { mayDisturb } from "../decide.ts";
import type { Pending, PendingRow } from "../pending.ts";
import type { Addressee } from "../preferences.ts";
import { stillHolds } from "../unseen.ts";
import { mailAbout } from "./text.ts";

/** When a mail is tried again that wasn't accepted, or that came into quiet hours which were set meanwhile. ms. */
const AGAIN_MS = 15 * 60_000;

/** What wasn't accepted for so long is told elsewhere by now. ms. */
const GIVEN_UP_MS = 24 * 3_600_000;

export type MailContext = {
	env: MailEnv;
	workspaceId: string;
	workspace: string;
	settings: WorkspaceSettings;
	people: readonly Addressee[];
	pending: Pending;
	/** These conversations as they are now. */
	itemsOf(ids: string[]): Promise<ListItem[]>;
	/** Where an answer to a mail about this conversation goes, as a note. Null: nowhere. */
	noteAddressOf(conversationId: string): Promise<string | null>;
};

export async function deliverMails(context: MailContext, now: number): Promise<void> {
	const { pending, people } = context;
	for (const memberId of new Set(pending.dueMails(now).map(({ member }) => member))) {
		const owed = pending.of(memberId).filter(({ mailAt }) => mailAt !== null);
		const person = people.find(({ id }) => id === memberId);
		if (person) await deliverTo(person, owed, context, now);
		// They have left the team.
		else for (const row of owed) pending.mailDone(row, null);
	}
}

async function deliverTo(person: Addressee, owed: PendingRow[], context: MailContext, now: number): Promise<void> {
	const { env, workspaceId, workspace, settings, pending, itemsOf, noteAddressOf } = context;
	if (!mayDisturb(person, settings, now)) return later(pending, owed, now);
	const items = await itemsOf(owed.map(({ topic }) => topic));
	// Seen while the list was asked: it has no row any more.
	const present = new Set(pending.of(person.id).map(({ topic }) => topic));
	const unseen = owed.filter(
		({ what, topic }) =>
			present.has(topic) && stillHolds(what, person.id, items.find(({ id }) => id === topic) ?? null),
	);
	for (const row of owed) if (!unseen.includes(row)) pending.mailDone(row, null);
	const [first, ...rest] = unseen;
	if (!first) return;
	// An answer to a mail about several conversations would be nobody's.
	const [only = null] = rest.length === 0 ? items.filter(({ id }) => id === first.topic) : [];
	const replyTo = only && (await noteAddressOf(only.id));
	const { address, colour, languages, notificationsWithoutText: withoutText } = settings;
	const letter = await lettersIn([person.language, ...languages]);
	const facts = { to: person.email, letter, workspace, address, colour, withoutText, replyTo };
	const { outcome } = await sendMail(env, workspaceId, mailAbout([first, ...rest], items, facts));
	if (outcome === "later" && now - first.at < GIVEN_UP_MS) return later(pending, unseen, now);
	for (const row of unseen) pending.mailDone(row, outcome === "accepted" ? now : null);
}

function later(pending: Pending, rows: readonly PendingRow[], now: number): void {
	for (const row of rows) pending.mailLater(row, now + AGAIN_MS);
}

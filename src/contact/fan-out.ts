/**
 * Calls from contacts to their conversations' Durable Objects, and the query for which conversations those are. Every call is
 * idempotent. Used by the outbox's deliveries (deliveries.ts). It decides nothing about blocks or names.
 */
import { conversation, inbox } from "../durable/objects.ts";
import { OwnError } from "../http/own-error.ts";
import type { Teammate } from "../protocol/conversation/entry.ts";
import type { RefusalReason } from "../protocol/conversation/frames.ts";
import type { ListedPerson, ListItem, PersonPage } from "../protocol/inbox.ts";
import type { ContactName, VisitorContact } from "./contacts.ts";

/** The actor of these calls: whether somebody may block or edit was checked on the contact's action. */
const system = { kind: "system" } as const;

/** Throws on a refusal, except "not_found": a conversation that has not started has nothing to change. */
async function done(answer: Promise<{ ok: true } | { ok: false; reason: RefusalReason }>): Promise<void> {
	const result = await answer;
	if (!result.ok && result.reason !== "not_found") throw new OwnError(`The conversation refused it: ${result.reason}.`);
}

/** The calls to one conversation. Each is idempotent. */
export const tell = {
	/** The conversation reads its visitor's block from D1 and applies it. */
	followBlocks: (env: Env, workspaceId: string, id: string, by: Teammate | null) =>
		done(conversation(env, workspaceId, id).act(system, "follow_blocks", { by })),
	/** The conversation takes the contact's name and address, and its visitor's claim. */
	identify: (env: Env, workspaceId: string, id: string, contact: ContactName | VisitorContact) =>
		done(conversation(env, workspaceId, id).act(system, "identify", { contact })),
	/** The conversation ends the visitor's sockets. */
	endVisitor: (env: Env, workspaceId: string, id: string, visitorId: string) =>
		conversation(env, workspaceId, id).endVisitor(visitorId),
};

/**
 * A contact's conversations, latest first, archived ones too: those tied to the contact, and those of its visitors. The Inbox
 * returns the latest 200 of each.
 */
export async function conversationsOf(
	env: Env,
	workspaceId: string,
	contactId: string | null,
	visitorIds: string[],
): Promise<ListItem[]> {
	const list = inbox(env, workspaceId);
	const [byContact, byVisitors] = await Promise.all([
		contactId === null ? [] : list.byContact(contactId),
		visitorIds.length === 0 ? [] : list.byVisitors(visitorIds),
	]);
	const rows = new Map([...byContact, ...byVisitors].map((row) => [row.id, row]));
	return [...rows.values()].toSorted((a, b) => b.lastAt - a.lastAt);
}

/**
 * The ids of every conversation of a contact and of these visitors, however many there are: for what has to reach each. A
 * page is yielded before the next is read, so those of one page hear of it while the list is at work for others.
 */
export async function* everyConversationOf(
	env: Env,
	workspaceId: string,
	contactId: string | null,
	visitorIds: readonly string[],
): AsyncGenerator<string[]> {
	const people: ListedPerson[] = [
		...(contactId === null ? [] : [{ kind: "contact" as const, id: contactId }]),
		...visitorIds.map((id) => ({ kind: "visitor" as const, id })),
	];
	const seen = new Set<string>();
	for (const person of people) {
		let before: number | null = null;
		do {
			const page: PersonPage = await inbox(env, workspaceId).everyOf(person, before);
			const fresh = page.ids.filter((id) => !seen.has(id));
			for (const id of fresh) seen.add(id);
			if (fresh.length > 0) yield fresh;
			before = page.before;
		} while (before !== null);
	}
}

/**
 * The list of contacts: newest conversation first, fifty a page, searched by any part of a name or address, quick at
 * 100,000 contacts. Pages use keyset pagination, so that a late page costs as much as the first.
 *
 * Search has two query plans, since either alone has a slow case. Few matches: the trigram index finds them, and they are
 * sorted. Many ("@gmail.com"), or words of less than three letters, which have no trigram: the list's index is scanned in
 * order and filtered, which fills a page quickly where many match.
 */
import { and, type SQL, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { block, contact, visitor } from "../db/schema.ts";
import { foldMarks, foldNames } from "../language/text/fold.ts";
import type { ContactPage } from "../protocol/contact.ts";
import { parseEmail } from "../protocol/text/email.ts";
import { isLive } from "./blocks.ts";

const PAGE = 50;

/** Up to this many matches, sorting them is cheaper than scanning, which reads some `contacts / matches` rows for each match. */
const FEW = 500;

/** Letters in a trigram. */
const GRAM = 3;

export const ContactQuery = v.object({
	search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
	blocked: v.optional(v.picklist(["0", "1"]), "0"),
	cursor: v.optional(v.pipe(v.string(), v.regex(/^\d{1,16}\.[\w-]{1,64}$/))),
});
export type ContactQuery = v.InferOutput<typeof ContactQuery>;

/**
 * The searchable text of a contact, stored in `contact.folded`: as this release folds it and, where that differs, as an
 * earlier one does, which may be deployed again. `claims`: the addresses that its visitors only claim. refold.ts folds the rows
 * of earlier releases anew.
 */
export function foldedContact(name: string | null, email: string | null, claims: readonly string[] = []): string {
	// In order, so that the same claims always make the same text.
	const text = [name ?? "", email ?? "", ...new Set(claims.toSorted())].join("\n");
	const [folded, earlier] = [foldNames(text), foldMarks(text).replaceAll("\0", "")];
	return folded === earlier ? folded : `${folded}\n${earlier}`;
}

/** The forms of a query's words that may be stored: as folded and, of a domain with other letters, its stored ASCII form. */
export function searchWords(search: string): string[][] {
	return search.split(/\s+/).flatMap((word) => {
		const folded = foldNames(word);
		const [, name = "", domain = ""] = /^([^@]*@)?([^@]+\.[^@]+)$/.exec(word) ?? [];
		const ascii = parseEmail(`a@${domain}`)?.slice(2);
		const forms = new Set([folded, ...(ascii === undefined ? [] : [`${foldNames(name)}${ascii}`])]);
		return folded === "" ? [] : [[...forms]];
	});
}

const contains = (forms: string[]): SQL =>
	sql`(${sql.join(
		forms.map((form) => sql`instr(${contact.folded}, ${form}) > 0`),
		sql` OR `,
	)})`;

/** A quoted phrase, so that no input is an operator (https://www.sqlite.org/fts5.html#fts5_strings). */
const phrase = (text: string): string => `"${text.replaceAll('"', '""')}"`;

/** The trigram query: every word, in one of its forms. */
const matching = (words: string[][]): SQL =>
	sql`SELECT rowid FROM contact_search WHERE contact_search MATCH ${words
		.map((forms) => `(${forms.map(phrase).join(" OR ")})`)
		.join(" AND ")}`;

async function areFew(db: Database, match: SQL): Promise<boolean> {
	const found = await db.all(sql`${match} LIMIT ${FEW + 1}`);
	return found.length <= FEW;
}

/** One page of contacts. `now` in ms since 1970: blocks that are over by then don't count. */
export async function contactPage(
	db: Database,
	workspaceId: string,
	query: ContactQuery,
	now: number,
): Promise<ContactPage> {
	const words = searchWords(query.search);
	const conditions: SQL[] = words.map(contains);

	/** True: few rows match, and they are sorted. False: the list's index is scanned in order. */
	let narrow = query.blocked === "1";
	if (query.blocked === "1")
		conditions.push(
			sql`${contact.id} IN (SELECT ${block.contactId} FROM ${block}
				WHERE ${block.workspaceId} = ${workspaceId} AND ${isLive(now)})`,
		);
	const long = words.filter((forms) => forms.every((form) => [...form].length >= GRAM));
	if (!narrow && long.length > 0) {
		const match = matching(long);
		narrow = await areFew(db, match);
		if (narrow) conditions.push(sql`${contact.n} IN (${match})`);
	}
	// SQLite prefers an index for ORDER BY to one for IN; a unary plus hides a column from the former
	// (https://www.sqlite.org/optoverview.html#disqualifying_where_clause_terms_using_unary_).
	const ordered = (column: typeof contact.listedAt | typeof contact.id | typeof contact.workspaceId): SQL =>
		narrow ? sql`+${column}` : sql`${column}`;
	conditions.push(sql`${ordered(contact.workspaceId)} = ${workspaceId}`);
	if (query.cursor !== undefined) {
		const dot = query.cursor.indexOf(".");
		const [listedAt, id] = [Number(query.cursor.slice(0, dot)), query.cursor.slice(dot + 1)];
		conditions.push(sql`(${ordered(contact.listedAt)}, ${ordered(contact.id)}) < (${listedAt}, ${id})`);
	}

	const rows = await db
		.select({
			id: contact.id,
			name: contact.name,
			email: contact.email,
			claimed: sql<string | null>`(SELECT claimed_email FROM ${visitor} WHERE visitor.contact_id = contact.id
				AND claimed_email IS NOT NULL ORDER BY linked_at DESC LIMIT 1)`,
			conversations: contact.conversations,
			listedAt: contact.listedAt,
			// Plain column names: drizzle omits the table of a selected column, and both tables have an id.
			blocked: sql<number>`EXISTS (SELECT 1 FROM ${block} WHERE block.contact_id = contact.id AND ${isLive(now)})`,
		})
		.from(contact)
		.where(and(...conditions))
		.orderBy(sql`${ordered(contact.listedAt)} DESC`, sql`${ordered(contact.id)} DESC`)
		.limit(PAGE + 1);
	const page = rows.slice(0, PAGE);
	const last = page.at(-1);
	return {
		contacts: page.map(({ listedAt, blocked, ...row }) => ({
			...row,
			lastConversationAt: row.conversations > 0 ? listedAt : null,
			blocked: blocked === 1,
		})),
		cursor: rows.length > PAGE && last ? `${last.listedAt}.${last.id}` : null,
	};
}

/**
 * The list of contacts: newest conversation first, fifty a page, found by any part of a name or address, quick at
 * 100,000. Pages are told apart by the last row's place in the order (a keyset), so a late page costs what the first does.
 *
 * Search has two ways, since either alone has a slow case. Few matches: the trigram index names them and they are
 * sorted. Many ("@gmail.com"), or less than three letters, which have no trigram: the list is walked in its order and
 * filtered, and where many match, a page fills soon.
 */
import { and, type SQL, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../db/database.ts";
import { block, contact } from "../db/schema.ts";
import { foldMarks } from "../language/text/fold.ts";
import type { ContactPage } from "../protocol/contact.ts";
import { isLive } from "./blocks.ts";

const PAGE = 50;

/** Matches up to which sorting them all is cheaper than walking: the walk reads some `contacts / matches` rows a hit. */
const FEW = 500;

/** Letters in a trigram. */
const GRAM = 3;

export const ContactQuery = v.object({
	search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
	blocked: v.optional(v.picklist(["0", "1"]), "0"),
	cursor: v.optional(v.pipe(v.string(), v.regex(/^\d{1,16}\.[\w-]{1,64}$/))),
});
export type ContactQuery = v.InferOutput<typeof ContactQuery>;

/** What contact.folded holds. */
export const foldNames = (name: string | null, email: string | null): string =>
	foldMarks(`${name ?? ""}\n${email ?? ""}`);

const contains = (word: string): SQL => sql`instr(${contact.folded}, ${word}) > 0`;

/** One phrase a word, quoted, so that nothing typed is an operator (https://www.sqlite.org/fts5.html#fts5_strings). */
const matching = (words: string[]): SQL =>
	sql`SELECT rowid FROM contact_search WHERE contact_search MATCH ${words
		.map((word) => `"${word.replaceAll('"', '""')}"`)
		.join(" AND ")}`;

async function areFew(db: Database, match: SQL): Promise<boolean> {
	const found = await db.all(sql`${match} LIMIT ${FEW + 1}`);
	return found.length <= FEW;
}

/** `now` in ms since 1970, which decides who is blocked. */
export async function contactPage(
	db: Database,
	workspaceId: string,
	query: ContactQuery,
	now: number,
): Promise<ContactPage> {
	const words = foldMarks(query.search).split(/\s+/).filter(Boolean);
	const conditions: SQL[] = words.map(contains);

	/** Narrow: a few rows are named and sorted. Otherwise the list's index is walked in its order. */
	let narrow = query.blocked === "1";
	if (query.blocked === "1")
		conditions.push(
			sql`${contact.id} IN (SELECT ${block.contactId} FROM ${block}
				WHERE ${block.workspaceId} = ${workspaceId} AND ${isLive(now)})`,
		);
	const long = words.filter((word) => [...word].length >= GRAM);
	if (!narrow && long.length > 0) {
		const match = matching(long);
		narrow = await areFew(db, match);
		if (narrow) conditions.push(sql`${contact.n} IN (${match})`);
	}
	// SQLite takes an index for the order over any for IN; a plus hides a column from that index
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
			conversations: contact.conversations,
			listedAt: contact.listedAt,
			// Spelt out: drizzle drops the table from a column that is selected, and both tables have an id.
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

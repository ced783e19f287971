/**
 * Folds stored names anew after the folding has changed. Rows are recomputed from the name, the address and the claims, so that
 * a repeated or interrupted run changes nothing. Only actions.ts imports it.
 */
import { and, eq, gt, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../../db/database.ts";
import { contact, visitor } from "../../db/schema.ts";
import { foldedContact } from "../list.ts";

/** Rows read at a time. */
const BATCH = 500;

/** The addresses that a contact's visitors claim, as JSON. Plain column names: drizzle omits the table of a selected column. */
const claims = sql<string>`(SELECT json_group_array(claimed_email) FROM ${visitor}
	WHERE visitor.contact_id = contact.id AND claimed_email IS NOT NULL)`;
const Claims = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

/** The number of the last row looked at; null: there are no more. */
export async function refold(db: Database, workspaceId: string, after: number): Promise<number | null> {
	const rows = await db
		.select({ n: contact.n, name: contact.name, email: contact.email, folded: contact.folded, claims })
		.from(contact)
		.where(and(eq(contact.workspaceId, workspaceId), gt(contact.n, after)))
		.orderBy(contact.n)
		.limit(BATCH);
	const [first, ...others] = rows
		.map(({ n, name, email, folded: before, claims: json }) => ({
			n,
			before,
			folded: foldedContact(name, email, v.parse(Claims, json)),
		}))
		.filter(({ before, folded }) => before !== folded)
		.map(({ n, before, folded }) =>
			// An edit in between has folded the row already.
			db
				.update(contact)
				.set({ folded })
				.where(and(eq(contact.n, n), eq(contact.folded, before))),
		);
	if (first) await db.batch([first, ...others]);
	return rows.length < BATCH ? null : (rows.at(-1)?.n ?? null);
}

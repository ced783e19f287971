/**
 * Whether mail comes back: a test mail from the settings has a reply address of its own, `reply+test-TOKEN@domain`, and an answer
 * to it is noted. The token stands in that mail alone, so whoever has it has read the mail. Only the latest test counts.
 */
import { and, eq, isNull } from "drizzle-orm";
import type { Database } from "../../db/database.ts";
import { mailTest } from "../../db/schema.ts";

const pattern = /^reply\+test-([\da-f]{32})@/i;

/** The token of an address that a test is answered at; null for any other. */
export const tokenOfTestAddress = (address: string): string | null => pattern.exec(address)?.[1]?.toLowerCase() ?? null;

/** The reply address of a new test. An answer to an earlier one counts no more. */
export async function newTestAddress(db: Database, workspaceId: string, domain: string): Promise<string> {
	const token = crypto.randomUUID().replaceAll("-", "");
	const row = { token, sentAt: Date.now(), answeredAt: null };
	await db
		.insert(mailTest)
		.values({ workspaceId, ...row })
		.onConflictDoUpdate({ target: mailTest.workspaceId, set: row });
	return `reply+test-${token}@${domain}`;
}

/** Notes that a test was answered; an answer that comes again changes nothing. False: it is of no test, or of an earlier one. */
export async function noteTestAnswer(db: Database, token: string, now: number): Promise<boolean> {
	const found = await db
		.select({ workspaceId: mailTest.workspaceId })
		.from(mailTest)
		.where(eq(mailTest.token, token))
		.get();
	if (!found) return false;
	const isFirst = and(eq(mailTest.token, token), isNull(mailTest.answeredAt));
	await db.update(mailTest).set({ answeredAt: now }).where(isFirst);
	return true;
}

/** Null: no test has asked to be answered. */
export const latestTest = async (db: Database, workspaceId: string) =>
	(await db
		.select({ sentAt: mailTest.sentAt, answeredAt: mailTest.answeredAt })
		.from(mailTest)
		.where(eq(mailTest.workspaceId, workspaceId))
		.get()) ?? null;

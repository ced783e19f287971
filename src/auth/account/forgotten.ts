/**
 * A mail with a link to a new password, for whoever has forgotten theirs. The answer is the same whether the address has an
 * account, and as fast: what depends on it is done after the answer. Counted by address of mail, network and workspace.
 */
import { and, eq, ne } from "drizzle-orm";
import { waitUntil } from "cloudflare:workers";
import { type Database, database } from "../../db/database.ts";
import { member, user, workspace } from "../../db/schema.ts";
import { withOutboxAfter } from "../../durable/owing.ts";
import { log } from "../../http/log.ts";
import { type Mailing, mailingOf } from "../../mail/promise.ts";
import type { RequestOrigin } from "../../protocol/people/audit.ts";
import { REMOVED } from "../roles.ts";
import { countWithin } from "../sign-in/counted.ts";
import { oweLink } from "./mails.ts";

const HOUR_MS = 3_600_000;

/** Mails an hour: to one address; asked for from one network, where an office may sit; and of one workspace. */
const LIMITS = { account: 3, network: 10, workspace: 100 };

/** Whether this deployment mails such links. */
export async function mailsLinks(env: Env, origin: string): Promise<boolean> {
	const db = database(env);
	const first = await db.select({ id: workspace.id }).from(workspace).orderBy(workspace.createdAt).limit(1).get();
	return first !== undefined && (await mailingOf(env, db, [first.id], origin)) !== null;
}

type Asking = { email: string; network: string; from: RequestOrigin; origin: string };

/** Null: asked for. Otherwise the time until this network may ask again, in ms. */
export async function askForLink(env: Env, asking: Asking): Promise<number | null> {
	const db = database(env);
	const waitMs = await countWithin({ env, db }, `forgotten network ${asking.network}`, LIMITS.network, HOUR_MS);
	if (waitMs !== null) return waitMs;
	waitUntil(mailLink(env, db, asking).catch((error: unknown) => log("mail_not_sent", { reason: "not_owed", error })));
	return null;
}

/** Exported for its tests: the answer doesn't wait for it. */
export async function mailLink(env: Env, db: Database, { email, from, origin }: Asking): Promise<void> {
	// Addresses without an account are counted alike.
	if ((await countWithin({ env, db }, `forgotten account ${email}`, LIMITS.account, HOUR_MS)) !== null) return;
	const memberships = await db
		.select({ userId: user.id, workspaceId: member.workspaceId })
		.from(member)
		.innerJoin(user, eq(user.id, member.userId))
		.where(and(eq(user.email, email), ne(member.role, REMOVED)));
	const [found] = memberships;
	if (!found) return;
	const mailing = await mailingOf(
		env,
		db,
		memberships.map(({ workspaceId }) => workspaceId),
		origin,
	);
	if (mailing && (await isWithin(env, db, mailing)))
		await withOutboxAfter(env, mailing.workspaceId, async () => {
			await oweLink(db, mailing.workspaceId, { userId: found.userId, from, at: Date.now(), origin });
		});
}

const isWithin = async (env: Env, db: Database, { workspaceId }: Mailing): Promise<boolean> =>
	(await countWithin({ env, db }, `forgotten workspace ${workspaceId}`, LIMITS.workspace, HOUR_MS)) === null;

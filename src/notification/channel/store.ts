/** The chat channels of a workspace in D1. The address is encrypted; what people see of it is stored beside it. */
import { and, eq } from "drizzle-orm";
import * as v from "valibot";
import { audit } from "../../db/audit.ts";
import { type Database, database } from "../../db/database.ts";
import { newId } from "../../db/id.ts";
import { alertChannel } from "../../db/schema.ts";
import type { Actor } from "../../protocol/actor.ts";
import { AlertChannel, type ChannelChange, type NewChannel } from "../../protocol/notification/channel.ts";
import { openSecret, sealSecret } from "../secret.ts";
import { maskedAddress } from "./address.ts";

type KeyEnv = Pick<Env, "DB" | "PARLEY_SECRET">;

const Row = v.object({ ...AlertChannel.entries, what: v.pipe(v.string(), v.parseJson(), AlertChannel.entries.what) });

export async function channelsOf(db: Database, workspaceId: string): Promise<AlertChannel[]> {
	const rows = await db
		.select()
		.from(alertChannel)
		.where(eq(alertChannel.workspaceId, workspaceId))
		.orderBy(alertChannel.createdAt, alertChannel.id);
	return rows.map((row) => v.parse(Row, row));
}

/** A channel with its address, to post to. Null: there is no such one. */
export async function channelToPost(
	env: KeyEnv,
	workspaceId: string,
	id: string,
): Promise<(AlertChannel & { address: string }) | null> {
	const where = and(eq(alertChannel.workspaceId, workspaceId), eq(alertChannel.id, id));
	const row = await database(env).select().from(alertChannel).where(where).get();
	return row ? { ...v.parse(Row, row), address: await openSecret(env, "channel address", id, row.address) } : null;
}

export type ChannelWrite = { env: KeyEnv; workspaceId: string; actor: Actor };

export async function addChannel(
	{ env, workspaceId, actor }: ChannelWrite,
	{ kind, name, address, what }: NewChannel,
): Promise<string> {
	const [db, id, now] = [database(env), newId("ch"), Date.now()];
	const sealed = await sealSecret(env, "channel address", id, address);
	const row = {
		id,
		workspaceId,
		kind,
		name,
		address: sealed,
		shown: maskedAddress(address),
		what: JSON.stringify(what),
	};
	await db.batch([
		db.insert(alertChannel).values({ ...row, createdAt: now }),
		audit(db, workspaceId, actor, id, { action: "channel.added", detail: { kind } }, now),
	]);
	return id;
}

/** A new address ends what was wrong with the old one. */
export async function changeChannel(
	{ env, workspaceId, actor }: ChannelWrite,
	id: string,
	{ name, address, what }: ChannelChange,
): Promise<boolean> {
	const db = database(env);
	const set = {
		...(name !== undefined && { name }),
		...(what !== undefined && { what: JSON.stringify(what) }),
		...(address !== undefined && {
			address: await sealSecret(env, "channel address", id, address),
			shown: maskedAddress(address),
			problem: null,
		}),
	};
	if (Object.keys(set).length === 0) return true;
	const where = and(eq(alertChannel.workspaceId, workspaceId), eq(alertChannel.id, id));
	const changed = await db.update(alertChannel).set(set).where(where).returning({ id: alertChannel.id });
	if (changed.length === 0) return false;
	await audit(
		db,
		workspaceId,
		actor,
		id,
		{ action: "channel.changed", detail: { fields: Object.keys(set) } },
		Date.now(),
	);
	return true;
}

export async function removeChannel({ env, workspaceId, actor }: ChannelWrite, id: string): Promise<boolean> {
	const db = database(env);
	const where = and(eq(alertChannel.workspaceId, workspaceId), eq(alertChannel.id, id));
	const removed = await db.delete(alertChannel).where(where).returning({ id: alertChannel.id });
	if (removed.length === 0) return false;
	await audit(db, workspaceId, actor, id, { action: "channel.removed", detail: {} }, Date.now());
	return true;
}

/** Notes what came of a post: why the channel takes nothing any more, or null. */
export async function noteProblem(
	db: Database,
	workspaceId: string,
	id: string,
	problem: string | null,
): Promise<void> {
	const row = await db
		.select({ problem: alertChannel.problem })
		.from(alertChannel)
		.where(and(eq(alertChannel.workspaceId, workspaceId), eq(alertChannel.id, id)))
		.get();
	if (!row || row.problem === problem) return;
	await db.update(alertChannel).set({ problem }).where(eq(alertChannel.id, id));
}

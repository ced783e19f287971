/**
 * Writes of a workspace's members to D1. Each is one batch: its condition is checked within the transaction, so that of two
 * changes at once none undoes the other. Only actions.ts imports it.
 */
import { and, eq, ne, notInArray, type SQL, sql } from "drizzle-orm";
import { auditorOf, auditIf } from "../../../db/audit.ts";
import type { Database } from "../../../db/database.ts";
import { oweIf } from "../../../db/outbox.ts";
import { member, session } from "../../../db/schema.ts";
import type { Actor } from "../../../protocol/actor.ts";
import type { GivenRole } from "../../../protocol/people/team.ts";
import { REMOVED } from "../../../auth/roles.ts";
import type { MemberChanged } from "../effects.ts";

export type TeamWrite = { db: Database; workspaceId: string; actor: Actor; now: number };

/**
 * When a removal is delivered once more: the list hears of a conversation's new assignee moments later, so that one that they
 * had just taken over may not be on it the first time. ms.
 */
const ONCE_MORE_MS = 60_000;

/** Whether the row is there, in a sub-query. */
const exists = (where: SQL | undefined): SQL => sql`EXISTS (SELECT 1 FROM ${member} WHERE ${where})`;

/** A member who isn't the owner and wasn't removed. */
const within = (workspaceId: string, memberId: string) =>
	and(eq(member.workspaceId, workspaceId), eq(member.id, memberId), notInArray(member.role, ["owner", REMOVED]));

const changed = (memberId: string): MemberChanged => ({ type: "member_changed", memberId });

/** False: there is no such member, or it is the owner. A role that they have already changes nothing. */
export async function setRole(
	{ db, workspaceId, actor, now }: TeamWrite,
	memberId: string,
	role: GivenRole,
): Promise<boolean> {
	const condition = exists(and(within(workspaceId, memberId), ne(member.role, role)));
	const [, , rows] = await db.batch([
		auditIf(
			db,
			workspaceId,
			auditorOf(actor),
			memberId,
			{ action: "member.role_changed", detail: { role } },
			now,
			condition,
		),
		oweIf(db, workspaceId, changed(memberId), now, condition),
		db.update(member).set({ role }).where(within(workspaceId, memberId)).returning({ id: member.id }),
	]);
	return rows.length > 0;
}

/** Keeps the member's row, for their name, and ends their sessions unless they are in another workspace too. False as above. */
export async function remove({ db, workspaceId, actor, now }: TeamWrite, memberId: string): Promise<boolean> {
	const condition = exists(within(workspaceId, memberId));
	const theirs = sql`(SELECT ${member.userId} FROM ${member} WHERE ${member.id} = ${memberId})`;
	const elsewhere = exists(and(eq(member.userId, theirs), ne(member.role, REMOVED)));
	const [, , , rows] = await db.batch([
		auditIf(db, workspaceId, auditorOf(actor), memberId, { action: "member.removed", detail: {} }, now, condition),
		oweIf(db, workspaceId, changed(memberId), now, condition),
		oweIf(db, workspaceId, changed(memberId), now, condition, now + ONCE_MORE_MS),
		db.update(member).set({ role: REMOVED }).where(within(workspaceId, memberId)).returning({ id: member.id }),
		db.delete(session).where(and(sql`${session.userId} = ${theirs}`, sql`NOT ${elsewhere}`)),
	]);
	return rows.length > 0;
}

/** Makes `to` the owner and the owner an admin, in one statement. False: `from` isn't the owner, or `to` no member. */
export async function handOver(
	{ db, workspaceId, actor, now }: TeamWrite,
	{ from, to }: { from: string; to: string },
): Promise<boolean> {
	const owner = and(eq(member.workspaceId, workspaceId), eq(member.id, from), eq(member.role, "owner"));
	const condition = sql`${exists(owner)} AND ${exists(within(workspaceId, to))}`;
	const [, , , rows] = await db.batch([
		auditIf(db, workspaceId, auditorOf(actor), to, { action: "workspace.handed_over", detail: {} }, now, condition),
		oweIf(db, workspaceId, changed(to), now, condition),
		oweIf(db, workspaceId, changed(from), now, condition),
		db
			.update(member)
			.set({ role: sql`CASE ${member.id} WHEN ${to} THEN 'owner' ELSE 'admin' END` })
			.where(sql`${member.id} IN (${from}, ${to}) AND ${condition}`)
			.returning({ id: member.id }),
	]);
	return rows.length === 2;
}

/** Reads a workspace's audit log, the latest first, a page at a time. It changes nothing; db/audit.ts adds the rows. */
import { and, desc, eq, gte, lt, lte, or, type SQL, sql } from "drizzle-orm";
import * as v from "valibot";
import type { Database } from "../../db/database.ts";
import { auditLog, member, user } from "../../db/schema.ts";
import { type AuditPage, type AuditTopic, RequestOrigin } from "../../protocol/people/audit.ts";

const PAGE = 50;

export type AuditFilter = {
	actor?: string | undefined;
	topic?: AuditTopic | undefined;
	/** ms since 1970, both included. */
	from?: number | undefined;
	to?: number | undefined;
	/** Of the page before: the time and id of its last row. */
	cursor?: { at: number; id: string } | undefined;
};

const Detail = v.fallback(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.unknown())), {});
const Origin = v.fallback(v.nullable(v.pipe(v.string(), v.parseJson(), RequestOrigin)), null);

export async function auditPage(
	db: Database,
	workspaceId: string,
	{ actor, topic, from, to, cursor }: AuditFilter,
): Promise<AuditPage> {
	const where: (SQL | undefined)[] = [
		eq(auditLog.workspaceId, workspaceId),
		actor === undefined ? undefined : eq(auditLog.actorId, actor),
		topic === undefined ? undefined : sql`${auditLog.action} GLOB ${`${topic}.*`}`,
		from === undefined ? undefined : gte(auditLog.at, from),
		to === undefined ? undefined : lte(auditLog.at, to),
		cursor && or(lt(auditLog.at, cursor.at), and(eq(auditLog.at, cursor.at), lt(auditLog.id, cursor.id))),
	];
	const rows = await db
		.select({
			id: auditLog.id,
			at: auditLog.at,
			actorId: auditLog.actorId,
			actorName: auditLog.actorName,
			action: auditLog.action,
			subjectId: auditLog.subjectId,
			subjectName: user.name,
			detail: auditLog.detail,
			origin: auditLog.origin,
		})
		.from(auditLog)
		.leftJoin(member, and(eq(member.id, auditLog.subjectId), eq(member.workspaceId, workspaceId)))
		.leftJoin(user, eq(user.id, member.userId))
		.where(and(...where))
		.orderBy(desc(auditLog.at), desc(auditLog.id))
		.limit(PAGE + 1);
	const shown = rows.slice(0, PAGE);
	const last = shown.at(-1);
	return {
		rows: shown.map(({ id, at, actorId, actorName, action, subjectId, subjectName, detail, origin }) => ({
			id,
			at,
			actor: { id: actorId, name: actorName },
			action,
			subject: { id: subjectId, name: subjectName },
			detail: v.parse(Detail, detail),
			origin: v.parse(Origin, origin),
		})),
		cursor: rows.length > PAGE && last ? `${last.at}.${last.id}` : null,
	};
}

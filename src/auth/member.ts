/**
 * Authentication of members: better-auth checks the session cookie, and every request reads the membership from D1, so that
 * removing a member or changing their role takes effect at once. Refuses requests from pages of other sites.
 */
import { and, eq, ne, sql } from "drizzle-orm";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { type Database, database } from "../db/database.ts";
import { member as memberTable, user } from "../db/schema.ts";
import { needsSameOrigin, ownOrigin, sameOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";
import { Role } from "../protocol/actor.ts";
import { auth, sessionHeaders } from "./better.ts";
import type { Member } from "./principal.ts";
import { may, type Permission, REMOVED } from "./roles.ts";

export type MemberEnv = { Bindings: Env; Variables: { member: Member } };

/** The membership of a session: in its active workspace, else the oldest. Null also for a role that this code doesn't know. */
async function membership(
	db: Database,
	userId: string,
	activeWorkspaceId: string | null,
): Promise<Omit<Member, "session"> | null> {
	const row = await db
		.select({
			memberId: memberTable.id,
			workspaceId: memberTable.workspaceId,
			role: memberTable.role,
			userId: user.id,
			name: user.name,
		})
		.from(memberTable)
		.innerJoin(user, eq(user.id, memberTable.userId))
		.where(and(eq(memberTable.userId, userId), ne(memberTable.role, REMOVED)))
		.orderBy(sql`${memberTable.workspaceId} = ${activeWorkspaceId} DESC`, memberTable.createdAt, memberTable.id)
		.get();
	const role = v.safeParse(Role, row?.role);
	return row && role.success ? { kind: "member", ...row, role: role.output } : null;
}

/** The account of a request's session, member of a workspace or not: for who accepts an invitation. */
export async function signedInUser(
	request: Request,
	env: Env,
): Promise<{ userId: string; name: string; email: string; sessionId: string } | null> {
	if (!request.headers.has("cookie")) return null;
	const { api } = await auth(env, ownOrigin(request));
	const found = await api.getSession({ headers: sessionHeaders(request) });
	if (!found) return null;
	const { id, name, email } = found.user;
	return { userId: id, name, email, sessionId: found.session.id };
}

/** The member of a request's session. `setCookie` renews the browser's cookie with the session, about once a day. */
async function readSession(request: Request, env: Env): Promise<{ member: Member | null; setCookie: string[] }> {
	// Requests without a cookie, such as a visitor's, must not cost a database query.
	if (!request.headers.has("cookie")) return { member: null, setCookie: [] };
	const { headers, response } = await (
		await auth(env, ownOrigin(request))
	).api.getSession({ headers: sessionHeaders(request), returnHeaders: true });
	if (!response) return { member: null, setCookie: [] };
	const { id, expiresAt, activeOrganizationId } = response.session;
	const found = await membership(database(env), response.user.id, activeOrganizationId ?? null);
	return {
		member: found && { ...found, session: { id, endsAt: expiresAt.getTime() } },
		setCookie: headers.getSetCookie(),
	};
}

/** The member of a request's session, or null. It doesn't check the request's origin: see `sameOrigin`. */
export const findMember = async (request: Request, env: Env): Promise<Member | null> =>
	(await readSession(request, env)).member;

/** Middleware for members with the permission: sets `c.var.member`. Throws a 401 or 403 for anyone else. */
export const member = (permission: Permission) =>
	createMiddleware<MemberEnv>(async (c, next) => {
		if (needsSameOrigin(c.req.raw) && !sameOrigin(c.req.raw))
			throw problem(403, "This came from another site", { reason: "forbidden" });
		const { member: found, setCookie } = await readSession(c.req.raw, c.env);
		if (!found) throw problem(401, "You are signed out", { detail: "Sign in again.", reason: "unauthorized" });
		if (!may(found.role, permission)) throw forbidden();
		c.set("member", found);
		await next();
		if (c.res.status !== 101) for (const cookie of setCookie) c.header("set-cookie", cookie, { append: true });
	});

/** The 403 for a role that doesn't suffice. Handlers throw it where the permission depends on more than the route. */
export const forbidden = (detail = "Ask an owner or admin of the workspace.") =>
	problem(403, "Your role doesn't allow this", { detail, reason: "forbidden" });

/**
 * Authentication of members: better-auth checks the session cookie, and every request reads the membership from D1, so that
 * removing a member or changing their role takes effect at once. Refuses requests from pages of other sites.
 */
import { and, eq, ne, sql } from "drizzle-orm";
import { createMiddleware } from "hono/factory";
import * as v from "valibot";
import { type Database, database } from "../db/database.ts";
import { factor, member as memberTable, session as sessionTable, settings, user } from "../db/schema.ts";
import { needsSameOrigin, ownOrigin, sameOrigin } from "../http/origin.ts";
import { problem } from "../http/problem.ts";
import { Role } from "../protocol/actor.ts";
import type { RequestOrigin } from "../protocol/people/audit.ts";
import type { FactorState } from "../protocol/people/factor.ts";
import { originOf } from "./account/origin.ts";
import { auth, sessionHeaders } from "./better.ts";
import type { Member } from "./principal.ts";
import { may, type Permission, REMOVED } from "./roles.ts";

export type MemberEnv = { Bindings: Env; Variables: { member: Member } };

type Membership = { member: Omit<Member, "session" | "from">; state: FactorState; required: boolean };

/**
 * The membership of a session: in its active workspace, else the oldest. Null also for a role that this code doesn't know.
 * Here is decided, for every session whatever it began with, whether it still owes its second factor.
 */
async function membership(
	db: Database,
	userId: string,
	sessionId: string,
	activeWorkspaceId: string | null,
): Promise<Membership | null> {
	const row = await db
		.select({
			memberId: memberTable.id,
			workspaceId: memberTable.workspaceId,
			role: memberTable.role,
			userId: user.id,
			name: user.name,
			factorAt: sql<
				number | null
			>`(SELECT ${sessionTable.factorAt} FROM ${sessionTable} WHERE ${sessionTable.id} = ${sessionId})`,
			factors: sql<number>`(SELECT count(*) FROM ${factor} WHERE ${factor.userId} = ${user.id} AND ${factor.confirmedAt} IS NOT NULL)`,
			required: sql<number | null>`(SELECT json_extract(${settings.json}, '$.requireSecondFactor') FROM ${settings}
				WHERE ${settings.workspaceId} = ${memberTable.workspaceId})`,
		})
		.from(memberTable)
		.innerJoin(user, eq(user.id, memberTable.userId))
		.where(and(eq(memberTable.userId, userId), ne(memberTable.role, REMOVED)))
		.orderBy(sql`${memberTable.workspaceId} = ${activeWorkspaceId} DESC`, memberTable.createdAt, memberTable.id)
		.get();
	if (!row) return null;
	const { factorAt, factors, required, ...who } = row;
	const role = v.safeParse(Role, who.role);
	if (!role.success) return null;
	const state = factors > 0 ? (factorAt === null ? "owed" : "done") : required ? "missing" : "done";
	return { member: { kind: "member", ...who, role: role.output }, state, required: Boolean(required) };
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

type Found = { member: Member | null; state: FactorState; setCookie: string[] };

/**
 * The member of a request's session. `setCookie` renews the browser's cookie with the session, about once a day. `state` says
 * why there is no member where a session owes its second factor.
 */
async function readSession(request: Request, env: Env): Promise<Found> {
	const nobody: Found = { member: null, state: "done", setCookie: [] };
	// Requests without a cookie, such as a visitor's, must not cost a database query.
	if (!request.headers.has("cookie")) return nobody;
	const { headers, response } = await (
		await auth(env, ownOrigin(request))
	).api.getSession({ headers: sessionHeaders(request), returnHeaders: true });
	if (!response) return nobody;
	const { id, expiresAt, activeOrganizationId } = response.session;
	const found = await membership(database(env), response.user.id, id, activeOrganizationId ?? null);
	if (!found) return nobody;
	const { state } = found;
	const session = { id, endsAt: expiresAt.getTime() };
	return {
		member: state === "done" ? { ...found.member, session, from: originOf(request) } : null,
		state,
		setCookie: headers.getSetCookie(),
	};
}

/** A session that may still owe its second factor: for the routes that show it or set one up, and for no others. */
export type FactorSession = {
	userId: string;
	name: string;
	email: string;
	sessionId: string;
	/** When it was signed in, ms since 1970. */
	startedAt: number;
	state: FactorState;
	required: boolean;
	/** Where the request came from, for the audit log. */
	from: RequestOrigin;
};

export async function readFactorSession(request: Request, env: Env): Promise<FactorSession | null> {
	if (!request.headers.has("cookie")) return null;
	const { api } = await auth(env, ownOrigin(request));
	const found = await api.getSession({ headers: sessionHeaders(request) });
	if (!found) return null;
	const { id: sessionId, activeOrganizationId, createdAt } = found.session;
	const { id: userId, name, email } = found.user;
	const known = await membership(database(env), userId, sessionId, activeOrganizationId ?? null);
	if (!known) return null;
	const { state, required } = known;
	return { userId, name, email, sessionId, startedAt: createdAt.getTime(), state, required, from: originOf(request) };
}

/** The member of a request's session, or null. It doesn't check the request's origin: see `sameOrigin`. */
export const findMember = async (request: Request, env: Env): Promise<Member | null> =>
	(await readSession(request, env)).member;

/** Middleware for members with the permission: sets `c.var.member`. Throws a 401 or 403 for anyone else. */
export const member = (permission: Permission) =>
	createMiddleware<MemberEnv>(async (c, next) => {
		if (needsSameOrigin(c.req.raw) && !sameOrigin(c.req.raw))
			throw problem(403, "This came from another site", { reason: "forbidden" });
		const { member: found, state, setCookie } = await readSession(c.req.raw, c.env);
		if (!found) throw signedOut(state);
		if (!may(found.role, permission)) throw forbidden();
		c.set("member", found);
		await next();
		if (c.res.status !== 101) for (const cookie of setCookie) c.header("set-cookie", cookie, { append: true });
	});

/** The 401, which says what a session owes; a client without a session learns no more than that. */
function signedOut(state: FactorState) {
	if (state === "owed")
		return problem(401, "Show your second factor", { detail: "Sign in again.", reason: "factor_owed" });
	if (state === "missing")
		return problem(401, "Set up a second factor", { detail: "Your workspace asks for one.", reason: "factor_missing" });
	return problem(401, "You are signed out", { detail: "Sign in again.", reason: "unauthorized" });
}

/** The 403 for a role that doesn't suffice. Handlers throw it where the permission depends on more than the route. */
export const forbidden = (detail = "Ask an owner or admin of the workspace.") =>
	problem(403, "Your role doesn't allow this", { detail, reason: "forbidden" });

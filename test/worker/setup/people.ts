/**
 * Who acts in worker tests: workspaces, members with a role, visitors. Members and workspaces are rows, because the
 * one route that makes them makes only the first; signing in and visiting go through the Worker's routes.
 */
import { exports, env } from "cloudflare:workers";
import * as v from "valibot";
import { hashPassword } from "../../../src/auth/password.ts";
import { database } from "../../../src/db/database.ts";
import { newId } from "../../../src/db/id.ts";
import { account, member, settings, user, workspace } from "../../../src/db/schema.ts";
import type { MemberCaller } from "../../../src/durable/caller.ts";
import { grant } from "../../../src/durable/grant.ts";
import type { Role } from "../../../src/protocol/actor.ts";
import { WidgetSession } from "../../../src/protocol/widget.ts";
import type { WorkspaceSettings } from "../../../src/protocol/workspace.ts";

/** The host that worker tests talk to. */
export const ORIGIN = "https://parley.test";

const PASSWORD = "a password for tests";
let hash: Promise<string> | undefined;

export type Workspace = { id: string; name: string; publicKey: string; site: string };
/** `id` is the member's. */
export type Person = { id: string; userId: string; name: string; email: string; role: Role; cookie: string };
export type Visiting = { token: string; visitorId: string; site: string; address: string };

/** A workspace of its own with one allowed site; `over` overrides its settings. */
export async function createWorkspace(name = "Test", over: Partial<WorkspaceSettings> = {}): Promise<Workspace> {
	const id = newId("ws");
	const publicKey = newId("pk");
	const site = `https://shop-${unique()}.test`;
	const db = database(env);
	await db.insert(workspace).values({ id, name, slug: id, createdAt: new Date() });
	const json = JSON.stringify({ allowedOrigins: [site], ...over });
	await db.insert(settings).values({ workspaceId: id, publicKey, json, updatedAt: Date.now() });
	return { id, name, publicKey, site };
}

/** A member of a workspace, signed in. */
export async function createMember({ id: workspaceId }: Workspace, role: Role, name = "Ines"): Promise<Person> {
	const userId = newId("us");
	const id = newId("mb");
	const email = `${unique()}@team.test`;
	const now = new Date();
	const db = database(env);
	hash ??= hashPassword(PASSWORD);
	await db.insert(user).values({ id: userId, name, email, emailVerified: true, createdAt: now, updatedAt: now });
	await db.insert(account).values({
		id: newId("ac"),
		accountId: userId,
		providerId: "credential",
		userId,
		password: await hash,
		createdAt: now,
		updatedAt: now,
	});
	await db.insert(member).values({ id, workspaceId, userId, role, createdAt: now });
	return { id, userId, name, email, role, cookie: await signIn(email) };
}

/** Signs in through the route. Returns the `Cookie` header of a browser that did. */
export async function signIn(email: string, password = PASSWORD, host = ORIGIN): Promise<string> {
	const response = await exports.default.fetch(`${host}/api/auth/sign-in/email`, {
		method: "POST",
		// An address each: the limit on attempts is per address, and a file of tests signs many people in.
		headers: { "Content-Type": "application/json", Origin: host, "CF-Connecting-IP": randomAddress() },
		body: JSON.stringify({ email, password }),
	});
	if (!response.ok) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
	return response.headers
		.getSetCookie()
		.map((cookie) => cookie.split(";")[0])
		.join("; ");
}

/** A new visitor on the workspace's site, from a network address of their own unless one is given. */
export async function createVisitor(to: Workspace, address = randomAddress()): Promise<Visiting> {
	const response = await exports.default.fetch(`${ORIGIN}/api/widget/session`, {
		method: "POST",
		headers: { "Content-Type": "text/plain", Origin: to.site, "CF-Connecting-IP": address },
		body: JSON.stringify({ key: to.publicKey }),
	});
	if (!response.ok) throw new Error(`the session answered ${response.status}: ${await response.text()}`);
	const { token, visitorId } = v.parse(WidgetSession, await response.json());
	return { token, visitorId, site: to.site, address };
}

/** What a socket that was let in now was let in on. */
export const newGrant = () => grant("se_test", Number.MAX_SAFE_INTEGER, Date.now());

/** A member as the Worker hands them to an object. */
export const memberCallerOf = ({ id, name, role }: Pick<Person, "id" | "name" | "role">): MemberCaller => ({
	kind: "member",
	memberId: id,
	name,
	role,
	grant: newGrant(),
});

/** What clients make for a conversation. */
export const newConversationId = (): string => `c_${crypto.randomUUID().replaceAll("-", "").slice(0, 22)}`;
/** What clients make for a message. */
export const newFrameId = (): string => crypto.randomUUID();

type Ask = { method?: string; body?: unknown; headers?: Record<string, string> };

/** One request of a member's dashboard. A body makes it a POST. */
export const ask = (person: Pick<Person, "cookie"> | null, path: string, { method, body, headers }: Ask = {}) =>
	exports.default.fetch(`${ORIGIN}${path}`, {
		method: method ?? (body === undefined ? "GET" : "POST"),
		headers: {
			Origin: ORIGIN,
			...(person && { Cookie: person.cookie }),
			...(body !== undefined && { "Content-Type": "application/json" }),
			...headers,
		},
		body: body === undefined ? null : JSON.stringify(body),
	});

/** One request of a visitor's widget, with their token. A body makes it a POST. */
export const askAsVisitor = (
	{ token, site, address }: Pick<Visiting, "token" | "site" | "address">,
	path: string,
	{ method, body, headers }: Ask = {},
) =>
	exports.default.fetch(`${ORIGIN}${path}`, {
		method: method ?? (body === undefined ? "GET" : "POST"),
		headers: {
			Origin: site,
			Authorization: `Bearer ${token}`,
			"CF-Connecting-IP": address,
			...(body !== undefined && { "Content-Type": "application/json" }),
			...headers,
		},
		body: body === undefined ? null : JSON.stringify(body),
	});

const unique = () => crypto.randomUUID().slice(0, 8);

/** From the block for documentation, RFC 3849. */
export function randomAddress(): string {
	const [a = 0, b = 0, c = 0] = crypto.getRandomValues(new Uint16Array(3));
	return `2001:db8:${a.toString(16)}:${b.toString(16)}::${c.toString(16)}`;
}

/**
 * Workspaces, teammates and visitors for the bench. Each measurement has a workspace of its own, so that its counts include no
 * other's. Workspaces and teammates are inserted as rows; signing in and chatting go through the product's own routes.
 */
import { randomUUID } from "node:crypto";
import { readD1Migrations } from "@cloudflare/vitest-plugin";
import * as v from "valibot";
import { hashPassword } from "../../src/auth/password.ts";
import { newId } from "../../src/db/id.ts";
import { FILE_HEADER } from "../../src/protocol/conversation/file.ts";
import { WidgetSession } from "../../src/protocol/widget.ts";
import { SUBPROTOCOL, TAKEN_EVERY } from "../../src/protocol/limits.ts";
import { type Address, Line } from "./line.ts";
import { type Order, WORKSPACE_HEADER } from "./order.ts";

const SITE = "https://shop.test";
const PASSWORD = "a password for the bench";
let hash: Promise<string> | undefined;

export type Teammate = { id: string; name: string; cookie: string };
export type Visitor = { token: string; visitorId: string; address: string };
export type Workspace = { host: string; id: string; key: string };

/** Sends a request to the control route of the bench's Worker. */
export async function order(host: string, what: Order): Promise<unknown> {
	const response = await fetch(`${host}/bench`, { method: "POST", body: JSON.stringify(what) });
	if (!response.ok) throw new Error(`the bench's Worker answered ${response.status}: ${await response.text()}`);
	return response.json();
}

/** Creates D1's tables. */
export async function migrate(host: string): Promise<void> {
	for (const { queries } of await readD1Migrations("migrations")) await order(host, { do: "sql", statements: queries });
}

const quoted = (value: string | number) => (typeof value === "number" ? value : `'${value.replaceAll("'", "''")}'`);
const insert = (table: string, row: Record<string, string | number>): string =>
	`INSERT INTO "${table}" (${Object.keys(row).join(", ")}) VALUES (${Object.values(row).map(quoted).join(", ")})`;

/** Creates a workspace that connects a visitor who asks for a person at once. */
export async function createWorkspace(host: string): Promise<Workspace> {
	const [id, key, now] = [newId("ws"), newId("pk"), Date.now()];
	await order(host, {
		do: "sql",
		statements: [
			insert("workspace", { id, name: "Fjord Bags", slug: id.toLowerCase(), created_at: now }),
			insert("settings", {
				workspace_id: id,
				public_key: key,
				json: JSON.stringify({ allowedOrigins: [SITE] }),
				updated_at: now,
			}),
		],
	});
	return { host, id, key };
}

export async function createTeammate({ host, id: workspaceId }: Workspace, name = "Ines"): Promise<Teammate> {
	const [id, userId, now] = [newId("mb"), newId("us"), Date.now()];
	const email = `${randomUUID()}@team.test`;
	hash ??= hashPassword(PASSWORD);
	const dates = { created_at: now, updated_at: now };
	await order(host, {
		do: "sql",
		statements: [
			insert("user", { id: userId, name, email, email_verified: 1, ...dates }),
			insert("account", {
				id: newId("ac"),
				account_id: userId,
				provider_id: "credential",
				user_id: userId,
				password: await hash,
				...dates,
			}),
			insert("member", { id, workspace_id: workspaceId, user_id: userId, role: "owner", created_at: now }),
		],
	});
	const response = await fetch(`${host}/api/auth/sign-in/email`, {
		method: "POST",
		headers: { "Content-Type": "application/json", Origin: host, [WORKSPACE_HEADER]: workspaceId },
		body: JSON.stringify({ email, password: PASSWORD }),
	});
	if (!response.ok) throw new Error(`signing in answered ${response.status}: ${await response.text()}`);
	const cookies = response.headers.getSetCookie().map((cookie) => cookie.split(";")[0]);
	return { id, name, cookie: cookies.join("; ") };
}

/** Makes one request as a teammate's dashboard. */
export async function ask(
	{ host, id }: Workspace,
	{ cookie }: Teammate,
	path: string,
	body?: unknown,
	method = body === undefined ? "GET" : "POST",
): Promise<unknown> {
	const response = await fetch(`${host}${path}`, {
		method,
		headers: { Origin: host, Cookie: cookie, "Content-Type": "application/json", [WORKSPACE_HEADER]: id },
		...(body === undefined ? {} : { body: JSON.stringify(body) }),
	});
	if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
	return response.json();
}

/** A network address, another one for each visitor, as limits count by it. From the block for documentation, RFC 3849. */
function newAddress(): string {
	const [a = 0, b = 0] = crypto.getRandomValues(new Uint16Array(2));
	return `2001:db8:${a.toString(16)}:${b.toString(16)}::1`;
}

/** Makes the widget's request on opening the page ("boot") or the chat ("session"), from an address of its own. */
export async function knock(
	{ host, id, key }: Workspace,
	what: "boot" | "session",
	address = newAddress(),
): Promise<unknown> {
	const response = await fetch(`${host}/api/widget/${what}`, {
		method: "POST",
		headers: { "Content-Type": "text/plain", Origin: SITE, "CF-Connecting-IP": address, [WORKSPACE_HEADER]: id },
		body: JSON.stringify({ key }),
	});
	if (!response.ok) throw new Error(`${what} answered ${response.status}: ${await response.text()}`);
	return response.json();
}

export async function createVisitor(workspace: Workspace): Promise<Visitor> {
	const address = newAddress();
	return { ...v.parse(WidgetSession, await knock(workspace, "session", address)), address };
}

export const newConversationId = (): string => `c_${randomUUID().replaceAll("-", "").slice(0, 22)}`;

const socketTo = (
	{ host, id }: Workspace,
	path: string,
	protocols: string[],
	headers: Record<string, string>,
): Address => ({
	url: `${host}${path}`,
	protocols: [SUBPROTOCOL, ...protocols],
	headers: { ...headers, [WORKSPACE_HEADER]: id },
});

export function openAsVisitor(workspace: Workspace, { token, address }: Visitor, id: string): Promise<Line> {
	const headers = { Origin: SITE, "CF-Connecting-IP": address };
	return Line.open(socketTo(workspace, `/api/widget/conversations/${id}/socket?since=0`, [token], headers));
}

const openDashboard = (workspace: Workspace, { cookie }: Teammate, path: string, takenEvery?: number): Promise<Line> =>
	Line.open(socketTo(workspace, path, [], { Origin: workspace.host, Cookie: cookie }), takenEvery);

export const openAsTeammate = (workspace: Workspace, teammate: Teammate, id: string): Promise<Line> =>
	openDashboard(workspace, teammate, `/api/conversations/${id}/socket?since=0`);

export const openInbox = (workspace: Workspace, teammate: Teammate): Promise<Line> =>
	openDashboard(workspace, teammate, "/api/inbox/socket", TAKEN_EVERY);

export type Conversation = {
	id: string;
	visitor: Line;
	teammate: Line;
	/** Sends a file of the visitor's, and returns its id for a message that names it. */
	upload(): Promise<string>;
};

/** Sends a file of a visitor's, and returns its id. */
export async function sendFile(
	{ host, id: workspaceId }: Workspace,
	{ token, address }: Visitor,
	conversation: string,
) {
	const file = randomUUID();
	const body = "A file of the bench.";
	const response = await fetch(`${host}/api/widget/conversations/${conversation}/files/${file}`, {
		method: "PUT",
		headers: {
			Origin: SITE,
			Authorization: `Bearer ${token}`,
			"CF-Connecting-IP": address,
			[WORKSPACE_HEADER]: workspaceId,
			[FILE_HEADER]: encodeURIComponent(JSON.stringify({ name: "bench.txt", size: body.length })),
		},
		body,
	});
	if (!response.ok) throw new Error(`sending a file answered ${response.status}: ${await response.text()}`);
	return file;
}

/** Sends one message, and waits until both sides have it. */
export async function say(from: Line, to: Line, text: string, files: { id: string }[] = []): Promise<void> {
	const id = randomUUID();
	const there = to.next(id);
	const here = from === to ? there : from.next(id);
	from.send(JSON.stringify({ type: "send", id, text, ...(files.length > 0 && { files }) }));
	await Promise.all([there, here]);
}

/** Starts a conversation that a teammate has taken over; both sides have an open socket. */
export async function converse(workspace: Workspace, teammate: Teammate): Promise<Conversation> {
	const id = newConversationId();
	const who = await createVisitor(workspace);
	const visitor = await openAsVisitor(workspace, who, id);
	await say(visitor, visitor, "Can I talk to a person?");
	const line = await openAsTeammate(workspace, teammate, id);
	await say(line, visitor, "Of course. How can I help?");
	return { id, visitor, teammate: line, upload: () => sendFile(workspace, who, id) };
}

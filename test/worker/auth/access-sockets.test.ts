/** Who may not open which socket, nor reach which conversation: strangers, other visitors, other workspaces, other sites. */
import { beforeAll, describe, expect, test } from "vitest";
import { CloseCode, SUBPROTOCOL } from "../../../src/protocol/limits.ts";
import {
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	type Person,
	type Visiting,
	type Workspace,
} from "../setup/people.ts";
import { type Dial, dial, openInbox, openVisitor } from "../setup/socket.ts";

let here: Workspace;
let there: Workspace;
let owner: Person;
let stranger: Person;
let ana: Visiting;
let eve: Visiting;
let outsider: Visiting;
let id: string;

beforeAll(async () => {
	[here, there] = [await createWorkspace("Here"), await createWorkspace("There")];
	[owner, stranger] = await Promise.all([createMember(here, "owner"), createMember(there, "owner", "Stefan")]);
	[ana, eve, outsider] = await Promise.all([createVisitor(here), createVisitor(here), createVisitor(there)]);
	id = newConversationId();
	const line = await openVisitor(ana, id);
	line.send({ type: "send", id: newFrameId(), text: "Ana's secret" });
	await line.next("entries");
});

const asVisitor = ({ token, site }: Visiting): Dial => ({ protocols: [SUBPROTOCOL, token], origin: site });

/** "open", the code it was closed with at once, or the status of the answer. */
async function attempt(path: string, how: Dial): Promise<string | number> {
	const response = await dial(path, how);
	const { webSocket } = response;
	if (!webSocket) return response.status;
	const { promise, resolve } = Promise.withResolvers<string | number>();
	webSocket.addEventListener("close", ({ code }) => resolve(code));
	webSocket.addEventListener("message", () => resolve("open"));
	webSocket.accept();
	return promise.finally(() => webSocket.close());
}

describe("a visitor's socket", () => {
	const path = () => `/api/widget/conversations/${id}/socket`;

	test("opens for its visitor", async () => {
		expect(await attempt(path(), asVisitor(ana))).toBe("open");
	});

	test("does not open for another visitor of the same workspace", async () => {
		expect(await attempt(path(), asVisitor(eve))).toBe(404);
	});

	test("shows another workspace's visitor a conversation of their own, with nothing in it", async () => {
		const line = await openVisitor(outsider, id);
		expect(await line.next("welcome")).toMatchObject({ state: null, entries: [], seq: 0 });
		line.close();
	});

	test("does not open without a token, with a forged one, or with a member's cookie", async () => {
		expect(await attempt(path(), { origin: here.site })).toBe(CloseCode.unauthorized);
		const forged = `${ana.token.slice(0, -4)}AAAA`;
		expect(await attempt(path(), { protocols: [SUBPROTOCOL, forged], origin: here.site })).toBe(CloseCode.unauthorized);
		expect(await attempt(path(), { cookie: owner.cookie })).toBe(CloseCode.unauthorized);
	});

	test("does not open from a site the workspace doesn't allow", async () => {
		expect(await attempt(path(), { ...asVisitor(ana), origin: "https://evil.test" })).toBe(403);
	});
});

describe("a member's sockets", () => {
	const paths = () => ["/api/inbox/socket", `/api/conversations/${id}/socket`];

	test("open for a member, on the dashboard's own pages only", async () => {
		for (const path of paths()) {
			expect(await attempt(path, { cookie: owner.cookie })).toBe("open");
			expect(await attempt(path, { cookie: owner.cookie, origin: "https://evil.test" })).toBe(403);
			expect(await attempt(path, { cookie: owner.cookie, origin: here.site })).toBe(403);
		}
	});

	test("do not open for somebody who isn't signed in, nor for a visitor", async () => {
		for (const path of paths()) {
			expect(await attempt(path, {})).toBe(CloseCode.unauthorized);
			expect(await attempt(path, { protocols: [SUBPROTOCOL, ana.token] })).toBe(CloseCode.unauthorized);
		}
	});

	test("tell another workspace's member nothing", async () => {
		expect(await attempt(`/api/conversations/${id}/socket`, { cookie: stranger.cookie })).toBe(404);
		const line = await openInbox(stranger);
		expect(await line.next("hello")).toMatchObject({ counts: [] });
		line.send({ type: "list", id: "all", filter: { status: "all", handler: "any", assignee: "anyone" } });
		expect((await line.next("page")).items).toEqual([]);
	});
});

describe("a visitor's HTTP routes", () => {
	const frame = () => ({ body: { type: "send", id: newFrameId(), text: "I am Ana" } });

	test("tell and take nothing from another visitor", async () => {
		const entries = await askAsVisitor(eve, `/api/widget/conversations/${id}/entries`);
		expect(entries.status).toBe(404);
		expect((await askAsVisitor(eve, `/api/widget/conversations/${id}/frames`, frame())).status).toBe(404);
		const elsewhere = await askAsVisitor(outsider, `/api/widget/conversations/${id}/entries`);
		expect(await elsewhere.text()).not.toContain("secret");
	});

	test("are closed to a token that is missing or made up, and to other sites", async () => {
		for (const path of ["entries", "frames"]) {
			const how = path === "frames" ? frame() : {};
			const at = `/api/widget/conversations/${id}/${path}`;
			expect((await askAsVisitor({ ...ana, token: "" }, at, how)).status).toBe(401);
			expect((await askAsVisitor({ ...ana, token: "a.b.c" }, at, how)).status).toBe(401);
			expect((await askAsVisitor({ ...ana, site: "https://evil.test" }, at, how)).status).toBe(403);
		}
	});

	test("a visitor's token opens no member's route", async () => {
		for (const path of ["/api/me", "/api/contacts", `/api/conversations/${id}`, "/api/documents"])
			expect((await askAsVisitor(ana, path)).status).toBe(401);
	});

	test("a session and the loader are refused to other sites and unknown keys", async () => {
		for (const path of ["boot", "session"]) {
			const at = `/api/widget/${path}`;
			const body = { key: here.publicKey };
			expect((await askAsVisitor({ ...ana, site: "https://evil.test" }, at, { body })).status).toBe(403);
			expect((await askAsVisitor(ana, at, { body: { key: "pk_nobody" } })).status).toBe(403);
			expect((await askAsVisitor(ana, at, { body: { key: there.publicKey } })).status).toBe(403);
		}
	});
});

/**
 * Who may do what, route by route: every route of the dashboard against every role, against somebody who isn't signed
 * in, a page of another site, and a member of another workspace. A new route belongs in one of the tables below; one that is
 * in none fails a test.
 */
import { env, exports } from "cloudflare:workers";
import * as v from "valibot";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { routes } from "../../../src/api.ts";
import { permissionsOf } from "../../../src/auth/roles.ts";
import { linkContact } from "../../../src/contact/store/contacts.ts";
import { database } from "../../../src/db/database.ts";
import { newId } from "../../../src/db/id.ts";
import { invitation, member, user } from "../../../src/db/schema.ts";
import type { Declared } from "../../../src/http/contract.ts";
import type { Role } from "../../../src/protocol/actor.ts";
import {
	ask,
	askAsVisitor,
	createMember,
	createVisitor,
	createWorkspace,
	newConversationId,
	newFrameId,
	ORIGIN,
	type Person,
	type Workspace,
} from "../setup/people.ts";

/**
 * `:contact`, `:conversation`, `:article`, `:question` and `:source` in a path stand for ones of the first workspace;
 * `:newArticle`, `:newQuestion` and `:newSource` for one that is made for the request, which may take it away.
 */
type Route = {
	method: "GET" | "POST" | "PATCH" | "PUT" | "DELETE";
	path: string;
	body?: unknown;
	/** The roles with the permission. Every other role gets 403. */
	may: readonly Role[];
	/** The status for those who may; 200 unless set. */
	ok?: number | number[];
};

const everyone = ["owner", "admin", "agent", "viewer"] as const;
const mine = { status: "open", handler: "any", assignee: "me", text: "" };
const staff = ["owner", "admin", "agent"] as const;
const leads = ["owner", "admin"] as const;

const block = (duration: string) => ({ duration, reason: "", address: false });
const article = { title: "Shipping", text: "We ship in two days." };
const question = { wordings: ["Do you ship?"], answer: "Yes." };
const canned = { shortcut: "hello", title: "Hello", text: "Hello", whose: "own" };
/** A version that no save is based on: those who may get a conflict and change nothing. */
const basedOn = 1;

/** Routes about one thing of a workspace: another workspace's member finds nothing there. */
const THINGS: Route[] = [
	{ method: "GET", path: "/api/contacts/:contact", may: everyone },
	{ method: "PATCH", path: "/api/contacts/:contact", body: { name: "A", email: null, notes: "" }, may: leads },
	{ method: "POST", path: "/api/contacts/:contact/block", body: block("24h"), may: staff },
	{ method: "POST", path: "/api/contacts/:contact/block", body: block("7d"), may: staff },
	{ method: "POST", path: "/api/contacts/:contact/block", body: block("30d"), may: leads },
	{ method: "POST", path: "/api/contacts/:contact/block", body: block("forever"), may: leads },
	{ method: "POST", path: "/api/contacts/:contact/unblock", may: leads },
	{ method: "POST", path: "/api/conversations/:conversation/block", body: block("7d"), may: staff },
	{ method: "POST", path: "/api/conversations/:conversation/block", body: block("forever"), may: leads },
	{ method: "POST", path: "/api/conversations/:conversation/unblock", may: leads, ok: 204 },
	{ method: "POST", path: "/api/conversations/:conversation/block/undo", may: staff, ok: [204, 404] },
	{ method: "POST", path: "/api/contacts/:contact/block/undo", may: staff, ok: [204, 404] },
	{ method: "POST", path: "/api/conversations/:conversation/forget-browser", may: staff, ok: 204 },
	// The address is the visitor's already, so it is no claim of theirs.
	...["confirm", "deny", "restore"].map((how): Route => ({
		method: "POST",
		path: `/api/conversations/:conversation/claim/${how}`,
		body: { email: "secret@here.test" },
		may: staff,
		ok: 409,
	})),
	{ method: "GET", path: "/api/conversations/:conversation", may: everyone },
	{ method: "GET", path: "/api/conversations/:conversation/entries", may: everyone },
	{ method: "GET", path: "/api/conversations/:conversation/entries/2/trace", may: everyone },
	{ method: "POST", path: "/api/conversations/:conversation/take-over", may: staff },
	{ method: "POST", path: "/api/conversations/:conversation/hand-back", may: staff, ok: [200, 409] },
	{ method: "POST", path: "/api/conversations/:conversation/assign", body: { member: null }, may: staff },
	{
		method: "POST",
		path: "/api/conversations/:conversation/snooze",
		body: { until: null },
		may: staff,
		ok: [200, 409],
	},
	{ method: "POST", path: "/api/conversations/:conversation/tag", body: { add: [], remove: [] }, may: staff },
	{ method: "POST", path: "/api/conversations/:conversation/mark-unread", body: { from: null }, may: staff },
	// The visitor's first message is none.
	{ method: "POST", path: "/api/conversations/:conversation/delete-note", body: { seq: 1 }, may: staff, ok: 404 },
	{ method: "POST", path: "/api/conversations/:conversation/wake", may: staff, ok: [200, 409] },
	// Somebody else's action, or none.
	{ method: "POST", path: "/api/conversations/:conversation/undo", body: { seq: 1 }, may: staff, ok: 409 },
	{ method: "POST", path: "/api/conversations/:conversation/accept", may: staff, ok: [200, 409] },
	{ method: "POST", path: "/api/bulk/bk_none/cancel", may: staff, ok: 404 },
	{ method: "POST", path: "/api/bulk/bk_none/undo", may: staff, ok: 404 },
	{ method: "POST", path: "/api/conversations/:conversation/close", may: staff, ok: [200, 409] },
	{ method: "POST", path: "/api/conversations/:conversation/reopen", may: staff, ok: [200, 409] },
	{
		method: "POST",
		path: "/api/conversations/:conversation/frames",
		body: { type: "note", id: "access-note", text: "Hm." },
		may: staff,
	},
	{ method: "POST", path: "/api/conversations/:conversation/copilot", body: { do: "suggest" }, may: staff },
	{
		method: "POST",
		path: "/api/conversations/:conversation/copilot/sg_none",
		body: { use: "used" },
		may: staff,
		ok: 404,
	},
	{ method: "GET", path: "/api/conversations/:conversation/files", may: everyone },
	// Without what a file has to come with: those who may are told so.
	{ method: "PUT", path: "/api/conversations/:conversation/files/a-file-of-nobody", may: staff, ok: 422 },
	{ method: "DELETE", path: "/api/conversations/:conversation/files/a-file-of-nobody", may: leads, ok: 204 },
	{ method: "GET", path: `/api/conversations/:conversation/mails/${"a".repeat(22)}`, may: everyone, ok: 404 },
	{ method: "GET", path: `/api/conversations/:conversation/mails/${"a".repeat(22)}/file`, may: everyone, ok: 404 },
	{
		method: "POST",
		path: "/api/conversations/:conversation/mail/send-on",
		body: { seq: 1 },
		may: staff,
		ok: 404,
	},
	{ method: "POST", path: "/api/conversations/:conversation/mail/resume", may: staff, ok: 409 },
	// No mail is set up.
	{ method: "POST", path: "/api/conversations/:conversation/mail/transcript", may: staff, ok: 409 },
	{ method: "GET", path: "/api/articles/:article", may: everyone },
	// An article that was written here has no page; whoever may not see it is told so before that.
	{ method: "GET", path: "/api/articles/:article/original", may: everyone, ok: 404 },
	{ method: "GET", path: "/api/articles/:article/wordings", may: everyone },
	{
		method: "PUT",
		path: "/api/articles/:article/wordings",
		body: { section: "x".repeat(22), questions: [] },
		may: leads,
		ok: 404,
	},
	{ method: "POST", path: "/api/sources/:source/wordings", body: {}, may: leads, ok: 204 },
	{ method: "PUT", path: "/api/articles/:article", body: { ...article, basedOn }, may: leads, ok: 409 },
	{ method: "PATCH", path: "/api/articles/:article", body: { enabled: true }, may: leads },
	{ method: "DELETE", path: "/api/articles/:newArticle", may: leads, ok: 204 },
	{ method: "GET", path: "/api/questions/:question", may: everyone },
	{ method: "PUT", path: "/api/questions/:question", body: { ...question, basedOn }, may: leads, ok: 409 },
	{ method: "PATCH", path: "/api/questions/:question", body: { pinned: false }, may: leads },
	{ method: "DELETE", path: "/api/questions/:newQuestion", may: leads, ok: 204 },
	{ method: "GET", path: "/api/sources/:source", may: everyone },
	// A site has no file; whoever may not see it is told so before that.
	{ method: "GET", path: "/api/sources/:source/file", may: everyone, ok: 404 },
	{ method: "PUT", path: "/api/sources/:source", body: { address: "https://shop.example/" }, may: leads },
	{ method: "POST", path: "/api/sources/:source/read", body: {}, may: leads },
	{ method: "POST", path: "/api/sources/:source/stop", body: {}, may: leads, ok: [200, 409] },
	{ method: "DELETE", path: "/api/sources/:newSource", may: leads, ok: 204 },
	{ method: "POST", path: "/api/invitations/:invitation/link", may: leads },
	{ method: "POST", path: "/api/invitations/:invitation/renew", may: leads },
	{ method: "DELETE", path: "/api/invitations/:newInvitation", may: leads, ok: 204 },
	{ method: "PATCH", path: "/api/team/:newMember", body: { role: "viewer" }, may: leads },
	{ method: "DELETE", path: "/api/team/:newMember", may: leads, ok: 204 },
	{ method: "POST", path: "/api/team/:newMember/reset-factors", may: leads, ok: 204 },
	{ method: "POST", path: "/api/team/:newMember/reset-link", may: ["owner"] },
];

/** Routes about the workspace itself: the session says which one, so there is no other to ask for. */
const WHOLES: Route[] = [
	{ method: "GET", path: "/api/me", may: everyone },
	{ method: "PATCH", path: "/api/workspace", body: { noShowMinutes: 6 }, may: leads },
	{ method: "GET", path: "/api/team", may: everyone },
	{ method: "GET", path: "/api/audit", may: leads },
	{ method: "GET", path: "/api/tags", may: everyone },
	{
		method: "POST",
		path: "/api/bulk",
		body: { change: { type: "close" }, of: { ids: ["c_of-nobody"] } },
		may: staff,
	},
	{ method: "POST", path: "/api/tags", body: { name: "Refund" }, may: staff, ok: 201 },
	{ method: "PATCH", path: "/api/tags/tg_nobodys", body: { name: "Refunds" }, may: leads, ok: 404 },
	{ method: "DELETE", path: "/api/tags/tg_nobodys", may: leads, ok: 404 },
	{ method: "GET", path: "/api/tags/tg_nobodys/use", may: everyone },
	{ method: "GET", path: "/api/views", may: everyone },
	{ method: "POST", path: "/api/views", body: { name: "Mine", whose: "own", filter: mine }, may: everyone, ok: 201 },
	{ method: "POST", path: "/api/views", body: { name: "All", whose: "team", filter: mine }, may: leads, ok: 201 },
	{ method: "PUT", path: "/api/views/order", body: { whose: "own", ids: [] }, may: everyone },
	{ method: "PATCH", path: "/api/views/vw_nobodys", body: { name: "Yours" }, may: everyone, ok: 404 },
	{ method: "DELETE", path: "/api/views/vw_nobodys", may: everyone, ok: 404 },
	{ method: "GET", path: "/api/notifications", may: everyone },
	{ method: "PATCH", path: "/api/notifications", body: { whenOut: true }, may: everyone },
	{ method: "GET", path: "/api/notifications/channels", may: leads },
	{
		method: "POST",
		path: "/api/notifications/channels",
		body: { kind: "slack", name: "#x", address: "https://elsewhere.example/", what: [] },
		may: leads,
		ok: 422,
	},
	{ method: "PATCH", path: "/api/notifications/channels/ch_nobodys", body: { name: "y" }, may: leads, ok: 404 },
	{ method: "DELETE", path: "/api/notifications/channels/ch_nobodys", may: leads, ok: 404 },
	{ method: "POST", path: "/api/notifications/channels/ch_nobodys/test", body: {}, may: leads, ok: 404 },
	{ method: "GET", path: "/api/notifications/push-key", may: everyone },
	{
		method: "POST",
		path: "/api/notifications/devices",
		body: { endpoint: "https://elsewhere.example/push", p256dh: "BNc", auth: "tBH" },
		may: everyone,
		ok: 422,
	},
	{ method: "DELETE", path: "/api/notifications/devices/pd_nobodys", may: everyone, ok: 404 },
	{ method: "GET", path: "/api/canned", may: staff },
	{ method: "POST", path: "/api/canned", body: canned, may: staff, ok: [201, 422] },
	{ method: "POST", path: "/api/canned/used", body: { ids: ["cr_nobodys"] }, may: staff, ok: 204 },
	{ method: "PUT", path: "/api/canned/cr_nobodys", body: canned, may: staff, ok: 404 },
	{ method: "DELETE", path: "/api/canned/cr_nobodys", may: staff, ok: 404 },
	{ method: "GET", path: "/api/mail", may: leads },
	// No mail is set up, which those who may are told.
	{ method: "POST", path: "/api/mail/test", may: leads },
	{ method: "GET", path: "/api/account", may: everyone },
	{ method: "PATCH", path: "/api/account", body: { timezone: "Europe/Oslo" }, may: everyone },
	{
		method: "POST",
		path: "/api/account/password",
		body: { current: "not the password", next: "another long password" },
		may: everyone,
		ok: 422,
	},
	{ method: "GET", path: "/api/tag", may: leads },
	{ method: "POST", path: "/api/tag/check", body: { address: "https://shop.example/" }, may: leads },
	{ method: "GET", path: "/api/account/providers", may: everyone },
	{
		method: "POST",
		path: "/api/account/providers/start",
		body: { provider: "oidc", password: "not the password" },
		may: everyone,
		ok: 422,
	},
	{
		method: "POST",
		path: "/api/account/providers/oidc/unlink",
		body: { password: "not the password" },
		may: everyone,
		ok: 422,
	},
	{ method: "POST", path: "/api/account/sessions/end-others", may: everyone, ok: 204 },
	{ method: "DELETE", path: "/api/account/sessions/nobodys", may: everyone, ok: 404 },
	{ method: "POST", path: "/api/invitations", body: { email: "new@here.test", role: "agent" }, may: leads, ok: 201 },
	{ method: "POST", path: "/api/team/mb_nobody/hand-over", may: ["owner"], ok: 404 },
	{ method: "GET", path: "/api/contacts", may: everyone },
	{ method: "GET", path: "/api/documents", may: everyone },
	{ method: "POST", path: "/api/playground", body: { question: "Do you ship?", thread: [] }, may: staff },
	{ method: "GET", path: "/api/figures?days=7", may: ["owner", "admin", "viewer"] },
	{ method: "GET", path: "/api/figures/answers?days=7", may: ["owner", "admin", "viewer"] },
	{ method: "GET", path: "/api/figures/own?days=7", may: staff },
	{ method: "GET", path: "/api/outbox", may: leads },
	{ method: "GET", path: "/api/gaps", may: everyone },
	{ method: "GET", path: "/api/gaps/999", may: everyone, ok: 404 },
	{ method: "POST", path: "/api/gaps/999/dismiss", body: {}, may: leads, ok: 404 },
	{ method: "POST", path: "/api/gaps/999/reopen", body: {}, may: leads, ok: 404 },
	{ method: "POST", path: "/api/gaps/999/resolve", body: {}, may: leads, ok: 404 },
	{ method: "GET", path: "/api/suggestions", may: everyone },
	{ method: "GET", path: "/api/suggestions/999", may: everyone, ok: 404 },
	{ method: "POST", path: "/api/suggestions/999/dismiss", body: {}, may: leads, ok: 404 },
	{ method: "POST", path: "/api/suggestions/999/resolve", body: {}, may: leads, ok: 404 },
	{ method: "POST", path: "/api/suggestions/999/reopen", body: {}, may: leads, ok: 404 },
	{ method: "DELETE", path: "/api/conversations/c_0000000000000000000001/gaps", may: leads },
	{ method: "GET", path: "/api/sources", may: everyone },
	{
		method: "POST",
		path: "/api/sources/sites",
		body: { address: "https://other.example/" },
		may: leads,
		ok: [201, 409],
	},
	{ method: "POST", path: "/api/sources/files?name=access.txt", body: "A text", may: leads, ok: 201 },
	{ method: "POST", path: "/api/articles", body: article, may: leads, ok: 201 },
	{ method: "POST", path: "/api/questions", body: question, may: leads, ok: 201 },
];

const ROUTES = [...THINGS, ...WHOLES];

/** Routes that don't ask for a role, and why. Each file named here tests who gets through. */
const WITHOUT_A_ROLE: Record<string, string[]> = {
	// Routes for those who aren't signed in.
	"auth.test.ts": ["POST /api/auth/sign-in/email", "POST /api/auth/sign-out", "GET /api/auth/get-session"],
	"workspace.test.ts": ["GET /api/setup", "POST /api/setup"],
	// For sessions that still owe their second factor.
	"factors.test.ts": [
		"GET /api/account/factors",
		"POST /api/account/factors/app",
		"POST /api/account/factors/app/confirm",
		"POST /api/account/factors/recovery-codes",
		"POST /api/account/factors/:id/remove",
		"PATCH /api/account/factors/:id",
		"POST /api/auth/factor",
	],
	// The same, and for those who aren't signed in.
	"passkeys.test.ts": [
		"POST /api/account/passkeys/options",
		"POST /api/account/passkeys",
		"POST /api/auth/passkey/options",
		"POST /api/auth/passkey",
		"POST /api/auth/factor/passkey",
	],
	"providers.test.ts": [
		"GET /api/auth/providers",
		"POST /api/auth/provider/start",
		"POST /api/auth/provider/finish",
		"POST /api/invitations/accept-with-provider",
	],
	// For whoever has a link to a new password.
	"account.test.ts": ["POST /api/auth/reset"],
	// For whoever has forgotten theirs.
	"account-mails.test.ts": ["GET /api/auth/forgotten", "POST /api/auth/forgotten"],
	// For whoever has an invitation's link.
	"team.test.ts": ["POST /api/invitations/open", "POST /api/invitations/accept"],
	// Sockets, which are refused by closing them, and what a visitor's token opens.
	"access-sockets.test.ts": [
		"GET /api/inbox/socket",
		"GET /api/conversations/:id/socket",
		"POST /api/widget/boot",
		"POST /api/widget/session",
		"GET /api/widget/conversations/:id/socket",
		"GET /api/widget/conversations/:id/entries",
		"POST /api/widget/conversations/:id/frames",
	],
	// What a visitor's token opens, and what a signed address does.
	"sent-files.test.ts": [
		"PUT /api/widget/conversations/:id/files/:file",
		"GET /api/widget/conversations/:id/files",
		"GET /api/files/:address/:file",
		"GET /api/files/:address/:file/thumbnail",
	],
	// What a visitor's token opens, and for whoever has the link of a mail.
	"mail.test.ts": ["POST /api/widget/conversations/:id/transcript", "POST /api/mail-link"],
	// The launcher of a page that is allowed to show it: no visitor has a token yet.
	"launcher.test.ts": ["GET /api/widget/boot"],
	// Open to everybody: it says what routes there are, and nothing of anybody.
	"openapi.test.ts": ["GET /api/openapi.json"],
	// Open to whoever has the source's id.
	"readers.test.ts": ["GET /api/sources/:key/:id"],
};

let people: Record<Role, Person>;
let stranger: Person;
let contactId = "";
let conversationId = "";
let articleId = "";
let questionId = "";
let sourceId = "";
let invitationId = "";

const make = async (path: string, body: unknown): Promise<string> =>
	(await (await ask(people.owner, path, { body })).json<{ id: string }>()).id;
const makeArticle = () => make("/api/articles", { title: "A secret of Here", text: "Secret." });
const makeQuestion = () => make("/api/questions", { wordings: ["A secret of Here?"], answer: "Secret." });
let sites = 0;
const makeSource = () => make("/api/sources/sites", { address: `https://secret-${++sites}.example/` });

let here: Workspace;
let invited = 0;
/** A row, because the route that makes one is limited. */
async function makeInvitation(): Promise<string> {
	const id = newId("iv");
	const [createdAt, expiresAt] = [new Date(), new Date(Date.now() + 86_400_000)];
	const email = `secret-${++invited}@here.test`;
	const row = { id, workspaceId: here.id, email, role: "agent", status: "pending", expiresAt, createdAt };
	await database(env)
		.insert(invitation)
		.values({ ...row, inviterId: people.owner.userId });
	return id;
}
async function makeMember(): Promise<string> {
	const [id, userId, now] = [newId("mb"), newId("us"), new Date()];
	const email = `secret-member-${++invited}@here.test`;
	const db = database(env);
	await db.insert(user).values({ id: userId, name: "Temp", email, createdAt: now, updatedAt: now });
	await db.insert(member).values({ id, workspaceId: here.id, userId, role: "agent", createdAt: now });
	return id;
}

beforeAll(async () => {
	here = await createWorkspace("Here");
	const there = await createWorkspace("There");
	people = {
		owner: await createMember(here, "owner", "Olga"),
		admin: await createMember(here, "admin", "Adam"),
		agent: await createMember(here, "agent", "Noor"),
		viewer: await createMember(here, "viewer", "Vera"),
	};
	stranger = await createMember(there, "owner", "Stefan");

	const visitor = await createVisitor(here);
	conversationId = newConversationId();
	const frames = `/api/widget/conversations/${conversationId}/frames`;
	await askAsVisitor(visitor, frames, { body: { type: "send", id: newFrameId(), text: "A secret of Here" } });
	await vi.waitFor(
		async () => {
			const trace = await ask(people.owner, `/api/conversations/${conversationId}/entries/2/trace`);
			expect(trace.status).toBe(200);
		},
		{ timeout: 10_000 },
	);
	const now = Date.now();
	const who = { workspaceId: here.id, visitorId: visitor.visitorId, conversationId, startedAt: now, at: now };
	contactId = (await linkContact(database(env), { ...who, email: "secret@here.test" })).id;

	invitationId = await makeInvitation();
	articleId = await makeArticle();
	questionId = await makeQuestion();
	vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 503 }));
	sourceId = await makeSource();
});

const things: Record<string, () => string | Promise<string>> = {
	contact: () => contactId,
	conversation: () => conversationId,
	article: () => articleId,
	question: () => questionId,
	source: () => sourceId,
	newArticle: makeArticle,
	newQuestion: makeQuestion,
	newSource: makeSource,
	invitation: () => invitationId,
	newInvitation: makeInvitation,
	newMember: makeMember,
};

async function at({ path }: Route): Promise<string> {
	const [placeholder, name = ""] = /:(\w+)/.exec(path) ?? [];
	return placeholder === undefined ? path : path.replace(placeholder, (await things[name]?.()) ?? placeholder);
}
const knock = async (who: Pick<Person, "cookie"> | null, route: Route, headers: Record<string, string> = {}) =>
	ask(who, await at(route), { method: route.method, headers, ...(route.body !== undefined && { body: route.body }) });
const named = ROUTES.map(
	(route) => [`${route.method} ${route.path} ${JSON.stringify(route.body ?? "")}`, route] as const,
);

/** What the Worker answers: "METHOD /path", without the checks that stand before. */
const registered = routes().map(({ method, path }) => `${method} ${path}`);

const answersTo = (route: string, { method, path }: Route): boolean => {
	const pattern = route.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/:\w+/g, "[^/?]+");
	return new RegExp(`^${pattern}(\\?|$)`).test(`${method} ${path}`);
};

/** The contract of a row's route. */
function promised(row: Route): Declared {
	const found = routes().find(({ method, path }) => answersTo(`${method} ${path}`, row));
	if (!found?.declared) throw new Error(`${row.method} ${row.path} isn't declared`);
	return found.declared;
}

const roleMay = (role: Role, permission: string) => permissionsOf(role).some((each) => each === permission);

describe("the tables", () => {
	const elsewhere = Object.values(WITHOUT_A_ROLE).flat();

	test("have a row for every route of the Worker", () => {
		const missing = registered.filter(
			(route) => !elsewhere.includes(route) && !ROUTES.some((row) => answersTo(route, row)),
		);
		expect(missing).toEqual([]);
	});

	test("have none for a route that isn't there any more", () => {
		const gone = ROUTES.filter((row) => !registered.some((route) => answersTo(route, row)));
		expect(gone.map(({ method, path }) => `${method} ${path}`)).toEqual([]);
		expect(elsewhere.filter((route) => !registered.includes(route))).toEqual([]);
	});

	test("are of routes that are all declared", () => {
		expect(routes().filter(({ declared }) => declared === null)).toEqual([]);
	});

	test("are compared with what is there", () => {
		expect(registered.length).toBeGreaterThan(40);
	});
});

describe.each(named)("%s", (_, route) => {
	test.each(everyone)("answers the %s as the table of roles says", async (role) => {
		const response = await knock(people[role], route);
		expect(route.may.includes(role) ? [route.ok ?? 200].flat() : [403]).toContain(response.status);
		if (!response.ok) return;
		const { answer, status } = promised(route);
		expect(response.status).toBe(answer.type === "void" ? 204 : (status ?? 200));
		if (answer.type !== "void") expect(v.safeParse(answer, await response.json()).issues).toBeUndefined();
	});

	test("declares who may, and refuses a body that isn't what it takes", async () => {
		const { access, json } = promised(route);
		// Some bodies need another permission than the route, such as a long block.
		expect(access.kind === "member" && route.may.every((role) => roleMay(role, access.permission))).toBe(true);
		if (!json) return;
		const path = await at(route);
		const send = (body: string) =>
			exports.default.fetch(`${ORIGIN}${path}`, {
				method: route.method,
				headers: { Origin: ORIGIN, Cookie: people.owner.cookie },
				body,
			});
		expect((await send("{")).status).toBe(400);
		expect((await send("null")).status).toBe(422);
		expect((await send(`{"name":"${"x".repeat(256 * 1024)}"}`)).status).toBe(413);
	});

	test("is closed to somebody who isn't signed in, or whose cookie is made up", async () => {
		expect((await knock(null, route)).status).toBe(401);
		const forged = { cookie: `__Secure-parley.session_token=${"a".repeat(32)}.${"b".repeat(43)}%3D` };
		expect((await knock(forged, route)).status).toBe(401);
	});

	test("takes no order from a page of another site, whatever cookie comes along", async () => {
		if (route.method === "GET") {
			// The browser refuses to let another origin read it: no answer of ours allows one.
			const response = await knock(people.owner, route, { Origin: "https://evil.test" });
			expect(response.headers.get("access-control-allow-origin")).toBeNull();
			return;
		}
		for (const Origin of ["https://evil.test", "null", `${ORIGIN}.evil.test`])
			expect((await knock(people.owner, route, { Origin })).status).toBe(403);
	});
});

describe.each(named.filter(([, route]) => THINGS.includes(route)))("of another workspace: %s", (_, route) => {
	test("finds nothing, and tells nothing", async () => {
		const response = await knock(stranger, route);
		expect(response.status).toBe(404);
		expect(await response.text()).not.toMatch(/secret/i);
	});
});

describe("another workspace", () => {
	test("sees none of this one's contacts, members or settings", async () => {
		for (const path of ["/api/contacts", "/api/contacts?search=secret", "/api/contacts?blocked=1", "/api/me"]) {
			const response = await ask(stranger, path);
			expect(response.status).toBe(200);
			const text = await response.text();
			expect(text).not.toMatch(/secret/i);
			for (const { id, email } of Object.values(people)) expect(text.includes(id) || text.includes(email)).toBe(false);
		}
	});

	test("changed nothing here by trying", async () => {
		const text = await (await ask(people.owner, `/api/contacts/${contactId}`)).text();
		expect(text).not.toContain("Stefan");
	});
});

describe("every answer", () => {
	test.each(["/api/me", "/api/contacts", "/api/nothing", "/api/auth/sign-up/email"])(
		"of %s is never cached, sniffed, framed or told where it was asked from",
		async (path) => {
			const { headers } = await ask(people.owner, path);
			expect(headers.get("cache-control")).toBe("no-store");
			expect(headers.get("x-content-type-options")).toBe("nosniff");
			expect(headers.get("content-security-policy")).toContain("frame-ancestors 'none'");
			expect(headers.get("referrer-policy")).toBe("no-referrer");
			expect(headers.get("strict-transport-security")).toMatch(/^max-age=\d+$/);
		},
	);

	test("to an address that is nothing is a problem, as is one to a query that can't be read", async () => {
		const nothing = await ask(people.owner, "/api/nothing");
		expect([nothing.status, nothing.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
		for (const query of ["cursor=1;DROP", "blocked=maybe", `search=${"x".repeat(201)}`])
			expect((await ask(people.owner, `/api/contacts?${query}`)).status).toBe(422);
	});

	test("says no more than it must when a request has no sense at all", async () => {
		const response = await exports.default.fetch(`${ORIGIN}/api/setup`, {
			method: "POST",
			headers: { Origin: ORIGIN },
			body: "\u0000{",
		});
		expect(response.status).toBe(400);
		expect(await response.json()).toEqual({
			type: "about:blank",
			title: "This isn't JSON",
			status: 400,
			reason: "invalid",
		});
	});
});

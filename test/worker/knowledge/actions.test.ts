/** Who may do what to the knowledge base, action by action: the permission is the action's own, whoever calls it. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { knowledge } from "../../../src/durable/objects.ts";
import * as actions from "../../../src/knowledge/actions.ts";
import type { Actor, Role } from "../../../src/protocol/actor.ts";
import type { SiteSettings } from "../../../src/protocol/knowledge/source.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Shop");
	vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 503 }));
});

const context = (): actions.KnowledgeContext => ({ env, workspaceId: shop.id });
const store = () => knowledge(env, shop.id);
const member = (role: Role): Actor => ({ kind: "member", id: "mb_1", name: "Ines", role });
const owner = member("owner");

const actors: Record<string, Actor> = {
	owner,
	admin: member("admin"),
	agent: member("agent"),
	viewer: member("viewer"),
	visitor: { kind: "visitor", visitorId: "v_1" },
	"an admin's key": { kind: "api_key", id: "k_1", name: "CI", role: "admin" },
	"an agent's key": { kind: "api_key", id: "k_2", name: "CI", role: "agent" },
	"an agent's rule": { kind: "rule", id: "r_1", name: "Tidy", role: "agent" },
	"the system": { kind: "system" },
};
const allowed = ["owner", "admin", "an admin's key", "the system"];

const article = { title: "Shipping", text: "We ship in two days." };
const question = { wordings: ["Do you ship?"], answer: "Yes." };
const file = () => new Blob(["A text"]).stream();
const site: Omit<SiteSettings, "address"> = { include: [], exclude: [], limit: 1, schedule: "hand" };

let sites = 0;
const settings = () => ({ ...site, address: `https://site-${++sites}.example/` });

async function idOf(made: Promise<{ ok: true; value: { id: string } } | { ok: false; reason: string }>) {
	const done = await made;
	if (!done.ok) throw new Error(done.reason);
	return done.value.id;
}
const newArticle = () => idOf(actions.saveArticle(context(), owner, { id: null, draft: article }));
const newQuestion = () => idOf(actions.saveQuestion(context(), owner, { id: null, draft: question }));
const newSite = () => idOf(actions.addSite(context(), owner, { settings: settings(), loopback: false }));

type Act = (actor: Actor) => Promise<{ ok: boolean; reason?: string }>;

/** Each on something that is there, or on something that isn't: the permission is asked before either. */
const table: Record<keyof typeof actions, Act> = {
	saveArticle: (actor) => actions.saveArticle(context(), actor, { id: null, draft: article }),
	saveQuestion: (actor) => actions.saveQuestion(context(), actor, { id: null, draft: question }),
	switchArticle: async (actor) => actions.switchArticle(context(), actor, { id: await newArticle(), enabled: false }),
	switchQuestion: async (actor) =>
		actions.switchQuestion(context(), actor, { id: await newQuestion(), switches: { pinned: true } }),
	removeArticle: async (actor) => actions.removeArticle(context(), actor, { id: await newArticle() }),
	removeQuestion: async (actor) => actions.removeQuestion(context(), actor, { id: await newQuestion() }),
	setGapState: (actor) => actions.setGapState(context(), actor, { id: 999, state: "dismissed" }),
	setSuggestionState: (actor) => actions.setSuggestionState(context(), actor, { id: 999, state: "saved" }),
	forgetConversation: (actor) => actions.forgetConversation(context(), actor, { id: "c_0000000000000000000001" }),
	uploadFile: (actor) => actions.uploadFile(context(), actor, { name: "a.txt", body: file() }),
	addSite: (actor) => actions.addSite(context(), actor, { settings: settings(), loopback: false }),
	changeSite: async (actor) =>
		actions.changeSite(context(), actor, { id: await newSite(), settings: settings(), loopback: false }),
	readAgain: async (actor) => actions.readAgain(context(), actor, { id: await newSite() }),
	stopReading: async (actor) => actions.stopReading(context(), actor, { id: await newSite() }),
	removeSource: async (actor) => actions.removeSource(context(), actor, { id: await newSite() }),
};

describe.each(Object.entries(table))("%s", (_, act) => {
	test.each(Object.entries(actors))("by %s", async (name, actor) => {
		const done = await act(actor);
		if (allowed.includes(name)) expect(done.ok ? "done" : done.reason).toMatch(/^(done|not_found)$/);
		else expect(done).toEqual({ ok: false, reason: "forbidden" });
	});
});

describe("what is refused", () => {
	test("leaves everything as it was", async () => {
		const id = await newArticle();
		const { viewer } = actors;
		if (!viewer) throw new Error("there is a viewer");
		await actions.removeArticle(context(), viewer, { id });
		await actions.saveArticle(context(), viewer, { id, draft: { title: "Mine", text: "Mine." } });
		expect(await store().article(id)).toMatchObject(article);
	});

	test("says why: it isn't there, somebody has saved it since, its address can't be read", async () => {
		const none = { ok: false, reason: "not_found" };
		expect(await actions.saveArticle(context(), owner, { id: "art_none", draft: article })).toEqual(none);
		expect(await actions.switchArticle(context(), owner, { id: "art_none", enabled: true })).toEqual(none);
		expect(await actions.removeQuestion(context(), owner, { id: "qst_none" })).toEqual(none);
		expect(await actions.readAgain(context(), owner, { id: "src_none" })).toEqual(none);
		const id = await newArticle();
		const stale = await actions.saveArticle(context(), owner, { id, draft: article, basedOn: 1 });
		expect(stale).toEqual({ ok: false, reason: "changed" });
		const local = { settings: { ...site, address: "http://127.0.0.1/" }, loopback: false };
		expect(await actions.addSite(context(), owner, local)).toEqual({
			ok: false,
			reason: "address",
			because: "not_public",
		});
	});
});

test("a site's address may be typed without https://", async () => {
	const typed = { settings: { ...site, address: "help.shop.example" }, loopback: false };
	const added = await actions.addSite(context(), owner, typed);
	expect(added).toMatchObject({ ok: true, value: { name: "https://help.shop.example/" } });
});

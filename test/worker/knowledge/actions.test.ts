/** Who may do what to the knowledge base: every action by every kind of actor, through the object. */
import { env } from "cloudflare:workers";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { knowledge } from "../../../src/durable/objects.ts";
import {
	type KnowledgeActionName,
	knowledgeActions,
	type KnowledgeCall,
} from "../../../src/knowledge/actions/actions.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import type { SiteSettings } from "../../../src/protocol/knowledge/source.ts";
import { actorNames, actors, leads } from "../setup/actors.ts";
import { addSite, saveArticle, saveQuestion } from "../setup/library.ts";
import { createWorkspace, type Workspace } from "../setup/people.ts";

let shop: Workspace;

beforeAll(async () => {
	shop = await createWorkspace("Shop");
	vi.spyOn(globalThis, "fetch").mockResolvedValue(new Response(null, { status: 503 }));
});

const store = () => knowledge(env, shop.id);
const { owner, viewer } = actors;

const article = { title: "Shipping", text: "We ship in two days." };
const question = { wordings: ["Do you ship?"], answer: "Yes." };
const file = () => new Blob(["A text"]).stream();
const site: Omit<SiteSettings, "address"> = { include: [], exclude: [], limit: 1, schedule: "hand" };
const about = { conversation: "c_0000000000000000000001", seq: 4, at: 1 };

let sites = 0;
const settings = () => ({ ...site, address: `https://site-${++sites}.example/` });

const orThrow = <Done>(done: Done | { ok: false; reason: string }): Done => {
	if (typeof done === "object" && done !== null && "reason" in done) throw new Error(done.reason);
	return done;
};
const newArticle = async () => orThrow(await saveArticle(store(), null, article)).article.id;
const newQuestion = async () => orThrow(await saveQuestion(store(), null, question)).question.id;
const newSite = async () => orThrow(await addSite(store(), settings())).source.id;

type Row = { allowed: readonly (keyof typeof actors)[]; call(actor: Actor): KnowledgeCall | Promise<KnowledgeCall> };

/** Each on something that is there, or on something that isn't: the permission is asked before either. */
const table: Record<KnowledgeActionName, Row> = {
	save_article: { allowed: leads, call: (actor) => [actor, "save_article", { id: null, draft: article }] },
	save_question: { allowed: leads, call: (actor) => [actor, "save_question", { id: null, draft: question }] },
	switch_article: {
		allowed: leads,
		call: async (actor) => [actor, "switch_article", { id: await newArticle(), enabled: false }],
	},
	switch_question: {
		allowed: leads,
		call: async (actor) => [actor, "switch_question", { id: await newQuestion(), switches: { pinned: true } }],
	},
	remove_article: { allowed: leads, call: async (actor) => [actor, "remove_article", { id: await newArticle() }] },
	remove_question: { allowed: leads, call: async (actor) => [actor, "remove_question", { id: await newQuestion() }] },
	report_turn: {
		allowed: ["system"],
		call: (actor) => [actor, "report_turn", { ...about, used: [], unanswered: null }],
	},
	report_solved: {
		allowed: ["system"],
		call: (actor) => [actor, "report_solved", { ...about, question: "?", answer: "Yes." }],
	},
	forget_conversation: { allowed: leads, call: (actor) => [actor, "forget_conversation", { id: about.conversation }] },
	set_gap_state: { allowed: leads, call: (actor) => [actor, "set_gap_state", { id: 999, state: "dismissed" }] },
	set_suggestion_state: {
		allowed: leads,
		call: (actor) => [actor, "set_suggestion_state", { id: 999, state: "saved" }],
	},
	set_wordings: {
		allowed: leads,
		call: async (actor) => [
			actor,
			"set_wordings",
			{ id: await newArticle(), section: "", questions: ["Do you ship?"] },
		],
	},
	ask_wordings: { allowed: leads, call: async (actor) => [actor, "ask_wordings", { id: await newSite() }] },
	upload_file: { allowed: leads, call: (actor) => [actor, "upload_file", { name: "a.txt", body: file() }] },
	add_site: { allowed: leads, call: (actor) => [actor, "add_site", { settings: settings(), loopback: false }] },
	change_site: {
		allowed: leads,
		call: async (actor) => [actor, "change_site", { id: await newSite(), settings: settings(), loopback: false }],
	},
	read_again: { allowed: leads, call: async (actor) => [actor, "read_again", { id: await newSite() }] },
	stop_reading: { allowed: leads, call: async (actor) => [actor, "stop_reading", { id: await newSite() }] },
	remove_source: { allowed: leads, call: async (actor) => [actor, "remove_source", { id: await newSite() }] },
};

test("every action has its row", () => {
	expect(Object.keys(table).toSorted()).toEqual(Object.keys(knowledgeActions).toSorted());
});

describe.each(Object.entries(table))("%s", (_, { allowed, call }) => {
	test.each(actorNames)("by %s", async (name) => {
		const done = await store().act(...(await call(actors[name])));
		if (allowed.includes(name)) expect(done.ok ? "done" : done.reason).toMatch(/^(done|not_found)$/);
		else expect(done).toEqual({ ok: false, reason: "forbidden" });
	});
});

describe("what is refused", () => {
	test("leaves everything as it was", async () => {
		const id = await newArticle();
		await store().act(viewer, "remove_article", { id });
		await store().act(viewer, "save_article", { id, draft: { title: "Mine", text: "Mine." } });
		expect(await store().article(id)).toMatchObject(article);
	});

	test("says why: it isn't there, somebody has saved it since, its address can't be read", async () => {
		const none = { ok: false, reason: "not_found" };
		expect(await store().act(owner, "save_article", { id: "art_none", draft: article })).toEqual(none);
		expect(await store().act(owner, "switch_article", { id: "art_none", enabled: true })).toEqual(none);
		expect(await store().act(owner, "remove_question", { id: "qst_none" })).toEqual(none);
		expect(await store().act(owner, "read_again", { id: "src_none" })).toEqual(none);
		const id = await newArticle();
		const stale = await store().act(owner, "save_article", { id, draft: article, basedOn: 1 });
		expect(stale).toEqual({ ok: false, reason: "changed" });
		const local = { settings: { ...site, address: "http://127.0.0.1/" }, loopback: false };
		expect(await store().act(owner, "add_site", local)).toEqual({
			ok: false,
			reason: "address",
			because: "not_public",
		});
	});
});

test("a site's address may be typed without https://", async () => {
	const typed = { settings: { ...site, address: "help.shop.example" }, loopback: false };
	const added = await store().act(owner, "add_site", typed);
	expect(added).toMatchObject({ ok: true, source: { name: "https://help.shop.example/" } });
});

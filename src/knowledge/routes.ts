/** The team's side of the knowledge base: reading for everyone who may see, writing for those who configure. */
import { Hono } from "hono";
import type { Member } from "../auth/principal.ts";
import { member } from "../auth/member.ts";
import { readJson } from "../http/body.ts";
import { problem } from "../http/problem.ts";
import { type Article, ArticleDraft, type KnowledgeList, type Question, QuestionDraft } from "../protocol/api.ts";
import { MAX_DOCUMENTS } from "./library.ts";
import { knowledge } from "./stub.ts";

const absent = (what: "article" | "question") =>
	problem(404, `No such ${what}`, { detail: `This ${what} doesn't exist any more.`, reason: "not_found" });

const refused = (what: "article" | "question", reason: "not_found" | "full") =>
	reason === "not_found"
		? absent(what)
		: problem(409, "The knowledge base is full", {
				detail: `It holds up to ${MAX_DOCUMENTS.toLocaleString("en")} ${what}s. Remove one first.`,
				reason,
			});

export const knowledgeRoutes = new Hono<{ Bindings: Env; Variables: { member: Member } }>()
	.get("/knowledge", member("see"), async (c) => {
		const list = await knowledge(c.env, c.var.member.workspaceId).list();
		return c.json(list satisfies KnowledgeList);
	})
	.post("/articles", member("configure"), async (c) => {
		const draft = await readJson(c, ArticleDraft);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveArticle(null, draft);
		if (!saved.ok) throw refused("article", saved.reason);
		return c.json(saved.article satisfies Article, 201);
	})
	.get("/articles/:id", member("see"), async (c) => {
		const found = await knowledge(c.env, c.var.member.workspaceId).article(c.req.param("id"));
		if (!found) throw absent("article");
		return c.json(found satisfies Article);
	})
	.put("/articles/:id", member("configure"), async (c) => {
		const draft = await readJson(c, ArticleDraft);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveArticle(c.req.param("id"), draft);
		if (!saved.ok) throw refused("article", saved.reason);
		return c.json(saved.article satisfies Article);
	})
	.delete("/articles/:id", member("configure"), async (c) => {
		if (!(await knowledge(c.env, c.var.member.workspaceId).removeArticle(c.req.param("id")))) throw absent("article");
		return c.body(null, 204);
	})
	.post("/questions", member("configure"), async (c) => {
		const draft = await readJson(c, QuestionDraft);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveQuestion(null, draft);
		if (!saved.ok) throw refused("question", saved.reason);
		return c.json(saved.question satisfies Question, 201);
	})
	.get("/questions/:id", member("see"), async (c) => {
		const found = await knowledge(c.env, c.var.member.workspaceId).question(c.req.param("id"));
		if (!found) throw absent("question");
		return c.json(found satisfies Question);
	})
	.put("/questions/:id", member("configure"), async (c) => {
		const draft = await readJson(c, QuestionDraft);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveQuestion(c.req.param("id"), draft);
		if (!saved.ok) throw refused("question", saved.reason);
		return c.json(saved.question satisfies Question);
	})
	.delete("/questions/:id", member("configure"), async (c) => {
		if (!(await knowledge(c.env, c.var.member.workspaceId).removeQuestion(c.req.param("id")))) throw absent("question");
		return c.body(null, 204);
	});

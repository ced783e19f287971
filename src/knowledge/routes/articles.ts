/** The team's side of the knowledge base: reading for everyone who may see, writing for those who configure. */
import { knowledge } from "../../durable/objects.ts";
import { Hono } from "hono";
import type { Member } from "../../auth/principal.ts";
import { member } from "../../auth/member.ts";
import { parse, readJson } from "../../http/body.ts";
import { problem } from "../../http/problem.ts";
import {
	type Article,
	ArticleChange,
	ArticleDraft,
	ArticleSwitches,
	type KnowledgePage,
	ListQuery,
	type Question,
	QuestionChange,
	QuestionDraft,
	QuestionSwitches,
} from "../../protocol/knowledge/articles.ts";
import { MAX_DOCUMENTS, type DocumentRefused } from "../article/store.ts";
import { sourceRoutes } from "./sources.ts";

const absent = (what: "article" | "question") =>
	problem(404, `No such ${what}`, { detail: `This ${what} doesn't exist any more.`, reason: "not_found" });

const refused = (what: "article" | "question", reason: DocumentRefused["reason"]) => {
	if (reason === "not_found") return absent(what);
	return reason === "full"
		? problem(409, "The knowledge base is full", {
				detail: `It holds up to ${MAX_DOCUMENTS.toLocaleString("en")} ${what}s. Remove one first.`,
				reason,
			})
		: problem(409, `Somebody else has saved this ${what}`, {
				detail: `Somebody saved this ${what} after you opened it.`,
				reason,
			});
};

export const knowledgeRoutes = new Hono<{ Bindings: Env; Variables: { member: Member } }>()
	.route("/", sourceRoutes)
	.get("/knowledge", member("see"), async (c) => {
		const query = parse(ListQuery, c.req.query());
		const page = await knowledge(c.env, c.var.member.workspaceId).list(query);
		return c.json(page satisfies KnowledgePage);
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
		const { basedOn, ...draft } = await readJson(c, ArticleChange);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveArticle(c.req.param("id"), draft, basedOn);
		if (!saved.ok) throw refused("article", saved.reason);
		return c.json(saved.article satisfies Article);
	})
	.patch("/articles/:id", member("configure"), async (c) => {
		const switches = await readJson(c, ArticleSwitches);
		const found = await knowledge(c.env, c.var.member.workspaceId).switchArticle(c.req.param("id"), switches.enabled);
		if (!found) throw absent("article");
		return c.json(found satisfies Article);
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
		const { basedOn, ...draft } = await readJson(c, QuestionChange);
		const saved = await knowledge(c.env, c.var.member.workspaceId).saveQuestion(c.req.param("id"), draft, basedOn);
		if (!saved.ok) throw refused("question", saved.reason);
		return c.json(saved.question satisfies Question);
	})
	.patch("/questions/:id", member("configure"), async (c) => {
		const switches = await readJson(c, QuestionSwitches);
		const found = await knowledge(c.env, c.var.member.workspaceId).switchQuestion(c.req.param("id"), switches);
		if (!found) throw absent("question");
		return c.json(found satisfies Question);
	})
	.delete("/questions/:id", member("configure"), async (c) => {
		if (!(await knowledge(c.env, c.var.member.workspaceId).removeQuestion(c.req.param("id")))) throw absent("question");
		return c.body(null, 204);
	});

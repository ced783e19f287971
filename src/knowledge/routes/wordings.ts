/** Routes of wordings: every member may read them, those who may configure write them. No visitor's route has them. */
import { Hono } from "hono";
import * as v from "valibot";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { nothing } from "../../http/contract.ts";
import { notFound } from "../../http/problem.ts";
import { ArticleWordings, WordingsChange } from "../../protocol/knowledge/wordings.ts";
import { actorOf, knowledgeOf } from "./context.ts";

const Params = v.object({ id: v.string() });

export const wordingRoutes = new Hono<MemberEnv>()
	.get(
		"/articles/:id/wordings",
		...memberRoute(
			{
				summary: "List the questions by which an article's sections are found",
				may: "see",
				thing: "article",
				params: Params,
				answer: ArticleWordings,
			},
			async (c) => {
				const found = await knowledgeOf(c).wordings(c.req.valid("param").id);
				if (!found) throw notFound("article");
				return found;
			},
		),
	)
	.put(
		"/articles/:id/wordings",
		...memberRoute(
			{
				summary: "Set the questions by which a section is found",
				may: "configure",
				thing: "article",
				params: Params,
				json: WordingsChange,
				answer: ArticleWordings,
				example: { section: "Delivery", questions: ["Do you ship to a parcel locker?"] },
			},
			async (c) => {
				const { id } = c.req.valid("param");
				const done = await knowledgeOf(c).act(actorOf(c), "set_wordings", { id, ...c.req.valid("json") });
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("article");
				const found = await knowledgeOf(c).wordings(id);
				if (!found) throw notFound("article");
				return found;
			},
		),
	)
	.post(
		"/sources/:id/wordings",
		...memberRoute(
			{
				summary: "Have questions written for all sections of a large source",
				may: "configure",
				thing: "source",
				params: Params,
				answer: nothing,
			},
			async (c) => {
				const done = await knowledgeOf(c).act(actorOf(c), "ask_wordings", c.req.valid("param"));
				if (!done.ok) throw done.reason === "forbidden" ? forbidden() : notFound("source");
			},
		),
	);

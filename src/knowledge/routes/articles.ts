/** Routes of articles and questions: every member may read them, those who may configure write them. */
import { Hono } from "hono";
import * as v from "valibot";
import { forbidden, type MemberEnv } from "../../auth/member.ts";
import { memberRoute } from "../../auth/route.ts";
import { nothing } from "../../http/contract.ts";
import { notFound, type ProblemError, problem } from "../../http/problem.ts";
import {
	Article,
	ArticleChange,
	ArticleDraft,
	ArticleSwitches,
	KnowledgePage,
	ListQuery,
	Question,
	QuestionChange,
	QuestionDraft,
	QuestionSwitches,
} from "../../protocol/knowledge/articles.ts";
import type { KnowledgeResult } from "../actions/context.ts";
import { MAX_DOCUMENTS } from "../article/documents.ts";
import { actorOf, knowledgeOf } from "./context.ts";

const Params = v.object({ id: v.string() });

/** A refusal as the problem that the client gets. */
function refused(what: "article" | "question", result: KnowledgeResult): ProblemError {
	const reason = result.ok ? "not_found" : result.reason;
	if (reason === "forbidden") return forbidden();
	if (reason === "not_found") return notFound(what);
	return reason === "full"
		? problem(409, "The knowledge base is full", {
				detail: `It holds up to ${MAX_DOCUMENTS.toLocaleString("en")} ${what}s. Remove one first.`,
				reason,
			})
		: problem(409, `Somebody else has saved this ${what}`, {
				detail: `Somebody saved this ${what} after you opened it.`,
				reason,
			});
}

function articleOf(result: KnowledgeResult): Article {
	if (result.ok && "article" in result) return result.article;
	throw refused("article", result);
}

function questionOf(result: KnowledgeResult): Question {
	if (result.ok && "question" in result) return result.question;
	throw refused("question", result);
}

const article = { thing: "article", params: Params, answer: Article } as const;
const question = { thing: "question", params: Params, answer: Question } as const;
const articleExample = { title: "Shipping", text: "We ship in two days." };
const questionExample = { wordings: ["Do you ship?"], answer: "Yes." };

export const articleRoutes = new Hono<MemberEnv>()
	.get(
		"/documents",
		...memberRoute(
			{ summary: "List articles or questions, newest first", may: "see", query: ListQuery, answer: KnowledgePage },
			(c) => knowledgeOf(c).list(c.req.valid("query")),
		),
	)
	.post(
		"/articles",
		...memberRoute(
			{
				summary: "Write an article",
				may: "configure",
				json: ArticleDraft,
				answer: Article,
				status: 201,
				refuses: [409],
				example: articleExample,
			},
			async (c) => {
				const input = { id: null, draft: c.req.valid("json") };
				return articleOf(await knowledgeOf(c).act(actorOf(c), "save_article", input));
			},
		),
	)
	.get(
		"/articles/:id",
		...memberRoute({ summary: "Read an article", may: "see", ...article }, async (c) => {
			const found = await knowledgeOf(c).article(c.req.valid("param").id);
			if (!found) throw notFound("article");
			return found;
		}),
	)
	.put(
		"/articles/:id",
		...memberRoute(
			{
				summary: "Change an article, unless somebody has saved it since",
				may: "configure",
				...article,
				json: ArticleChange,
				refuses: [409],
				example: { ...articleExample, basedOn: 1_790_000_000_000 },
			},
			async (c) => {
				const { basedOn, ...draft } = c.req.valid("json");
				const input = { id: c.req.valid("param").id, draft, basedOn };
				return articleOf(await knowledgeOf(c).act(actorOf(c), "save_article", input));
			},
		),
	)
	.patch(
		"/articles/:id",
		...memberRoute(
			{
				summary: "Switch an article on or off",
				may: "configure",
				...article,
				json: ArticleSwitches,
				example: { enabled: false },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), ...c.req.valid("json") };
				return articleOf(await knowledgeOf(c).act(actorOf(c), "switch_article", input));
			},
		),
	)
	.delete(
		"/articles/:id",
		...memberRoute({ summary: "Delete an article", may: "configure", ...article, answer: nothing }, async (c) => {
			const removed = await knowledgeOf(c).act(actorOf(c), "remove_article", c.req.valid("param"));
			if (!removed.ok) throw refused("article", removed);
		}),
	)
	.post(
		"/questions",
		...memberRoute(
			{
				summary: "Write a question with its answer",
				may: "configure",
				json: QuestionDraft,
				answer: Question,
				status: 201,
				refuses: [409],
				example: questionExample,
			},
			async (c) => {
				const input = { id: null, draft: c.req.valid("json") };
				return questionOf(await knowledgeOf(c).act(actorOf(c), "save_question", input));
			},
		),
	)
	.get(
		"/questions/:id",
		...memberRoute({ summary: "Read a question", may: "see", ...question }, async (c) => {
			const found = await knowledgeOf(c).question(c.req.valid("param").id);
			if (!found) throw notFound("question");
			return found;
		}),
	)
	.put(
		"/questions/:id",
		...memberRoute(
			{
				summary: "Change a question, unless somebody has saved it since",
				may: "configure",
				...question,
				json: QuestionChange,
				refuses: [409],
				example: { ...questionExample, basedOn: 1_790_000_000_000 },
			},
			async (c) => {
				const { basedOn, ...draft } = c.req.valid("json");
				const input = { id: c.req.valid("param").id, draft, basedOn };
				return questionOf(await knowledgeOf(c).act(actorOf(c), "save_question", input));
			},
		),
	)
	.patch(
		"/questions/:id",
		...memberRoute(
			{
				summary: "Switch a question on or off, or pin it",
				may: "configure",
				...question,
				json: QuestionSwitches,
				example: { pinned: true },
			},
			async (c) => {
				const input = { ...c.req.valid("param"), switches: c.req.valid("json") };
				return questionOf(await knowledgeOf(c).act(actorOf(c), "switch_question", input));
			},
		),
	)
	.delete(
		"/questions/:id",
		...memberRoute({ summary: "Delete a question", may: "configure", ...question, answer: nothing }, async (c) => {
			const removed = await knowledgeOf(c).act(actorOf(c), "remove_question", c.req.valid("param"));
			if (!removed.ok) throw refused("question", removed);
		}),
	);

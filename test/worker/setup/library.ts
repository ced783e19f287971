/** The demo shop's knowledge, as the first start fills it in: for tests of search and answers. */
/// <reference types="vite/client" />
import { knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import { QuestionDraft } from "../../../src/protocol/knowledge/articles.ts";
import questions from "../../../demo/questions.json";

const articles = import.meta.glob<string>("../../../demo/articles/*.md", {
	query: "?raw",
	import: "default",
	eager: true,
});

/** An empty knowledge base of its own. */
export const emptyLibrary = (): DurableObjectStub<Knowledge> => knowledge(env, `ws_${crypto.randomUUID()}`);

/** Titles and texts of the demo's articles. */
export const demoArticles = Object.values(articles).map((file) => {
	const [title = "", ...lines] = file.split("\n");
	return { title: title.replace(/^# /, ""), text: lines.join("\n").trim() };
});

export async function demoLibrary(): Promise<DurableObjectStub<Knowledge>> {
	const library = emptyLibrary();
	for (const article of demoArticles) await library.saveArticle(null, article);
	for (const question of v.parse(v.array(QuestionDraft), questions)) await library.saveQuestion(null, question);
	return library;
}

/** A shop's article: the answer to "How long do I have to send it back?" */
export const returnsArticle = {
	title: "Returns and refunds",
	text: "You have 30 days from the day it arrives to send a bag back. Print the return label from your order page and drop the parcel at any post office. We refund you within 5 days of getting the parcel back.",
};

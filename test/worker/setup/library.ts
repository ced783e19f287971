/**
 * The demo shop's knowledge, as the first start fills it in, and the knowledge base's actions by name, done by the system:
 * for tests of what comes of them. Who may do what is another test's (knowledge/actions.test.ts).
 */
/// <reference types="vite/client" />
import { knowledge } from "../../../src/durable/objects.ts";
import { env } from "cloudflare:workers";
import * as v from "valibot";
import type { KnowledgeCall } from "../../../src/knowledge/actions/actions.ts";
import type { KnowledgeResult } from "../../../src/knowledge/actions/context.ts";
import type { SolvedReport, TurnReport } from "../../../src/knowledge/gap/reports.ts";
import type { Knowledge } from "../../../src/knowledge/knowledge.ts";
import type { Actor } from "../../../src/protocol/actor.ts";
import {
	type Article,
	type ArticleDraft,
	type Question,
	QuestionDraft,
	type QuestionSwitches,
} from "../../../src/protocol/knowledge/articles.ts";
import type { SiteSettings, Source } from "../../../src/protocol/knowledge/source.ts";
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
	for (const article of demoArticles) await saveArticle(library, null, article);
	for (const question of v.parse(v.array(QuestionDraft), questions)) await saveQuestion(library, null, question);
	return library;
}

/** A shop's article: the answer to "How long do I have to send it back?" */
export const returnsArticle = {
	title: "Returns and refunds",
	text: "You have 30 days from the day it arrives to send a bag back. Print the return label from your order page and drop the parcel at any post office. We refund you within 5 days of getting the parcel back.",
};

/** The object, or its stub. */
type Library = Pick<Knowledge, "act"> | DurableObjectStub<Knowledge>;
type Refused = { ok: false; reason: string };

const system: Actor = { kind: "system" };

export const act = async (library: Library, ...call: KnowledgeCall): Promise<KnowledgeResult> => library.act(...call);

const without = (): never => {
	throw new Error("the action answered something else");
};
const articleIn = (done: KnowledgeResult): { ok: true; article: Article } | Refused =>
	!done.ok || "article" in done ? done : without();
const questionIn = (done: KnowledgeResult): { ok: true; question: Question } | Refused =>
	!done.ok || "question" in done ? done : without();
const sourceIn = (done: KnowledgeResult): { ok: true; source: Source } | Refused =>
	!done.ok || "source" in done ? done : without();

export const saveArticle = async (library: Library, id: string | null, draft: ArticleDraft) =>
	articleIn(await act(library, system, "save_article", { id, draft }));
export const saveQuestion = async (library: Library, id: string | null, draft: QuestionDraft) =>
	questionIn(await act(library, system, "save_question", { id, draft }));
export const switchArticle = async (library: Library, id: string, enabled: boolean) =>
	articleIn(await act(library, system, "switch_article", { id, enabled }));
export const switchQuestion = async (library: Library, id: string, switches: QuestionSwitches) =>
	questionIn(await act(library, system, "switch_question", { id, switches }));
export const removeArticle = async (library: Library, id: string) =>
	(await act(library, system, "remove_article", { id })).ok;

export const reportTurn = async (library: Library, report: TurnReport): Promise<void> =>
	void (await act(library, system, "report_turn", report));
export const reportSolved = async (library: Library, report: SolvedReport): Promise<void> =>
	void (await act(library, system, "report_solved", report));

export const uploadFile = async (library: Library, name: string, body: ReadableStream<Uint8Array>) =>
	sourceIn(await act(library, system, "upload_file", { name, body }));
export const addSite = async (library: Library, settings: SiteSettings) =>
	sourceIn(await act(library, system, "add_site", { settings, loopback: true }));
export const changeSite = async (library: Library, id: string, settings: SiteSettings) =>
	sourceIn(await act(library, system, "change_site", { id, settings, loopback: true }));
export const readAgain = async (library: Library, id: string) =>
	sourceIn(await act(library, system, "read_again", { id }));
export const stopReading = async (library: Library, id: string) =>
	sourceIn(await act(library, system, "stop_reading", { id }));
export const removeSource = async (library: Library, id: string) =>
	(await act(library, system, "remove_source", { id })).ok;

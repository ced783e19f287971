/** Articles and questions as the team writes them: save, switch on and off, delete. Each is one transaction. */
import type { ArticleDraft, QuestionDraft, QuestionSwitches } from "../../protocol/knowledge/articles.ts";
import { article as readArticle, question as readQuestion } from "../article/documents.ts";
import * as store from "../article/store.ts";
import {
	configuring,
	doneIf,
	missing,
	type KnowledgeContext,
	type SavedArticle,
	type SavedQuestion,
} from "./context.ts";

/** Where a saved text goes, and what it was based on. `id` null makes a new one; a `basedOn` that is out of date refuses. */
type Saving<Draft> = { id: string | null; draft: Draft; basedOn?: number | undefined };
type OnDocument = { id: string };

const articleAt = ({ storage }: KnowledgeContext, id: string): SavedArticle | typeof missing => {
	const article = readArticle(storage.sql, id);
	return article ? { ok: true, article } : missing;
};

const questionAt = ({ storage }: KnowledgeContext, id: string): SavedQuestion | typeof missing => {
	const question = readQuestion(storage.sql, id);
	return question ? { ok: true, question } : missing;
};

export const saveArticle = configuring(({ storage }, { id, draft, basedOn }: Saving<ArticleDraft>) =>
	storage.transactionSync(() => store.saveArticle(storage.sql, id, draft, { basedOn })),
);

export const saveQuestion = configuring(({ storage }, { id, draft, basedOn }: Saving<QuestionDraft>) =>
	storage.transactionSync(() => store.saveQuestion(storage.sql, id, draft, { basedOn })),
);

export const switchArticle = configuring((context, { id, enabled }: OnDocument & { enabled: boolean }) => {
	const { storage } = context;
	storage.transactionSync(() => store.switchArticle(storage.sql, id, enabled));
	return articleAt(context, id);
});

export const switchQuestion = configuring((context, { id, switches }: OnDocument & { switches: QuestionSwitches }) => {
	const { storage } = context;
	storage.transactionSync(() => store.switchQuestion(storage.sql, id, switches));
	return questionAt(context, id);
});

export const removeArticle = configuring(({ storage }, { id }: OnDocument) =>
	doneIf(storage.transactionSync(() => store.remove(storage.sql, "article", id))),
);

export const removeQuestion = configuring(({ storage }, { id }: OnDocument) =>
	doneIf(storage.transactionSync(() => store.remove(storage.sql, "question", id))),
);

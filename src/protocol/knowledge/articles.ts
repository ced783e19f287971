/** Articles and questions: their drafts, and how the dashboard reads and lists them. */
import * as v from "valibot";
import { isBlank } from "../limits.ts";
import { ShownLine, ShownText } from "../text/shown.ts";

/** The most characters of an article's text; a longer document becomes several articles. */
export const MAX_ARTICLE_LENGTH = 100_000;
export const MAX_TITLE_LENGTH = 200;
export const MAX_ANSWER_LENGTH = 10_000;
export const MAX_WORDING_LENGTH = 500;
export const MAX_WORDINGS = 30;

export const ArticleDraft = v.object({
	title: v.pipe(
		ShownLine,
		v.minLength(1, "Give the article a title."),
		v.maxLength(MAX_TITLE_LENGTH, `A title has up to ${MAX_TITLE_LENGTH} characters.`),
	),
	/** Markdown. */
	text: v.pipe(
		ShownText,
		v.trim(),
		v.check((text) => !isBlank(text), "Write the article's text."),
		v.description("Not only spaces or characters that nobody sees."),
		v.maxLength(MAX_ARTICLE_LENGTH, "An article has up to 100,000 characters. Make two of it."),
	),
});
export type ArticleDraft = v.InferOutput<typeof ArticleDraft>;

export const QuestionDraft = v.object({
	/** Wordings of the same question; the first is its title. */
	wordings: v.pipe(
		v.array(v.pipe(ShownLine, v.minLength(1, "Write the question."), v.maxLength(MAX_WORDING_LENGTH))),
		v.minLength(1, "Write the question."),
		v.maxLength(MAX_WORDINGS),
	),
	/** Markdown. */
	answer: v.pipe(
		ShownText,
		v.trim(),
		v.check((answer) => !isBlank(answer), "Write the answer."),
		v.description("Not only spaces or characters that nobody sees."),
		v.maxLength(MAX_ANSWER_LENGTH),
	),
});
export type QuestionDraft = v.InferOutput<typeof QuestionDraft>;

/** The `updatedAt` of the version that was edited. If somebody has saved since, the change is refused (409, "changed"). */
const basedOn = v.number();
export const ArticleChange = v.object({ ...ArticleDraft.entries, basedOn });
export const QuestionChange = v.object({ ...QuestionDraft.entries, basedOn });

/** PATCH: switches outside the editor. They don't change the text, so `updatedAt` stays the same. */
export const ArticleSwitches = v.object({ enabled: v.boolean() });
export const QuestionSwitches = v.partial(v.object({ enabled: v.boolean(), pinned: v.boolean() }));
export type QuestionSwitches = v.InferOutput<typeof QuestionSwitches>;

export const originKinds = ["written", "uploaded", "crawled"] as const;

export const Origin = v.object({
	kind: v.fallback(v.picklist(originKinds), "uploaded"),
	/** The source; null for a document written in the dashboard. */
	sourceId: v.nullable(v.string()),
	/** The file's name or the page's address; "" for a document written in the dashboard. */
	name: v.string(),
});
export type Origin = v.InferOutput<typeof Origin>;

const metaEntries = {
	updatedAt: v.number(),
	origin: Origin,
	/** When the source was last read and contained the document; null without a source. */
	readAt: v.nullable(v.number()),
	/** True: somebody edited the document after it was read from its source, so later readings leave it unchanged. */
	edited: v.boolean(),
	/** False: no search finds the document. */
	enabled: v.boolean(),
	/** The number of answers that cited the document, and when the last one did. */
	used: v.number(),
	usedAt: v.nullable(v.number()),
};
export const DocumentMeta = v.object(metaEntries);
export type DocumentMeta = v.InferOutput<typeof DocumentMeta>;

export const Article = v.object({ id: v.string(), ...ArticleDraft.entries, ...metaEntries });
export type Article = v.InferOutput<typeof Article>;

export const Question = v.object({
	id: v.string(),
	...QuestionDraft.entries,
	...metaEntries,
	/** True: a visitor who asks nearly one of its wordings gets its answer, before any other search result. */
	pinned: v.boolean(),
});
export type Question = v.InferOutput<typeof Question>;

export const listKinds = ["articles", "questions"] as const;
export type ListKind = (typeof listKinds)[number];

/** GET /api/documents?kind=&search=&source=&cursor= */
export const ListQuery = v.object({
	kind: v.optional(v.picklist(listKinds), "articles"),
	/** Text within the title. */
	search: v.optional(v.pipe(v.string(), v.trim(), v.maxLength(200)), ""),
	source: v.optional(v.pipe(v.string(), v.maxLength(64)), ""),
	cursor: v.optional(v.nullable(v.pipe(v.string(), v.regex(/^\d{1,16}\.[\w-]{1,64}$/))), null),
});
export type ListQuery = v.InferOutput<typeof ListQuery>;

export const ListEntry = v.object({
	id: v.string(),
	title: v.string(),
	...metaEntries,
	/** The beginning of an article's text; "" for a question. */
	excerpt: v.string(),
	/** The number of a question's wordings; 0 for an article. */
	wordings: v.number(),
	pinned: v.boolean(),
});
export type ListEntry = v.InferOutput<typeof ListEntry>;

/** A page of the list, newest first. It holds no whole texts: the dashboard fetches those one at a time. */
export const KnowledgePage = v.object({
	entries: v.array(ListEntry),
	cursor: v.nullable(v.string()),
	/** The numbers of all documents, whatever the search. */
	counts: v.object({ articles: v.number(), questions: v.number() }),
});
export type KnowledgePage = v.InferOutput<typeof KnowledgePage>;

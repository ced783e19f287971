/** Wordings: questions that a section of an article answers, in words that customers use. They help search; no visitor sees them. */
import * as v from "valibot";
import { ShownLine } from "../text/shown.ts";

/** Questions that a model writes for a section, and the most that a teammate may. */
export const WORDINGS_WRITTEN = 4;
export const MAX_WORDINGS_OF_SECTION = 10;
export const MAX_WORDING_CHARACTERS = 200;

const Questions = v.pipe(
	v.array(
		v.pipe(
			ShownLine,
			v.minLength(1, "Write the question."),
			v.maxLength(MAX_WORDING_CHARACTERS, `A question has up to ${MAX_WORDING_CHARACTERS} characters.`),
		),
	),
	v.maxLength(MAX_WORDINGS_OF_SECTION, `Up to ${MAX_WORDINGS_OF_SECTION} questions a section.`),
);

export const SectionWordings = v.object({
	/** Which section of the article it is. */
	section: v.string(),
	/** Its headings, outermost first, joined by " › ". Empty at the top. */
	heading: v.string(),
	questions: v.array(v.string()),
	/** A teammate wrote them: no model writes over them. */
	edited: v.boolean(),
});
export type SectionWordings = v.InferOutput<typeof SectionWordings>;

export const ArticleWordings = v.object({
	sections: v.array(SectionWordings),
	/** Sections wait for a model to write theirs. */
	waiting: v.boolean(),
	/** The source is too large for that unless the team asks; null where it isn't. */
	largeSource: v.nullable(v.string()),
});
export type ArticleWordings = v.InferOutput<typeof ArticleWordings>;

/** PUT: the questions of one section. None: it has none, and gets none. */
export const WordingsChange = v.object({ section: v.pipe(v.string(), v.maxLength(3_000)), questions: Questions });
export type WordingsChange = v.InferOutput<typeof WordingsChange>;

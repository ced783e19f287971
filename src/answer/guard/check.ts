/**
 * The output guard: checks a writer's text before any of it is shown, piece by piece (guarded-stream.ts), and as a whole before
 * it becomes an entry. It must cite passages that it was given, add
 * nothing to them (grounding.ts), not be empty or too long, and not promise a person (promises.ts): a model that says that it
 * connects somebody has connected nobody.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Citation } from "../../protocol/conversation/entry.ts";
import { MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { groundingCheck, type Ungrounded } from "./grounding.ts";
import type { WritingTask, WriteResult } from "../write/writer.ts";
import { promiseCheck } from "./promises.ts";
import { instructions } from "../write/prompt.ts";

/** Why a text is refused, whatever comes after it. */
export type Refusal = "promise" | "too_long" | Ungrounded;

export type ReplyCheck =
	| { ok: true; text: string; sources: Citation[] }
	| { ok: false; why: "empty" | "ungrounded" | Refusal };

/** The citations in the order of the passages, each document once. */
export function toCitations(passages: Passage[]): Citation[] {
	const sources = new Map(passages.map(({ articleId, title }) => [articleId, { id: articleId, title }]));
	return [...sources.values()];
}

export type Guard = {
	/** Checks a text that may go on. Null: nothing in it is forbidden. */
	refuses(text: string): Refusal | null;
	/** Checks a whole answer. */
	check(written: Extract<WriteResult, { kind: "answer" }>): ReplyCheck;
};

/** The guard of one task, whose passages are read once. */
export function guardOf({ passages, question, style }: Pick<WritingTask, "passages" | "question" | "style">): Guard {
	const given = passages.map((passage) => `${passage.title}\n${passage.heading}\n${passage.text}`).join("\n");
	const ungrounded = groundingCheck({
		passages: given,
		question,
		instructions: instructions(style),
		notes: style.guidance,
	});
	const promises = promiseCheck(given);
	const refuses = (text: string): Refusal | null => {
		if (text.length > MAX_TEXT_LENGTH) return "too_long";
		return ungrounded(text) ?? (promises(text) ? "promise" : null);
	};
	return {
		refuses,
		check(written) {
			const text = written.text.trim();
			if (text === "") return { ok: false, why: "empty" };
			const cited = written.cited.flatMap((number) => passages[number - 1] ?? []);
			if (cited.length === 0 || cited.length < written.cited.length) return { ok: false, why: "ungrounded" };
			const why = refuses(text);
			return why === null ? { ok: true, text, sources: toCitations(cited) } : { ok: false, why };
		},
	};
}

/**
 * The output guard: checks a writer's whole text before it becomes an entry. It must cite passages that it was given, add
 * nothing to them (grounding.ts), not be empty or too long, and not promise a person (promises.ts): a model that says that it
 * connects somebody has connected nobody.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Citation } from "../../protocol/conversation/entry.ts";
import { MAX_TEXT_LENGTH } from "../../protocol/limits.ts";
import { type Ungrounded, findUngrounded } from "./grounding.ts";
import type { WritingTask, WriteResult } from "../write/writer.ts";
import { promisesPerson } from "./promises.ts";
import { instructions } from "../write/prompt.ts";

export type ReplyCheck =
	| { ok: true; text: string; sources: Citation[] }
	| { ok: false; why: "empty" | "ungrounded" | "promise" | "too_long" | Ungrounded };

/** The citations in the order of the passages, each document once. */
export function toCitations(passages: Passage[]): Citation[] {
	const sources = new Map(passages.map(({ articleId, title }) => [articleId, { id: articleId, title }]));
	return [...sources.values()];
}

export function check(
	written: Extract<WriteResult, { kind: "answer" }>,
	{ passages, question, style }: Pick<WritingTask, "passages" | "question" | "style">,
): ReplyCheck {
	const text = written.text.trim();
	if (text === "") return { ok: false, why: "empty" };
	if (text.length > MAX_TEXT_LENGTH) return { ok: false, why: "too_long" };
	const cited = written.cited.flatMap((number) => passages[number - 1] ?? []);
	if (cited.length === 0 || cited.length < written.cited.length) return { ok: false, why: "ungrounded" };
	const given = passages.map((passage) => `${passage.title}\n${passage.heading}\n${passage.text}`).join("\n");
	const why = findUngrounded(text, {
		passages: given,
		question,
		instructions: instructions(style),
		notes: style.guidance,
	});
	if (why !== null) return { ok: false, why };
	if (promisesPerson(text, given)) return { ok: false, why: "promise" };
	return { ok: true, text, sources: toCitations(cited) };
}

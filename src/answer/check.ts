/**
 * The last look at what a writer wrote, before it becomes an entry: it rests on what it was given and adds nothing to it
 * (invented.ts), it is not empty, and it doesn't promise a person. Text decides nothing; a model that says it connects somebody has connected nobody.
 */
import type { Passage } from "../knowledge/passage.ts";
import type { Source } from "../protocol/entry.ts";
import { MAX_TEXT_LENGTH } from "../protocol/limits.ts";
import { type Invented, invented } from "./invented.ts";
import type { Task, Written } from "./port.ts";

export type Checked =
	| { ok: true; text: string; sources: Source[] }
	| { ok: false; why: "empty" | "ungrounded" | "promise" | "too_long" | Invented };

/** First person, an act of handing over, and somebody to hand over to. */
const promises = [
	/\b(?:i|we)(?:'ll| will| am going to| are going to| have| 've|'ve|'m|'re| am| are| can)? (?:now |just |gladly |happily )?(?:connect|transfer|forward|escalat|redirect|hand|pass|put|refer)\w* (?:you|this|your \w+|it)\b[^.!?\n]{0,60}\b(?:human|person|colleague|agent|team|specialist|representative|someone|somebody|staff|support)/i,
	/\b(?:let me|allow me to) (?:connect|transfer|put you through|hand you)/i,
	/\b(?:a|an|our|one of our) (?:human|colleague|agent|specialist|representative|team ?mate)\w* (?:will|is going to) (?:be with you|join|take over|contact you|get (?:back|in touch)|reach out)/i,
	/\bich (?:verbinde|leite|übergebe)\b[^.!?\n]{0,60}\b(?:kolleg|mitarbeiter|mensch|team|person)/i,
	/\b(?:te|le|lo|la) (?:conecto|paso|transfiero|comunico)\b[^.!?\n]{0,40}\b(?:agente|persona|compañer|equipo)/i,
	/\bje vous (?:mets en relation|transfère|passe)\b/i,
	/\b(?:vou|irei) (?:transferir|ligar|encaminhar)/i,
];

/** Sources in the order they were cited, each document once. */
export function toSources(passages: Passage[]): Source[] {
	const sources = new Map(passages.map(({ articleId, title }) => [articleId, { id: articleId, title }]));
	return [...sources.values()];
}

/** `instructions`: what the writer was told, which is not to be given away. */
export function check(
	written: Extract<Written, { kind: "answer" }>,
	{ passages, question }: Pick<Task, "passages" | "question">,
	instructions: string,
): Checked {
	const text = written.text.trim();
	if (text === "") return { ok: false, why: "empty" };
	if (text.length > MAX_TEXT_LENGTH) return { ok: false, why: "too_long" };
	const cited = written.cited.flatMap((number) => passages[number - 1] ?? []);
	if (cited.length === 0 || cited.length < written.cited.length) return { ok: false, why: "ungrounded" };
	const given = passages.map((passage) => `${passage.title}\n${passage.heading}\n${passage.text}`).join("\n");
	const why = invented(text, { passages: given, question, instructions });
	if (why !== null) return { ok: false, why };
	// Quoting an article that says who will get in touch is no promise of the writer's.
	const said = `${given}\n${question}`.toLowerCase();
	if (promises.some((promise) => !said.includes(promise.exec(text)?.[0].toLowerCase() ?? "")))
		return { ok: false, why: "promise" };
	return { ok: true, text, sources: toSources(cited) };
}

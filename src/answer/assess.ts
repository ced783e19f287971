/**
 * Assesses what was found for a question: the article that answers it (judge.ts), the section of it that would be said
 * (section/), and the two chances that the outcome is decided by (chance.ts). Pure; the threshold is the caller's.
 */
import type { Passage } from "../knowledge/article/passage.ts";
import { knownChance, namedElsewhere, quotedChance, sayingOf } from "./chance.ts";
import { judge, type Judgement } from "./judge.ts";
import type { Retrieved } from "./retrieve.ts";
import { type Choice, choose } from "./section/choose.ts";
import { optionsFor } from "./section/signals.ts";

/** Passages that are judged: the more, the more rivals that say little. A reader gets all that were found. */
export const JUDGED = 8;

export type Assessment = {
	judgement: Judgement;
	/** What a writer gets, what would be quoted first. Empty where nothing answers. */
	passages: Passage[];
	/** What the embedded answerer quotes: the likeliest of them, or two sections of one article. */
	said: Passage[];
	choice: Choice;
	/** The chance that the quotation answers. */
	quoted: number;
	/** Where `quoted` would be higher if no other article's title had a rare word of the question: what it may be at most. Else null. */
	namedElsewhere: number | null;
	/** The chance that something among the passages answers. */
	known: number;
};

export function assess(question: string, found: Retrieved): Assessment {
	const judgement = judge(question, { ...found, passages: found.passages.slice(0, JUDGED) });
	const ordered = [...new Set([...judgement.passages, ...found.passages])];
	// "And to Norway?" is compared with sections as what it means.
	const asked = found.query ?? question;
	const choice = choose(judgement.passages.length === 0 ? [] : optionsFor(asked, ordered));
	const [best] = judgement.passages;
	if (!best) return { judgement, passages: [], said: [], choice, quoted: 0, namedElsewhere: null, known: 0 };
	const said = choice.said.length > 0 ? choice.said.map(({ passage }) => passage) : [best];
	const [first = best] = said;
	const saying = sayingOf(asked, judgement, choice, first);
	const bound = namedElsewhere(first, ordered);
	// The chances are fitted to whole questions; of a follow-up the judge knows more.
	const quoted = found.followUp ? judgement.confidence : quotedChance(saying, first, judgement, bound);
	return {
		judgement,
		passages: [...said, ...sectionsOf(ordered.filter((passage) => !stands(passage, said)))],
		said,
		choice,
		quoted,
		namedElsewhere: quoted === bound ? bound : null,
		known: knownChance(judgement, ordered, choice),
	};
}

/** Whether a passage is part of a section that is given. An article may have two sections of one name. */
const stands = ({ articleId, heading, text }: Passage, given: readonly Passage[]): boolean =>
	given.some((one) => one.articleId === articleId && one.heading === heading && wholeText(one).includes(text));

const wholeText = ({ kind, section, text }: Passage): string => (kind === "article" ? (section ?? text) : text);

/** Each section once, whole, in the order of its likeliest passage. */
function sectionsOf(passages: readonly Passage[]): Passage[] {
	const given: Passage[] = [];
	for (const passage of passages)
		if (passage.kind === "question" || !stands(passage, given)) given.push({ ...passage, text: wholeText(passage) });
	return given;
}

/**
 * Chooses the section of an article that answers: ranking finds the right article, in which every section has the question's
 * words. What tells sections apart is the weight of a word within the article, the heading, the opening for "what is", and
 * whether a text has the kind of thing that is asked for. A conditional logit, fitted by test/eval/fit-sections.ts.
 */
import { exactMatchRank, type Passage } from "../../knowledge/article/passage.ts";
import { logOdds } from "../../knowledge/search/log-odds.ts";
import { similarity, trigrams } from "../../language/text/similarity.ts";
import { informativeWords } from "../../language/text/terms.ts";
import { alike, type Sense, senseOf } from "./sense.ts";
import { asksIn, type Ask, cueMatch } from "./cues.ts";
import { sectionWeights } from "./weights.ts";

/** Articles whose sections are compared: the likeliest ones. */
const ARTICLES = 3;

export type SectionSignals = {
	/** The log-odds of its rank (knowledge/search/score.ts). */
	relevance: number;
	/** 1 in the article that the judge holds for the right one. */
	judged: number;
	/** Similarity of the question to the innermost heading, or to the title where there is none. */
	heading: number;
	/** Their likeness in meaning. */
	headingSense: number;
	/** Share of the question's weight within the article that the section has. A word of every section weighs nothing. */
	inArticle: number;
	own: number;
	meaning: number;
	proximity: number;
	/** 1 for the article's opening where the question asks what something is. */
	opening: number;
	/** From -1 to 1: whether it has the kind of thing that is asked for. */
	cue: number;
	/** 1 for a short text, such as a cut-off end, down to 0. */
	short: number;
};

export type Option = { passage: Passage; signals: SectionSignals };

const isSection = ({ kind, heading }: Passage): boolean => kind === "article" && heading !== "";

/**
 * The sections among which one is chosen, with their signals. Empty where there is nothing to choose: a question's answer and
 * an article without sections are said as they are ranked.
 */
export function optionsFor(question: string, found: readonly Passage[]): Option[] {
	const [best] = found;
	if (!best || best.kind === "question" || exactMatchRank(best) > 0) return [];
	if (!isSection(best) && !found.some((other) => other.articleId === best.articleId && isSection(other))) return [];
	const articles = [...new Set(found.filter(({ kind }) => kind === "article").map(({ articleId }) => articleId))];
	const near = new Set(articles.slice(0, ARTICLES));
	const passages = found.filter(({ kind, articleId }) => kind === "article" && near.has(articleId));
	const asked: Asked = {
		judged: best.articleId,
		asks: asksIn(question),
		sense: senseOf(question),
		words: trigrams(
			informativeWords(question)
				.map(({ word }) => word)
				.join(" "),
		),
	};
	const sections = [...Map.groupBy(passages, ({ articleId, heading }) => `${articleId}\n${heading}`).values()];
	const byArticle = Map.groupBy(sections, ([first]) => first?.articleId);
	return sections.flatMap((parts) => {
		const passage = wholeOf(parts);
		return passage
			? [{ passage, signals: signalsOf(passage, parts, byArticle.get(passage.articleId) ?? [], asked) }]
			: [];
	});
}

/** The question as sections are compared with it. */
type Asked = { judged: string; asks: readonly Ask[]; words: ReturnType<typeof trigrams>; sense: Sense };

/** The likeliest passage of a section, with the section's whole text. */
function wholeOf(parts: readonly Passage[]): Passage | null {
	const [best] = parts;
	return best ? { ...best, text: best.section ?? best.text } : null;
}

const largest = (parts: readonly Passage[], of: (passage: Passage) => number): number => Math.max(...parts.map(of));

function signalsOf(
	{ articleId, heading, title, text }: Passage,
	parts: readonly Passage[],
	siblings: readonly Passage[][],
	{ judged, asks, words, sense }: Asked,
): SectionSignals {
	const innermost = heading.split(" › ").at(-1) ?? "";
	const placeOf = (section: readonly Passage[]): number => Math.min(...section.map(({ place }) => place));
	const isOpening = heading === "" || siblings.every((other) => placeOf(other) >= placeOf(parts));
	return {
		relevance: largest(parts, ({ score }) => logOdds(score)),
		judged: articleId === judged ? 1 : 0,
		heading: similarity(words, trigrams(innermost === "" ? title : innermost)),
		headingSense: alike(sense, senseOf(innermost === "" ? title : innermost)),
		inArticle: inArticleOf(parts, siblings),
		own: largest(parts, ({ ownCoverage }) => ownCoverage),
		meaning: largest(parts, ({ wordVectorSimilarity }) => wordVectorSimilarity ?? 0),
		proximity: largest(parts, ({ proximity }) => proximity),
		opening: isOpening && asks.includes("definition") ? 1 : 0,
		cue: cueMatch(asks, text),
		short: Math.max(0, 1 - text.length / 200),
	};
}

function inArticleOf(parts: readonly Passage[], siblings: readonly Passage[][]): number {
	const has = (section: readonly Passage[], at: number): boolean =>
		section.some(({ terms }) => (terms[at]?.match ?? 0) >= 1);
	let [all, had] = [0, 0];
	parts[0]?.terms.forEach(({ weight }, at) => {
		const having = siblings.filter((other) => has(other, at)).length;
		const inside = Math.max(0, weight * Math.log((siblings.length + 1) / (having + 0.5)));
		all += inside;
		if (has(parts, at)) had += inside;
	});
	return all === 0 ? 0 : had / all;
}

export type Choice = {
	/** Best first. */
	ranked: Option[];
	/** The chance of the first among them, with that of the others that have all that is asked as it does: they say the same. */
	share: number;
};

export type SectionWeights = readonly [keyof SectionSignals, number][];

/** `weights`: others than the fitted ones, for fitting them. */
export function choose(options: readonly Option[], weights: SectionWeights = sectionWeights): Choice {
	const utility = (signals: SectionSignals): number =>
		weights.reduce((sum, [name, weight]) => sum + weight * signals[name], 0);
	const weighed = options
		.map((option) => ({ option, value: Math.exp(utility(option.signals)) }))
		.toSorted((a, b) => b.value - a.value);
	const total = weighed.reduce((sum, { value }) => sum + value, 0);
	const [first] = weighed;
	const agreeing = weighed.filter(
		({ option }) => option === first?.option || (first && bothWhole(first.option, option)),
	);
	return {
		ranked: weighed.map(({ option }) => option),
		share: total === 0 ? 1 : agreeing.reduce((sum, { value }) => sum + value, 0) / total,
	};
}

/** Two sections with every word of the question in their own text. */
const bothWhole = (...options: readonly Option[]): boolean => options.every(({ signals }) => signals.own >= 0.99);

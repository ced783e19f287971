/**
 * What tells the sections of articles apart for a question: signals for the choice (choose.ts) and for the chance that what is
 * said answers (../chance.ts). Ranking finds the right article, in which every section has the question's words; here counts
 * where they stand, how much they tell within the article, the heading, and the kind of thing that is asked for.
 */
import { exactMatchRank, type Passage } from "../../knowledge/article/passage.ts";
import { logOdds } from "../../knowledge/search/log-odds.ts";
import { similarity, type Trigrams, trigrams } from "../../language/text/similarity.ts";
import { searchWords, searchTerms } from "../../language/text/terms.ts";
import { type Ask, asksIn, cueMatch } from "./cues.ts";
import { quote } from "./quote.ts";
import { covered, type Weighed } from "./sense.ts";

export type SectionSignals = {
	/** The log-odds of its likeliest passage (knowledge/search/score.ts), and of its article's. */
	relevance: number;
	article: number;
	/** 1 in the article that the judge holds for the right one. */
	judged: number;
	/** Likeness by letters of the question to the innermost heading (the title where there is none): informative words, all words. */
	heading: number;
	headingWhole: number;
	/** The part of the heading's informative words that the question has. */
	headingAsked: number;
	/** Share of the weight, within the article, of the question's words that the headings have. A word of every section weighs nothing. */
	headingInside: number;
	/** The same share that the section has, with its headings. */
	inside: number;
	/** Share of the weight of the words that the article's title lacks, which the headings have. */
	beyondTitle: number;
	/** Share of the question's weight that the quotation has. */
	quotation: number;
	meaning: number;
	proximity: number;
	/** 1 for the article's opening; the same where the question asks what something is, and where it names little but the article. */
	opening: number;
	definition: number;
	general: number;
	/** From -1 to 1: whether it has the kind of thing that is asked for. */
	cue: number;
	/** 1 where its heading asks for the same kind of thing. */
	cueHeading: number;
	/** 1 for a short text, such as a cut-off end, down to 0. */
	short: number;
	/** The logarithm of its length in four hundreds of letters: a long text has many words by chance. */
	length: number;
};

export type Option = { passage: Passage; signals: SectionSignals };

/** Letters of the shortest texts that the weights were fitted to. */
const SHORTEST = 100;
/** Log-odds past which a passage's rank says no more. */
const MOST_ODDS = 8;
/** Words of a question that are looked for, as search does (knowledge/search/query-terms.ts). */
const MAX_WORDS = 32;
/** The share of a question's weight beyond the title under which it names little but the article. */
const LITTLE = 0.15;

const isSection = ({ kind, heading }: Passage): boolean => kind === "article" && heading !== "";
const innermost = ({ heading, title }: Passage): string =>
	heading === "" ? title : (heading.split(" › ").at(-1) ?? "");

/** The question as sections are compared with it. */
type Asked = {
	question: string;
	judged: string;
	asks: readonly Ask[];
	words: readonly Weighed[];
	informative: Trigrams;
	whole: Trigrams;
};

/** A section: its passages, best first, and its terms. */
type Section = {
	best: Passage;
	parts: readonly Passage[];
	place: number;
	headings: ReadonlySet<string>;
	all: ReadonlySet<string>;
};

/**
 * The sections among which one is chosen, with their signals. Empty where there is nothing to choose: a question's answer and
 * an article without sections are said as they are ranked. `found`: best first.
 */
export function optionsFor(question: string, found: readonly Passage[]): Option[] {
	const [best] = found;
	if (!best || best.kind === "question" || exactMatchRank(best) > 0) return [];
	if (!isSection(best) && !found.some((other) => other.articleId === best.articleId && isSection(other))) return [];
	const informative = searchWords(question).slice(0, MAX_WORDS);
	const weightOf = new Map(best.terms.map(({ term, weight }) => [term, weight]));
	const asked: Asked = {
		question,
		judged: best.articleId,
		asks: asksIn(question),
		words: informative.map(({ term, word }) => ({ term, weight: weightOf.get(word) ?? 0.5 })),
		informative: trigrams(informative.map(({ word }) => word).join(" ")),
		whole: trigrams(question),
	};
	const passages = found.filter(({ kind }) => kind === "article");
	const sections = [...Map.groupBy(passages, ({ articleId, heading }) => `${articleId}\n${heading}`).values()].flatMap(
		sectionOf,
	);
	const byArticle = Map.groupBy(sections, ({ best: { articleId } }) => articleId);
	return [...byArticle.values()]
		.flatMap((siblings) => optionsOf(siblings, asked))
		.toSorted((a, b) => b.signals.relevance - a.signals.relevance);
}

function sectionOf(parts: readonly Passage[]): Section[] {
	const [first] = parts;
	if (!first) return [];
	const best = { ...first, text: first.section ?? first.text };
	const headings = new Set(searchTerms(best.heading));
	return [
		{
			best,
			parts,
			place: Math.min(...parts.map(({ place }) => place)),
			headings,
			all: new Set([...headings, ...searchTerms(best.text)]),
		},
	];
}

/** The options of one article. */
function optionsOf(siblings: readonly Section[], asked: Asked): Option[] {
	const title = new Set(searchTerms(siblings[0]?.best.title ?? ""));
	const beyond = asked.words.filter(({ term }) => !title.has(term));
	const sum = (words: readonly Weighed[]): number => words.reduce((total, { weight }) => total + weight, 0);
	/** A word that every section has tells nothing, one that none has can't. */
	const inside = asked.words.map(({ term, weight }): Weighed => {
		const having = siblings.filter(({ all }) => all.has(term)).length;
		const tells = having === 0 ? 0 : Math.max(0, Math.log((siblings.length + 1) / (having + 0.5)));
		return { term, weight: weight * tells };
	});
	const isGeneral = sum(beyond) < LITTLE * sum(asked.words);
	const article = Math.max(...siblings.flatMap(({ parts }) => parts.map(({ score }) => logOdds(score, MOST_ODDS))));
	const start = Math.min(...siblings.map(({ place }) => place));
	return siblings.map(({ best: passage, parts, place, headings, all }): Option => {
		const { heading, text } = passage;
		const largest = (of: (part: Passage) => number): number => Math.max(...parts.map(of));
		const name = innermost(passage);
		const letters = trigrams(name);
		const named = searchWords(name).map(({ term }) => term);
		const isOpening = heading === "" || place === start;
		return {
			passage,
			signals: {
				relevance: largest(({ score }) => logOdds(score, MOST_ODDS)),
				article,
				judged: passage.articleId === asked.judged ? 1 : 0,
				heading: similarity(asked.informative, letters),
				headingWhole: similarity(asked.whole, letters),
				headingAsked:
					named.length === 0
						? 0
						: named.filter((term) => asked.words.some((word) => word.term === term)).length / named.length,
				headingInside: covered(inside, headings),
				inside: covered(inside, all),
				beyondTitle: beyond.length === 0 ? 0 : covered(beyond, headings),
				quotation: covered(asked.words, new Set(searchTerms(quote(passage, asked.question)))),
				meaning: largest(({ wordVectorSimilarity }) => wordVectorSimilarity ?? 0),
				proximity: largest(({ proximity }) => proximity),
				opening: isOpening ? 1 : 0,
				definition: isOpening && asked.asks.includes("definition") ? 1 : 0,
				general: isOpening && isGeneral ? 1 : 0,
				cue: cueMatch(asked.asks, text),
				cueHeading: asksIn(name).some((ask) => asked.asks.includes(ask)) ? 1 : 0,
				short: Math.max(0, 1 - text.length / 200),
				length: Math.log(Math.max(SHORTEST, text.length) / 400),
			},
		};
	});
}

/**
 * Chooses the section of an article that answers, by a conditional logit on its signals (signals.ts) that test/eval/fit
 * fits. Where another section of the article is nearly as likely, as for a question of two parts, both are said.
 */
import type { Passage } from "../../knowledge/article/passage.ts";
import type { Option, SectionSignals } from "./signals.ts";
import { sectionWeights } from "./weights.ts";

/**
 * The chance, as a share of the first one's, from which a second section is said too. Of a hundred quotations 28 have one, and
 * in 3 of them it is the one that answers.
 */
const NEARLY = 0.25;

export type Choice = {
	/** Best first. */
	ranked: Option[];
	/** What is said of them: the first, and a second of the same article where it is nearly as likely. */
	said: Option[];
	/** The chance of what is said among all, with that of the others that have all that is asked as the first does: they say the same. */
	share: number;
	/** How far the likeliest section that isn't said is behind, in log-odds; MOST_AHEAD where there is none. */
	ahead: number;
};

/** Log-odds past which a section is no rival. */
const MOST_AHEAD = 4;

export type SectionWeights = readonly [keyof SectionSignals, number][];

/** `weights`: others than the fitted ones, for fitting them. */
export function choose(options: readonly Option[], weights: SectionWeights = sectionWeights): Choice {
	const utility = (signals: SectionSignals): number =>
		weights.reduce((sum, [name, weight]) => sum + weight * signals[name], 0);
	const weighed = options
		.map((option) => ({ option, value: Math.exp(utility(option.signals)) }))
		.toSorted((a, b) => b.value - a.value);
	const [first] = weighed;
	if (!first) return { ranked: [], said: [], share: 1, ahead: MOST_AHEAD };
	const sum = (some: typeof weighed): number => some.reduce((total, { value }) => total + value, 0);
	const second = weighed.find((one) => one !== first && isOfArticle(first.option, one.option.passage));
	const said = second && second.value >= NEARLY * first.value ? [first, second] : [first];
	const rest = weighed.filter((one) => !said.includes(one));
	const agreeing = rest.filter(({ option }) => bothWhole(first.option, option));
	const rival = Math.max(0, ...rest.map(({ value }) => value));
	return {
		ranked: weighed.map(({ option }) => option),
		said: said.map(({ option }) => option),
		share: (sum(said) + sum(agreeing)) / sum(weighed),
		ahead: rival === 0 ? MOST_AHEAD : Math.min(MOST_AHEAD, Math.log(sum(said) / rival)),
	};
}

const isOfArticle = ({ passage }: Option, { articleId }: Passage): boolean => passage.articleId === articleId;

/** Two sections with every word of the question in their own text. */
const bothWhole = (...options: readonly Option[]): boolean =>
	options.every(({ passage }) => passage.ownCoverage >= 0.99);

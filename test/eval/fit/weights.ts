/**
 * Fits the choice of a section (src/answer/section/) and the chances of an answer (src/answer/chance.ts) to examples, and
 * validates them five-fold, each fold with whole articles. The chances are fitted to choices that were made without the
 * article, so that they don't trust the choice more than they may.
 */
import {
	type ArticleSignals,
	type KnownSignals,
	knownSignals,
	type SaidSignals,
	sayingOf,
	type Shape,
	shapeOf,
} from "../../../src/answer/chance.ts";
import { judge, type Judgement } from "../../../src/answer/judge.ts";
import { JUDGED } from "../../../src/answer/assess.ts";
import { choose } from "../../../src/answer/section/choose.ts";
import { type Option, optionsFor, type SectionSignals } from "../../../src/answer/section/signals.ts";
import { quotation } from "../../../src/answer/section/quote.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { calibrationError, rocArea, share } from "../measures.ts";
import { THRESHOLD } from "../ask.ts";
import type { Example } from "./examples.ts";
import { type ChanceRow, type ChoiceRow, dot, fitChance, fitChoice, type Fitted, sigmoid } from "./regression.ts";

const FOLDS = 5;

/**
 * What the examples of a set weigh together, in those of 300. Our own questions are few but varied, and like those that visitors
 * ask; of a team's questions few have no article, and the set without articles has one such for each that has.
 */
const FAVOUR: Record<string, number> = { shop: 3, "sections without": 0.25 };

/** Names in the order of the files of weights. */
const sectionNames = [
	"judged",
	"relevance",
	"article",
	"heading",
	"headingWhole",
	"headingAsked",
	"headingInside",
	"inside",
	"beyondTitle",
	"quotation",
	"meaning",
	"proximity",
	"opening",
	"definition",
	"general",
	"cue",
	"cueHeading",
	"short",
	"length",
] as const satisfies (keyof SectionSignals)[];
const knownNames = [
	"confidence",
	"odds",
	"coverage",
	"together",
	"unknown",
	"meaning",
] as const satisfies (keyof KnownSignals)[];
const articleNames = [
	"confidence",
	"coverage",
	"own",
	"heading",
	"sense",
	"cue",
	"unknown",
	"ahead",
	"length",
] as const satisfies (keyof ArticleSignals)[];
const saidNames = [
	"confidence",
	"margin",
	"heading",
	"headingWhole",
	"proximity",
	"unknown",
	"length",
] as const satisfies (keyof SaidSignals)[];

/**
 * What may speak against an answer. Signals that go together would be set off against each other otherwise: what speaks for an
 * answer never speaks against one.
 */
const against = new Set<string>(["unknown", "length", "short", "odds"]);
const boundsOf = (names: readonly string[]): number[] => names.map((name) => (against.has(name) ? -Infinity : 0));
const valuesOf = <Name extends string>(signals: Record<Name, number>, names: readonly Name[]): Float64Array =>
	Float64Array.from(names, (name) => signals[name]);

type Read = Example & {
	fold: number;
	weight: number;
	judgement: Judgement;
	ordered: Passage[];
	options: Option[];
	row: ChoiceRow | null;
};

/** A fold by an article's name, the same in every run. */
const foldOf = (group: string): number =>
	[...group].reduce((sum, letter) => (sum * 31 + (letter.codePointAt(0) ?? 0)) % 65_521, 7) % FOLDS;

function read(examples: readonly Example[]): Read[] {
	const sizes = Map.groupBy(examples, ({ set }) => set);
	return examples.map((example): Read => {
		const { set, group, question, found, answers } = example;
		const judgement = judge(question, { passages: found.slice(0, JUDGED), followUp: false });
		const ordered = [...new Set([...judgement.passages, ...found])];
		const options = judgement.passages.length === 0 ? [] : optionsFor(question, ordered);
		const weight = Math.sqrt(300 / (sizes.get(set)?.length ?? 1)) * (FAVOUR[set] ?? 1);
		const row =
			options.length < 2
				? null
				: {
						options: options.map(({ signals }) => valuesOf(signals, sectionNames)),
						right: options.map(({ passage }) => (answers(quotation([passage], question), passage) === 1 ? 1 : 0)),
						weight,
					};
		return { ...example, fold: foldOf(group), weight, judgement, ordered, options, row };
	});
}

type Row = ChanceRow & { set: string; fold: number };

/** The out-of-fold chances, with the right, by set. */
function validate(name: string, rows: readonly Row[], names: readonly string[], shift: number): string[] {
	const judged = Array.from({ length: FOLDS }, (_, fold) => {
		const { base, weights } = fitChance(
			rows.filter((row) => row.fold !== fold),
			names.length,
			boundsOf(names),
		);
		return rows
			.filter((row) => row.fold === fold)
			.map(({ signals, label, set }) => ({
				set,
				label,
				right: label === 1,
				confidence: sigmoid(dot(signals, weights) + base + shift),
			}));
	}).flat();
	const shown = (value: number | null): string => value?.toFixed(3) ?? "–";
	return [...Map.groupBy(judged, (one) => one.set)].map(([set, some]) => {
		const answered = some.filter(({ confidence }) => confidence >= THRESHOLD);
		const chances = (right: boolean) => some.filter((one) => one.right === right).map((one) => one.confidence);
		return [
			`${name}, ${set}: ${some.length}, right ${shown(share(some.map(({ right }) => right)))}`,
			`answered ${shown(answered.length / some.length)} of which right ${shown(share(answered.map(({ right }) => right)))}`,
			`ROC ${shown(rocArea(chances(true), chances(false)))}, calibration ${shown(calibrationError(some))}`,
		].join(", ");
	});
}

const rounded = (value: number): number => Math.round(value * 100) / 100;

/**
 * Half of the questions fitted to have no answer in the quotation, of those that visitors ask a quarter: the odds before anything
 * is known are higher, here as log-odds. The chance of a reader stays as it is, for its verdict comes on top.
 */
export const ASKED_MORE_OFTEN = { article: 0.4, sections: 0.8 };

export type Weights = { sections: string; chances: string; report: string[] };

/** The contents of the two files of weights, and what validation says of them. */
export function fitWeights(examples: readonly Example[]): Weights {
	const all = read(examples);
	const report: string[] = [];
	const choices = all.flatMap(({ fold, row }) => (row ? [{ fold, row }] : []));
	const fitFor = (fold: number | null): number[] =>
		fitChoice(
			choices.filter((one) => one.fold !== fold).map(({ row }) => row),
			sectionNames.length,
			boundsOf(sectionNames),
		);
	const asWeights = (weights: number[]): [keyof SectionSignals, number][] =>
		sectionNames.map((name, at) => [name, rounded(weights[at] ?? 0)]);
	const heldOut = Array.from({ length: FOLDS }, (_, fold) => asWeights(fitFor(fold)));
	const fitted = asWeights(fitFor(null));

	const known: Record<Shape, Row[]> = { question: [], article: [], sections: [] };
	const said: Record<"article" | "sections", Row[]> = { article: [], sections: [] };
	const firsts = new Map<string, boolean[]>();
	for (const { set, question, fold, weight, judgement, ordered, options, answers } of all) {
		const [best] = judgement.passages;
		if (!best) continue;
		const choice = choose(options, heldOut[fold]);
		const isKnown = ordered.some((passage) => answers(passage.section ?? passage.text, passage) === 1);
		known[shapeOf(best, choice)].push({
			set,
			fold,
			weight,
			label: isKnown ? 1 : 0,
			signals: valuesOf(knownSignals(judgement, ordered), knownNames),
		});
		const passages = choice.said.length > 0 ? choice.said.map(({ passage }) => passage) : [best];
		const [first = best] = passages;
		const saying = sayingOf(question, judgement, choice, first);
		if (saying.shape === "question") continue;
		const label = answers(quotation(passages, question), first);
		if (saying.shape === "sections") firsts.set(set, [...(firsts.get(set) ?? []), label === 1]);
		const signals =
			saying.shape === "sections" ? valuesOf(saying.signals, saidNames) : valuesOf(saying.signals, articleNames);
		said[saying.shape].push({ set, fold, weight, label, signals });
	}
	for (const [set, right] of firsts)
		report.push(`sections said, ${set}: right ${share(right)?.toFixed(3)} of ${right.length}`);
	for (const shape of ["question", "article", "sections"] as const)
		report.push(...validate(`known, ${shape}`, known[shape], knownNames, 0));
	report.push(...validate("quoted, article", said.article, articleNames, ASKED_MORE_OFTEN.article));
	report.push(...validate("quoted, sections", said.sections, saidNames, ASKED_MORE_OFTEN.sections));

	const written = (rows: Row[], names: readonly string[], shift = 0): string => {
		const { base, weights }: Fitted = fitChance(rows, names.length, boundsOf(names));
		return `{ base: ${rounded(base + shift)}, ${names.map((name, at) => `${name}: ${rounded(weights[at] ?? 0)}`).join(", ")} }`;
	};
	return {
		report,
		sections: `/** The weights of choose.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { SectionSignals } from "./signals.ts";

export const sectionWeights: readonly [keyof SectionSignals, number][] = [
${fitted.map(([name, weight]) => `\t["${name}", ${weight}],`).join("\n")}
];
`,
		chances: `/** The weights of chance.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { ArticleSignals, KnownSignals, SaidSignals, Shape } from "./chance.ts";

type Weights<Signals> = { base: number } & Signals;

export const chanceWeights: {
	known: Record<Shape, Weights<KnownSignals>>;
	quoted: { article: Weights<ArticleSignals>; sections: Weights<SaidSignals> };
} = {
	known: {
		question: ${written(known.question, knownNames)},
		article: ${written(known.article, knownNames)},
		sections: ${written(known.sections, knownNames)},
	},
	quoted: {
		article: ${written(said.article, articleNames, ASKED_MORE_OFTEN.article)},
		sections: ${written(said.sections, saidNames, ASKED_MORE_OFTEN.sections)},
	},
};
`,
	};
}

/** The weights of choose.ts, fitted by test/eval/fit-sections.ts. Not to be edited by hand. */
import type { SectionSignals } from "./choose.ts";

export const sectionWeights: readonly [keyof SectionSignals, number][] = [
	["judged", 0.52],
	["relevance", 0.73],
	["heading", 4.45],
	["headingSense", 0.56],
	["inArticle", 0],
	["own", 0],
	["meaning", 0.75],
	["proximity", 1.69],
	["opening", 0.86],
	["cue", 0.17],
	["short", -0.99],
];

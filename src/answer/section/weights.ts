/** The weights of choose.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { SectionSignals } from "./signals.ts";

export const sectionWeights: readonly [keyof SectionSignals, number][] = [
	["judged", 0.64],
	["relevance", 0.49],
	["article", 0.34],
	["heading", 0.61],
	["headingWhole", 1.22],
	["headingAsked", 0.76],
	["headingInside", 0.33],
	["inside", 0.71],
	["beyondTitle", 0.88],
	["quotation", 0.42],
	["meaning", 0.42],
	["proximity", 0.23],
	["opening", 0.43],
	["definition", 0.11],
	["general", 0.87],
	["cue", 0.24],
	["cueHeading", 0.45],
	["short", -0.43],
	["length", -0.13],
];

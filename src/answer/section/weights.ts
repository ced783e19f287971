/** The weights of choose.ts, fitted by test/eval/fit. Not to be edited by hand. */
import type { SectionSignals } from "./signals.ts";

export const sectionWeights: readonly [keyof SectionSignals, number][] = [
	["judged", 0.62],
	["relevance", 0.52],
	["article", 0.31],
	["heading", 0.6],
	["headingWhole", 1.16],
	["headingAsked", 0.76],
	["headingInside", 0.32],
	["inside", 0.72],
	["beyondTitle", 0.82],
	["quotation", 0.4],
	["meaning", 0.39],
	["proximity", 0.21],
	["opening", 0.41],
	["definition", 0.08],
	["general", 0.85],
	["cue", 0.23],
	["cueHeading", 0.45],
	["short", -0.38],
	["length", -0.12],
];

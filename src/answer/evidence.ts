/**
 * Chances in the light of what a reader says: a model's verdict is evidence, with a likelihood ratio for each word
 * (model/catalogue.ts). From a workspace's threshold follows what is worth reading at all.
 */
import type { Evidence } from "../model/catalogue.ts";

/** The chance that something is so, after evidence that is `ratio` times likelier where it is (Bayes' rule, in odds). */
export const updated = (chance: number, ratio: number): number => (chance * ratio) / (1 - chance + chance * ratio);

/** The most that a reader's word can tell for an answer. */
const surest = ({ sure, likely, unsaid }: Evidence): number => Math.max(sure, likely, unsaid);

/** The highest chance that a reader can lead to, who is given passages of which something answers with the chance `known`. */
export const reachOf = (known: number, evidence: Evidence): number => updated(known, surest(evidence));

/** The least chance from which a reader's surest word reaches the threshold. Under it, reading decides nothing. */
export function worthReading(threshold: number, evidence: Evidence): number {
	const best = surest(evidence);
	return threshold / (threshold + best * (1 - threshold));
}

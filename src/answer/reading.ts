/**
 * What a reader gets of what was found: what the team has pinned first, then the likeliest section and the others, then the rest
 * of a knowledge base that is small enough to be read whole. The embedded writer gets what was assessed as it is.
 */
import type { Passage } from "../knowledge/article/passage.ts";

const whole = (passage: Passage): Passage =>
	passage.kind === "article" ? { ...passage, text: passage.section ?? passage.text } : passage;

/** `assessed`: sections, likeliest first (assess.ts); `rest`: what no search found. */
export function readingOf(assessed: readonly Passage[], rest: readonly Passage[] = []): Passage[] {
	const all = [...assessed.map(whole), ...rest];
	return [...all.filter(({ pinned }) => pinned), ...all.filter(({ pinned }) => !pinned)];
}

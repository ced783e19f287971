/** Tests a message against the wordings of a pack, which are patterns of its words or of its whole text. */
import type { Wordings } from "../pack.ts";

/** A message's folded words, joined by one blank, and its folded text. */
export type FoldedMessage = { words: string; text: string };

export const matches = ({ on, patterns }: Wordings, message: FoldedMessage): boolean =>
	patterns.some((pattern) => pattern.test(message[on]));

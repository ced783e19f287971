/** Tests a message against the wordings of a pack: some are patterns of its words, some of its text as it stands. */
import type { Wordings } from "../pack.ts";

/** A message's folded words with one blank between them, and its folded text. */
export type FoldedMessage = { words: string; text: string };

export const matches = ({ on, patterns }: Wordings, message: FoldedMessage): boolean =>
	patterns.some((pattern) => pattern.test(message[on]));

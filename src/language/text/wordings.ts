/** Tests a message against the wordings of a pack, which are patterns of its words or of its whole text. */
import type { Wordings } from "../pack.ts";
import { fold } from "./fold.ts";
import { words } from "./terms.ts";

/** A message's folded words, joined by one blank, and its folded text. */
export type FoldedMessage = { words: string; text: string };

/** Made once for all the wordings that a message is tested against. */
export const foldMessage = (text: string): FoldedMessage => ({ words: words(text).join(" "), text: fold(text) });

export const matches = ({ on, patterns }: Wordings, message: FoldedMessage): boolean =>
	patterns.some((pattern) => pattern.test(message[on]));

/** Sentences, as the Unicode rules cut them; they hold for scripts with and without spaces. Pure. */

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** The sentences and lines of a text. Joined, they are the text again. */
export const sentences = (text: string): string[] => [...segmenter.segment(text)].map((part) => part.segment);

/** Splits texts into sentences by the Unicode rules, in scripts with and without spaces. Pure. */

const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });

/** The sentences and lines of a text with their white space: joined, they are the text again. */
export const sentences = (text: string): string[] => [...segmenter.segment(text)].map((part) => part.segment);

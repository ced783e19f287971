/** Where a sign such as `@` begins a word, and where it is a part of one, as in an address. Pure. */

/** Space, an opening bracket or quotation mark, or the punctuation of a script without spaces. */
const BEFORE = /[\s\p{Ps}\p{Pi}"'、。，！？]/u;

/** `before`: the character before it; undefined at the beginning. */
export const beginsWord = (before: string | undefined): boolean => before === undefined || BEFORE.test(before);

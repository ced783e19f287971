/**
 * Wordings of languages without a pack: openings of follow-ups, and words that refer back. They are too few for a pack, which
 * must have search words at least; `npm run languages` lists these languages as missing.
 */
import type { Alternatives } from "../pack.ts";

type Known = { name: string; openings: Alternatives; pointers: Alternatives };

/** Matched as in languages without spaces: Thai has none, and a Korean particle follows its word directly. */
export const withoutPacks: readonly Known[] = [
	{ name: "Korean", openings: "그럼|그러면|그리고|그런데", pointers: "그거|그것|이거|이것" },
	{ name: "Thai", openings: "แล้ว|ถ้างั้น", pointers: "อันนี้|อันนั้น" },
];

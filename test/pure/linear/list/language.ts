/** Tokenisation, folding and comparison of texts. */
import { asciiDigits, hanValue, myriad } from "../../../../src/language/text/digits.ts";
import { fold, foldHasty, foldMarks, foldNames } from "../../../../src/language/text/fold.ts";
import { foreignTo, hasForeignLetters, languageOf, languagesOf } from "../../../../src/language/detect.ts";
import { filled } from "../../../../src/language/letters.ts";
import { sentences } from "../../../../src/language/text/sentences.ts";
import { similarity, trigrams } from "../../../../src/language/text/similarity.ts";
import { stem } from "../../../../src/language/text/stem.ts";
import {
	informativeWords,
	isUnspaced,
	lengthInWords,
	straddles,
	terms,
	words,
	searchTerms,
	searchWords,
	withoutTones,
} from "../../../../src/language/text/terms.ts";
import { hasTones, tonedForm } from "../../../../src/language/text/tones.ts";
import { wordLikeness, wordVectorOf } from "../../../../src/language/text/text-vector.ts";
import { foldMessage, matches } from "../../../../src/language/text/wordings.ts";
import { packs } from "../../../../src/language/packs.ts";
import type { Listed } from "./listed.ts";

const wordings = Object.values(packs).flatMap(({ anger, topics }) => [
	anger,
	...Object.values(topics).flatMap((topic) => ("said" in topic ? [topic.said] : [])),
]);

export const language: Listed = {
	"language/text/digits.ts": { asciiDigits, hanValue, myriad },
	"language/text/fold.ts": { fold, foldHasty, foldNames, foldMarks },
	"language/text/stem.ts": { stem },
	"language/text/terms.ts": {
		isUnspaced,
		straddles,
		words,
		lengthInWords,
		terms,
		informativeWords,
		searchTerms,
		searchWords,
		withoutTones,
	},
	"language/text/tones.ts": { hasTones, tonedForm },
	"language/detect.ts": {
		languageOf: (text) => languageOf(text, ["de"]),
		languagesOf: (text) => languagesOf([text]),
		foreignTo: (text) => foreignTo(text, text),
		hasForeignLetters,
	},
	"language/letters.ts": { filled: (text) => filled(text, { who: text }) },
	"language/text/sentences.ts": { sentences },
	"language/text/similarity.ts": { trigrams, similarity: (text) => similarity(trigrams(text), trigrams(`${text}x`)) },
	"language/text/text-vector.ts": {
		wordVectorOf: (text) => wordVectorOf(text.split(" ")),
		wordLikeness: (text) => wordLikeness(text, "bag"),
	},
	"language/text/wordings.ts": {
		foldMessage,
		matches: (text) => wordings.map((each) => "on" in each && matches(each, { words: text, text })),
	},
};

/**
 * Reads a message in the language it is written in, as far as that shows: of those its script allows, the one that knows
 * most of its words. What words do in asking for a person is in `person-words/`, a file a language.
 */
import { clausesOf, compounding, letters, type Reader, spaced, UNKNOWN, unspaced } from "./person-senses.ts";
import { arabic } from "./person-words/ar.ts";
import { german } from "./person-words/de.ts";
import { english } from "./person-words/en.ts";
import { spanish } from "./person-words/es.ts";
import { french } from "./person-words/fr.ts";
import { italian } from "./person-words/it.ts";
import { japanese } from "./person-words/ja.ts";
import { dutch } from "./person-words/nl.ts";
import { polish } from "./person-words/pl.ts";
import { portuguese } from "./person-words/pt.ts";
import { turkish } from "./person-words/tr.ts";
import { chinese } from "./person-words/zh.ts";

const alphabets: { script: RegExp; readers: Reader[] }[] = [
	{ script: /[\p{Script=Hiragana}\p{Script=Katakana}]/u, readers: [unspaced(japanese)] },
	{ script: /\p{Script=Han}/u, readers: [unspaced(chinese), unspaced(japanese)] },
	{ script: /\p{Script=Arabic}/u, readers: [spaced(arabic)] },
	{
		script: /\p{Script=Latin}/u,
		readers: [
			...[english, spanish, french, portuguese, italian, polish, turkish].map(spaced),
			...[german, dutch].map(compounding),
		],
	},
];

const senses = (...names: (keyof typeof letters)[]): string => names.map((name) => letters[name]).join("");
const bearing = senses("complete", "role", "somebody", "office", "callMe", "connect", "talk", "machine");
const reachesMe = new RegExp(`${letters.contact}.*${letters.me}|${letters.me}.*${letters.contact}`);
/** Without a word for people, for talking or for being put through, a message asks for nobody, whatever else it says. */
export const bears = (reading: string): boolean =>
	[...reading].some((letter) => bearing.includes(letter)) || reachesMe.test(reading);

const count = (reading: string, wanted: (letter: string) => boolean): number => [...reading].filter(wanted).length;

/** Empty where the script is none of ours. */
export function readingOf(text: string): string {
	const clauses = clausesOf(text);
	const readers = alphabets.find(({ script }) => script.test(text))?.readers ?? [];
	const readings = readers.map((read) => read(clauses));
	const known = readings.map((reading) => ({
		reading,
		unknown: count(reading, (letter) => letter === UNKNOWN),
		bearing: count(reading, (letter) => bearing.includes(letter)),
	}));
	return known.toSorted((a, b) => a.unknown - b.unknown || b.bearing - a.bearing)[0]?.reading ?? "";
}

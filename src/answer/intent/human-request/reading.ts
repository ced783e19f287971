/**
 * Reads a message in the language it is written in, as far as that shows: of those its script allows, the one that knows
 * most of its words. What words do in asking for a person is in the packs' `requests`.
 */
import { alphabets } from "../../../language/text/alphabets.ts";
import type { Pack } from "../../../language/pack.ts";
import { packs } from "../../../language/packs.ts";
import { clausesOf, letters, type SenseReader, readerOf, UNKNOWN } from "./senses.ts";

const joins = ({ writing }: Pack): number => Number(writing.words === "compounding");

/** Where two readings are as good, the first counts: that of a language which doesn't join words. */
const readersByScript: { script: RegExp; readers: SenseReader[] }[] = alphabets.map(({ script, languages }) => ({
	script,
	readers: languages
		.map((language) => packs[language])
		.toSorted((a, b) => joins(a) - joins(b))
		.map(readerOf),
}));

const senses = (...names: (keyof typeof letters)[]): string => names.map((name) => letters[name]).join("");
const bearing = senses("complete", "role", "somebody", "office", "callMe", "connect", "talk", "machine");
const reachesMe = new RegExp(`${letters.contact}.*${letters.me}|${letters.me}.*${letters.contact}`);
/** Without a word for people, for talking or for being put through, a message asks for nobody, whatever else it says. */
export const concernsPeople = (reading: string): boolean =>
	[...reading].some((letter) => bearing.includes(letter)) || reachesMe.test(reading);

const count = (reading: string, wanted: (letter: string) => boolean): number => [...reading].filter(wanted).length;

/** Empty where the script is none of ours. */
export function readingOf(text: string): string {
	const clauses = clausesOf(text);
	const readers = readersByScript.find(({ script }) => script.test(text))?.readers ?? [];
	const readings = readers.map((read) => read(clauses));
	const known = readings.map((reading) => ({
		reading,
		unknown: count(reading, (letter) => letter === UNKNOWN),
		bearing: count(reading, (letter) => bearing.includes(letter)),
	}));
	return known.toSorted((a, b) => a.unknown - b.unknown || b.bearing - a.bearing)[0]?.reading ?? "";
}

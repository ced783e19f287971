/**
 * Maps a message to senses (senses.ts) in the language that fits best: of the languages of its script, the one that knows most
 * of its words. The words of each sense are in the packs' `requests`.
 */
import { alphabets } from "../../../language/text/alphabets.ts";
import type { Pack } from "../../../language/pack.ts";
import { packs } from "../../../language/packs.ts";
import { clausesOf, letters, type SenseReader, readerOf, UNKNOWN } from "./senses.ts";

const joins = ({ writing }: Pack): number => Number(writing.words === "compounding");

/** By script. Languages that don't join words come first: among equal readings, the first is taken. */
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
/** False where a reading has no sense of people, of talking or of being put through: then nobody is asked for. */
export const concernsPeople = (reading: string): boolean =>
	[...reading].some((letter) => bearing.includes(letter)) || reachesMe.test(reading);

const count = (reading: string, accepts: (letter: string) => boolean): number => [...reading].filter(accepts).length;

/** The senses of a message, a letter each; empty where no pack has its script. */
export function readingOf(text: string): string {
	const clauses = clausesOf(text);
	const readers = readersByScript.find(({ script }) => script.test(text))?.readers ?? [];
	const readings = readers.map((read) => read(clauses));
	const counted = readings.map((reading) => ({
		reading,
		unknown: count(reading, (letter) => letter === UNKNOWN),
		bearing: count(reading, (letter) => bearing.includes(letter)),
	}));
	return counted.toSorted((a, b) => a.unknown - b.unknown || b.bearing - a.bearing)[0]?.reading ?? "";
}

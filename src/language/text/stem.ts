/**
 * Porter's stemmer for English (M. F. Porter, "An algorithm for suffix stripping", 1980), with the packs' lists of irregular
 * forms. terms.ts uses it for stored texts and for queries, so a wrong stem does little harm.
 */
import { isNone } from "../pack.ts";
import { partsOf } from "../packs.ts";

const vowel = "[aeiouy]";
const consonant = "[^aeiou]";
const vowels = `${vowel}[aeiou]*`;
const consonants = `${consonant}[^aeiouy]*`;

/** Porter's measure m: how many vowel-consonant sequences a stem has. */
const measureAbove0 = new RegExp(`^(${consonants})?${vowels}${consonants}`);
const measureIs1 = new RegExp(`^(${consonants})?${vowels}${consonants}(${vowels})?$`);
const measureAbove1 = new RegExp(`^(${consonants})?${vowels}${consonants}${vowels}${consonants}`);
const hasVowel = new RegExp(`^(${consonants})?${vowel}`);
const endsShort = new RegExp(`^${consonants}${vowel}[^aeiouwxyY]$`);

const step2: Record<string, string> = {
	ational: "ate",
	tional: "tion",
	enci: "ence",
	anci: "ance",
	izer: "ize",
	bli: "ble",
	alli: "al",
	entli: "ent",
	eli: "e",
	ousli: "ous",
	ization: "ize",
	ation: "ate",
	ator: "ate",
	alism: "al",
	iveness: "ive",
	fulness: "ful",
	ousness: "ous",
	aliti: "al",
	iviti: "ive",
	biliti: "ble",
	logi: "log",
};
const step2Ending = new RegExp(`^(.+?)(${Object.keys(step2).join("|")})$`);

const step3: Record<string, string> = {
	icate: "ic",
	ative: "",
	alize: "al",
	iciti: "ic",
	ical: "ic",
	ful: "",
	ness: "",
};
const step3Ending = /^(.+?)(icate|ative|alize|iciti|ical|ful|ness)$/;
const step4Ending = /^(.+?)(al|ance|ence|er|ic|able|ible|ant|ement|ment|ent|ou|ism|ate|iti|ous|ive|ize)$/;
const step4Ion = /^(.+?[st])ion$/;

/** Base forms by irregular form. */
const irregular = new Map<string, string>(
	partsOf(({ forms }) => (isNone(forms) ? forms : forms.irregular))
		.flat()
		.flatMap((line) => {
			const [base = "", ...forms] = line.split(" ");
			return forms.map((form): [string, string] => [form, base]);
		}),
);

/** The stem of one lower-case word. Words with letters outside a to z come back as they are. */
export function stem(word: string): string {
	const known = irregular.get(word);
	if (known !== undefined) return stem(known);
	if (word.length < 3 || !/^[a-z]+$/.test(word)) return word;

	// A y that follows a vowel, or stands first, is a consonant: marked by a capital while the steps run.
	let w = word.replace(/^y/, "Y").replace(/([aeiou])y/g, "$1Y");

	// 1a: plurals.
	if (/(ss|i)es$/.test(w)) w = w.slice(0, -2);
	else if (/[^s]s$/.test(w)) w = w.slice(0, -1);

	// 1b: -ed, -ing.
	const eed = /^(.+?)eed$/.exec(w);
	if (eed) {
		if (measureAbove0.test(eed[1] ?? "")) w = w.slice(0, -1);
	} else {
		const base = /^(.+?)(ed|ing)$/.exec(w)?.[1];
		if (base !== undefined && hasVowel.test(base)) {
			if (/(at|bl|iz)$/.test(base)) w = `${base}e`;
			else if (/([^aeiouylsz])\1$/.test(base)) w = base.slice(0, -1);
			else w = endsShort.test(base) ? `${base}e` : base;
		}
	}

	// 1c: -y.
	const y = /^(.+?)y$/.exec(w)?.[1];
	if (y !== undefined && hasVowel.test(y)) w = `${y}i`;

	const two = step2Ending.exec(w);
	if (two && measureAbove0.test(two[1] ?? "")) w = `${two[1]}${step2[two[2] ?? ""]}`;

	const three = step3Ending.exec(w);
	if (three && measureAbove0.test(three[1] ?? "")) w = `${three[1]}${step3[three[2] ?? ""]}`;

	const four = step4Ending.exec(w) ?? step4Ion.exec(w);
	if (four && measureAbove1.test(four[1] ?? "")) w = four[1] ?? w;

	// 5: a final e, a double l.
	const e = /^(.+?)e$/.exec(w)?.[1];
	if (e !== undefined && (measureAbove1.test(e) || (measureIs1.test(e) && !endsShort.test(e)))) w = e;
	if (w.endsWith("ll") && measureAbove1.test(w)) w = w.slice(0, -1);

	return w.toLowerCase();
}

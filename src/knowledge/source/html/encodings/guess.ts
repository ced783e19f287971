/**
 * Which old encoding a text is in that doesn't say and isn't UTF-8, told by its letters: each candidate's decoding is
 * compared with the alphabets of the languages that were written in it. Pure and bounded: a sample is looked at.
 */
import { decodeDos } from "./dos.ts";

const SAMPLE = 64 * 1_024;
/** Share of the letters of a script that fit: below it nothing is known. */
const MIN_FIT = 0.6;
/** The same of accents, which one language has few of. */
const MIN_LATIN_FIT = 0.85;
/** By so much another fits better than those that most old texts are in. */
const RARE = 0.05;
const MET = 0.02;
const FEW_LETTERS = 20;
const COMMON = 0.45;
/** Fewer letters with accents tell no language. */
const MIN_ACCENTS = 4;
/** Accents stand alone in a word; letters of another script don't. */
const MIN_RUN = 2;

/** Letters of an alphabet, most frequent first, in lower case. */
type Alphabet = { encodings: string[]; letters: string };

const scripts: Alphabet[] = [
	{
		encodings: ["windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866", "x-mac-cyrillic"],
		letters: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў",
	},
	{ encodings: ["windows-1253", "iso-8859-7"], letters: "αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώϊϋ" },
	{ encodings: ["windows-1255"], letters: "יוהלאתרמבשנםכדחקפעגטצסזןףךץ" },
	{ encodings: ["windows-1256"], letters: "اليمونرتبةعدسفهكقأحجشطصخىضذثئزءغظآؤإپچژگکی" },
	{ encodings: ["windows-874"], letters: "านรอกเงยลมวสดทตห่ปใ้แไบคีขิจ์ัพะุูชซผถศ็ธณภืำฟโษฐญึฉฝ" },
];

const rareWestern = ["macintosh", "ibm850"];
const rareCentral = "ibm852";
const isRare = (encoding: string): boolean => encoding === rareCentral || rareWestern.includes(encoding);

const latin: Alphabet[] = [
	...["äöüß", "àâçéèêëîïôùûüœæ", "áéíóúñü¿¡ºª", "áâãàçéêíóôõú", "àèéìòù", "åäöé", "æøåé", "ëïéèöü", "áéíóúýþæðö"].map(
		(letters) => ({ encodings: ["windows-1252", ...rareWestern], letters }),
	),
	...["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćžšđ"].map((letters) => ({
		encodings: ["windows-1250", "iso-8859-2", rareCentral],
		letters,
	})),
	{ encodings: ["windows-1254"], letters: "çğıöşüâî" },
	...["ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"].map((letters) => ({ encodings: ["windows-1257"], letters })),
	{ encodings: ["windows-1258"], letters: "ăâđêôơưàáèéìíòóùúý\u0300\u0301\u0303\u0309\u0323" },
];

/** Multi-byte encodings, with the characters that most of their texts are made of. */
const wide: { encoding: string; usual: RegExp; share: number }[] = [
	{ encoding: "shift_jis", usual: /[\u3041-\u30fe]/, share: 0.2 },
	{ encoding: "euc-jp", usual: /[\u3041-\u30fe]/, share: 0.2 },
	{ encoding: "euc-kr", usual: /[\uac00-\ud7a3]/, share: 0.85 },
];
/** Chinese by the rows of its tables: the first half holds the characters in daily use. */
const chinese: { encoding: string; from: number; to: number }[] = [
	{ encoding: "gb18030", from: 0xb0, to: 0xd7 },
	{ encoding: "big5", from: 0xa4, to: 0xc6 },
];

function decoded(bytes: Uint8Array, encoding: string, fatal: boolean): string | null {
	const dos = decodeDos(bytes, encoding);
	if (dos !== null) return dos;
	try {
		// As a stream: the sample may end within a character.
		return new TextDecoder(encoding, { fatal, ignoreBOM: false }).decode(bytes, { stream: true });
	} catch {
		return null;
	}
}

/** Whether its characters stand among themselves: in the midst of Latin words they would be accents read wrongly. */
function standsAlone(text: string): boolean {
	const inWords = text.match(/[a-z][\u0080-\uffff]/gi)?.length ?? 0;
	return inWords * 4 <= (text.match(/[\u0080-\uffff]/g)?.length ?? 0);
}

function wideOf(bytes: Uint8Array): string | null {
	for (const { encoding, usual, share } of wide) {
		const text = decoded(bytes, encoding, true) ?? "";
		const letters = text.match(/[\u0080-\uffff]/g)?.filter((letter) => /\p{L}/u.test(letter)) ?? [];
		const fits = letters.filter((letter) => usual.test(letter)).length;
		if (letters.length >= 2 && fits >= letters.length * share && standsAlone(text)) return encoding;
	}
	for (const { encoding, from, to } of chinese) {
		const text = decoded(bytes, encoding, true);
		if (text === null || !standsAlone(text)) continue;
		let [usual, all] = [0, 0];
		for (let index = 0; index < bytes.length; index++) {
			const lead = bytes[index] ?? 0;
			if (lead < 0x80) continue;
			all++;
			index++;
			if (lead >= from && lead <= to) usual++;
		}
		if (all >= 2 && usual >= all * 0.7) return encoding;
	}
	return null;
}

/** Letters of one script in a row count more the more frequent they are; a capital within a word tells against. */
function scriptFit(text: string, letters: string): number {
	let [score, all] = [0, 0];
	let before = "";
	for (const letter of text) {
		if (letter > "\x7f" && letter !== "\xa0") {
			all++;
			const at = letters.indexOf(letter);
			const lower = letters.indexOf(letter.toLowerCase());
			if (at >= 0) score += at < letters.length / 2 ? 1 : 0.7;
			else if (lower >= 0) score += before !== "" && letters.includes(before) ? -1 : 0.6;
			else if (/\p{L}/u.test(letter)) score -= 0.5;
		}
		before = letter;
	}
	return all === 0 ? 0 : score / all;
}

/** A letter or sign past ASCII. `fits`: it may stand where it does, if its language has it; null for one that tells nothing. */
type Accent = { letter: string; fits: boolean | null };

/** Quotation marks, dashes and the like stand beside words in every language, and these within one too. */
const within = /[’‘´·–—\u00ad]/;

function accentsOf(text: string): Accent[] {
	const accents: Accent[] = [];
	for (let at = 0; at < text.length; at++) {
		const letter = text[at] ?? "";
		if (letter <= "\x7f" || letter === "\xa0") continue;
		const [before, after] = [text[at - 1] ?? "", text[at + 1] ?? ""];
		// A small figure ("m²") is never before a word.
		const inWord = /\p{L}/u.test(after) && (/\p{L}/u.test(before) || /\p{No}/u.test(letter));
		if (/[ªº]/.test(letter)) accents.push({ letter, fits: !/\p{L}/u.test(after) });
		else if (/[\p{Ll}\p{Lu}\p{Lo}\p{M}]/u.test(letter))
			accents.push({ letter, fits: !(/\p{Lu}/u.test(letter) && /\p{Ll}/u.test(before)) });
		else if (/\p{C}/u.test(letter)) accents.push({ letter, fits: false });
		else accents.push({ letter, fits: inWord && !within.test(letter) ? false : null });
	}
	return accents;
}

/**
 * The share of the accents that one language has, and a little for each of its own that are met, as two languages may have
 * them all. 0 where there are fewer than `least`.
 */
function latinFit(accents: readonly Accent[], letters: string, least: number): number {
	let [fits, all] = [0, 0];
	const met = new Set<string>();
	for (const { letter, fits: may } of accents) {
		const known = letters.includes(letter) || letters.includes(letter.toLowerCase());
		if (may === null && !known) continue;
		all++;
		if (may !== false && known) fits++;
		if (known) met.add(letter.toLowerCase());
	}
	return all < least ? 0 : fits / all + (met.size / letters.length) * MET;
}

/** Whether a text may be one of several languages: no sign stands within a word, no capital behind a small letter. */
const isLikely = (accents: readonly Accent[]): boolean => accents.every(({ fits }) => fits !== false);

type Guess = {
	encoding: string;
	/** Its letters say so. Else it is what most such texts are in, and may turn every accent into a sign. */
	sure: boolean;
};

/** Whether a third of the alphabet makes up half of the letters, as in every language; other bytes make all of them alike. */
function isWritten(text: string, letters: string): boolean {
	const said = [...text.toLowerCase()].filter((letter) => letters.includes(letter));
	const common = said.filter((letter) => letters.indexOf(letter) < letters.length / 3).length;
	return said.length < FEW_LETTERS || common >= said.length * COMMON;
}

function guessScript(sample: Uint8Array): Guess {
	let best = { encoding: "windows-1252", fit: MIN_FIT, letters: "" };
	for (const { encodings, letters } of scripts)
		for (const encoding of encodings) {
			const fit = scriptFit(decoded(sample, encoding, false) ?? "", letters);
			if (fit > best.fit + 0.001) best = { encoding, fit, letters };
		}
	const text = decoded(sample, best.encoding, false) ?? "";
	return { encoding: best.encoding, sure: best.fit > MIN_FIT && isWritten(text, best.letters) };
}

function guessLatin(sample: Uint8Array, high: number): Guess {
	const known = new Map<string, Accent[]>();
	const accentsIn = (encoding: string): Accent[] => {
		const accents = known.get(encoding) ?? accentsOf(decoded(sample, encoding, false) ?? "");
		known.set(encoding, accents);
		return accents;
	};
	// A few accents could be of any language; what they can't be is a sign within a word.
	const isFew = high < MIN_ACCENTS;
	if (isFew && isLikely(accentsIn("windows-1252"))) return { encoding: "windows-1252", sure: true };
	const bestOf = (rare: boolean): { encoding: string; fit: number } => {
		let best = { encoding: "", fit: MIN_LATIN_FIT };
		for (const { encodings, letters } of latin)
			for (const encoding of encodings.filter((each) => isRare(each) === rare)) {
				const fit = latinFit(accentsIn(encoding), letters, isFew ? 1 : MIN_ACCENTS);
				if (fit > best.fit + 0.001) best = { encoding, fit };
			}
		return best;
	};
	const [usual, rare] = [bestOf(false), bestOf(true)];
	const best = rare.fit > usual.fit + RARE ? rare : usual;
	if (best.encoding !== "") return { encoding: best.encoding, sure: true };
	const likely = ["windows-1252", ...rareWestern].find((encoding) => isLikely(accentsIn(encoding)));
	return { encoding: likely ?? "windows-1252", sure: likely !== undefined };
}

export function guessEncoding(bytes: Uint8Array): Guess {
	const sample = bytes.subarray(0, SAMPLE);
	const many = wideOf(sample);
	if (many !== null) return { encoding: many, sure: true };
	let [high, runs] = [0, 0];
	for (let index = 0; index < sample.length; index++) {
		if ((sample[index] ?? 0) < 0x80) continue;
		high++;
		if ((sample[index - 1] ?? 0) < 0x80) runs++;
	}
	return runs > 0 && high / runs >= MIN_RUN ? guessScript(sample) : guessLatin(sample, high);
}

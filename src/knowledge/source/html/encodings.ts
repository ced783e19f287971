/**
 * Which old encoding a text is in that doesn't say and isn't UTF-8, told by its letters: each candidate's decoding is
 * compared with the alphabets of the languages that were written in it. Pure and bounded: a sample is looked at.
 */

const SAMPLE = 64 * 1_024;
/** Shares of letters that fit: below it nothing is known. */
const MIN_FIT = 0.6;
/** Fewer letters with accents tell no language. */
const MIN_ACCENTS = 4;
/** Accents stand alone in a word; letters of another script don't. */
const MIN_RUN = 2;

/** Letters of an alphabet, most frequent first, in lower case. */
type Alphabet = { encodings: string[]; letters: string };

const scripts: Alphabet[] = [
	{
		encodings: ["windows-1251", "koi8-r", "koi8-u", "iso-8859-5", "ibm866"],
		letters: "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґў",
	},
	{ encodings: ["windows-1253", "iso-8859-7"], letters: "αοιετσνηυρπκμλςωδγχθφβξζψάέήίόύώϊϋ" },
	{ encodings: ["windows-1255"], letters: "יוהלאתרמבשנםכדחקפעגטצסזןףךץ" },
	{ encodings: ["windows-1256"], letters: "اليمونرتبةعدسفهكقأحجشطصخىضذثئزءغظآؤإپچژگکی" },
	{ encodings: ["windows-874"], letters: "านรอกเงยลมวสดทตห่ปใ้แไบคีขิจ์ัพะุูชซผถศ็ธณภืำฟโษฐญึฉฝ" },
];

const latin: Alphabet[] = [
	...["äöüß", "àâçéèêëîïôùûüœæ", "áéíóúñü¿¡ºª", "áâãàçéêíóôõú", "àèéìòù", "åäöé", "æøåé", "ëïéèöü", "áéíóúýþæðö"].map(
		(letters) => ({ encodings: ["windows-1252"], letters }),
	),
	...["ąćęłńóśźż", "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "áéíóöőúüű", "ăâîşţ", "čćžšđ"].map((letters) => ({
		encodings: ["windows-1250", "iso-8859-2"],
		letters,
	})),
	{ encodings: ["windows-1254"], letters: "çğıöşüâî" },
	...["ąčęėįšųūž", "āčēģīķļņšūž", "äõöüšž"].map((letters) => ({ encodings: ["windows-1257"], letters })),
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

/** The share of the letters with accents that one language has; a sign within a word fits none. */
function latinFit(text: string, letters: string): number {
	let [fits, all] = [0, 0];
	let before = "";
	for (const letter of text) {
		if (letter > "\x7f" && letter !== "\xa0") {
			const isLetter = /\p{L}/u.test(letter);
			const inWord = /\p{L}/u.test(before);
			if (isLetter || inWord || letters.includes(letter)) {
				all++;
				if (letters.includes(letter) || letters.includes(letter.toLowerCase())) fits++;
				// Quotation marks, dashes and the like stand behind words in every language.
				else if (!isLetter && /[\p{P}€™®©°]/u.test(letter)) all--;
			}
		}
		before = letter;
	}
	return all < MIN_ACCENTS ? 0 : fits / all;
}

export function guessEncoding(bytes: Uint8Array): string {
	const sample = bytes.subarray(0, SAMPLE);
	const many = wideOf(sample);
	if (many !== null) return many;
	let [high, runs] = [0, 0];
	for (let index = 0; index < sample.length; index++) {
		if ((sample[index] ?? 0) < 0x80) continue;
		high++;
		if ((sample[index - 1] ?? 0) < 0x80) runs++;
	}
	const isScript = runs > 0 && high / runs >= MIN_RUN;
	let best = { encoding: "windows-1252", fit: MIN_FIT };
	for (const { encodings, letters } of isScript ? scripts : latin)
		for (const encoding of encodings) {
			const text = decoded(sample, encoding, false);
			if (text === null) continue;
			const fit = isScript ? scriptFit(text, letters) : latinFit(text, letters);
			if (fit > best.fit + 0.001) best = { encoding, fit };
		}
	return best.encoding;
}

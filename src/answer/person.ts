/**
 * Does a visitor ask for a person? Each language reads the message as what its words do in such a sentence
 * (`person-senses.ts`), and a request is a pattern of those, the same in all languages (`person-requests.ts`). Refuses
 * those who only mention people ("I am a real person", "my agent told me"), and who don't want one.
 */
import { requestsPerson } from "./person-requests.ts";
import { clausesOf, type Language, spaced, unspaced } from "./person-senses.ts";
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

const verbFirst = (read: Language["read"]): Language => ({ read, verbLast: false });

const alphabets: { script: RegExp; languages: Language[] }[] = [
	{
		script: /\p{Script=Latin}/u,
		languages: [
			...[english, german, dutch, spanish, french, portuguese, italian, polish].map(spaced).map(verbFirst),
			{ read: spaced(turkish), verbLast: true },
		],
	},
	{ script: /\p{Script=Arabic}/u, languages: [verbFirst(spaced(arabic))] },
	{
		script: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u,
		languages: [{ read: unspaced(japanese), verbLast: true }],
	},
	{ script: /\p{Script=Han}/u, languages: [verbFirst(unspaced(chinese))] },
];

/** Characters. What a longer message asks for, it asks for early or isn't about. */
const READ = 1_000;

/** True where the message asks to be put in touch with a person. */
export function asksForPerson(text: string): boolean {
	const start = text.slice(0, READ);
	const clauses = clausesOf(start);
	return alphabets.some(
		({ script, languages }) =>
			script.test(start) && languages.some(({ read, verbLast }) => requestsPerson(read(clauses), verbLast)),
	);
}

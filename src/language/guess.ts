/**
 * A guess at the language of a few words, by script and by function words. Only for our own fixed sentences: a wrong
 * guess gives English, never a wrong answer.
 */
import { fold, words } from "./terms.ts";

export const languages = ["en", "de", "es", "fr", "pt", "it", "nl", "pl", "tr", "ja", "zh", "ar"] as const;
export type Language = (typeof languages)[number];

const common: [Language, string][] = [
	["en", "the is are you do does how what when where can my i it to of and for have please hello hi thanks thank"],
	["de", "der die das ist sind ich wie was wann wo kann mein meine nicht und für mit bitte hallo danke guten ein eine"],
	["es", "el los las es son cómo qué cuándo dónde puedo mi un una para con por hola gracias buenos quiero está mucho"],
	["fr", "le les est sont je comment quoi quand où puis mon ma un une pour avec bonjour merci salut vous ne pas des"],
	["pt", "o os as é são como que quando onde posso meu minha um uma para com olá obrigado obrigada oi não você bom"],
	["it", "il gli è sono come cosa quando dove posso mio mia un una per con ciao grazie buongiorno non che vorrei"],
	["nl", "de het is zijn ik hoe wat wanneer waar kan mijn een voor met hallo bedankt dank niet graag goedemorgen"],
	["pl", "jest są jak co kiedy gdzie mogę mój moja nie dla cześć dziękuję dzień dobry proszę czy się dzięki"],
	["tr", "bir ve nasıl ne nerede benim için ile merhaba teşekkürler mi mı var değil selam lütfen istiyorum ederim"],
];
const sets = common.map(([language, list]) => [language, new Set(words(list))] as const);

const byScript = (text: string): Language | null => {
	if (/[\p{Script=Hiragana}\p{Script=Katakana}]/u.test(text)) return "ja";
	if (/\p{Script=Han}/u.test(text)) return "zh";
	return /\p{Script=Arabic}/u.test(text) ? "ar" : null;
};

export function guessLanguage(text: string): Language {
	const script = byScript(text);
	if (script) return script;
	const all = words(text);
	const folded = fold(text);
	let best: Language = "en";
	let most = 0;
	for (const [language, set] of sets) {
		const count = all.reduce((sum, word) => sum + (set.has(word) ? 1 : 0), 0);
		if (count > most) [best, most] = [language, count];
	}
	// Letters that only one of them has settle what few words leave open.
	if (most < 2 && /[łżźśćęą]/.test(folded + text)) return "pl";
	if (most < 2 && /[ğşı]/.test(text)) return "tr";
	return best;
}

/** So many function words, and so many more than of another language, are no chance. */
const SURE = 2;

/** The language of a text, if it has clearly more of its words than of any of the others. A foreign name in another script makes no text foreign. */
function certainLanguage(text: string, others: readonly Language[]): Language | null {
	const all = words(text);
	const counts = sets
		.map(([language, set]) => ({ language, count: all.filter((word) => set.has(word)).length }))
		.toSorted((a, b) => b.count - a.count);
	const [first] = counts;
	if (!first) return null;
	const script = byScript(text);
	if (script) return first.count < SURE ? script : null;
	const rivals = counts.filter(({ language }) => language !== first.language && others.includes(language));
	return first.count - Math.max(0, ...rivals.map(({ count }) => count)) >= SURE ? first.language : null;
}

/** The language of `text` where `other` is certainly in another one; null for few words, mixed ones, and languages not known here. */
export function foreignTo(text: string, other: string): Language | null {
	const theirs = certainLanguage(other, languages);
	// A question has few words, and need only be told from the language it would be foreign to.
	const own = theirs && certainLanguage(text, [theirs]);
	if (!own || own === theirs) return null;
	// Short Japanese may be all in Chinese characters.
	return [own, theirs].toSorted().join() === "ja,zh" ? null : own;
}

/** Rules that hand a conversation to a person whatever the knowledge base says: an upset visitor, a sensitive topic, going in circles. */
import { asked, fold, terms, words } from "../language/terms.ts";
import type { Said } from "./port.ts";
import { isEveryday, meansTopic } from "./topics.ts";
import { complains, saysItDidntHelp } from "./unhelped.ts";

/** The third offer in a row is not made: whoever needed two has waited long enough. */
export const OFFERS_BEFORE_PERSON = 2;

/** Anger at us, the service or the AI; not every strong word. On folded text. */
const upset: RegExp[] = [
	/\b(?:this|you|it|that|thats|youre|your) (?:is |are |was |bot is |service is )?(?:so |really |absolutely |completely |totally |fucking |a )?(?:ridiculous|useless|worthless|unacceptable|a joke|joke|terrible|horrible|pathetic|awful|disgrace|nightmare|outrageous|disgusting)\b/,
	/\b(?:i am|im|i m) (?:so |really |very |extremely |getting |absolutely )*(?:furious|fed up|angry|pissed|livid|frustrated|outraged|sick of)\b/,
	/\b(?:wtf|fuck (?:you|off|this)|go to hell|worst (?:service|company|shop|support|bot|experience)|waste of (?:my )?time|scam(?:mers?)?|never (?:buying|ordering|shopping) (?:here|from you|with you)|stop wasting my time|you(?:re| are) not (?:helping|listening|helpful)|(?:are|r) you (?:stupid|dumb|kidding me)|stupid (?:bot|robot|machine|ai)|useless (?:bot|robot|machine|ai))\b/,
	/\b(?:unverschamt|frechheit|ich bin (?:stink)?(?:sauer|wutend)|das ist (?:doch )?(?:lacherlich|ein witz|eine frechheit)|nutzlos|betruger|verarsch\w*|saftladen|scheiss ?laden)\b/,
	/\b(?:es una verguenza|estoy (?:harto|harta|furioso|furiosa|enfadad[oa])|esto es (?:ridiculo|inaceptable|una estafa)|inutil|estafadores|que asco)\b/,
	/\b(?:c est (?:ridicule|inacceptable|une honte|n importe quoi)|je suis (?:furieux|furieuse|en colere)|j en ai (?:marre|assez)|ras le bol|arnaque)\b/,
	/\b(?:isto e (?:ridiculo|inaceitavel|uma vergonha)|estou (?:farto|farta|furios[oa])|e uma vergonha|pessimo servico|palhacada)\b/,
	/\b(?:e (?:ridicolo|inaccettabile|una vergogna)|sono (?:furios[oa]|stufo|stufa|arrabbiat[oa])|che schifo|truffa(?:tori)?)\b/,
	/\b(?:belachelijk|schandalig|ik ben (?:woedend|boos|het zat)|waardeloos|oplichters)\b/,
	/\b(?:to (?:jest )?(?:smieszne|skandal|kpina)|jestem (?:wsciekly|wsciekla)|oszusci|zenada)\b/,
	/\b(?:rezalet|sacmalik|bu ne (?:bicim|rezalet)|cok sinirliyim|dolandirici\w*|berbat)\b/,
];
const upsetUnspaced =
	/(?:ふざけるな|ふざけんな|いい加減にし|最悪|役に立たない|使えない|怒って|垃圾|太差|气死|氣死|骗子|騙子|投诉你|没用的|废物|نصاب|احتيال|غير مقبول|اسوا خدمة|هذا سخيف|مهزلة)/;

/** Words of anger, a shouted message, or the same question for the third time. */
export function isFrustrated(question: string, thread: Said[]): boolean {
	const joined = words(question).join(" ");
	if (upset.some((pattern) => pattern.test(joined)) || upsetUnspaced.test(fold(question))) return true;
	const letters = question.replace(/[^\p{L}]/gu, "");
	const shouted = letters.length >= 15 && letters === letters.toUpperCase() && letters !== letters.toLowerCase();
	if (shouted && /[!！]{2,}|[?？]{2,}/.test(question)) return true;
	if (joined === "") return false;
	// The thread may or may not hold the question itself yet.
	const before = thread.filter(({ author }) => author === "visitor").map(({ text }) => words(text).join(" "));
	const last = before.at(-1) === joined ? before.slice(0, -1) : before;
	return last.filter((text) => text === joined).length >= 2;
}

/** What the visitor said before: the thread may or may not hold the question itself yet. */
function saidBefore(question: string, thread: Said[]): string[] {
	const said = thread.filter(({ author }) => author === "visitor").map(({ text }) => text);
	return said.at(-1) === question ? said.slice(0, -1) : said;
}

/** They have said before that we were of no use. */
export const wasUnhelped = (question: string, thread: Said[]): boolean =>
	saidBefore(question, thread).some(saysItDidntHelp);

/** Who comes back to a matter after so many others wants to hear it again. */
const RECENT_ANSWERS = 3;
/** A text that was given so often is no help, whatever is asked. */
const TIMES = 3;

/**
 * An answer that the thread has already, to much the same question. One list of countries answers "And to Canada?" as it
 * answered "Do you ship to Norway?": what a question newly asks may be read in the same text.
 */
export function repeats(text: string, { question, thread }: { question: string; thread: Said[] }): boolean {
	const recent = thread.filter(({ author }) => author === "ai").slice(-RECENT_ANSWERS);
	const given = recent.filter((said) => said.text.trim() === text.trim()).length;
	if (given === 0 || given >= TIMES || complains(question)) return given > 0;
	const old = new Set(saidBefore(question, thread).flatMap((said) => asked(said).map(({ term }) => term)));
	const here = new Set(terms(text));
	return asked(question).every(({ term }) => old.has(term) || !here.has(term));
}

/** The workspace's topic that a message touches, or null: its words in any form, in their order, or what it is known by. */
export function sensitiveTopic(question: string, topics: string[]): string | null {
	const said = ` ${terms(question).join(" ")} `;
	return (
		topics.find((topic) => {
			const wanted = isEveryday(topic) ? [] : terms(topic);
			return (wanted.length > 0 && said.includes(` ${wanted.join(" ")} `)) || meansTopic(question, topic);
		}) ?? null
	);
}

/**
 * Asking for a person in English: verbs of reaching somebody, somebody to reach, and slips of the keyboard in both.
 * Used by `person.ts` only. Refuses those who merely mention people, and those who say they are one.
 */
import { distance } from "../language/distance.ts";
import { words } from "../language/terms.ts";

const set = (list: string): ReadonlySet<string> => new Set(words(list));

/** A long word counts with one slip. */
function like(word: string, wanted: ReadonlySet<string>): boolean {
	if (wanted.has(word)) return true;
	if (word.length < 5) return false;
	for (const other of wanted) if (other.length >= 4 && distance(word, other, 1) <= 1) return true;
	return false;
}

/** Whom a visitor asks for by these words alone. */
const people = set(`human humans person agent operator representative rep advisor adviser supervisor manager attendant
	associate clerk`);
/** Somebody, where a verb says that they are to be reached. */
const somebody = set("someone somebody anyone anybody assistant staff employee colleague");
/** Somebody only where a verb of talking says so: "contact support" may only ask for the address. */
const vague = set("people team support service owner teammate guy woman man one");
const genuine = set("real live actual human living proper physical");

const genuineHelp = set("assistant people support");

const talking = set(`talk talking speak speaking chat chatting taok tlak tok spek cat communicate converse discuss`);
const reaching = set(`contact contacting reach reaching call phone message messaging connect connected direct redirect
	connecting transfer transferred transferring escalate escalated forward`);
const handing = /^(?:connect|transfer|escalat|forward|(?:re)?direct)/;
const towards = set("to with wit wth wiht wirh ot tp through at via");
const passing =
	/\b(?:put|get|pass|hand|patch|switch|send) (?:me|us|this|it) (?:over |through |on |in touch |in contact )?(?:to|onto|with)\b(.*)/;

/** What may stand around "agent" when that is all that is asked for: "just give me a human please". */
const around =
	set(`a an the please pls plz now just only me i want wants need needs wanna would id like prefer rather give get
	help hi hello hey can could you have to with be instead one some support customer service asap here right your`);

const whoIsWanted = "(?:human|agent|operator|representative|rep|real person|live person|actual person)";
const wanting = new RegExp(
	`\\b(?:want|need|wanna|like|prefer|rather|get|have|give me|require|demand) (?:an? |the |some |me )?(?:\\w+ )?${whoIsWanted}\\b`,
);
/** At the end only: "a person's address" is wanted too. */
const aPerson = /\b(?:want|need|prefer) (?:a |some )?(?:real |live )?(?:person|human being)(?: please| now)?$/;
/** Nobody says who; a person all the same. */
const unnamed =
	/\bwho (?:can|could|may|should|do) i (?:talk|speak|chat) (?:to|with)\b|\b(?:can|could|may|will) (?:someone|somebody|anyone|a (?:member|colleague)) (?:of|from|on|in) (?:your|the) (?:team|staff|support)\b/;
const canOne =
	/\b(?:can|could|may|will) (?:an? |a real |one of your )(?:\w+ )?(?:human|person|agent|operator|representative)\b/;
const upward = /\b(?:escalate (?:this|my))\b/;
const wishing =
	/\b(?:want|need|wanna|require|demand|prefer|rather|like|give me|get me|let me|(?:can|could|may) i|is there|are there|please|looking for|just)\b/;
const noMachine =
	/\b(?:(?:stop|no more|hate|tired of|sick of|enough of|not|dont want) (?:\w+ ){0,4}(?:bots?|robots?|machine|chatbot|ai)|(?:instead of|than) (?:an? |the |this )?(?:bot|robot|machine|chatbot|ai))\b/;

const refusal =
	/\b(?:dont|do not|no need to|not|never|without|instead of) (?:want |wish |like |need |having |have )?(?:to )?(?:talk|talking|speak|speaking|chat|chatting|contact|contacting|an?y?) (?:to |with )?(?:an? |any )?(?:human|person|agent|someone|anyone|anybody|operator)\b/;

/** Where the word is no person who is asked for. Taken out before anything is looked for. */
const beside = [
	/\b(?:human (?:rights?|hair|error|body|resources|made|sized?)|agents? (?:of|for|orange)|(?:travel|estate|cleaning|customs|shipping|delivery) agents?|persons name|(?:per|in|first|second|third|delivery|other|another) person)\b/g,
	/\b(?:i am|im|i|were|we are|as|being|become|is it|it is|its) (?:not )?(?:just |also |only )?(?:an? |the )?(?:\w+ )?(?:human|person|agent|operator|manager|representative|rep|robot)\b/g,
	/\b(?:are|r) (?:you|u|this|these|there any) (?:\w+ )?(?:an? )?(?:\w+ )?(?:human|person|people|agent|bot|robot|ai)\b/g,
	/\b(?:am i|is this|are we) (?:\w+ ){0,2}(?:talking|speaking|chatting|connected) (?:to|with) (?:an? )?(?:\w+ )?(?:human|person|people|agent|bot|robot|ai|someone|somebody)\b/g,
];

const isPerson = (word: string): boolean => like(word, people) || like(word, somebody);
const isAnybody = (word: string): boolean => isPerson(word) || like(word, vague);

/** "talk to … an agent", "contact a person", "is there somebody I can talk to". */
function reaches(rest: string[]): boolean {
	return rest.some((word, at) => {
		const next = rest.slice(at + 1, at + 7);
		const whom = next.findIndex(isAnybody);
		if (like(word, talking)) {
			const toward = next.findIndex((other) => towards.has(other));
			if (toward >= 0 && toward < whom && whom - toward <= 4) return true;
			if (toward >= 0 && toward <= 1 && rest.slice(Math.max(0, at - 6), at).some(isAnybody)) return true;
		}
		if (!like(word, reaching) || whom < 0 || whom > 4) return false;
		return handing.test(word) || next.slice(0, 5).some(isPerson);
	});
}

export function asksInEnglish(tokens: string[]): boolean {
	const text = tokens.join(" ");
	if (refusal.test(text)) return false;
	const joined = beside
		.reduce((left, pattern) => left.replace(pattern, " "), text)
		.replace(/ +/g, " ")
		.trim();
	const rest = joined.split(" ");
	if (
		reaches(rest) ||
		wanting.test(joined) ||
		aPerson.test(joined) ||
		unnamed.test(joined) ||
		canOne.test(joined) ||
		upward.test(joined)
	)
		return true;
	if (passing.exec(joined)?.[1]?.trim().split(" ").slice(0, 5).some(isAnybody)) return true;

	const named = rest.some((word) => like(word, people));
	if (named && rest.length <= 8 && rest.every((word) => isPerson(word) || genuine.has(word) || around.has(word)))
		return true;
	const real = rest.some(
		(word, at) => genuine.has(word) && (like(rest[at + 1] ?? "", people) || like(rest[at + 1] ?? "", genuineHelp)),
	);
	if (real && rest.length <= 12 && wishing.test(joined)) return true;
	return noMachine.test(joined) && named;
}

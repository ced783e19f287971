/**
 * The sentences of a message that ask. People greet, introduce themselves, tell what happened, thank and sign; searched with
 * all of that, a question looks like one that nothing answers. So what asks is searched and judged alone, and the rest is
 * context: a model reads the whole message, and its facts count as the visitor's words. Structure decides (marks, lines,
 * numbers), with the words of the visitor's language where it can't. Pure. Where nothing is told apart, the whole message asks.
 */
import { type Envelope, isNone } from "../../language/pack.ts";
import { type Language, packs } from "../../language/packs.ts";
import { fold } from "../../language/text/fold.ts";
import { sentences } from "../../language/text/sentences.ts";

export type Asking = {
	/** What is searched and judged. */
	asked: string;
	/** What the visitor tells beside it, for a question that refers to it ("Can I return it?"). Empty where nothing. */
	context: string;
	/**
	 * Whether it asks or tells something, announces a question or asks for help ("Hi, I have a question"), or has nothing but
	 * courtesies.
	 */
	kind: "question" | "opener" | "courtesies";
};

/** Characters of the longest message that is taken apart. Longer ones are documents. */
const MAX_LENGTH = 4_000;
/** Times that a sentence loses something at its beginning: "Hi Anna, sorry, a quick question: …". */
const MAX_STEPS = 6;
/** Characters of a line that may have been broken by its length, as e-mail does. */
const WRAPPED = 50;
/** Letters of a message's words before a question that begins inside a sentence: fewer may be its subject. */
const TOLD = 8;
/** Characters of the longest sentence that is taken for thanks or a name because it begins as one. */
const COURTEOUS = 60;
/** Letters of closing words that are told without a mark before them: "best" and "love" are also words of a question. */
const MIN_CLOSING = 5;
/** Digits of a number that identifies: an order's, a customer's. */
const identifier = /\p{N}{4}|[\p{L}\p{N}.+-]+@[\p{L}\p{N}-]+\.|www\.|https?:/u;

type Patterns = Record<Exclude<keyof Envelope, "declines">, RegExp> & {
	/** Closing words at the end of a sentence, with a name or not: after a mark, and without one. */
	ending: RegExp;
	bareEnding: RegExp;
	/** First words of a question inside a sentence, global; null where questions don't begin with them. */
	inside: RegExp | null;
	/** First words of a question that goes on from the one before: "and". */
	goesOn: RegExp;
};

const letter = "[\\p{L}\\p{M}\\p{N}]";
const compiled = new Map<Language, Patterns>();

function patternsOf(language: Language): Patterns {
	const known = compiled.get(language);
	if (known) return known;
	const { around, followUps, writing } = packs[language];
	// A particle may follow directly where words aren't separated, and in Korean.
	const end = writing.words === "unspaced" || language === "ko" ? "" : `(?!${letter})`;
	const source = (name: keyof Envelope): string => {
		const words = around[name];
		return isNone(words) ? "(?!)" : `(?:${words.replace(/[^\p{ASCII}]+/gu, fold)})${end}`;
	};
	const first = (name: keyof Envelope): RegExp => new RegExp(`^${source(name)}`, "u");
	const made: Patterns = {
		greetings: first("greetings"),
		introductions: first("introductions"),
		leads: first("leads"),
		courtesies: first("courtesies"),
		apologies: first("apologies"),
		closings: first("closings"),
		sentFrom: first("sentFrom"),
		openers: first("openers"),
		starts: first("starts"),
		selves: first("selves"),
		ending: new RegExp(
			`[.,;!…–—。！，、)-]\\s*(?:${source("closings")}|${source("courtesies")})[^?？؟]{0,60}[?？؟]?\\s*$`,
			"u",
		),
		bareEnding: new RegExp(`\\s(${source("closings")})(?:\\s+\\S+){0,5}\\s*$`, "u"),
		inside: isNone(around.starts) ? null : new RegExp(`(?<![\\p{L}\\p{M}\\p{N}'-])${source("starts")}`, "gu"),
		goesOn: new RegExp(`^(?:${followUps.openings.replace(/[^\p{ASCII}]+/gu, fold)})${end}`, "u"),
	};
	compiled.set(language, made);
	return made;
}

/** A text beside its folded form, with the place in it of each character of the folded one. */
type Both = { text: string; folded: string; places: number[] };

function bothOf(text: string): Both {
	let folded = "";
	const places: number[] = [];
	let at = 0;
	for (const character of text) {
		const piece = fold(character);
		for (let each = 0; each < piece.length; each++) places.push(at);
		folded += piece;
		at += character.length;
	}
	places.push(text.length);
	return { text, folded, places };
}

/** A part by places of the folded text, without blanks and marks around it; a closing question mark stays. */
function within({ text, folded, places }: Both, from: number, to: number = folded.length): Both {
	const inner = folded.slice(from, to);
	const lead = /^[^\p{L}\p{M}\p{N}]*/u.exec(inner)?.[0].length ?? 0;
	const tail = /[\s.,;:!–—。！，、-]*$/u.exec(inner)?.[0].length ?? 0;
	const [start, end] = [from + lead, Math.max(from + lead, to - tail)];
	const offset = places[start] ?? text.length;
	return {
		text: text.slice(offset, places[end] ?? text.length),
		folded: folded.slice(start, end),
		places: places.slice(start, end + 1).map((place) => place - offset),
	};
}

const isEmpty = ({ folded }: Both): boolean => !/[\p{L}\p{N}]/u.test(folded);
const lengthOf = (pattern: RegExp, { folded }: Both): number => pattern.exec(folded)?.[0].length ?? 0;
const isMarked = ({ folded }: Both): boolean => /[?？؟;՞]\s*$/u.test(folded);

/** A smile ends a sentence too. */
const smile = /(?<=\s[:;]-?[)(DPp]|\p{Extended_Pictographic}\uFE0F?)\s+/u;

/** The sentences of a line. "Mr. Costa" and "order no. 12" are no ends. */
function sentencesOf(line: string): string[] {
	const all: string[] = [];
	for (const sentence of line.split(smile).flatMap(sentences)) {
		const before = all.at(-1) ?? "";
		const isShort =
			/(?:^|[\s.])(?:\p{Lu}\p{L}{0,3}|[\p{Lo}\p{M}\p{Lm}]{1,3})\.\s*$/u.test(before) ||
			(/\p{L}\.\s*$/u.test(before) && /^\p{N}/u.test(sentence));
		if (isShort) all[all.length - 1] = before + sentence;
		else all.push(sentence);
	}
	return all;
}

/** The message's sentences. A line ends one, unless it was broken by its length or is one of several pieces of a question. */
function unitsOf(text: string, { starts }: Patterns): Both[] {
	const lines: string[] = [];
	for (const line of text.split("\n")) {
		const before = lines.at(-1);
		const isOpen =
			before !== undefined && before.trim() !== "" && line.trim() !== "" && !/[.?!,;:…。？！，؟։]\s*$/u.test(before);
		const goesOn = isOpen && !/^\s*\p{Lu}/u.test(line);
		const isPiece = isOpen && starts.test(fold(before.trim()));
		if (goesOn || isPiece || (isOpen && before.length >= WRAPPED)) lines[lines.length - 1] = `${before} ${line.trim()}`;
		else lines.push(line);
	}
	return lines.flatMap(sentencesOf).map((sentence) => within(bothOf(sentence), 0));
}

type Kind = "asks" | "tells" | "announces" | "ritual" | "closes";
type Unit = { kind: Kind; text: string; told?: string };

/**
 * Where a question begins inside a sentence ("I live in Oslo do you ship to Norway"); 0 where it doesn't. What stands before
 * must be about the visitor: "In Norway, how long does it take?" is one question.
 */
function insideOf(unit: Both, { inside, selves, introductions }: Patterns): number {
	if (inside === null) return 0;
	const hasMarks = /[,;:–—…]/u.test(unit.folded);
	const isOneBreath = !hasMarks && !isMarked(unit);
	if (!isOneBreath && !selves.test(unit.folded) && !introductions.test(unit.folded)) return 0;
	for (const { index } of unit.folded.matchAll(inside)) {
		if (index === 0) return 0;
		const before = unit.folded.slice(0, index);
		if ((before.match(/[\p{L}\p{N}]/gu)?.length ?? 0) < TOLD) continue;
		if (isOneBreath && !introductions.test(before) && !before.split(/\s+/u).some((word) => selves.test(word))) continue;
		if (!hasMarks || /[,;:–—….(-]\s*$/u.test(before)) return index;
	}
	return 0;
}

/** True of "Kind regards, Sue": closing words with few others behind them. */
function closes(unit: Both, patterns: Patterns): boolean {
	const length = lengthOf(patterns.closings, unit);
	if (length === 0 || isMarked(unit) || insideOf(unit, patterns) > 0) return false;
	const rest = unit.folded.slice(length).match(/[\p{L}\p{M}\p{N}]+/gu)?.length ?? 0;
	return rest <= (length < MIN_CLOSING ? 2 : 7);
}

/** A sentence without what stands around its question. */
function undress(whole: Both, patterns: Patterns): Unit {
	const { greetings, leads, openers, courtesies, apologies, introductions, sentFrom, starts, goesOn } = patterns;
	let unit = whole;
	let announces = false;
	if (lengthOf(sentFrom, unit) > 0) return { kind: "closes", text: "" };
	if (closes(unit, patterns)) return { kind: "closes", text: "" };
	for (let step = 0; step < MAX_STEPS && !isEmpty(unit); step++) {
		const greeting = lengthOf(greetings, unit);
		if (greeting > 0) {
			// A name, up to the mark behind it.
			const name = /^[ \t]*(?:[\p{L}\p{M}.'&-]+[ \t]*){0,4}?(?:[,!.:;–—。！，、]|-\s|$)/u.exec(
				unit.folded.slice(greeting),
			);
			const isName = name !== null && !starts.test(name[0].trim()) && !openers.test(name[0].trim());
			unit = within(unit, greeting + (isName ? name[0].length : 0));
			continue;
		}
		const apology = lengthOf(apologies, unit);
		const isCourteous = apology > 0 || [courtesies, introductions].some((pattern) => lengthOf(pattern, unit) > 0);
		// Thanks and names end at a mark, behind which the question may stand.
		const mark = /[,;:!–—。！，、]|[.…](?=\s)|\s-\s/u.exec(unit.folded);
		const rest = isCourteous && mark ? within(unit, mark.index + mark[0].length) : null;
		if (rest && !isEmpty(rest) && (isMarked(rest) || starts.test(rest.folded))) {
			unit = rest;
			continue;
		}
		const opener = lengthOf(openers, unit);
		const lead = lengthOf(leads, unit);
		if (opener > 0 && opener >= lead) announces = true;
		if (Math.max(opener, lead) > 0) {
			const length = Math.max(opener, lead);
			// "A quick question, by the way:" leads up to its colon.
			const colon = /^[^:：.?!]{0,24}[:：]/u.exec(unit.folded.slice(length))?.[0].length ?? 0;
			const next = within(unit, length + colon);
			// "And to Canada?" goes on from the question before; "And I was wondering: …" leads up to one.
			const isGoingOn = length === lengthOf(goesOn, unit) && colon === 0;
			if (
				isGoingOn &&
				![leads, openers, greetings, courtesies, apologies].some((pattern) => lengthOf(pattern, next) > 0)
			)
				break;
			unit = next;
			continue;
		}
		if (!isCourteous) break;
		const begins = insideOf(unit, patterns);
		if (begins > 0) unit = within(unit, begins);
		else if (apology > 0) unit = within(unit, apology);
		else if (isMarked(unit) || unit.folded.length > COURTEOUS || identifier.test(unit.folded)) break;
		else return { kind: announces ? "announces" : "ritual", text: "" };
	}
	for (let step = 0; step < MAX_STEPS; step++) {
		const bare = patterns.bareEnding.exec(unit.folded);
		const end = patterns.ending.exec(unit.folded) ?? ((bare?.[1]?.length ?? 0) < MIN_CLOSING ? null : bare);
		if (!end || end.index === 0) break;
		const asks = isMarked(unit) && !/[?？؟]/u.test(unit.folded.slice(0, end.index));
		const cut = within(unit, 0, end.index);
		unit = asks ? bothOf(`${cut.text}?`) : cut;
	}
	if (isEmpty(unit)) return { kind: announces ? "announces" : "ritual", text: "" };
	const begins = insideOf(unit, patterns);
	if (begins > 0) return { kind: "asks", text: within(unit, begins).text, told: within(unit, 0, begins).text };
	if (isMarked(unit) || starts.test(unit.folded)) return { kind: "asks", text: unit.text };
	return { kind: "tells", text: unit.text };
}

/** `language`: the message's; null where it isn't told. */
export function askingIn(message: string, language: Language | null): Asking {
	const whole: Asking = { asked: message, context: "", kind: "question" };
	if (language === null || message.length > MAX_LENGTH) return whole;
	const patterns = patternsOf(language);
	// A line of two hyphens begins a signature (RFC 3676, section 4.3).
	const [body = ""] = message.split(/^-- ?$/m);
	const units = unitsOf(body.trim() === "" ? message : body, patterns).map((unit) => undress(unit, patterns));
	const closed = units.findIndex(({ kind }, at) => kind === "closes" && units.slice(0, at).some(saysSomething));
	const open = units.filter(({ kind }, at) => closed === -1 || at < closed || kind === "asks");
	const asking = open.filter(({ kind }) => kind === "asks");
	const telling = open.filter(({ kind }) => kind === "tells");
	const matter = telling.filter(({ text }) => !identifier.test(text));
	const asked = asking.length > 0 ? asking : matter.length > 0 ? matter : telling;
	if (asked.length === 0) {
		const isOpener = units.some(({ kind }) => kind === "announces");
		return { ...whole, kind: isOpener ? "opener" : units.length > 0 ? "courtesies" : "question" };
	}
	const context = open.filter((unit) => unit.kind === "tells" && !asked.includes(unit)).map(({ text }) => text);
	return {
		asked: asked.map(({ text }) => text).join("\n"),
		context: [...asked.flatMap(({ told = "" }) => (told === "" ? [] : [told])), ...context].join("\n"),
		kind: "question",
	};
}

const saysSomething = ({ kind }: Unit): boolean => kind === "asks" || kind === "tells";

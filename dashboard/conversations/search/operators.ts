/**
 * The operators of a search: `is:open assignee:me tag:refund from:ana@ before:2026-11-01`. They are parts of a filter that are
 * typed, and what is left are the words to search for. What looks like an operator and is none ("10:30", an address of a page)
 * is a word. What an operator can't mean is a problem that is told, and the rest is searched all the same. Pure.
 */
import { foldedTag } from "../../../src/protocol/tag.ts";
import { isDay } from "../../../src/protocol/list/dates.ts";
import type { InboxFilter } from "../../../src/protocol/list/filter.ts";

export const operators = ["is", "assignee", "tag", "from", "before", "after", "on"] as const;
export type Operator = (typeof operators)[number];

type Named = { id: string; name: string };

/** What values may name. `today`: the reader's day, as "2026-11-30"; `zone`: where their days begin. */
export type SearchNames = {
	me: string;
	members: readonly Named[];
	tags: readonly Named[];
	today: string;
	zone: string;
};

/** `ambiguous`: more than one is called so. */
export type SearchProblem = { operator: Operator; value: string; reason: "unknown" | "ambiguous" };

export type ParsedSearch = {
	/** What is to be found in what was said, phrases in quotes. */
	words: string;
	filter: Partial<InboxFilter>;
	problems: SearchProblem[];
};

const states: Record<string, Partial<InboxFilter>> = {
	open: { status: "open" },
	pending: { status: "pending" },
	closed: { status: "closed" },
	snoozed: { status: "snoozed" },
	archived: { status: "archived" },
	any: { status: "all" },
	unread: { unread: true },
	unassigned: { assignee: "nobody" },
	mine: {},
	ai: { handler: "ai" },
	waiting: { handler: "waiting" },
	human: { handler: "human" },
};

/** What may follow "is:". */
export const stateNames: readonly string[] = Object.keys(states);

const TOKEN = /(?:(is|assignee|tag|from|before|after|on):("[^"]*"?|\S*))|"[^"]*"?|\S+/giu;

const unquoted = (value: string): string => value.replaceAll('"', "").trim();

const DAY_MS = 86_400_000;

/** So many days later. */
const addDays = (day: string, days: number): string =>
	new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** The first and the last day that a value names: a day, a month, a year, or a word for one. Null: it names none. */
export function daysOf(value: string, today: string): { first: string; last: string } | null {
	const word = value.toLowerCase();
	const ago = { today: 0, yesterday: 1 }[word];
	if (ago !== undefined) return { first: addDays(today, -ago), last: addDays(today, -ago) };
	const [, span] = /^(\d{1,3})d$/.exec(word) ?? [];
	if (span !== undefined) return { first: addDays(today, -Math.max(0, Number(span) - 1)), last: today };
	const [, year, month, day] = /^([12]\d{3})(?:-(\d{2})(?:-(\d{2}))?)?$/.exec(word) ?? [];
	if (year === undefined) return null;
	if (month === undefined) return { first: `${year}-01-01`, last: `${year}-12-31` };
	const first = `${year}-${month}-${day ?? "01"}`;
	if (!isDay(first)) return null;
	if (day !== undefined) return { first, last: first };
	const next = month === "12" ? `${Number(year) + 1}-01-01` : `${year}-${`${Number(month) + 1}`.padStart(2, "0")}-01`;
	return { first, last: addDays(next, -1) };
}

/** The one that is called so, or whose name, or a word of it, is the only one that begins so. */
export function calledSo(all: readonly Named[], value: string): Named | "unknown" | "ambiguous" {
	const wanted = foldedTag(value);
	const exact = all.filter(({ name }) => foldedTag(name) === wanted);
	const beginning = all.filter(({ name }) => ` ${foldedTag(name)}`.includes(` ${wanted}`));
	const [found, other] = exact.length > 0 ? exact : beginning;
	if (found === undefined) return "unknown";
	return other === undefined ? found : "ambiguous";
}

type Meaning = Partial<InboxFilter> | SearchProblem["reason"];

function assigneeOf(value: string, { me, members }: SearchNames): Meaning {
	const word = foldedTag(value);
	if (word === "me") return { assignee: me };
	if (word === "none" || word === "nobody") return { assignee: "nobody" };
	if (word === "anyone") return { assignee: "anyone" };
	const member = calledSo(members, value);
	return typeof member === "string" ? member : { assignee: member.id };
}

function meaningOf(operator: Exclude<Operator, "before" | "after" | "on">, value: string, names: SearchNames): Meaning {
	switch (operator) {
		case "is": {
			const word = foldedTag(value);
			if (word === "mine") return { assignee: names.me };
			return Object.hasOwn(states, word) ? (states[word] ?? "unknown") : "unknown";
		}
		case "assignee":
			return assigneeOf(value, names);
		case "tag": {
			const tag = calledSo(names.tags, value);
			return typeof tag === "string" ? tag : { tag: tag.id };
		}
		case "from":
			return { from: value.slice(0, 100) };
		default:
			return operator satisfies never;
	}
}

const isDate = (operator: Operator): operator is "before" | "after" | "on" =>
	operator === "before" || operator === "after" || operator === "on";

/** Of two operators of the same kind the later counts; dates limit each other. */
export function parseSearch(text: string, names: SearchNames): ParsedSearch {
	const words: string[] = [];
	const problems: SearchProblem[] = [];
	const filter: Partial<InboxFilter> = {};
	let [first, last] = ["", ""];
	const end = text.trimEnd().length;
	for (const token of text.matchAll(TOKEN)) {
		const [whole, name = "", typed = ""] = token;
		const operator = operators.find((each) => each === name.toLowerCase());
		const value = unquoted(typed);
		const isLast = token.index + whole.length >= end;
		// "From: Ana" is what mails say; an operator has its value right after it. At the end, it is still being typed.
		if (operator === undefined || value === "") {
			if (operator === undefined || !isLast) words.push(whole);
			continue;
		}
		const days = isDate(operator) ? daysOf(value, names.today) : null;
		const meaning = isDate(operator) ? (days ? {} : "unknown") : meaningOf(operator, value, names);
		if (typeof meaning === "string") {
			problems.push({ operator, value, reason: meaning });
			continue;
		}
		if (days) {
			const begins = operator === "after" ? addDays(days.last, 1) : operator === "on" ? days.first : "";
			const ends = operator === "before" ? addDays(days.first, -1) : operator === "on" ? days.last : "";
			if (begins > first) first = begins;
			if (ends !== "" && (last === "" || ends < last)) last = ends;
		}
		Object.assign(filter, meaning);
	}
	if (first !== "" || last !== "") Object.assign(filter, { date: `${first}..${last}`, zone: names.zone });
	return { words: words.join(" "), filter, problems };
}

/** Whether a text may have an operator. Where not, it needn't be parsed. Phrases in quotes are words, which the server reads. */
export const mayHaveOperators = (text: string): boolean => text.includes(":");

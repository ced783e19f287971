/** What the search box offers to go on with: an operator, or its value, in place of the word that is being typed. Pure. */
import { operators, type SearchNames, stateNames } from "./operators.ts";

/** `text`: the whole text with the suggestion in it. */
export type Suggestion = { text: string; label: string };

const MOST = 8;

const meanings: Record<(typeof operators)[number], string> = {
	is: "a status, or who handles it",
	assignee: "whose it is",
	tag: "a tag it carries",
	from: "how the visitor's name or address begins",
	before: "its last message was before a day",
	after: "its last message was after a day",
	on: "its last message was on a day",
};

const quoted = (name: string): string => (/\s/.test(name) ? `"${name}"` : name);

function valuesOf(operator: (typeof operators)[number], { members, tags, today }: SearchNames): string[] {
	switch (operator) {
		case "is":
			return [...stateNames];
		case "assignee":
			return ["me", "nobody", ...members.map(({ name }) => quoted(name))];
		case "tag":
			return tags.map(({ name }) => quoted(name));
		case "from":
			return [];
		default:
			return ["today", "yesterday", "7d", "30d", today, today.slice(0, 7)];
	}
}

export function suggestions(text: string, names: SearchNames): Suggestion[] {
	const [, before = "", word = ""] = /^((?:[^"]|"[^"]*")*?)((?:\w+:)?(?:"[^"]*|[^\s"]*))$/.exec(text) ?? [];
	const [, name = "", typed = ""] = /^(\w+):"?(.*)$/.exec(word) ?? [];
	const operator = operators.find((each) => each === name.toLowerCase());
	if (operator !== undefined) {
		const wanted = typed.toLowerCase();
		return valuesOf(operator, names)
			.filter((value) => ` ${value.replaceAll('"', "").toLowerCase()}`.includes(` ${wanted}`))
			.slice(0, MOST)
			.map((value) => ({ text: `${before}${operator}:${value}`, label: value.replaceAll('"', "") }));
	}
	if (text.trim() !== "" && word === "") return [];
	return operators
		.filter((each) => each.startsWith(word.toLowerCase()))
		.map((each) => ({ text: `${before}${each}:`, label: meanings[each] }));
}

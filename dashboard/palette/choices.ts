/** What the palette offers for what is typed into it: which names match, and in which order. Pure. */

/** A line of the palette. `detail` is searched too, and shown behind the name. */
export type Choice = {
	id: string;
	group: "Actions" | "Go to" | "Conversations" | "Contacts" | "Search";
	name: string;
	detail?: string;
	/** The key that does the same, in the form of the registry's keys. */
	hint?: string;
	run(): void;
};

const AT_MOST: Record<Choice["group"], number> = { Actions: 8, "Go to": 6, Conversations: 6, Contacts: 6, Search: 1 };

/** Letters without case and accents, as people type them in a hurry. */
export const folded = (text: string): string =>
	text
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replaceAll("ł", "l")
		.replaceAll("ß", "ss")
		.replaceAll("ø", "o");

const wordsOf = (text: string): string[] =>
	folded(text)
		.split(/[^\p{L}\p{N}]+/u)
		.filter(Boolean);

/**
 * How well a text matches: 3 where it begins with what is typed, 2 where each typed word begins a word of it in their order, 1 where
 * in any order; null where a typed word begins none.
 */
export function matchOf(typed: string, text: string): 1 | 2 | 3 | null {
	const [wanted, words] = [wordsOf(typed), wordsOf(text)];
	let [at, inOrder] = [0, true];
	for (const word of wanted) {
		const found = words.findIndex((one, index) => index >= at && one.startsWith(word));
		if (found !== -1) at = found + 1;
		else if (words.some((one) => one.startsWith(word))) inOrder = false;
		else return null;
	}
	if (words.join(" ").startsWith(wanted.join(" "))) return 3;
	return inOrder ? 2 : 1;
}

/** The choices that match, group by group in the order in which the groups come, the best first. */
export function matching(choices: readonly Choice[], typed: string): Choice[] {
	const groups = Map.groupBy(choices, ({ group }) => group);
	return [...groups].flatMap(([group, all]) =>
		all
			.flatMap((choice) => {
				const quality = group === "Search" ? 1 : matchOf(typed, `${choice.name} ${choice.detail ?? ""}`);
				return quality === null ? [] : [{ choice, quality }];
			})
			.toSorted((one, other) => other.quality - one.quality)
			.slice(0, AT_MOST[group])
			.map(({ choice }) => choice),
	);
}

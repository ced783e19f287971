/**
 * Which questions ask the same: by the informative words they share, small differences of spelling left aside. Pure, and
 * quick for thousands, for it compares only what shares a word.
 */

/** Of the words of both, this share in common. */
const ALIKE = 0.6;
/** Words shorter than this differ by a letter and mean something else. */
const FORGIVING_LENGTH = 5;

/** A word and what is left of it without one of its letters: two words one slip apart share one of these. */
function slips(term: string): string[] {
	const letters = [...term];
	return [term, ...letters.map((_, index) => letters.toSpliced(index, 1).join(""))];
}

const forgiving = (term: string): boolean => term.length >= FORGIVING_LENGTH && /^\p{L}+$/u.test(term);

/** Every word under one spelling: the most frequent of those one slip apart. */
function spellings(counts: Map<string, number>): Map<string, string> {
	const chosen = new Map<string, string>();
	const bySlip = new Map<string, string>();
	for (const [term] of [...counts].toSorted((a, b) => b[1] - a[1])) {
		if (!forgiving(term)) continue;
		const variants = slips(term);
		// A slip in the first letter is rare; "older" is not "holder".
		const known = variants.map((each) => bySlip.get(each)).find((each) => each?.[0] === term[0]);
		if (known !== undefined) chosen.set(term, known);
		else for (const each of variants) if (!bySlip.has(each)) bySlip.set(each, term);
	}
	return chosen;
}

function alike(a: ReadonlySet<string>, b: ReadonlySet<string>, shared: number): boolean {
	if ((2 * shared) / (a.size + b.size) >= ALIKE) return true;
	// "Engrave initials" is all of what "Can you engrave my initials on the black bag" asks.
	return shared >= 2 && shared === Math.min(a.size, b.size);
}

/**
 * Groups of alike questions, largest first, each in the order given. `terms` are a question's informative words
 * (language/terms.ts). One without any is alike only to what has the same `text`.
 */
export function groupAlike<Item extends { terms: string[]; text: string }>(items: readonly Item[]): Item[][] {
	const counts = new Map<string, number>();
	for (const { terms } of items) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
	const spelling = spellings(counts);
	const same = new Map<string, { terms: Set<string>; items: Item[] }>();
	for (const item of items) {
		const terms = new Set(item.terms.map((term) => spelling.get(term) ?? term));
		const key = terms.size > 0 ? [...terms].toSorted().join(" ") : `"${item.text}`;
		const pile = same.get(key) ?? { terms, items: [] };
		pile.items.push(item);
		same.set(key, pile);
	}
	// The most frequent wording leads: others join it, not each other in a chain that ends somewhere else.
	const leaders: { terms: Set<string>; items: Item[] }[] = [];
	const byTerm = new Map<string, number[]>();
	for (const pile of [...same.values()].toSorted((a, b) => b.items.length - a.items.length)) {
		const shared = new Map<number, number>();
		for (const term of pile.terms)
			for (const leader of byTerm.get(term) ?? []) shared.set(leader, (shared.get(leader) ?? 0) + 1);
		const [best] = [...shared].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
		const leader = best && leaders[best[0]];
		if (best && leader && alike(leader.terms, pile.terms, best[1])) {
			leader.items.push(...pile.items);
			continue;
		}
		for (const term of pile.terms) byTerm.set(term, [...(byTerm.get(term) ?? []), leaders.length]);
		leaders.push({ terms: pile.terms, items: [...pile.items] });
	}
	const place = new Map(items.map((item, index) => [item, index]));
	const inOrder = (a: Item, b: Item) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
	return leaders.map((leader) => leader.items.toSorted(inOrder)).toSorted((a, b) => b.length - a.length);
}

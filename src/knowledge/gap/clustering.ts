/**
 * Which questions ask the same: by the informative words they share, small differences of spelling left aside. Pure, and
 * quick for thousands, for it compares only what shares a word.
 */

/** Of what the words of both tell, this share in common. */
const MIN_SIMILARITY = 0.6;
/** And where one has all the words of the other. */
const MIN_SIMILARITY_WITHIN = 0.45;
/** Words shorter than this differ by a letter and mean something else. */
const SLIP_LENGTH = 5;

/** A word and what is left of it without one of its letters: two words one slip apart share one of these. */
function slips(term: string): string[] {
	const letters = [...term];
	return [term, ...letters.map((_, index) => letters.toSpliced(index, 1).join(""))];
}

const allowsSlip = (term: string): boolean => term.length >= SLIP_LENGTH && /^\p{L}+$/u.test(term);

/** Every word under one spelling: the most frequent of those one slip apart. */
function spellings(counts: Map<string, number>): Map<string, string> {
	const chosen = new Map<string, string>();
	const bySlip = new Map<string, string>();
	for (const [term] of [...counts].toSorted((a, b) => b[1] - a[1])) {
		if (!allowsSlip(term)) continue;
		const variants = slips(term);
		// A slip in the first letter is rare; "older" is not "holder".
		const known = variants.map((each) => bySlip.get(each)).find((each) => each?.[0] === term[0]);
		if (known !== undefined) chosen.set(term, known);
		else for (const each of variants) if (!bySlip.has(each)) bySlip.set(each, term);
	}
	return chosen;
}

type Group<Item> = { terms: Set<string>; weight: number; items: Item[] };

function isSimilar(a: Group<unknown>, b: Group<unknown>, shared: { count: number; weight: number }): boolean {
	if ((2 * shared.weight) / (a.weight + b.weight) >= MIN_SIMILARITY) return true;
	// "Engrave initials" is all of what "Can you engrave my initials on the black bag" asks.
	return (
		shared.count >= 2 &&
		shared.count === Math.min(a.terms.size, b.terms.size) &&
		(2 * shared.weight) / (a.weight + b.weight) >= MIN_SIMILARITY_WITHIN
	);
}

/**
 * Leaders that may be alike: those which share one of the telling words. Sharing only the others, whose weights add up to
 * less than any likeness needs, would not do, so a word that thousands have is not followed.
 */
function candidates(
	pile: Group<unknown>,
	byTerm: ReadonlyMap<string, number[]>,
	weigh: (term: string) => number,
): Set<number> {
	const least = Math.min(MIN_SIMILARITY, MIN_SIMILARITY_WITHIN);
	const needed = (pile.weight * least) / (2 - least);
	const found = new Set<number>();
	let rest = pile.weight;
	for (const term of [...pile.terms].toSorted((a, b) => weigh(b) - weigh(a))) {
		if (rest < needed) break;
		for (const leader of byTerm.get(term) ?? []) found.add(leader);
		rest -= weigh(term);
	}
	return found;
}

/**
 * Groups of alike questions, largest first, each in the order given. `terms` are a question's informative words
 * (language/text/terms.ts). One without any is alike only to what has the same `text`.
 */
export function groupSimilar<Item extends { terms: string[]; text: string }>(items: readonly Item[]): Item[][] {
	const counts = new Map<string, number>();
	for (const { terms } of items) for (const term of terms) counts.set(term, (counts.get(term) ?? 0) + 1);
	const spelling = spellings(counts);
	const same = new Map<string, Group<Item>>();
	const frequency = new Map<string, number>();
	for (const item of items) {
		const terms = new Set(item.terms.map((term) => spelling.get(term) ?? term));
		for (const term of terms) frequency.set(term, (frequency.get(term) ?? 0) + 1);
		const key = terms.size > 0 ? [...terms].toSorted().join(" ") : `"${item.text}`;
		const pile = same.get(key);
		if (pile) pile.items.push(item);
		else same.set(key, { terms, weight: 0, items: [item] });
	}
	// A word that half of the questions have says little of what one of them asks.
	const weigh = (term: string): number => Math.log(1 + items.length / (frequency.get(term) ?? 1));
	for (const pile of same.values()) for (const term of pile.terms) pile.weight += weigh(term);

	// The most frequent wording leads: others join it, not each other in a chain that ends somewhere else.
	const leaders: Group<Item>[] = [];
	const byTerm = new Map<string, number[]>();
	for (const pile of [...same.values()].toSorted((a, b) => b.items.length - a.items.length)) {
		let best: { leader: Group<Item>; share: number } | null = null;
		for (const index of candidates(pile, byTerm, weigh)) {
			const leader = leaders[index];
			if (!leader) continue;
			const shared = { count: 0, weight: 0 };
			for (const term of pile.terms) {
				if (!leader.terms.has(term)) continue;
				shared.count++;
				shared.weight += weigh(term);
			}
			if (!isSimilar(leader, pile, shared)) continue;
			const share = shared.weight / (leader.weight + pile.weight);
			if (!best || share > best.share) best = { leader, share };
		}
		if (best) {
			best.leader.items.push(...pile.items);
			continue;
		}
		for (const term of pile.terms) {
			const having = byTerm.get(term);
			if (having) having.push(leaders.length);
			else byTerm.set(term, [leaders.length]);
		}
		leaders.push({ ...pile, items: [...pile.items] });
	}
	const place = new Map(items.map((item, index) => [item, index]));
	const inOrder = (a: Item, b: Item) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
	return leaders.map((leader) => leader.items.toSorted(inOrder)).toSorted((a, b) => b.length - a.length);
}

/**
 * Clusters questions that ask the same, by the informative words that they share; misspellings of one word count as one.
 * Leader clustering: each question joins the most similar leader, or leads a new group. Pure, and quick for thousands,
 * because only questions that share a word are compared.
 */

/** Least share of both questions' weight that they must have in common. */
const MIN_SIMILARITY = 0.6;
/** The same where one question has all words of the other. */
const MIN_SIMILARITY_WITHIN = 0.45;
/** Shorter words that differ by a letter are different words. */
const SLIP_LENGTH = 5;

/** A word, and the word without each of its letters. Two words one edit apart share one of these. */
function slips(term: string): string[] {
	const letters = [...term];
	return [term, ...letters.map((_, index) => letters.toSpliced(index, 1).join(""))];
}

const allowsSlip = (term: string): boolean => term.length >= SLIP_LENGTH && /^\p{L}+$/u.test(term);

/** Maps words to the most frequent spelling that is one edit away. */
function spellings(counts: Map<string, number>): Map<string, string> {
	const chosen = new Map<string, string>();
	const bySlip = new Map<string, string>();
	for (const [term] of [...counts].toSorted((a, b) => b[1] - a[1])) {
		if (!allowsSlip(term)) continue;
		const variants = slips(term);
		// The first letter is rarely mistyped: "older" isn't "holder".
		const known = variants.map((each) => bySlip.get(each)).find((each) => each?.[0] === term[0]);
		if (known !== undefined) chosen.set(term, known);
		else for (const each of variants) if (!bySlip.has(each)) bySlip.set(each, term);
	}
	return chosen;
}

type Group<Item> = { terms: Set<string>; weight: number; items: Item[] };

function isSimilar(a: Group<unknown>, b: Group<unknown>, shared: { count: number; weight: number }): boolean {
	if ((2 * shared.weight) / (a.weight + b.weight) >= MIN_SIMILARITY) return true;
	// "Engrave initials" asks the same as "Can you engrave my initials on the black bag".
	return (
		shared.count >= 2 &&
		shared.count === Math.min(a.terms.size, b.terms.size) &&
		(2 * shared.weight) / (a.weight + b.weight) >= MIN_SIMILARITY_WITHIN
	);
}

/**
 * The leaders that may be similar: those that share one of the group's heaviest words. The other words together weigh less
 * than the least similarity needs, so sharing those alone isn't enough, and a word of thousands of questions isn't looked up.
 */
function candidates(
	group: Group<unknown>,
	byTerm: ReadonlyMap<string, number[]>,
	weigh: (term: string) => number,
): Set<number> {
	const least = Math.min(MIN_SIMILARITY, MIN_SIMILARITY_WITHIN);
	const needed = (group.weight * least) / (2 - least);
	const found = new Set<number>();
	let rest = group.weight;
	for (const term of [...group.terms].toSorted((a, b) => weigh(b) - weigh(a))) {
		if (rest < needed) break;
		for (const leader of byTerm.get(term) ?? []) found.add(leader);
		rest -= weigh(term);
	}
	return found;
}

/**
 * Groups of similar questions, largest first, each in the order given. `terms`: a question's informative words
 * (language/text/terms.ts). A question without any is similar only to those with the same `text`.
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
		const group = same.get(key);
		if (group) group.items.push(item);
		else same.set(key, { terms, weight: 0, items: [item] });
	}
	// Inverse document frequency: a word that half of the questions have says little of what one asks.
	const weigh = (term: string): number => Math.log(1 + items.length / (frequency.get(term) ?? 1));
	for (const group of same.values()) for (const term of group.terms) group.weight += weigh(term);

	// The most frequent wording leads, and others join it: joining each other would make chains whose ends differ.
	const leaders: Group<Item>[] = [];
	const byTerm = new Map<string, number[]>();
	for (const group of [...same.values()].toSorted((a, b) => b.items.length - a.items.length)) {
		let best: { leader: Group<Item>; share: number } | null = null;
		for (const index of candidates(group, byTerm, weigh)) {
			const leader = leaders[index];
			if (!leader) continue;
			const shared = { count: 0, weight: 0 };
			for (const term of group.terms) {
				if (!leader.terms.has(term)) continue;
				shared.count++;
				shared.weight += weigh(term);
			}
			if (!isSimilar(leader, group, shared)) continue;
			const share = shared.weight / (leader.weight + group.weight);
			if (!best || share > best.share) best = { leader, share };
		}
		if (best) {
			best.leader.items.push(...group.items);
			continue;
		}
		for (const term of group.terms) {
			const having = byTerm.get(term);
			if (having) having.push(leaders.length);
			else byTerm.set(term, [leaders.length]);
		}
		leaders.push({ ...group, items: [...group.items] });
	}
	const place = new Map(items.map((item, index) => [item, index]));
	const inOrder = (a: Item, b: Item) => (place.get(a) ?? 0) - (place.get(b) ?? 0);
	return leaders.map((leader) => leader.items.toSorted(inOrder)).toSorted((a, b) => b.length - a.length);
}

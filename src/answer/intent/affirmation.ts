/**
 * "Yes please", typed under an offer instead of pressing its button. Only the whole message counts: "yes, but do you
 * ship to Norway?" goes on with the AI.
 */
import { fold } from "../../language/text/fold.ts";
import { partsOf, spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

const yes = new Set(spacedPacks.flatMap(({ consent }) => words(fold(consent.yes))));
/** Words that say yes only beside others. */
const beside = new Set(partsOf(({ consent }) => consent.beside).flatMap(words));
/** Of these, words that also say it as the whole message. */
const alone = new Set(partsOf(({ consent }) => consent.alone).flatMap(words));
const unspaced = new RegExp(`^(?:${unspacedPacks.map(({ consent }) => consent.yes).join("|")})[。！!.]*$`);

export function isAffirmation(text: string): boolean {
	const folded = fold(text.trim());
	if (unspaced.test(folded)) return true;
	const all = words(folded);
	return (
		all.length > 0 &&
		all.length <= 6 &&
		all.every((word) => yes.has(word)) &&
		(all.some((word) => !beside.has(word)) || (all.length === 1 && alone.has(all[0] ?? "")))
	);
}

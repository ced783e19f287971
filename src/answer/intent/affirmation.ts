/**
 * Recognises a yes to an offer that is typed instead of pressing its button: "Yes please". The whole message must be a yes:
 * "yes, but do you ship to Norway?" goes on with the AI.
 */
import { fold } from "../../language/text/fold.ts";
import { partsOf, spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { words } from "../../language/text/terms.ts";

const yes = new Set(spacedPacks.flatMap(({ consent }) => words(fold(consent.yes))));
/** Words that mean yes only together with others. */
const beside = new Set(partsOf(({ consent }) => consent.beside).flatMap(words));
/** Of these, the words that also mean it as the whole message. */
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

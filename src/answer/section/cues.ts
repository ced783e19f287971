/**
 * What a question asks for (a duration, a price, a yes or no …), and whether a text has such a thing. By the packs' words for
 * the question, and by what stands in the text: quantities, lists, words of yes and no.
 */
import type { Asks } from "../../language/pack.ts";
import { fold } from "../../language/text/fold.ts";
import { spacedPacks, unspacedPacks } from "../../language/packs.ts";
import { type Quantity, quantitiesIn } from "../guard/quantities.ts";

export type Ask = Exclude<keyof Asks, "yes">;

const joined = (of: typeof spacedPacks, name: keyof Asks): string => of.map(({ asks }) => asks[name]).join("|");
/** Words of any language: two that look alike in two languages mostly ask the same. */
const pattern = (name: keyof Asks): RegExp =>
	new RegExp(
		`(?<![\\p{L}\\p{M}\\p{N}])(?:${joined(spacedPacks, name)})(?![\\p{L}\\p{M}\\p{N}])|${joined(unspacedPacks, name)}`,
		"u",
	);

const asking: [Ask, RegExp][] = (
	["duration", "time", "price", "place", "permission", "definition", "list", "way"] as const
).map((name) => [name, pattern(name)]);
const yes = pattern("yes");

/** Characters of a question that are read. */
const MAX_QUESTION = 600;
/** Characters of a text in which a yes or no is looked for. */
const MAX_TEXT = 2_000;

export const asksIn = (question: string): Ask[] => {
	const text = fold(question.slice(0, MAX_QUESTION));
	return asking.flatMap(([name, words]) => (words.test(text) ? [name] : []));
};

const items = (text: string): number => text.match(/^[ \t]*(?:[-*+]|\d+[.)])\s/gm)?.length ?? 0;
const isTime = ({ values }: Quantity): boolean => values.some((value) => /^(?:time|months):/.test(value));

/** True of a text that has what is asked for; false only where its lack tells, for a yes and a list may be said in any words. */
const has: Partial<Record<Ask, (text: string, quantities: readonly Quantity[]) => boolean | null>> = {
	duration: (_, quantities) => quantities.some(isTime),
	time: (_, quantities) => quantities.some((one) => isTime(one) || one.kind === "clock" || one.kind === "date"),
	price: (_, quantities) => quantities.some(({ kind }) => kind === "price" || kind === "share"),
	permission: (text) => yes.test(fold(text.slice(0, MAX_TEXT))) || null,
	list: (text) => items(text) >= 2 || null,
	way: (text) => items(text) >= 2 || null,
};

/** From -1 (a text has nothing of the kind that is asked for) to 1 (it has all). 0 where the question asks for no kind. */
export function cueMatch(asks: readonly Ask[], text: string): number {
	if (asks.length === 0) return 0;
	const quantities = quantitiesIn(text);
	const found = asks.flatMap((ask) => has[ask]?.(text, quantities) ?? []);
	return found.length === 0 ? 0 : (2 * found.filter((one) => one).length) / found.length - 1;
}

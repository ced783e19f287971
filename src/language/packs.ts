/**
 * The list of language packs. A further language is a file of its own and a name here; the compiler reports the parts that it
 * lacks. The order counts: where a text may be in two languages, the earlier one is taken.
 */
import { ar } from "./packs/ar.ts";
import { de } from "./packs/de.ts";
import { en } from "./packs/en.ts";
import { es } from "./packs/es.ts";
import { fr } from "./packs/fr.ts";
import { he } from "./packs/he.ts";
import { hi } from "./packs/hi.ts";
import { it } from "./packs/it.ts";
import { ja } from "./packs/ja.ts";
import { ko } from "./packs/ko.ts";
import { nl } from "./packs/nl.ts";
import { isNone, type None, type Pack } from "./pack.ts";
import { pl } from "./packs/pl.ts";
import { pt } from "./packs/pt.ts";
import { ru } from "./packs/ru.ts";
import { sv } from "./packs/sv.ts";
import { tr } from "./packs/tr.ts";
import { zh } from "./packs/zh.ts";

export const packs = { en, de, es, fr, pt, it, nl, pl, sv, tr, ko, zh, ja, ar, he, hi, ru } satisfies Record<
	string,
	Pack
>;

export type Language = keyof typeof packs;
export const isLanguage = (code: string): code is Language => Object.hasOwn(packs, code);
export const languages: readonly Language[] = Object.keys(packs).filter(isLanguage);

/** The packs of languages written without spaces between words; and those with spaces, compounding or not. */
export const unspacedPacks: readonly Pack[] = Object.values(packs).filter(
	({ writing }) => writing.words === "unspaced",
);
export const spacedPacks: readonly Pack[] = Object.values(packs).filter(({ writing }) => writing.words !== "unspaced");

/** The parts that aren't `none`, in their order. */
export const withoutNone = <Part>(parts: readonly (Part | None)[]): Part[] =>
	parts.filter((part): part is Part => !isNone(part));

/** One part of every pack that has it, in the order of the list. */
export const partsOf = <Part>(part: (pack: Pack) => Part | None): Part[] => withoutNone(Object.values(packs).map(part));

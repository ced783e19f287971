/**
 * The list of language packs. A further language is a file of its own and a name here; the compiler says which parts it
 * lacks. The order counts where texts of two languages look alike: the earlier one is meant.
 */
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { nl } from "./nl.ts";
import { isNone, type None, type Pack } from "./pack.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import { tr } from "./tr.ts";
import { zh } from "./zh.ts";

export const packs = { en, de, es, fr, pt, it, nl, pl, tr, zh, ja, ar } satisfies Record<string, Pack>;

export type Language = keyof typeof packs;
const isLanguage = (code: string): code is Language => Object.hasOwn(packs, code);
export const languages: readonly Language[] = Object.keys(packs).filter(isLanguage);

/** What is written with spaces between words, joined words or not; and what is written without. */
export const unspacedPacks: readonly Pack[] = Object.values(packs).filter(
	({ writing }) => writing.words === "unspaced",
);
export const spacedPacks: readonly Pack[] = Object.values(packs).filter(({ writing }) => writing.words !== "unspaced");

/** The parts that are there, in the order of the list. */
export const withoutNone = <Part>(parts: readonly (Part | None)[]): Part[] =>
	parts.filter((part): part is Part => !isNone(part));

/** One part of every pack that has it, in the order of the list. */
export const partsOf = <Part>(part: (pack: Pack) => Part | None): Part[] => withoutNone(Object.values(packs).map(part));

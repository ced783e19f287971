/** The words of mails to the team by language. Loaded with the first such mail (../letters.ts). */
import type { Language } from "../packs.ts";
import type { LetterWords } from "./words.ts";
import { ar } from "./ar.ts";
import { de } from "./de.ts";
import { en } from "./en.ts";
import { es } from "./es.ts";
import { fr } from "./fr.ts";
import { he } from "./he.ts";
import { hi } from "./hi.ts";
import { it } from "./it.ts";
import { ja } from "./ja.ts";
import { ko } from "./ko.ts";
import { nl } from "./nl.ts";
import { pl } from "./pl.ts";
import { pt } from "./pt.ts";
import { ru } from "./ru.ts";
import { sv } from "./sv.ts";
import { tr } from "./tr.ts";
import { zh } from "./zh.ts";

export const letters: Record<Language, LetterWords> = {
	en,
	de,
	es,
	fr,
	pt,
	it,
	nl,
	pl,
	sv,
	tr,
	ko,
	zh,
	ja,
	ar,
	he,
	hi,
	ru,
};

/** The form of the list: functions by file, each given a text in every place where a text from outside may come. */
import type { Text } from "../texts.ts";

type Reading = (text: string) => unknown;

/** A function; or one that is given a text in several places, or has hostile texts of its own beside those for all. */
type Entry = Reading | { reads: Reading | Reading[]; texts: Record<string, Text> };

/** By file in `src`, then by name. */
export type Listed = Record<string, Record<string, Entry>>;

/**
 * The language in which a visitor gets our fixed sentences: that of what they write, and where a few words leave it open, of the
 * conversation so far, the page and the browser, in this order.
 */
import type { Language } from "../language/packs.ts";
import { languageOf, languagesOf } from "../language/detect.ts";
import type { ThreadMessage } from "./write/writer.ts";

/** The visitor's earlier messages that are looked at. */
const MESSAGES = 3;

export type Wording = {
	question: string;
	thread: readonly ThreadMessage[];
	/** Tags of the page's language and the browser's ("de-AT"), where they are known. */
	languages?: readonly (string | null | undefined)[];
};

export async function visitorLanguage({ question, thread, languages = [] }: Wording): Promise<Language> {
	const around = languagesOf(languages);
	const earlier = thread.filter(({ author }) => author === "visitor").slice(-MESSAGES);
	const said = earlier.map(({ text }) => text).join("\n");
	return languageOf(question, said === "" ? around : [await languageOf(said, around), ...around]);
}

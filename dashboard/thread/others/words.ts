/** Which teammates have a conversation open beside its reader, and what they do in it. Pure. */
import type { Typist } from "../../../client/ephemeral.ts";
import type { Teammate } from "../../../src/protocol/conversation/entry.ts";

/** `does` null: they only read. */
export type Other = Teammate & { does: "reply" | "note" | null };

/** Who writes comes first. Whoever has closed it writes no more, though their last sign of it hasn't expired. */
export function othersOf(viewers: readonly Teammate[], typing: readonly Typist[], me: string): Other[] {
	const others = viewers.flatMap((viewer): Other[] => {
		if (viewer.id === me) return [];
		const typist = typing.find(({ member }) => member?.id === viewer.id);
		return [{ ...viewer, does: typist ? (typist.note ? "note" : "reply") : null }];
	});
	return [...others.filter(({ does }) => does), ...others.filter(({ does }) => !does)];
}

/** "Ben", "Ben and Ines", "Ben, Ines and 3 others". */
function names(people: readonly Teammate[]): string {
	const [first, second] = people.map(({ name }) => name);
	const more = people.length - 2;
	if (more > 0) return `${first}, ${second} and ${more === 1 ? "one other" : `${more} others`}`;
	return second === undefined ? `${first}` : `${first} and ${second}`;
}

/** What the others do, in a sentence: of who replies, else who writes a note, else who reads. Null: there are none. */
export function othersWords(others: readonly Other[]): string | null {
	const what = (["reply", "note", null] as const).find((one) => others.some(({ does }) => does === one));
	if (what === undefined) return null;
	const who = others.filter(({ does }) => does === what);
	return `${names(who)} ${who.length === 1 ? "is" : "are"} ${doing(what)}`;
}

/** Short, as a header on a phone has little room. */
export function doing(does: Other["does"]): string {
	if (does === null) return "viewing";
	return does === "note" ? "writing a note" : "writing";
}

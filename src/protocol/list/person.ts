/** By what the person of a conversation is found: the beginnings of their name, of each word in it, and of their addresses. Pure. */
import type { ListItem } from "../inbox.ts";

type Named = Pick<ListItem, "name" | "email" | "claimed">;

/** Characters of a name or address that count, and the words of a name that begin a key. */
const MAX_LENGTH = 100;
const MAX_WORDS = 6;

/** A name or address as it is compared: without marks, in lower case, one space between words. */
export const foldedPerson = (text: string): string =>
	text
		.slice(0, MAX_LENGTH)
		.normalize("NFKD")
		.replace(/\p{M}/gu, "")
		.toLowerCase()
		.replace(/\s+/g, " ")
		.trim()
		.slice(0, MAX_LENGTH);

/** What a person is found by the beginning of. An address that they only claim counts too: it is how the team knows them. */
export function personKeys({ name, email, claimed }: Named): string[] {
	const words = foldedPerson(name ?? "").split(" ", MAX_WORDS);
	const names = words.map((_, index) => words.slice(index).join(" "));
	const addresses = [email, claimed].flatMap((address) => {
		const folded = foldedPerson(address ?? "");
		const at = folded.lastIndexOf("@");
		return at === -1 ? [folded] : [folded, folded.slice(at), folded.slice(at + 1)];
	});
	return [...new Set([...names, ...addresses])].filter((key) => key !== "");
}

/** Whether a person's name or address begins so. */
export function isFrom(from: string, person: Named): boolean {
	const wanted = foldedPerson(from);
	return personKeys(person).some((key) => key.startsWith(wanted));
}

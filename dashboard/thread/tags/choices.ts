/** What the picker of tags offers for what is typed: the tags whose names have it, and a new one where none is called so. Pure. */
import { foldedTag, MAX_TAG_NAME, type Tag } from "../../../src/protocol/tag.ts";

export type TagChoice = { kind: "tag"; tag: Tag; on: boolean } | { kind: "new"; name: string };

/** `on`: the ids of the conversation's tags. Names that begin with what is typed come first. */
export function tagChoices(tags: readonly Tag[], on: readonly string[], typed: string): TagChoice[] {
	const wanted = foldedTag(typed);
	const place = ({ name }: Tag): number => foldedTag(name).indexOf(wanted);
	const found = tags.filter((tag) => place(tag) >= 0).toSorted((a, b) => Math.min(place(a), 1) - Math.min(place(b), 1));
	const choices = found.map((tag): TagChoice => ({ kind: "tag", tag, on: on.includes(tag.id) }));
	const isNew = wanted !== "" && !tags.some(({ name }) => foldedTag(name) === wanted);
	const name = typed.replace(/\s+/g, " ").trim().slice(0, MAX_TAG_NAME);
	return isNew ? [...choices, { kind: "new", name }] : choices;
}

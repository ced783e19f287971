/** The words of what was written while a reply was being written. Pure. */
import type { Written } from "./written.ts";

/** Who wrote it. */
export function byWords({ author }: Written, visitor: string): string {
	if (author.kind === "visitor") return visitor;
	return author.kind === "ai" ? (author.name ?? "The AI") : author.name;
}

function didWords(all: readonly Written[]): string {
	if (all.every(({ kind }) => kind === "note")) return "left a note";
	if (all.every(({ author }) => author.kind === "ai")) return "answered";
	return all.every(({ author }) => author.kind === "member") ? "replied" : "wrote";
}

/** "Ben replied while you were writing.", "Ben and Visitor 4f2c wrote while you were writing." */
export function meanwhileWords(written: readonly Written[], visitor: string): string {
	const who = [...new Set(written.map((entry) => byWords(entry, visitor)))];
	const last = who.pop();
	return `${who.length > 0 ? `${who.join(", ")} and ${last}` : last} ${didWords(written)} while you were writing.`;
}

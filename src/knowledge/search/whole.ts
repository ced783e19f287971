/**
 * The whole of a small knowledge base, for a reader that takes all of it: then no search can miss what answers. It stands behind
 * what was found, section by section as articles have it, and no ranking reads it. A larger knowledge base is not given whole.
 */
import { joinParts } from "../article/section.ts";
import type { Passage } from "../article/passage.ts";

/** Characters of all texts with their titles: some 6,000 tokens of English, a twentieth of a cent with the cheaper model. */
const SMALL = 24_000;
/** Passages and wordings past which a knowledge base isn't measured: so many are not small. */
const MOST_ROWS = 1_000;

type StoredRow = {
	owner: string;
	kind: "article" | "question";
	title: string;
	heading: string;
	text: string;
	id: number;
};

/** Every section and question that is switched on, in their order; null where they are too many to be read at once. */
function sectionsOf(sql: SqlStorage): Passage[] | null {
	const { count } = sql.exec<{ count: number }>("SELECT count(*) AS count FROM passage").one();
	if (count === 0 || count > MOST_ROWS) return null;
	const { length } = sql.exec<{ length: number }>("SELECT sum(length(text)) AS length FROM passage").one();
	if (length > SMALL) return null;
	const pinned = new Set(
		sql
			.exec<{ id: string }>("SELECT id FROM question WHERE pinned = 1")
			.toArray()
			.map(({ id }) => id),
	);
	const rows = sql.exec<StoredRow>("SELECT id, owner, kind, title, heading, text FROM passage ORDER BY id").toArray();
	const sections: StoredRow[][] = [];
	for (const row of rows) {
		const open = sections.at(-1);
		const [first] = open ?? [];
		// A question's other wordings have its answer too.
		if (first?.owner === row.owner && (row.kind === "question" || first.heading === row.heading)) open?.push(row);
		else sections.push([row]);
	}
	const whole = sections.flatMap(([first, ...rest]) =>
		first ? [toPassage(first, first.kind === "question" ? [] : rest, pinned.has(first.owner))] : [],
	);
	const given = whole.reduce((sum, { title, heading, text }) => sum + title.length + heading.length + text.length, 0);
	return given <= SMALL ? whole : null;
}

const toPassage = (first: StoredRow, rest: readonly StoredRow[], pinned: boolean): Passage => ({
	articleId: first.owner,
	kind: first.kind,
	title: first.title,
	heading: first.heading,
	text: joinParts([first, ...rest].map(({ text }) => text)),
	place: first.id,
	score: 0,
	terms: [],
	coverage: 0,
	ownCoverage: 0,
	bm25: 0,
	titleOverlap: 0,
	charSimilarity: 0,
	usualCoverage: 0,
	usualCharSimilarity: 0,
	proximity: 0,
	unknown: 1,
	wordVectorSimilarity: null,
	embeddingSimilarity: null,
	unfound: true,
	...(pinned && { pinned: true as const }),
});

/** What was found, and behind it all the rest where the whole is small. */
export function withRest(sql: SqlStorage, found: Passage[]): Passage[] {
	const whole = sectionsOf(sql);
	if (whole === null) return found;
	const isIn = (section: Passage, { articleId, heading, kind, place }: Passage): boolean =>
		section.articleId === articleId && (kind === "question" || (section.heading === heading && section.place <= place));
	/** The last section that begins at or before the passage. */
	const sectionOf = (passage: Passage): Passage | undefined => whole.findLast((section) => isIn(section, passage));
	const taken = new Set<Passage>();
	const withSections = found.map((passage) => {
		const section = sectionOf(passage);
		if (!section) return passage;
		taken.add(section);
		const isCut = passage.kind === "article" && section.text !== passage.text;
		return isCut ? { ...passage, section: section.text } : passage;
	});
	return [...withSections, ...whole.filter((section) => !taken.has(section))];
}

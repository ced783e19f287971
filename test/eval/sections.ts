/**
 * Measures answers from articles of several sections: whether the section that is said is the right one, how right what is
 * answered at the threshold is, what a reader gets to read, and what is answered when the article is taken away.
 */
import type { Passage } from "../../src/knowledge/article/passage.ts";
import type { Embedder } from "../../src/model/embedder.ts";
import { askEmbedded, type Figure, THRESHOLD } from "./ask.ts";
import { fill } from "./library.ts";
import { calibrationError, share } from "./measures.ts";
import type { SectionQuery, Sections } from "./rows.ts";

export type SectionFigures = Record<
	"quotePrecision" | "answered" | "readerHasGold" | "calibrationQuoted" | "answeredWithoutArticle",
	Figure
>;
export type SectionsRun = {
	figures: SectionFigures;
	/** The same of the questions that are understood by themselves. */
	specific: SectionFigures;
	questions: number;
};

/** Letters and digits in lower case, for texts whose Markdown and line breaks differ. */
const plainly = (text: string): string => (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(" ");

/** True where a text has most of what answers a question: at least half of the spans, by their length. */
export function hasGold(text: string, { spans }: Pick<SectionQuery, "spans">): boolean {
	const plain = ` ${plainly(text)} `;
	const all = spans.map(plainly).filter((span) => span !== "");
	const total = all.reduce((sum, span) => sum + span.length, 0);
	const had = all.filter((span) => plain.includes(` ${span} `)).reduce((sum, span) => sum + span.length, 0);
	return total > 0 && had * 2 >= total;
}

/** `without`: the confidence when nothing answers, for the article is taken away or there is none. */
type Judged = {
	specific: boolean;
	answer: { confidence: number; right: boolean; read: boolean } | null;
	without: number;
};

/** A passage as a reader gets it (src/answer/write/prompt.ts). */
const asGiven = ({ title, heading, text }: Passage): string => `${title}\n${heading}\n${text}`;

export async function runSections({ articles, queries }: Sections, encoder: Embedder | null): Promise<SectionsRun> {
	const library = await fill({ articles }, encoder);
	const judged: Judged[] = [];
	for (const query of queries) {
		const { specific, text, doc, also } = query;
		const asked = await askEmbedded(library.search, text);
		if (doc === null) {
			judged.push({ specific, answer: null, without: asked.confidence });
			continue;
		}
		const gone = new Set([doc, ...also]);
		const others = async (wanted: string, limit: number): Promise<Passage[]> =>
			(await library.search(wanted, limit)).filter((passage) => !gone.has(library.idOf(passage)));
		judged.push({
			specific,
			answer: {
				confidence: asked.confidence,
				right: hasGold(asked.reply, query),
				read: hasGold(asked.given.map(asGiven).join("\n"), query),
			},
			without: (await askEmbedded(others, text)).confidence,
		});
	}
	return {
		figures: figuresOf(judged),
		specific: figuresOf(judged.filter(({ specific }) => specific)),
		questions: queries.length,
	};
}

function figuresOf(judged: Judged[]): SectionFigures {
	const answerable = judged.flatMap(({ answer }) => answer ?? []);
	const answered = answerable.filter(({ confidence }) => confidence >= THRESHOLD);
	return {
		quotePrecision: share(answered.map(({ right }) => right)),
		answered: share(answerable.map(({ confidence }) => confidence >= THRESHOLD)),
		readerHasGold: share(answerable.map(({ read }) => read)),
		calibrationQuoted: calibrationError(answerable),
		answeredWithoutArticle: share(judged.map(({ without }) => without >= THRESHOLD)),
	};
}

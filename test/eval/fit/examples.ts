/** The questions that the weights of sections and chances are fitted to, with what production's search finds for each. */
import { retrieve } from "../../../src/answer/retrieve.ts";
import type { Passage } from "../../../src/knowledge/article/passage.ts";
import { type Content, fill, type Library } from "../library.ts";
import { readArticles, readFaq, readSections, readShop } from "../rows.ts";
import { hasGold } from "../sections.ts";

export type Example = {
	set: string;
	/** The article that answers: examples of one are held out together, for what was learnt of it is no evidence. */
	group: string;
	question: string;
	found: Passage[];
	/** Whether a text of a passage answers: 1, 0, or ONLY_ARTICLE. */
	answers(text: string, passage: Passage): number;
};

/** The right article, of which the sentence that was marked isn't quoted: another often says it too. */
const ONLY_ARTICLE = 0.5;

const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, " ");

type Right = { docs: readonly string[]; answer: string | null };

/** `idOf`: the id of a passage's document in the set. */
export const answersOf =
	(idOf: Library["idOf"], { docs, answer }: Right): Example["answers"] =>
	(text, passage) => {
		if (!docs.includes(idOf(passage))) return 0;
		return answer === null || plainly(text).includes(plainly(answer)) ? 1 : ONLY_ARTICLE;
	};

export const answersOfSection =
	(spans: string[]): Example["answers"] =>
	(text) =>
		hasGold(text, { spans }) ? 1 : 0;

export async function examplesIn(folder: string): Promise<Example[]> {
	const all: Example[] = [];
	const ask = async (
		search: Library["search"],
		{ set, group, question, answers }: Omit<Example, "found">,
	): Promise<void> => {
		const { passages } = await retrieve({ question, thread: [] }, search);
		all.push({ set, group, question, found: passages, answers });
	};
	const askAll = async (set: string, content: Content, queries: (Right & { text: string })[]): Promise<void> => {
		const library = await fill(content, null);
		for (const { text, ...right } of queries)
			await ask(library.search, {
				set,
				group: right.docs[0] ?? text,
				question: text,
				answers: answersOf(library.idOf, right),
			});
	};

	const faq = readFaq(folder);
	if (faq)
		await askAll("faq", { entries: faq.entries }, [
			...faq.queries.map(({ text, entry }) => ({ text, docs: [entry], answer: null })),
			...faq.offTopic.map((text) => ({ text, docs: [], answer: null })),
		]);
	const shop = readShop(folder);
	for (const { language, queries, ...content } of [...readArticles(folder), ...(shop ? [shop] : [])])
		await askAll(
			language,
			content,
			queries.map(({ text, doc, also, answer }) => ({ text, docs: doc === null ? [] : [doc, ...also], answer })),
		);
	const sections = readSections(folder);
	if (sections) {
		const library = await fill({ articles: sections.articles }, null);
		for (const { text, doc, also, spans } of sections.queries) {
			const answers = answersOfSection(spans);
			const group = doc ?? text;
			await ask(library.search, { set: "sections", group, question: text, answers });
			if (doc === null) continue;
			// Its article taken away: then nothing answers.
			const gone = new Set([doc, ...also]);
			const others: Library["search"] = async (query, limit) =>
				(await library.search(query, limit)).filter((passage) => !gone.has(library.idOf(passage)));
			await ask(others, { set: "sections without", group, question: text, answers: () => 0 });
		}
	}
	return all;
}

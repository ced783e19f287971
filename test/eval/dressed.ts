/**
 * Messages as people write them (polite, wordy, hurried, signed, on one breath), each beside its bare question: an answer has to
 * be as sure of both. Asked of the demo shop in English, of small knowledge bases in other languages.
 */
import { type Figure, askEmbedded } from "./ask.ts";
import { demoContent } from "./demo.ts";
import { type Content, fill, type Library } from "./library.ts";
import { type Dressed, readArticles } from "./rows.ts";

/** The difference of two confidences that counts as none. */
const CLOSE = 0.05;

export type DressedFigures = {
	/** The share of pairs whose confidences are close. */
	close: Figure;
	pairs: number;
	/** The pairs that aren't, with both confidences. */
	apart: string[];
};

function contentOf(folder: string, { docs }: Dressed, language: string): Content {
	if (language === "en") return demoContent();
	const own = docs.filter((doc) => doc.language === language);
	return own.length > 0
		? { articles: own }
		: { articles: readArticles(folder).find((set) => set.language === language)?.articles ?? [] };
}

export async function runDressed(folder: string, set: Dressed): Promise<DressedFigures> {
	const libraries = new Map<string, Library>();
	const apart: string[] = [];
	for (const { language, bare, dressed } of set.pairs) {
		const library = libraries.get(language) ?? (await fill(contentOf(folder, set, language), null));
		libraries.set(language, library);
		const [plain, worn] = [await askEmbedded(library.search, bare), await askEmbedded(library.search, dressed)];
		if (Math.abs(plain.confidence - worn.confidence) > CLOSE)
			apart.push(`${plain.confidence.toFixed(2)} → ${worn.confidence.toFixed(2)} ${dressed}`);
	}
	const { length } = set.pairs;
	return { close: length > 0 ? 1 - apart.length / length : null, pairs: length, apart };
}

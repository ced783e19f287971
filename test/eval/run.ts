/** Runs a set: asks all of its questions with the answer path of production, and computes the measures. */
import { asksForPerson } from "../../src/answer/intent/human-request/detect.ts";
import type { Embedder } from "../../src/model/embedder.ts";
import { askEmbedded, type Figure, THRESHOLD } from "./ask.ts";
import { fill, type Library } from "./library.ts";
import { calibrationError, hitAt, percentile, placeOf, rocArea, share, thresholdKeeping } from "./measures.ts";
import { plainSearch } from "./plain.ts";
import type { Articles, Faq, Messages } from "./rows.ts";

/** The share that is answered at the threshold, and how much of that is right. */
type AtThreshold = Record<"answered" | "precision", Figure>;
export type FaqFigures = Record<"hit1" | "hit3" | "rocArea" | "offTopicAnswered" | "ece", Figure> & AtThreshold;
export type ArticleFigures = Record<"hit1" | "hit3" | "contained" | "rocArea", Figure> & AtThreshold;
export type Plain = Record<"hit1" | "hit3" | "rocArea", Figure>;
export type Cost = { documents: number; indexMs: number; bytes: number };

/** The result for one question, with the documents in their order. */
async function ask(library: Library, question: string) {
	const { given, found, ...rest } = await askEmbedded(library.search, question);
	return { ...rest, found: [...given, ...found].map(library.idOf) };
}

/** Of questions that something answers. */
function atThreshold(judged: { confidence: number; right: boolean }[]): AtThreshold {
	const answered = judged.filter(({ confidence }) => confidence >= THRESHOLD);
	return {
		answered: share(judged.map(({ confidence }) => confidence >= THRESHOLD)),
		precision: share(answered.map(({ right }) => right)),
	};
}

export type FaqRun = { figures: FaqFigures; plain: Plain; cost: Cost; ms: number[] };

export async function runFaq({ entries, queries, offTopic }: Faq, encoder: Embedder | null): Promise<FaqRun> {
	const library = await fill({ entries }, encoder);
	const asked = [];
	for (const { text, entry } of queries) asked.push({ entry, ...(await ask(library, text)) });
	const off = [];
	for (const text of offTopic) off.push(await ask(library, text));

	const places = asked.map(({ found, entry }) => placeOf(found, [entry]));
	const judged = [
		...asked.map(({ confidence }, index) => ({ confidence, right: places[index] === 1 })),
		...off.map(({ confidence }) => ({ confidence, right: false })),
	];
	const threshold = thresholdKeeping(
		judged.filter(({ right }) => right).map(({ confidence }) => confidence),
		0.95,
	);
	const plain = plainSearch(
		entries.flatMap(({ id, title, phrasings }) => [title, ...phrasings].map((text) => ({ owner: id, text }))),
	);
	return {
		figures: {
			hit1: hitAt(places, 1),
			hit3: hitAt(places, 3),
			rocArea: rocArea(
				asked.map(({ confidence }) => confidence),
				off.map(({ confidence }) => confidence),
			),
			offTopicAnswered: threshold === null ? null : share(off.map(({ confidence }) => confidence >= threshold)),
			ece: calibrationError(judged),
			...atThreshold(asked.map(({ confidence }, at) => ({ confidence, right: places[at] === 1 }))),
		},
		plain: compare(
			queries.map(({ text, entry }) => ({ found: plain(text), right: entry })),
			offTopic.map(plain),
		),
		cost: { documents: entries.length, indexMs: library.indexMs, bytes: library.bytes },
		ms: [...asked, ...off].map(({ ms }) => ms),
	};
}

export type ArticlesRun = {
	language: string;
	figures: ArticleFigures;
	/** Calibration error. Not in `figures`, which other programs read in a fixed form. */
	ece: Figure;
	plain: Plain;
	cost: Cost;
	ms: number[];
};

/** Lower case with single spaces: a reply may wrap lines differently from the article. */
const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, " ").trim();

export async function runArticles(set: Articles, encoder: Embedder | null): Promise<ArticlesRun> {
	const { language, articles, entries = [], queries } = set;
	const library = await fill({ articles, entries }, encoder);
	const asked = [];
	for (const query of queries) asked.push({ ...query, ...(await ask(library, query.text)) });
	const answerable = asked.flatMap((one) =>
		one.doc === null ? [] : [{ ...one, place: placeOf(one.found, [one.doc, ...one.also]) }],
	);
	const unanswerable = asked.filter(({ doc }) => doc === null);
	const places = answerable.map(({ place }) => place);
	const plain = plainSearch(articles.map(({ id, text }) => ({ owner: id, text })));
	return {
		language,
		figures: {
			hit1: hitAt(places, 1),
			hit3: hitAt(places, 3),
			contained: share(answerable.map((one) => plainly(one.reply).includes(plainly(one.answer ?? "")))),
			rocArea: rocArea(
				answerable.map(({ confidence }) => confidence),
				unanswerable.map(({ confidence }) => confidence),
			),
			...atThreshold(answerable.map(({ confidence, place }) => ({ confidence, right: place === 1 }))),
		},
		ece: calibrationError([
			...answerable.map(({ confidence, place }) => ({ confidence, right: place === 1 })),
			...unanswerable.map(({ confidence }) => ({ confidence, right: false })),
		]),
		plain: compare(
			answerable.map(({ text, doc }) => ({ found: plain(text), right: doc ?? "" })),
			unanswerable.map(({ text }) => plain(text)),
		),
		cost: { documents: articles.length, indexMs: library.indexMs, bytes: library.bytes },
		ms: asked.map(({ ms }) => ms),
	};
}

type Hits = { owner: string; score: number }[];

function compare(right: { found: Hits; right: string }[], nothing: Hits[]): Plain {
	const places = right.map(({ found, right: owner }) =>
		placeOf(
			found.map((hit) => hit.owner),
			[owner],
		),
	);
	const best = (hits: Hits): number => hits[0]?.score ?? 0;
	return {
		hit1: hitAt(places, 1),
		hit3: hitAt(places, 3),
		rocArea: rocArea(
			right.map(({ found }) => best(found)),
			nothing.map(best),
		),
	};
}

export type PersonFigures = Record<"recall" | "falseAlarm", Figure>;

export function runMessages(messages: Messages): { figures: PersonFigures; missed: string[]; alarmed: string[] } {
	const heard = messages.map(({ text, human }) => ({ text, human, heard: asksForPerson(text) }));
	const asking = heard.filter(({ human }) => human);
	const others = heard.filter(({ human }) => !human);
	return {
		figures: { recall: share(asking.map((one) => one.heard)), falseAlarm: share(others.map((one) => one.heard)) },
		missed: asking.filter((one) => !one.heard).map(({ text }) => text),
		alarmed: others.filter((one) => one.heard).map(({ text }) => text),
	};
}

export const answerMs = (ms: number[]): Record<"p50" | "p95", Figure> => ({
	p50: percentile(ms, 0.5),
	p95: percentile(ms, 0.95),
});

/**
 * `npm run eval:fit -- DIR…`: fits the coefficients of src/knowledge/search/score.ts to sets, and reports five-fold
 * cross-validation. The model is a conditional logit: one choice among all passages found and "none of them", so that its
 * probabilities compare across questions. `--write` replaces src/knowledge/search/coefficients.ts.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { Embedder } from "../../src/model/embedder.ts";
import type { Passage, PassageFeatures } from "../../src/knowledge/article/passage.ts";
import { type Basis, valuesOf } from "../../src/knowledge/search/score.ts";
import { confidenceAmong } from "../../src/answer/judge.ts";
import { PASSAGES } from "../../src/answer/retrieve.ts";
import { localEncoder } from "./encoder.ts";
import { type Content, fill } from "./library.ts";
import { calibrationError, rocArea, share } from "./measures.ts";
import { type Articles, readArticles, readFaq, readShop } from "./rows.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { write: { type: "boolean", default: false } },
});

type Kind = Passage["kind"];

/** The features that each formula uses. */
const featuresOf: Record<Kind, Record<Basis, (keyof PassageFeatures)[]>> = {
	question: {
		words: ["coverage", "charSimilarity", "usualCoverage", "usualCharSimilarity", "unknown"],
		wordVectors: [
			"coverage",
			"charSimilarity",
			"usualCoverage",
			"usualCharSimilarity",
			"unknown",
			"wordVectorSimilarity",
		],
		embeddings: [
			"coverage",
			"charSimilarity",
			"usualCoverage",
			"usualCharSimilarity",
			"unknown",
			"wordVectorSimilarity",
			"embeddingSimilarity",
		],
	},
	article: {
		words: ["coverage", "ownCoverage", "bm25", "charSimilarity", "proximity", "unknown"],
		wordVectors: ["coverage", "ownCoverage", "bm25", "charSimilarity", "proximity", "unknown", "wordVectorSimilarity"],
		embeddings: [
			"coverage",
			"ownCoverage",
			"bm25",
			"charSimilarity",
			"proximity",
			"unknown",
			"wordVectorSimilarity",
			"embeddingSimilarity",
		],
	},
};

/** A question with the passages of a kind that were found for it, and the indexes of those that answer it. */
type Example = { kind: Kind; options: Passage[]; right: number[]; weight: number };

type Asked = { text: string; right: string[] };

/** The weight of our own questions, which are few but varied; the other sets have many of one sort. */
const OWN_WEIGHT = 3;

async function examplesOf(kinds: Kind[], content: Content, queries: Asked[], encoder: Embedder | null, weight = 1) {
	const library = await fill(content, encoder);
	const examples: Example[] = [];
	for (const { text, right } of queries) {
		const found = await library.search(text, PASSAGES);
		const answers = (passage: Passage) => right.includes(library.idOf(passage));
		for (const kind of kinds) {
			const options = found.filter((passage) => passage.kind === kind);
			const places = options.flatMap((passage, at) => (answers(passage) ? [at] : []));
			examples.push({ kind, options, right: places, weight });
		}
	}
	return examples;
}

async function collect(folder: string, encoder: Embedder | null): Promise<Example[]> {
	const faq = readFaq(folder);
	const found: Example[] = [];
	if (faq) {
		const queries = [
			...faq.queries.map(({ text, entry }) => ({ text, right: [entry] })),
			...faq.offTopic.map((text) => ({ text, right: [] })),
		];
		found.push(...(await examplesOf(["question"], { entries: faq.entries }, queries, encoder)));
	}
	const asked = ({ queries }: Articles): Asked[] =>
		queries.map(({ text, doc, also }) => ({ text, right: doc === null ? [] : [doc, ...also] }));
	for (const set of readArticles(folder))
		found.push(...(await examplesOf(["article"], { articles: set.articles }, asked(set), encoder)));
	const shop = readShop(folder);
	if (shop) found.push(...(await examplesOf(["question", "article"], shop, asked(shop), encoder, OWN_WEIGHT)));
	return found;
}

/** An example's passages as feature vectors, with the document of each. */
type Row = { options: number[][]; documents: string[]; right: number[]; weight: number };

const toRow = ({ options, right, weight }: Example, features: (keyof PassageFeatures)[]): Row => ({
	options: options.map((passage) => {
		const valueOf = valuesOf(passage);
		return features.map((name) => valueOf[name]);
	}),
	documents: options.map(({ articleId }) => articleId),
	right,
	weight,
});

type Fitted = { base: number; weights: number[] };

/** Each passage's odds of answering, if it is the likeliest of its document; else 0. */
function oddsOf({ options, documents }: Row, { base, weights }: Fitted): number[] {
	const odds = options.map((option) =>
		Math.exp(option.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), base)),
	);
	const best = new Map<string, number>();
	documents.forEach((document, at) => best.set(document, Math.max(best.get(document) ?? 0, odds[at] ?? 0)));
	return odds.map((value, at) => (value === best.get(documents[at] ?? "") ? value : 0));
}

const ROUNDS = 800;
const DECAY = 2e-4;

/** Maximises the likelihood by gradient ascent with Adam. */
function fit(rows: Row[], count: number): Fitted {
	let fitted: Fitted = { base: -4, weights: Array.from({ length: count }, () => 2) };
	const [pace, memory] = [Array.from({ length: count + 1 }, () => 0), Array.from({ length: count + 1 }, () => 0)];
	for (let round = 1; round <= ROUNDS; round++) {
		const slope = Array.from({ length: count + 1 }, () => 0);
		for (const row of rows) {
			const odds = oddsOf(row, fitted);
			const whole = odds.reduce((sum, value) => sum + value, 1);
			const found = odds.map((value) => value / whole);
			const hit = row.right.reduce((sum, at) => sum + (found[at] ?? 0), 0);
			row.options.forEach((option, at) => {
				// Where several passages answer, the target is shared in proportion to their present probabilities.
				const aim = row.right.includes(at) && hit > 0 ? (found[at] ?? 0) / hit : 0;
				const off = row.weight * (aim - (found[at] ?? 0));
				slope[count] = (slope[count] ?? 0) + off;
				option.forEach((value, name) => (slope[name] = (slope[name] ?? 0) + off * value));
			});
		}
		const step = (value: number, at: number): number => {
			const gradient = (slope[at] ?? 0) / rows.length - DECAY * value;
			memory[at] = 0.9 * (memory[at] ?? 0) + 0.1 * gradient;
			pace[at] = 0.99 * (pace[at] ?? 0) + 0.01 * gradient ** 2;
			const fair = (memory[at] ?? 0) / (1 - 0.9 ** round);
			return value + (0.1 * fair) / (Math.sqrt((pace[at] ?? 0) / (1 - 0.99 ** round)) + 1e-8);
		};
		fitted = { base: step(fitted.base, count), weights: fitted.weights.map(step) };
	}
	return fitted;
}

const FOLDS = 5;

/** Cross-validation: the measures on the questions that the coefficients were not fitted to. */
function validate(rows: Row[], count: number): string {
	const judged = Array.from({ length: FOLDS }, (_fold, fold) => {
		const fitted = fit(
			rows.filter((_row, at) => at % FOLDS !== fold),
			count,
		);
		return rows
			.filter((row, at) => at % FOLDS === fold && row.weight >= 1)
			.map((row) => {
				const odds = oddsOf(row, fitted);
				const best = odds.indexOf(Math.max(...odds));
				const confidence =
					best < 0
						? 0
						: confidenceAmong(
								odds[best] ?? 0,
								odds.filter((_, at) => at !== best),
							);
				return {
					confidence,
					right: row.right.includes(best),
					answerable: row.right.length > 0,
				};
			});
	}).flat();
	const of = (answerable: boolean) =>
		judged.filter((one) => one.answerable === answerable).map((one) => one.confidence);
	const hits = share(judged.filter((one) => one.answerable).map(({ right }) => right));
	const shown = (value: number | null) => value?.toFixed(3) ?? "–";
	return `first of those found ${shown(hits)}, ROC area ${shown(rocArea(of(true), of(false)))}, calibration error ${shown(calibrationError(judged))}`;
}

const encoder = await localEncoder();
const [plain, encoded] = [[] as Example[], [] as Example[]];
for (const folder of positionals) {
	plain.push(...(await collect(folder, null)));
	encoded.push(...(await collect(folder, encoder)));
}

const lines: string[] = [];
for (const kind of ["question", "article"] as const) {
	lines.push(`\t${kind}: {`);
	for (const basis of ["words", "wordVectors", "embeddings"] as const) {
		const features = featuresOf[kind][basis];
		const examples = (basis === "embeddings" ? encoded : plain).filter(
			(example) =>
				example.kind === kind &&
				(basis === "words" ||
					example.options.length === 0 ||
					example.options.some(({ wordVectorSimilarity }) => wordVectorSimilarity !== null)),
		);
		const rows = examples.map((example) => toRow(example, features));
		process.stderr.write(`${kind}, ${basis}: ${rows.length} questions, ${validate(rows, features.length)}\n`);
		const { base, weights } = fit(rows, features.length);
		const weightsByName = features.map((name, at) => `${name}: ${(weights[at] ?? 0).toFixed(2)}`).join(", ");
		lines.push(`\t\t${basis}: { base: ${base.toFixed(2)}, ${weightsByName} },`);
	}
	lines.push("\t},");
}

const source = `/** The coefficients of score.ts, fitted by test/eval/fit.ts. Not to be edited by hand. */
import type { PassageFeatures } from "../article/passage.ts";
import type { Basis } from "./score.ts";

type Weights = { base: number } & Partial<Record<keyof PassageFeatures, number>>;

export const coefficients: Record<"article" | "question", Record<Basis, Weights>> = {
${lines.join("\n")}
};
`;
process.stdout.write(source);
if (values.write) writeFileSync("src/knowledge/search/coefficients.ts", source);

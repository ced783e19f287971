/**
 * `npm run eval:sections -- DIR…`: fits the choice of a section (src/answer/section/) and the chances of an answer
 * (src/answer/chance.ts) to sets, and prints five-fold cross-validation. Each question of `sections/` is also asked with its
 * article taken away. `--write` replaces the files of weights.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { assess } from "../../src/answer/assess.ts";
import {
	type KnownSignals,
	knownSignals,
	type QuotedSignals,
	quotedSignals,
	type Shape,
	shapeOf,
} from "../../src/answer/chance.ts";
import { retrieve } from "../../src/answer/retrieve.ts";
import { choose, optionsFor, type SectionSignals } from "../../src/answer/section/choose.ts";
import { quote } from "../../src/answer/section/quote.ts";
import { sectionWeights } from "../../src/answer/section/weights.ts";
import type { Passage } from "../../src/knowledge/article/passage.ts";
import { type Content, fill, type Library } from "./library.ts";
import { calibrationError, rocArea, share } from "./measures.ts";
import { readArticles, readFaq, readSections, readShop } from "./rows.ts";
import { hasGold } from "./sections.ts";

const { values, positionals } = parseArgs({
	allowPositionals: true,
	options: { write: { type: "boolean", default: false } },
});

/** A question, what was found for it, and which texts answer it. */
type Example = {
	set: string;
	question: string;
	found: Passage[];
	followUp: boolean;
	answers(text: string, passage: Passage): boolean;
	/** A set of many questions of one sort weighs as much as one of few. */
	weight: number;
};

async function examples(folder: string): Promise<Example[]> {
	const all: Example[] = [];
	const ask = async (
		set: string,
		search: Library["search"],
		question: string,
		answers: Example["answers"],
	): Promise<void> => {
		const { passages, followUp } = await retrieve({ question, thread: [] }, search);
		all.push({ set, question, found: passages, followUp, answers, weight: 1 });
	};
	const plainly = (text: string): string => text.toLowerCase().replace(/\s+/g, " ");
	const libraryOf = (content: Content) => fill(content, null);

	const faq = readFaq(folder);
	if (faq) {
		const library = await libraryOf({ entries: faq.entries });
		for (const { text, entry } of faq.queries)
			await ask("faq", library.search, text, (_, passage) => library.idOf(passage) === entry);
		for (const text of faq.offTopic) await ask("faq", library.search, text, () => false);
	}
	for (const { language, articles, queries } of readArticles(folder)) {
		const library = await libraryOf({ articles });
		for (const { text, doc, also, answer } of queries)
			await ask(`articles ${language}`, library.search, text, (said, passage) => {
				const right = doc !== null && [doc, ...also].includes(library.idOf(passage));
				return right && (answer === null || plainly(said).includes(plainly(answer)));
			});
	}
	const shop = readShop(folder);
	if (shop) {
		const library = await libraryOf(shop);
		for (const { text, doc, also, answer } of shop.queries)
			await ask("shop", library.search, text, (said, passage) => {
				const right = doc !== null && [doc, ...also].includes(library.idOf(passage));
				return right && (answer === null || plainly(said).includes(plainly(answer)));
			});
	}
	const sections = readSections(folder);
	if (sections) {
		const library = await libraryOf({ articles: sections.articles });
		for (const query of sections.queries) {
			const gone = new Set([query.doc, ...query.also]);
			const others: Library["search"] = async (text, limit) =>
				(await library.search(text, limit)).filter((passage) => !gone.has(library.idOf(passage)));
			await ask("sections", library.search, query.text, (said) => hasGold(said, query));
			await ask("sections without", others, query.text, () => false);
		}
	}
	const sizes = Map.groupBy(all, ({ set }) => set);
	for (const example of all)
		example.weight = Math.sqrt(300 / (sizes.get(example.set)?.length ?? 1)) * (FAVOUR[example.set] ?? 1);
	return all;
}

/**
 * Most questions that visitors ask are answered somewhere; a team's articles lack an answer for one in five. Our own questions
 * are few but varied; the other sets have many of one sort.
 */
const FAVOUR: Record<string, number> = { "sections without": 0.2, shop: 8 };

type Row = { signals: number[]; label: boolean; weight: number; set: string };
type Fitted = { base: number; weights: number[] };

const ROUNDS = 600;
const DECAY = 1e-3;
const sigmoid = (value: number): number => 1 / (1 + Math.exp(-value));

/** Adam on `gradient`, which returns the slope at the weights. */
function climb(count: number, gradient: (weights: number[]) => number[], least = (_at: number) => -Infinity): number[] {
	const weights = Array.from({ length: count }, () => 0);
	const [pace, memory] = [weights.map(() => 0), weights.map(() => 0)];
	for (let round = 1; round <= ROUNDS; round++) {
		const slope = gradient(weights);
		weights.forEach((value, at) => {
			const rise = (slope[at] ?? 0) - DECAY * value;
			memory[at] = 0.9 * (memory[at] ?? 0) + 0.1 * rise;
			pace[at] = 0.99 * (pace[at] ?? 0) + 0.01 * rise ** 2;
			const fair = (memory[at] ?? 0) / (1 - 0.9 ** round);
			const next = value + (0.05 * fair) / (Math.sqrt((pace[at] ?? 0) / (1 - 0.99 ** round)) + 1e-8);
			weights[at] = Math.max(least(at), next);
		});
	}
	return weights;
}

/** Signals that may speak against an answer. */
const against = new Set(["unknown", "length", "short", "odds"]);

/** Logistic regression. */
function fitChance(rows: Row[], of: readonly string[]): Fitted {
	const count = (rows[0]?.signals.length ?? 0) + 1;
	const total = rows.reduce((sum, { weight }) => sum + weight, 0);
	const [base = 0, ...weights] = climb(
		count,
		(now) => {
			const slope = now.map(() => 0);
			for (const { signals, label, weight } of rows) {
				const all = [1, ...signals];
				const off = (Number(label) - sigmoid(all.reduce((sum, value, at) => sum + value * (now[at] ?? 0), 0))) * weight;
				all.forEach((value, at) => (slope[at] = (slope[at] ?? 0) + (off * value) / total));
			}
			return slope;
			// Signals that go together would be set off against each other; what speaks for an answer never speaks against one.
		},
		(at) => (at === 0 || against.has(of[at - 1] ?? "") ? -Infinity : 0),
	);
	return { base, weights };
}

type Choice = { options: number[][]; right: number[] };

/** Conditional logit: where several sections answer, the target is shared as their present chances are. */
function fitChoice(choices: Choice[], count: number): number[] {
	return climb(
		count,
		(now) => {
			const slope = now.map(() => 0);
			for (const { options, right } of choices) {
				const odds = options.map((option) =>
					Math.exp(option.reduce((sum, value, at) => sum + value * (now[at] ?? 0), 0)),
				);
				const total = odds.reduce((sum, value) => sum + value, 0);
				const hit = right.reduce((sum, at) => sum + (odds[at] ?? 0), 0);
				options.forEach((option, at) => {
					const aim = right.includes(at) ? (odds[at] ?? 0) / hit : 0;
					const off = (aim - (odds[at] ?? 0) / total) / choices.length;
					option.forEach((value, name) => (slope[name] = (slope[name] ?? 0) + off * value));
				});
			}
			return slope;
			// Signals that go together would be set off against each other: more of any of them never tells against a section.
		},
		(at) => (names[at] === "short" ? -Infinity : 0),
	);
}

const FOLDS = 5;
const shown = (value: number | null): string => value?.toFixed(3) ?? "–";
const THRESHOLD = 0.85;

function validate(name: string, rows: Row[], of: readonly string[]): void {
	const judged = Array.from({ length: FOLDS }, (_, fold) => {
		const fitted = fitChance(
			rows.filter((_row, at) => at % FOLDS !== fold),
			of,
		);
		return rows
			.filter((_row, at) => at % FOLDS === fold)
			.map(({ signals, label, set }) => ({
				set,
				right: label,
				confidence: sigmoid(signals.reduce((sum, value, at) => sum + value * (fitted.weights[at] ?? 0), fitted.base)),
			}));
	}).flat();
	for (const [set, some] of Map.groupBy(judged, (one) => one.set)) {
		const answered = some.filter(({ confidence }) => confidence >= THRESHOLD);
		const [right, wrong] = [true, false].map((is) =>
			some.filter((one) => one.right === is).map((one) => one.confidence),
		);
		process.stderr.write(
			`${name}, ${set}: ${some.length}, right ${shown(share(some.map((one) => one.right)))}, answered ${shown(answered.length / some.length)} of which right ${shown(share(answered.map((one) => one.right)))}, ROC ${shown(rocArea(right ?? [], wrong ?? []))}, calibration ${shown(calibrationError(some))}\n`,
		);
	}
}

const all: Example[] = [];
for (const folder of positionals) all.push(...(await examples(folder)));

// The choice of a section.
const names = sectionWeights.map(([name]) => name);
const choices = all.flatMap(({ question, found, followUp, answers }): Choice[] => {
	const { judgement } = assess(question, { passages: found, followUp });
	const options = optionsFor(question, [...new Set([...judgement.passages, ...found])]);
	const right = options.flatMap(({ passage }, at) => (answers(passage.text, passage) ? [at] : []));
	if (right.length === 0 || right.length === options.length) return [];
	return [{ options: options.map(({ signals }) => names.map((name) => signals[name])), right }];
});
const firstOf = (weights: number[], { options }: Choice): number => {
	const sums = options.map((option) => option.reduce((sum, value, at) => sum + value * (weights[at] ?? 0), 0));
	return sums.indexOf(Math.max(...sums));
};
const hits = Array.from({ length: FOLDS }, (_, fold) => {
	const fitted = fitChoice(
		choices.filter((_choice, at) => at % FOLDS !== fold),
		names.length,
	);
	return choices
		.filter((_choice, at) => at % FOLDS === fold)
		.map((choice) => choice.right.includes(firstOf(fitted, choice)));
}).flat();
const byRank = choices.map((choice) => choice.right.includes(0));
process.stderr.write(
	`the right section first: ${shown(share(byRank))} by rank, ${shown(share(hits))} chosen (${choices.length} questions)\n`,
);
const fitted = fitChoice(choices, names.length);
const chosenBy = names.map((name, at): [keyof SectionSignals, number] => [
	name,
	Math.round((fitted[at] ?? 0) * 100) / 100,
]);

// The chances, with the section chosen by the weights just fitted.
const knownRows: Record<Shape, Row[]> = { question: [], article: [], sections: [] };
const quotedRows: Record<Exclude<Shape, "question">, Row[]> = { article: [], sections: [] };
let knownNames: (keyof KnownSignals)[] = [];
let quotedNames: (keyof QuotedSignals)[] = [];
const keys = <Signals extends object>(signals: Signals): (keyof Signals)[] =>
	Object.keys(signals).filter((name): name is string & keyof Signals => name in signals);
for (const { set, question, found, followUp, answers, weight } of all) {
	const { judgement } = assess(question, { passages: found, followUp });
	if (judgement.passages.length === 0) continue;
	const ordered = [...new Set([...judgement.passages, ...found])];
	const known = knownSignals(judgement, ordered);
	knownNames = keys(known);
	const isKnown = ordered.some((passage) => answers(passage.text, passage));
	const choice = choose(optionsFor(question, ordered), chosenBy);
	const [best] = ordered;
	if (!best) continue;
	knownRows[shapeOf(best, choice)].push({
		set,
		weight,
		label: isKnown,
		signals: knownNames.map((name) => known[name]),
	});
	const said = choice.ranked[0]?.passage ?? best;
	const shape = shapeOf(said, choice);
	if (shape === "question") continue;
	const quotation = quote(said, question);
	const quoted = quotedSignals(question, judgement, choice, said, quotation);
	quotedNames = keys(quoted);
	quotedRows[shape].push({
		set,
		weight,
		label: answers(quotation, said),
		signals: quotedNames.map((name) => quoted[name]),
	});
}
for (const shape of ["question", "article", "sections"] as const)
	validate(`known, ${shape}`, knownRows[shape], knownNames);
for (const shape of ["article", "sections"] as const) validate(`quoted, ${shape}`, quotedRows[shape], quotedNames);

/**
 * Half of the questions fitted to have no answer in the quotation, of those that visitors ask a quarter: the odds before anything
 * is known are three times as high, here as log-odds. The chance of a reader stays as it is, for its verdict comes on top.
 */
const ASKED_MORE_OFTEN = 1.1;

const written = (rows: Row[], of: string[], prior = 0): string => {
	const { base, weights } = fitChance(rows, of);
	return `{ base: ${(base + prior).toFixed(2)}, ${of.map((name, at) => `${name}: ${(weights[at] ?? 0).toFixed(2)}`).join(", ")} }`;
};
const sectionFile = `/** The weights of choose.ts, fitted by test/eval/fit-sections.ts. Not to be edited by hand. */
import type { SectionSignals } from "./choose.ts";

export const sectionWeights: readonly [keyof SectionSignals, number][] = [
${chosenBy.map(([name, weight]) => `\t["${name}", ${weight}],`).join("\n")}
];
`;
const chanceFile = `/** The weights of chance.ts, fitted by test/eval/fit-sections.ts. Not to be edited by hand. */
import type { KnownSignals, QuotedSignals, Shape } from "./chance.ts";

type Weights<Signals> = { base: number } & Signals;

export const chanceWeights: {
	known: Record<Shape, Weights<KnownSignals>>;
	quoted: Record<Exclude<Shape, "question">, Weights<QuotedSignals>>;
} = {
	known: {
		question: ${written(knownRows.question, knownNames)},
		article: ${written(knownRows.article, knownNames)},
		sections: ${written(knownRows.sections, knownNames)},
	},
	quoted: {
		article: ${written(quotedRows.article, quotedNames, ASKED_MORE_OFTEN)},
		sections: ${written(quotedRows.sections, quotedNames, ASKED_MORE_OFTEN)},
	},
};
`;
process.stdout.write(sectionFile + chanceFile);
if (values.write) {
	writeFileSync("src/answer/section/weights.ts", sectionFile);
	writeFileSync("src/answer/chance-weights.ts", chanceFile);
}

/** The report of a run, as a table for people and as one line of JSON. */
import type { DressedFigures } from "./dressed.ts";
import type { SectionsRun } from "./sections.ts";
import { answerMs, type ArticlesRun, type FaqRun, type PersonFigures } from "./run.ts";

/** The results of one configuration: without an encoder, or with one. */
export type Column = {
	name: string;
	faq: FaqRun | null;
	messages: { figures: PersonFigures; missed: string[]; alarmed: string[] } | null;
	articles: ArticlesRun[];
	sections: SectionsRun | null;
	dressed: DressedFigures | null;
};

const NOTHING = "–";
const figure = (value: number | null): string => value?.toFixed(3) ?? NOTHING;
const percent = (value: number | null): string => (value === null ? NOTHING : `${(value * 100).toFixed(1)} %`);
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;

const timesOf = ({ faq, articles }: Column) => answerMs([...(faq?.ms ?? []), ...articles.flatMap((run) => run.ms)]);

/** A line of the table: a label, a value for each column, and the baseline's value. */
type Line = [label: string, values: string[], plain?: string];

function lines(columns: Column[]): Line[] {
	const [first] = columns;
	if (!first) return [];
	const each = (value: (column: Column) => string | null | undefined): string[] =>
		columns.map((one) => value(one) ?? NOTHING);
	const found: Line[] = [];
	if (first.faq) {
		const { plain } = first.faq;
		found.push(
			["FAQ: right entry first", each(({ faq }) => faq && figure(faq.figures.hit1)), figure(plain.hit1)],
			["FAQ: among the first three", each(({ faq }) => faq && figure(faq.figures.hit3)), figure(plain.hit3)],
			["FAQ: ROC area against off-topic", each(({ faq }) => faq && figure(faq.figures.rocArea)), figure(plain.rocArea)],
			["FAQ: off-topic answered at 95 % of the right", each(({ faq }) => faq && percent(faq.figures.offTopicAnswered))],
			["FAQ: calibration error", each(({ faq }) => faq && figure(faq.figures.ece))],
			[
				"FAQ: answered at 0.85 · right",
				each(({ faq }) => faq && `${figure(faq.figures.answered)} · ${figure(faq.figures.precision)}`),
			],
		);
	}
	if (first.messages)
		found.push(
			["Asks for a person: heard", each(({ messages }) => messages && percent(messages.figures.recall))],
			[
				"Asks for no person: heard all the same",
				each(({ messages }) => messages && percent(messages.figures.falseAlarm)),
			],
		);
	first.articles.forEach(({ language, plain }, index) => {
		const at = (value: (run: ArticlesRun) => string) =>
			each(({ articles }) => {
				const run = articles[index];
				return run && value(run);
			});
		found.push(
			[`Articles, ${language}: right one first`, at(({ figures }) => figure(figures.hit1)), figure(plain.hit1)],
			[`Articles, ${language}: among the first three`, at(({ figures }) => figure(figures.hit3)), figure(plain.hit3)],
			[`Articles, ${language}: answer in the reply`, at(({ figures }) => figure(figures.contained))],
			[`Articles, ${language}: ROC area`, at(({ figures }) => figure(figures.rocArea)), figure(plain.rocArea)],
			[`Articles, ${language}: calibration error`, at(({ ece }) => figure(ece))],
			[
				`Articles, ${language}: answered at 0.85 · right`,
				at(({ figures }) => `${figure(figures.answered)} · ${figure(figures.precision)}`),
			],
		);
	});
	if (first.sections) {
		const at = (value: (figures: SectionsRun["figures"]) => string) =>
			each(({ sections }) => sections && `${value(sections.figures)} · ${value(sections.specific)}`);
		found.push(
			["Sections: answered at 0.85, all · understood alone", at(({ answered }) => figure(answered))],
			["Sections: of those, the quote answers", at(({ quotePrecision }) => figure(quotePrecision))],
			["Sections: a reader is given the answer", at(({ readerHasGold }) => figure(readerHasGold))],
			["Sections: calibration error", at(({ calibrationQuoted }) => figure(calibrationQuoted))],
			["Sections: answered without the article", at(({ answeredWithoutArticle }) => figure(answeredWithoutArticle))],
		);
	}
	if (first.dressed)
		found.push([
			"As people write: as sure as of the bare question",
			each(({ dressed }) => dressed && figure(dressed.close)),
		]);
	found.push(["Milliseconds an answer, p50 · p95", each((one) => pair(timesOf(one)))]);
	const costs = (column: Column) => [
		...(column.faq ? [column.faq.cost] : []),
		...column.articles.map(({ cost }) => cost),
	];
	const total = (column: Column, of: "documents" | "indexMs" | "bytes") =>
		costs(column).reduce((sum, cost) => sum + cost[of], 0);
	found.push(
		["Indexed", each((one) => `${total(one, "documents")} documents`)],
		["  in", each((one) => `${Math.round(total(one, "indexMs"))} ms`)],
		["  taking", each((one) => kilobytes(total(one, "bytes")))],
	);
	return found;
}

const pair = ({ p50, p95 }: ReturnType<typeof answerMs>): string =>
	p50 === null || p95 === null ? NOTHING : `${p50.toFixed(1)} · ${p95.toFixed(1)}`;

export function table(columns: Column[]): string {
	const rows: string[][] = [
		["", ...columns.map(({ name }) => name), "plain FTS5"],
		...lines(columns).map(([label, values, plain]) => [label, ...values, plain ?? ""]),
	];
	const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
	return `${rows
		.map((row) =>
			row
				.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
				.join("   ")
				.trimEnd(),
		)
		.join("\n")}\n`;
}

const round = (value: number): number => Math.round(value * 10_000) / 10_000;
const rounded = <Key extends string>(figures: Record<Key, number | null>): Record<string, number | null> =>
	Object.fromEntries(
		Object.entries<number | null>(figures).map(([name, value]) => [name, value === null ? null : round(value)]),
	);

const toJson = (column: Column) => ({
	...(column.faq && { faq: rounded(column.faq.figures) }),
	...(column.messages && { humanRequest: rounded(column.messages.figures) }),
	articles: Object.fromEntries(column.articles.map(({ language, figures }) => [language, rounded(figures)])),
	...(column.sections && { sections: rounded(column.sections.figures) }),
	...(column.dressed && { dressed: rounded({ close: column.dressed.close, pairs: column.dressed.pairs }) }),
	answerMs: rounded(timesOf(column)),
});

export function json([first, encoder]: Column[]): string {
	return JSON.stringify({ ...(first && toJson(first)), ...(encoder && { encoder: toJson(encoder) }) });
}

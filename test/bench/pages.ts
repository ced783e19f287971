/**
 * `npm run bench:pages -- FOLDER`: how well the reader of pages finds the article on pages that a person collected: NAME.html
 * with NAME.txt, the article's text, beside it. Counts sequences of four words, as scrapinghub's article extraction benchmark
 * does, and times each page. Without a folder, it counts what must and must not be in the articles of the tests' own pages.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { decodeText } from "../../src/knowledge/source/html/charset.ts";
import { htmlToMarkdown } from "../../src/knowledge/source/html/markdown.ts";
import { percentiles } from "./figures.ts";

const OWN = "test/fixtures/pages";
const WORDS = 4;

/** How often each sequence of four words stands in a text; a shorter text is one sequence. */
function sequences(text: string): Map<string, number> {
	const words = text.match(/[\p{L}\p{M}\p{N}_]+/gu) ?? [];
	const counts = new Map<string, number>();
	for (let from = 0; from < Math.max(Math.min(words.length, 1), words.length - WORDS + 1); from++) {
		const sequence = words.slice(from, from + WORDS).join(" ");
		counts.set(sequence, (counts.get(sequence) ?? 0) + 1);
	}
	return counts;
}

type Score = { precision: number; recall: number };

/** The shares of `found` that are in `expected`, and the other way round. */
function compare(expected: string, found: string): Score {
	const [right, own] = [sequences(expected), sequences(found)];
	const sum = (counts: Iterable<number>): number => [...counts].reduce((all, count) => all + count, 0);
	const shared = sum([...own].map(([sequence, count]) => Math.min(count, right.get(sequence) ?? 0)));
	const share = (of: number): number => (of === 0 ? Number(right.size === own.size) : shared / of);
	return { precision: share(sum(own.values())), recall: share(sum(right.values())) };
}

const f1 = ({ precision, recall }: Score): number =>
	precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);

const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

const folder = process.argv[2] ?? OWN;
const names = readdirSync(folder)
	.filter((name) => /\.html?$/.test(name))
	.toSorted();
const times: number[] = [];
const scores: Score[] = [];
const lines = { right: 0, missing: 0, wrong: 0 };

for (const name of names) {
	const bytes = new Uint8Array(readFileSync(`${folder}/${name}`));
	const began = performance.now();
	const html = decodeText(bytes, "text/html");
	const { markdown } = htmlToMarkdown(html, { baseUrl: "https://example.com/page" });
	times.push(performance.now() - began);
	const truth = `${folder}/${name.replace(/\.html?$/, ".txt")}`;
	if (existsSync(truth)) {
		const score = compare(readFileSync(truth, "utf8"), markdown);
		scores.push(score);
		const figures = [f1(score), score.precision, score.recall].map((value) => value.toFixed(3)).join("  ");
		console.error(`${name.padEnd(40)} ${figures}  ${(times.at(-1) ?? 0).toFixed(0).padStart(5)} ms`);
	} else if (folder === OWN)
		for (const [, sign, text = ""] of html.slice(0, html.indexOf("-->")).matchAll(/^([+-]) (.*)$/gm)) {
			const holds = markdown.includes(text.trim());
			if (holds === (sign === "+")) lines.right++;
			else lines[sign === "+" ? "missing" : "wrong"]++;
		}
}

if (names.length === 0) console.error(`There are no .html files in ${folder}.`);
else if (folder !== OWN && scores.length === 0) console.error(`No .html file in ${folder} has a .txt file beside it.`);
if (scores.length > 0) {
	const all = {
		precision: mean(scores.map((each) => each.precision)),
		recall: mean(scores.map((each) => each.recall)),
	};
	console.error(
		`${scores.length} pages: F1 ${f1(all).toFixed(3)}, precision ${all.precision.toFixed(3)}, recall ${all.recall.toFixed(3)}`,
	);
}
if (folder === OWN)
	console.error(`${names.length} pages: ${lines.right} lines right, ${lines.missing} missing, ${lines.wrong} too many`);
if (times.length > 0)
	console.error(
		`ms a page: mean ${mean(times).toFixed(1)}, p95 ${percentiles(times).p95}, longest ${Math.max(...times).toFixed(1)}`,
	);

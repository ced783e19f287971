/**
 * The language detector with the languages of the packs alone: eld as it is published, and of its database the n-grams of the
 * languages that share the Latin script; the others are told by their scripts. The whole database has sixty languages and takes
 * four times as many bytes. Node's own import of "eld/small" has the whole one, and gives the same scores.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import * as v from "valibot";
import { latin } from "../src/language/text/alphabets.ts";

/** Where wrangler.toml's alias of "eld/small" points. */
const OUT = "dist/eld.mjs";

/** The published database: scores by the numbers of languages, by n-gram. */
const Database = v.object({
	ngramsData: v.object({
		type: v.string(),
		languages: v.record(v.string(), v.string()),
		ngrams: v.record(v.string(), v.record(v.string(), v.number())),
	}),
});

/** Unpacks what is packed below: for each language a line, with the n-grams of each score behind it. */
const unpack = `(packed) => {
	const ngrams = {};
	for (const line of packed) {
		const [id, ...scores] = line.split("\\n");
		for (const each of scores) {
			const [score, ...all] = each.split("\\t");
			for (const ngram of all) (ngrams[ngram] ??= {})[id] = Number(score);
		}
	}
	return ngrams;
}`;

export async function writeEld(): Promise<void> {
	const entry = fileURLToPath(import.meta.resolve("eld/small"));
	const source = dirname(dirname(entry));
	const published: unknown = await import(pathToFileURL(`${source}/ngrams/small.js`).href);
	const { type, languages, ngrams } = v.parse(Database, published).ngramsData;
	const wanted: readonly string[] = latin;
	const kept = Object.entries(languages).filter(([, language]) => wanted.includes(language));
	if (kept.length !== wanted.length) throw new Error("scripts/eld.ts: eld doesn't have every language of the packs.");
	// Its engine counts on numbers without gaps.
	const packed = kept.map(([id], number) => {
		const byScore = new Map<number, string[]>();
		for (const [ngram, scores] of Object.entries(ngrams)) {
			const score = scores[id];
			if (score !== undefined) byScore.set(score, [...(byScore.get(score) ?? []), ngram]);
		}
		return [number, ...[...byScore].map(([score, all]) => [score, ...all.toSorted()].join("\t"))].join("\n");
	});
	mkdirSync(dirname(OUT), { recursive: true });
	const engine = relative(dirname(OUT), `${source}/languageDetector.js`).replaceAll("\\", "/");
	writeFileSync(
		OUT,
		`import { createEld } from ${JSON.stringify(engine)};
const unpack = ${unpack};
const { instance, loadData } = createEld();
loadData({
	type: ${JSON.stringify(type)},
	languages: ${JSON.stringify(Object.fromEntries(kept.map(([, language], number) => [number, language])))},
	isSubset: true,
	ngrams: unpack(${JSON.stringify(packed)}),
});
export const eld = instance;
`,
	);
}

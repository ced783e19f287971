/**
 * Mutation testing of the pure core: Stryker changes one operator, condition or value at a time, and a test must fail.
 * Used by mutants.ts. Code that needs the Workers runtime isn't mutated; faults.jsonl lists its planted faults.
 */
import { readFile, writeFile } from "node:fs/promises";
import { Stryker } from "@stryker-mutator/core";
import * as v from "valibot";
import { MUTANTS } from "./scratch.ts";

/** The files of the pure core: those that decide, need no runtime, and have tests of their own. A file that becomes pure should be added. */
export const CORE = [
	"src/conversation/machine.ts",
	"src/conversation/transitions.ts",
	"src/conversation/draft.ts",
	"src/conversation/deadlines.ts",
	"src/conversation/view.ts",
	"src/conversation/state.ts",
	"src/conversation/rate-limit.ts",
	"src/conversation/outgoing/effects.ts",
	"src/conversation/outgoing/list-item.ts",
	"src/conversation/outgoing/knowledge-report.ts",
	"src/conversation/outgoing/redact.ts",
	"src/conversation/outgoing/metrics.ts",
	"src/auth/roles.ts",
	"src/auth/address.ts",
	"src/auth/sign-in/common-password.ts",
	"src/http/origin.ts",
	"src/durable/outbox.ts",
	"src/durable/backoff.ts",
	"src/durable/grant.ts",
	"src/durable/read-order.ts",
	"src/durable/token-buckets.ts",
	"src/protocol/text/email.ts",
	"src/protocol/text/shown.ts",
	"src/language/text/digits.ts",
	"src/language/text/fold.ts",
	"src/answer/judge.ts",
	"src/answer/guard/attribution.ts",
	"src/answer/guard/check.ts",
	"src/answer/guard/given.ts",
	"src/answer/guard/grounding.ts",
	"src/answer/guard/guarded-stream.ts",
	"src/answer/guard/pieces.ts",
	"src/answer/guard/promises.ts",
	"src/answer/guard/preserved.ts",
	"src/answer/guard/quantities.ts",
	"src/answer/guard/units.ts",
	"src/answer/write/control-line.ts",
	"src/answer/write/reply-parser.ts",
	"src/answer/write/reply-text.ts",
	"src/answer/write/thoughts.ts",
	"src/knowledge/search/rerank.ts",
	"src/knowledge/gap/clustering.ts",
	"src/knowledge/source/crawl/address.ts",
	"src/knowledge/source/crawl/urls.ts",
	"src/inbox/excerpt.ts",
	"src/inbox/load.ts",
	"src/inbox/message-terms.ts",
];

/** The share of mutants that tests must kill, in percent. */
export const ENOUGH = 85;

const REPORT = `${MUTANTS}/core.json`;
/** Stryker's incremental file: the results of earlier runs. */
const KNOWN = `${MUTANTS}/incremental.json`;

const Place = v.object({ line: v.number(), column: v.number() });
const Mutant = v.object({
	id: v.string(),
	mutatorName: v.string(),
	replacement: v.optional(v.string(), ""),
	status: v.string(),
	location: v.object({ start: Place, end: Place }),
});
/** The parts of Stryker's report that are read here (https://github.com/stryker-mutator/mutation-testing-elements). */
const Report = v.object({
	files: v.record(v.string(), v.object({ source: v.string(), mutants: v.array(Mutant) })),
});

export type Survivor = { line: number; mutator: string; was: string; became: string; status: string };
export type CoreFile = { file: string; killed: number; survivors: Survivor[] };

/** Mutates the core and resolves to the survivors of each file. It continues from the last run: unchanged mutants keep their result. */
export async function mutateCore({ fresh }: { fresh: boolean }): Promise<CoreFile[]> {
	await forgetStaticSurvivors();
	const stryker = new Stryker({
		mutate: CORE,
		testRunner: "vitest",
		// The first run records which tests cover a mutant, so the import graph isn't needed.
		vitest: { configFile: "scripts/mutants/vitest.config.ts", related: false },
		plugins: ["@stryker-mutator/vitest-runner", "./scripts/mutants/phrase-tables.ts"],
		ignorers: ["phrase-tables"],
		mutator: {
			// Nearly all regular expressions in the core are patterns of text (addresses, numbers, phrases of a language), and a
			// mutant of one mostly matches the same texts. The eval and the tests' tables measure the patterns.
			// String literals are identifiers, which the types check, or phrases for the language packs.
			excludedMutations: ["Regex", "StringLiteral"],
		},
		coverageAnalysis: "perTest",
		concurrency: 2,
		incremental: true,
		incrementalFile: KNOWN,
		force: fresh,
		tempDirName: `${MUTANTS}/stryker`,
		ignorePatterns: [MUTANTS, "dist", ".wrangler", "test/browser"],
		// Stryker rewrites the paths in a tsconfig with TypeScript's API, which TypeScript 7 doesn't have. Ours has no paths.
		tsconfigFile: "none",
		disableTypeChecks: false,
		reporters: ["json", "progress-append-only"],
		jsonReporter: { fileName: REPORT },
		warnings: { slow: false, unknownOptions: true, preprocessorErrors: true, unserializableOptions: true },
		allowConsoleColors: false,
	});
	await stryker.runMutationTest();
	return readReport(await readFile(REPORT, "utf8"));
}

const Known = v.looseObject({
	files: v.record(
		v.string(),
		v.looseObject({ mutants: v.array(v.looseObject({ status: v.string(), static: v.optional(v.boolean()) })) }),
	),
});

/**
 * Removes surviving static mutants from the incremental file, so that they are tested again. A static mutant runs while its
 * module loads, so Stryker doesn't know which tests cover it and wouldn't try new tests on it.
 */
async function forgetStaticSurvivors(): Promise<void> {
	const known = await readFile(KNOWN, "utf8").catch(() => null);
	if (known === null) return;
	const report = v.parse(v.pipe(v.string(), v.parseJson(), Known), known);
	for (const file of Object.values(report.files))
		file.mutants = file.mutants.filter((mutant) => !(mutant.static && mutant.status === "Survived"));
	await writeFile(KNOWN, JSON.stringify(report));
}

function readReport(json: string): CoreFile[] {
	const { files } = v.parse(v.pipe(v.string(), v.parseJson(), Report), json);
	return Object.entries(files).map(([file, { source, mutants }]) => {
		const lines = source.split("\n");
		const survivors = mutants
			.filter(({ status }) => status === "Survived" || status === "NoCoverage")
			.map(({ mutatorName, replacement, status, location: { start, end } }) => ({
				line: start.line,
				mutator: mutatorName,
				was: inOneLine(
					start.line === end.line
						? (lines[start.line - 1] ?? "").slice(start.column - 1, end.column - 1)
						: `${(lines[start.line - 1] ?? "").slice(start.column - 1)} …`,
				),
				became: inOneLine(replacement),
				status,
			}));
		const killed = mutants.filter(({ status }) => status === "Killed" || status === "Timeout").length;
		return { file, killed, survivors };
	});
}

const inOneLine = (text: string): string => {
	const line = text.replace(/\s+/g, " ").trim();
	return line.length > 80 ? `${line.slice(0, 79)}…` : line;
};

/** The mutation score over all files, in percent. */
export function score(files: readonly CoreFile[]): number {
	const killed = files.reduce((sum, file) => sum + file.killed, 0);
	const survived = files.reduce((sum, file) => sum + file.survivors.length, 0);
	return killed + survived === 0 ? 0 : (100 * killed) / (killed + survived);
}

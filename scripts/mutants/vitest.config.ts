/**
 * The tests that Stryker runs for each mutant of the pure core (core.ts): the project "pure" without slow tests that cover
 * no mutated file. If an excluded test is renamed, a run is only slower.
 */
import { defineConfig } from "vitest/config";

const OTHERS = [
	"became",
	"file-bounds",
	"pdf",
	"deployment",
	"gaps",
	"hostile",
	"html",
	"{answers,complete,pages-and-files}",
	"model-contract",
	"topics",
	"trace-words",
	"unhelped",
	"retrieve",
	"visit",
];

export default defineConfig({
	test: {
		environment: "node",
		include: ["test/pure/**/*.test.ts"],
		// The test of imports is excluded because it reads the sources, which Stryker has rewritten.
		// The test files of a run share their modules, because loading them takes most of a mutant's time. Each mutant has its
		// own run.
		isolate: false,
		exclude: ["imports", ...OTHERS].map((name) => `test/pure/**/${name}.test.ts`),
	},
});

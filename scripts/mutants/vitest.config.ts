/**
 * The tests that answer for the pure core, run by Stryker once a mutant (core.ts): the project "pure" without those that
 * ask nothing of a mutated file and take long. One that is renamed only makes a run slower.
 */
import { defineConfig } from "vitest/config";

const OTHERS = [
	"became",
	"crawl-site",
	"deployment",
	"gaps",
	"hostile",
	"html",
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
		// The test of imports reads the sources, which Stryker has rewritten.
		// A run's files share their modules: loading them is most of what a mutant costs. Each mutant has a run of its own.
		isolate: false,
		exclude: ["imports", ...OTHERS].map((name) => `test/pure/**/${name}.test.ts`),
	},
});

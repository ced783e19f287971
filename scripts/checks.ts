/**
 * `npm test`: runs all checks, the quick ones first, and stops at the first failure.
 * `npm run check` runs only the static ones, for use while working.
 */
import { spawn } from "node:child_process";

type Step = { name: string; commands: string[]; quick?: true };

const steps: Step[] = [
	{
		name: "types",
		quick: true,
		commands: [
			"wrangler types --check --include-runtime=false --strict-vars=false",
			...[
				"src",
				"widget",
				"dashboard",
				"scripts",
				"scripts/local",
				"test",
				"test/worker",
				"test/chaos/worker",
				"test/bench",
				"test/eval",
				"test/bench/worker",
			].map((part) => `tsc -p ${part}`),
		],
	},
	{ name: "lint", quick: true, commands: ["oxlint"] },
	{ name: "format", quick: true, commands: ["oxfmt --check"] },
	{ name: "unused code", quick: true, commands: ["knip"] },
	{ name: "tests in the Workers runtime and in Node", commands: ["vitest run"] },
	{ name: "build", commands: ["node scripts/build.ts"] },
	{ name: "sizes", commands: ["size-limit"] },
	{ name: "deploy, dry run", commands: ["wrangler deploy --dry-run --outdir dist/worker"] },
	{
		name: "conversations in a storm, a short one",
		commands: ["node test/chaos/chaos.ts --kills 8 --conversations 24 --quick"],
	},
	{ name: "tests in a browser", commands: ["playwright test"] },
];

const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

for (const step of steps.filter(({ quick }) => quick || !process.argv.includes("--quick"))) {
	console.log(`\n── ${step.name}`);
	const begun = performance.now();
	for (const command of step.commands) {
		const code = await run(command);
		if (code === 0) continue;
		console.error(`\n✗ ${step.name}: \`npx ${command}\` failed after ${seconds(begun)}. Nothing after it was run.`);
		process.exit(1);
	}
	console.log(`✓ ${step.name}, ${seconds(begun)}`);
}
console.log(`\nAll of it holds, ${seconds(started)}.`);

function run(command: string): Promise<number | null> {
	return new Promise((resolve) => {
		// npm puts node_modules/.bin first on the path; the shell finds the .cmd files there on Windows.
		const child = spawn(command, {
			stdio: "inherit",
			shell: true,
			env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
		});
		child.once("error", () => resolve(null));
		child.once("exit", resolve);
	});
}

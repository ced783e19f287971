/**
 * `npm test`: runs all checks, the quick ones first, and stops at the first failure.
 * `npm run check` runs only the static ones, for use while working.
 */
import { spawn } from "node:child_process";

/** The commands of a step don't need one another: as many run at a time as the smallest build machine has cores. */
const LANES = 2;

type Step = { name: string; commands: string[]; quick?: true; env?: Record<string, string> };

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
	{ name: "lint, format, unused code", quick: true, commands: ["oxlint", "oxfmt --check", "knip"] },
	{ name: "tests in the Workers runtime and in Node", commands: ["vitest run"] },
	{ name: "build", commands: ["node scripts/build.ts"] },
	{ name: "sizes, and a deploy's dry run", commands: ["size-limit", "wrangler deploy --dry-run --outdir dist/worker"] },
	{
		name: "conversations in a storm, a short one",
		commands: ["node test/chaos/chaos.ts --kills 5 --conversations 18 --quick"],
	},
	// What the steps before have built, they needn't build again.
	{ name: "tests in a browser", commands: ["playwright test"], env: { PREBUILT: "1" } },
];

const started = performance.now();
const seconds = (since: number) => `${((performance.now() - since) / 1000).toFixed(1)} s`;

for (const step of steps.filter(({ quick }) => quick || !process.argv.includes("--quick"))) {
	console.log(`\n── ${step.name}`);
	const begun = performance.now();
	const left = step.commands.values();
	const lane = async () => {
		for (const command of left) {
			if ((await run(command, step.env)) === 0) continue;
			console.error(`\n✗ ${step.name}: \`npx ${command}\` failed after ${seconds(begun)}. Nothing after it was run.`);
			process.exit(1);
		}
	};
	await Promise.all(Array.from({ length: LANES }, lane));
	console.log(`✓ ${step.name}, ${seconds(begun)}`);
}
console.log(`\nAll of it holds, ${seconds(started)}.`);

function run(command: string, env: Record<string, string> = {}): Promise<number | null> {
	return new Promise((resolve) => {
		// npm puts node_modules/.bin first on the path; the shell finds the .cmd files there on Windows.
		const child = spawn(command, {
			stdio: "inherit",
			shell: true,
			env: { ...process.env, WRANGLER_SEND_METRICS: "false", ...env },
		});
		child.once("error", () => resolve(null));
		child.once("exit", resolve);
	});
}

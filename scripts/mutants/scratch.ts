/**
 * Scratch copies of the project, one for each lane, in which faults are planted and tests run. Used by faults.ts. Nothing is
 * written to the working tree: an interrupted run leaves only these folders.
 */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cp, mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join, relative, resolve } from "node:path";

/** The folder of the copies. It is within the project, so that Node finds node_modules above it. Git ignores it. */
export const MUTANTS = ".mutants";
const LEFT_OUT = new Set(["node_modules", ".git", MUTANTS, "dist", ".wrangler", "test-results"]);

/** The time limit of a run. A file's tests take seconds, but minutes on a busy machine. */
const LIMIT_MS = 600_000;

export type Ran = {
	/** `unloaded`: no test ran, because a file could not be loaded. */
	outcome: "passed" | "failed" | "unloaded" | "hung";
	/** The name of the first test that failed, or the run's error output. */
	said: string;
};

export class Scratch {
	readonly #tree: string;
	readonly #report: string;

	constructor(lane: number) {
		this.#tree = join(MUTANTS, `tree-${lane}`);
		this.#report = resolve(MUTANTS, `ran-${lane}.json`);
	}

	/** Replaces the copy with the current working tree. */
	async refresh(): Promise<void> {
		await rm(this.#tree, { recursive: true, force: true });
		await mkdir(this.#tree, { recursive: true });
		for (const name of await readdir("."))
			if (!LEFT_OUT.has(name)) await cp(name, join(this.#tree, name), { recursive: true });
	}

	path(path: string): string {
		return join(this.#tree, path);
	}

	/** A digest of everything that a test's outcome depends on, except test files: sources, fixtures, configuration. */
	async digest(): Promise<string> {
		const hash = createHash("sha256");
		const files = await readdir(this.#tree, { recursive: true, withFileTypes: true });
		const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
		for (const path of paths.toSorted()) {
			const counts = !path.endsWith(".test.ts") && !path.startsWith(this.path("scripts/mutants"));
			if (counts) hash.update(relative(this.#tree, path)).update(await readFile(path));
		}
		return hash.digest("hex");
	}

	/** Runs test files, up to their first failure. */
	async run(tests: readonly string[]): Promise<Ran> {
		await rm(this.#report, { force: true });
		const vitest = resolve("node_modules/vitest/vitest.mjs");
		const options = ["--bail=1", "--reporter=json", `--outputFile=${this.#report}`, "--no-color"];
		// The run gets its own process group, so that the Workers runtime it started can be ended with it.
		const child = spawn(process.execPath, [vitest, "run", ...tests, ...options], {
			cwd: this.#tree,
			detached: true,
			stdio: ["ignore", "ignore", "pipe"],
			env: { ...process.env, WRANGLER_SEND_METRICS: "false" },
		});
		let errors = "";
		child.stderr.on("data", (data) => (errors = `${errors}${data}`.slice(-2_000)));
		let hung = false;
		const end = () => child.pid && process.kill(-child.pid, "SIGKILL");
		const timer = setTimeout(() => {
			hung = true;
			end();
		}, LIMIT_MS);
		const interrupted = () => {
			end();
			process.exit(130);
		};
		for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, interrupted);
		const code = await new Promise<number | null>((done) => child.once("close", done));
		clearTimeout(timer);
		for (const signal of ["SIGINT", "SIGTERM"]) process.off(signal, interrupted);
		if (hung) return { outcome: "hung", said: `nothing for ${LIMIT_MS / 1_000} s` };
		if (code === 0) return { outcome: "passed", said: "" };
		const failed = firstFailure(await readFile(this.#report, "utf8").catch(() => "{}"));
		return failed === null ? { outcome: "unloaded", said: errors.trim() } : { outcome: "failed", said: failed };
	}
}

type Report = { testResults?: { assertionResults: { status: string; fullName: string }[] }[] };

/** The name of the first test that failed; null where none did. */
function firstFailure(json: string): string | null {
	const { testResults = [] }: Report = JSON.parse(json);
	const failed = testResults.flatMap((file) => file.assertionResults).find(({ status }) => status === "failed");
	return failed?.fullName ?? null;
}

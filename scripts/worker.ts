/**
 * Runs the Worker on this machine: migrations, SQL, and `wrangler dev --local` as a child process, for `npm start` and the
 * browser tests. It needs neither an account nor the network.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { writeEld } from "./eld.ts";
import { ANEW } from "./local/past.ts";
import { writePdfjs } from "./pdfjs.ts";

/** Bundling alone takes half a minute on a busy machine. */
const START_LIMIT_MS = 120_000;
const STOP_LIMIT_MS = 5_000;

// wrangler's launcher starts this file as a second process and doesn't pass signals on, so we start the file ourselves.
const cli = join(dirname(createRequire(import.meta.url).resolve("wrangler/package.json")), "wrangler-dist/cli.js");

const quietly = {
	...process.env,
	WRANGLER_SEND_METRICS: "false",
	WRANGLER_HIDE_BANNER: "true",
	// Stops miniflare from requesting a made-up visitor's location from the network; in production Cloudflare sets it.
	CLOUDFLARE_CF_FETCH_ENABLED: "false",
};

/**
 * A warning that wrangler prints on every reload, which is false: with --local nothing remote is reached. And what it and workerd
 * take for an error where an object starts anew on purpose.
 */
const knownNoise = new RegExp(`AI bindings always access remote resources|${ANEW}|NOSENTRY.*: remember`);

/** Runs a wrangler command. Resolves to its output; rejects with the output if it failed. */
export function wrangler(args: string[]): Promise<string> {
	return new Promise((resolve, reject) => {
		const child = spawn(process.execPath, ["--no-warnings", cli, ...args], {
			env: quietly,
			stdio: ["ignore", "pipe", "pipe"],
		});
		let output = "";
		child.stdout.on("data", (data: Buffer) => (output += data.toString()));
		child.stderr.on("data", (data: Buffer) => (output += data.toString()));
		child.once("error", reject);
		child.once("exit", (code) =>
			code === 0 ? resolve(output) : reject(new Error(`wrangler ${args.slice(0, 3).join(" ")} failed:\n${output}`)),
		);
	});
}

/**
 * Bundles a Worker of the benchmark or the chaos test into `folder`, as for a deploy. It serves no pages, so any folder can
 * be its assets, and the product needn't be built.
 */
export async function bundleInto(folder: string, entry: string): Promise<string> {
	writePdfjs();
	await writeEld();
	return wrangler(["deploy", entry, "--dry-run", "--outdir", folder, "--assets", dirname(entry)]);
}

/** Brings the local database up to date. A new one gets all migrations at once: wrangler takes a second and more for each. */
export async function applyMigrations(state: string): Promise<void> {
	if (!existsSync(join(state, "v3/d1"))) await createDatabase(state);
	else await wrangler(["d1", "migrations", "apply", "DB", "--local", "--persist-to", state]);
}

async function createDatabase(state: string): Promise<void> {
	const names = (await readdir("migrations")).filter((name) => name.endsWith(".sql")).toSorted();
	const texts = await Promise.all(names.map((name) => readFile(join("migrations", name), "utf8")));
	// The table in which wrangler notes what it has applied.
	const noted = `CREATE TABLE d1_migrations (id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT UNIQUE, applied_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL);
INSERT INTO d1_migrations (name) VALUES ${names.map((name) => `('${name}')`).join(", ")};`;
	const folder = await mkdtemp(join(tmpdir(), "parley-migrations-"));
	try {
		const file = join(folder, "all.sql");
		await writeFile(file, [...texts, noted].join("\n"));
		await wrangler(["d1", "execute", "DB", "--local", "--persist-to", state, "--yes", "--file", file]);
	} finally {
		await rm(folder, { recursive: true, force: true });
	}
}

/** Runs SQL on the local database, for changes without a route, such as adding a teammate. */
export const execute = (state: string, sql: string): Promise<string> =>
	wrangler(["d1", "execute", "DB", "--local", "--persist-to", state, "--command", sql]);

export type WorkerOptions = {
	port: number;
	/** The Worker's file, where it isn't the one that is deployed. */
	entry?: string;
	/** The entry is a bundle, to be run as it is. */
	bundled?: boolean;
	/** The folder of the local databases and objects. */
	state: string;
	/** Overrides of [vars]. */
	vars?: Record<string, string>;
	/** A file of secrets to use instead of .dev.vars. */
	secretsFile?: string;
	/** Called with the Worker's warnings and errors. */
	onOutput(text: string): void;
};

export type LocalWorker = {
	/** The Worker's address for browsers. */
	host: string;
	/** Resolves once the Worker answers; rejects if it stops first or takes too long. */
	ready: Promise<void>;
	exited: Promise<number | null>;
	stop(): Promise<void>;
};

export function startWorker({
	port,
	entry,
	bundled = false,
	state,
	vars = {},
	secretsFile,
	onOutput,
}: WorkerOptions): LocalWorker {
	const args = [
		"dev",
		...(entry === undefined ? [] : [entry]),
		...(bundled ? ["--no-bundle"] : []),
		"--local",
		"--ip",
		"127.0.0.1",
		"--port",
		String(port),
		"--persist-to",
		state,
	];
	args.push("--inspector-port", "0", "--log-level", "warn", "--show-interactive-dev-session=false");
	if (secretsFile) args.push("--env-file", secretsFile);
	for (const [name, value] of Object.entries(vars)) args.push("--var", `${name}:${value}`);

	const child = spawn(process.execPath, ["--no-warnings", cli, ...args], {
		env: quietly,
		stdio: ["ignore", "pipe", "pipe"],
	});
	const tell = (data: Buffer) => {
		const text = data.toString();
		if (text.trim() !== "" && !knownNoise.test(text)) onOutput(text);
	};
	child.stdout.on("data", tell);
	child.stderr.on("data", tell);
	const exited = new Promise<number | null>((resolve) => child.once("exit", (code) => resolve(code)));
	const stopped = new AbortController();
	void exited.then(() => stopped.abort());
	return {
		host: `http://localhost:${port}`,
		ready: answers(`http://127.0.0.1:${port}/api/setup`, stopped.signal),
		exited,
		stop: () => stop(child, exited),
	};
}

async function answers(url: string, stopped: AbortSignal): Promise<void> {
	const deadline = Date.now() + START_LIMIT_MS;
	while (Date.now() < deadline) {
		if (stopped.aborted) throw new Error("the Worker stopped before it was ready.");
		const status = await fetch(url).then(
			async (response) => (await response.arrayBuffer(), response.status),
			() => 0,
		);
		if (status === 200) return;
		await sleep(150);
	}
	throw new Error(`the Worker did not answer ${url} within ${START_LIMIT_MS / 1000} seconds`);
}

async function stop(child: ChildProcess, exited: Promise<unknown>): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	child.kill("SIGTERM");
	const limit = new AbortController();
	await Promise.race([
		exited,
		sleep(STOP_LIMIT_MS, undefined, { signal: limit.signal }).then(
			() => child.kill("SIGKILL"),
			() => {},
		),
	]);
	limit.abort();
}

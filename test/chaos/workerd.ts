/**
 * The real Worker in a workerd process that can be killed. It is bundled by wrangler as for a deploy, and run by Miniflare in
 * this process. `wrangler dev` has a second workerd in front, which survives a kill or, killed, leaves the first unreachable;
 * Miniflare restarts its one workerd on the same storage in about a second. Only processes it started are killed.
 */
import { ChildProcess } from "node:child_process";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { convertV4MiniflareOptions, Log, LogLevel, Miniflare } from "miniflare";
import { freePort } from "../../scripts/port.ts";
import { readWorkerConfig } from "../../scripts/worker-config.ts";
import { applyMigrations, bundleInto } from "../../scripts/worker.ts";

/** The longest time to wait for a restarted Worker. */
const START_LIMIT_MS = 60_000;
/** How many of the Worker's latest errors are kept, to print when a fault is found. */
const OUTPUT_LINES = 20;

export type Weather = {
	d1?: "down" | "deaf";
	inbox?: "down" | "deaf";
	/** The step of a block's delivery after which it is cut off. */
	cut?: "look" | "batch" | "drain" | "told" | "delivered";
};

export type Workerd = {
	port: number;
	host: string;
	/** Kills the Worker (SIGKILL) and restarts it on the same storage; resolves when it answers. */
	kill(): Promise<void>;
	/** Sets the faults that last until the next call, or until a kill. */
	weather(weather: Weather): Promise<void>;
	/** A conversation's storage as JSON, by its object's name: "workspace/conversation". */
	inside(name: string): Promise<string>;
	/** Lets what waits to be mailed to the teammates of a workspace be due. */
	age(workspaceId: string): Promise<void>;
	execute(sql: string): Promise<unknown>;
	output(): string;
	stop(): Promise<void>;
};

export type WorkerdOptions = { folder: string; bindings: Record<string, string> };

export async function startWorkerd({ folder, bindings }: WorkerdOptions): Promise<Workerd> {
	const built = join(folder, "built");
	const state = join(folder, "state");
	const [port] = await Promise.all([
		freePort(),
		applyMigrations(state),
		bundleInto(built, "test/chaos/worker/entry.ts"),
	]);
	const children: ChildProcess[] = [];
	const born = (message: unknown) => {
		if (typeof message !== "object" || message === null || !("process" in message)) return;
		if (message.process instanceof ChildProcess) children.push(message.process);
	};
	subscribe("child_process", born);

	const output: string[] = [];
	const config = readWorkerConfig();
	const miniflare = new Miniflare(
		convertV4MiniflareOptions({
			name: "parley",
			host: "127.0.0.1",
			port,
			cf: false,
			log: new Log(LogLevel.NONE),
			resourcePersistencePath: join(state, "v3"),
			handleStructuredLogs: ({ level, message }) => {
				// Errors that the storm causes have long traces and are left out; others are kept.
				if (level !== "error" || message.includes("chaos: ")) return;
				output.push(message.slice(0, 600));
				output.splice(0, output.length - OUTPUT_LINES);
			},
			modules: true,
			scriptPath: join(built, "entry.js"),
			modulesRoot: built,
			compatibilityDate: config.compatibility_date,
			d1Databases: Object.fromEntries(config.d1_databases.map(({ binding }) => [binding, { id: binding }])),
			r2Buckets: config.r2_buckets.map(({ binding }) => binding),
			durableObjects: Object.fromEntries(
				config.durable_objects.bindings.map(({ name, class_name: className }) => [
					name,
					{ className, useSQLite: true },
				]),
			),
			// High limits: all clients have one address, and reading back makes many requests. Other tests cover these limits.
			ratelimits: Object.fromEntries(
				config.ratelimits.map(({ name, namespace_id }) => [
					name,
					{ namespace_id, simple: { limit: 100_000, period: 60 } },
				]),
			),
			bindings: { ...config.vars, ...bindings },
		}),
	);
	await miniflare.ready;

	const host = `http://127.0.0.1:${port}`;
	const answers = async () => {
		const deadline = Date.now() + START_LIMIT_MS;
		let last = "";
		while (Date.now() < deadline) {
			last = await fetch(`${host}/api/setup`, { signal: AbortSignal.timeout(2_000) })
				.then(async (response) => (await response.arrayBuffer(), `status ${response.status}`))
				.catch((error: unknown) => (error instanceof Error ? String(error.cause ?? error) : String(error)));
			if (last === "status 200") return;
			await sleep(25);
		}
		const reason = await Promise.race([miniflare.ready.then(() => "it runs", String), sleep(1_000, "it is starting")]);
		const why = `the last try: ${last}; ${reason}`;
		throw new Error(
			`the Worker did not come back within ${START_LIMIT_MS / 1_000} seconds (${why}):\n${output.join("\n")}`,
		);
	};
	await answers();
	const command = async (path: string): Promise<string> => {
		const headers = { "x-chaos-key": bindings["CHAOS_KEY"] ?? "" };
		const response = await fetch(host + path, { method: "POST", headers, signal: AbortSignal.timeout(2_000) });
		return response.text();
	};

	return {
		port,
		host,
		async kill() {
			const alive = children.findLast(
				({ spawnfile, exitCode, signalCode }) =>
					spawnfile.includes("workerd") && exitCode === null && signalCode === null,
			);
			if (!alive) throw new Error("there is no workerd to kill");
			const gone = once(alive, "exit");
			alive.kill("SIGKILL");
			await gone;
			await answers();
		},
		weather: async (weather) => void (await command(`/chaos?${new URLSearchParams(weather)}`)),
		inside: (name) => command(`/chaos/inside?of=${encodeURIComponent(name)}`),
		age: async (workspaceId) => void (await command(`/chaos/age?of=${encodeURIComponent(workspaceId)}`)),
		execute: async (sql) => (await miniflare.getD1Database("DB")).exec(sql),
		output: () => output.join("\n"),
		async stop() {
			unsubscribe("child_process", born);
			await miniflare.dispose();
		},
	};
}

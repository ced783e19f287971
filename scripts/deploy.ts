/** `npm run deploy`: runs deployment.ts with its real ports (the build, wrangler, requests to the result) and prints what went wrong. */
import { spawn } from "node:child_process";
import * as v from "valibot";
import { SetupState } from "../src/protocol/workspace.ts";
import { build } from "./build.ts";
import { deploy, type Ran, Stopped } from "./deployment.ts";
import { mailConfiguration, readWorkerConfig } from "./worker-config.ts";

function run(args: string[], { show = false, env = {} }: { show?: boolean; env?: Record<string, string> } = {}) {
	return new Promise<Ran>((resolve, reject) => {
		// npm puts wrangler on the path; on Windows the shell finds wrangler.cmd. None of our arguments contains a space.
		const child = spawn("wrangler", args, {
			shell: process.platform === "win32",
			env: { ...process.env, ...env },
			// Without a terminal, wrangler takes its defaults instead of asking, and doesn't edit wrangler.toml.
			stdio: ["ignore", "pipe", "pipe"],
		});
		const ran: Ran = { code: null, stdout: "", stderr: "" };
		child.stdout.on("data", (data: Buffer) => {
			ran.stdout += data.toString();
			if (show) process.stdout.write(data);
		});
		child.stderr.on("data", (data: Buffer) => {
			ran.stderr += data.toString();
			if (show) process.stderr.write(data);
		});
		child.once("error", reject);
		child.once("close", (code) => resolve({ ...ran, code }));
	});
}

try {
	await deploy({
		build,
		wrangler: run,
		vars: () => readWorkerConfig().vars,
		mail: mailConfiguration,
		setupNeeded: (url) =>
			fetch(`${url}/api/setup`)
				.then(async (response) => v.parse(SetupState, await response.json()).needed)
				.catch(() => null),
		print: (text) => console.log(text),
	});
} catch (error) {
	if (!(error instanceof Stopped)) throw error;
	console.error(`\n${error.message}`);
	process.exit(1);
}

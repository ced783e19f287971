/**
 * Rebuilds the widget or the dashboard when its source changes, for `npm start`. wrangler itself watches src and the built
 * files. Each build is a separate process: if it fails, its message is printed and the last good build stays.
 */
import { spawn } from "node:child_process";
import { type FSWatcher, watch } from "node:fs";

const SETTLE_MS = 150;

const sources: Record<string, string[]> = {
	widget: ["widget"],
	dashboard: ["dashboard"],
	// Both bundles include the protocol, and the dashboard's also the table of roles.
	"src/protocol": ["widget", "dashboard"],
	"src/auth": ["dashboard"],
};

export function watchSources(onBuilt: (names: string[]) => void): { close(): void } {
	const waiting = new Set<string>();
	let timer: NodeJS.Timeout | undefined;
	let building = false;

	const schedule = () => {
		clearTimeout(timer);
		timer = setTimeout(() => void run(), SETTLE_MS);
	};
	const run = async () => {
		if (building || waiting.size === 0) return;
		building = true;
		const names = [...waiting];
		waiting.clear();
		if ((await buildApart(names)) === 0) onBuilt(names);
		building = false;
		if (waiting.size > 0) schedule();
	};
	const watchers: FSWatcher[] = Object.entries(sources).map(([folder, names]) =>
		watch(folder, { recursive: true }, () => {
			for (const name of names) waiting.add(name);
			schedule();
		}),
	);
	return {
		close() {
			clearTimeout(timer);
			for (const watcher of watchers) watcher.close();
		},
	};
}

const buildApart = (names: string[]): Promise<number | null> =>
	new Promise((resolve) => {
		const child = spawn(process.execPath, ["scripts/build.ts", ...names], { stdio: ["ignore", "ignore", "inherit"] });
		child.once("error", () => resolve(null));
		child.once("exit", resolve);
	});

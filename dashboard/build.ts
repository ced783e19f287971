/**
 * Builds the dashboard into the folder the Worker serves: index.html and hashed files under /assets. Called by the
 * scripts that build the whole. Nothing inline, so that a strict Content-Security-Policy holds.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Writes into `outDir`, whose other files (the widget's) stay. Throws when the build fails. */
export async function buildDashboard(outDir: string): Promise<void> {
	// Old hashed files would pile up, since the folder as a whole isn't ours to empty.
	await rm(join(outDir, "assets"), { recursive: true, force: true });
	await build({
		root,
		base: "/",
		configFile: false,
		logLevel: "warn",
		build: {
			outDir,
			emptyOutDir: false,
			// Browsers that know light-dark(), popover and @starting-style.
			target: ["chrome125", "edge125", "firefox129", "safari17.5"],
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: false,
		},
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await buildDashboard(process.argv[2] ?? join(root, "../dist/public"));
}

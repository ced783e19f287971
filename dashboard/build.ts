/**
 * Builds the dashboard into the folder that the Worker serves: index.html and hashed files under /assets. Called by the
 * build scripts. Nothing is inlined, because the Content-Security-Policy forbids it.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig } from "vite";
import { inOneChunk } from "./one-chunk.ts";
import { strictStyle } from "./strict-style.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The oldest browsers with light-dark(), popover and @starting-style. */
const target = ["chrome125", "edge125", "firefox129", "safari17.5"];

/** Writes the dashboard into `outDir` and leaves its other files (the widget's) alone. Throws when the build fails. */
export async function buildDashboard(outDir: string): Promise<void> {
	// Hashed files of earlier builds would pile up: the build doesn't empty the whole folder, which has other files.
	await rm(join(outDir, "assets"), { recursive: true, force: true });
	const pages: InlineConfig = {
		root,
		base: "/",
		configFile: false,
		logLevel: "warn",
		plugins: [strictStyle],
		build: {
			outDir,
			emptyOutDir: false,
			target,
			assetsInlineLimit: 0,
			modulePreload: { polyfill: false },
			reportCompressedSize: false,
			// The second page is the one that a link in a mail to a visitor opens.
			rolldownOptions: { input: [join(root, "index.html"), join(root, "continue.html")] },
		},
	};
	await build(await inOneChunk(pages, "index", "continue"));
	// In one piece and under a steady name: browsers compare it byte by byte with the one they have.
	await build({
		root,
		configFile: false,
		publicDir: false,
		logLevel: "warn",
		build: {
			outDir,
			emptyOutDir: false,
			target,
			lib: {
				entry: join(root, "push/service-worker.ts"),
				formats: ["iife"],
				name: "worker",
				fileName: () => "service-worker.js",
			},
			reportCompressedSize: false,
		},
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await buildDashboard(process.argv[2] ?? join(root, "../dist/public"));
}

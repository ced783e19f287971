/**
 * Builds the widget into the folder the Worker serves: /widget.js, whose name never changes, and /widget/chat-HASH.js,
 * which it fetches on opening. Called by the scripts that build the whole.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build, type InlineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

/** Visitors' browsers, not ours: about three years back. */
const target = ["chrome111", "edge111", "firefox114", "safari16.4"];

const common: InlineConfig = {
	root,
	configFile: false,
	publicDir: false,
	logLevel: "warn",
	oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" } },
};

/** Writes into `outDir`, whose other files stay. Throws when the build fails. */
export async function buildWidget(outDir: string): Promise<void> {
	// Old hashed files would pile up, since the folder as a whole isn't ours to empty.
	await rm(join(outDir, "widget"), { recursive: true, force: true });
	const output = { outDir, emptyOutDir: false, target, reportCompressedSize: false, modulePreload: false } as const;
	const chat = await build({
		...common,
		build: {
			...output,
			rolldownOptions: {
				input: join(root, "chat/mount.tsx"),
				// Calls of h() are shorter than those of the automatic runtime, by 170 bytes gzipped.
				transform: { inject: { h: ["preact", "h"], Fragment: ["preact", "Fragment"] } },
				preserveEntrySignatures: "strict",
				output: { format: "es", entryFileNames: "widget/chat-[hash].js" },
			},
		},
	});
	const files = Array.isArray(chat) || !("output" in chat) ? [] : chat.output;
	const entry = files.find((file) => file.type === "chunk" && file.isEntry);
	if (entry === undefined) throw new Error("The chat was built, but there is no entry file.");
	await build({
		...common,
		define: { CHAT_URL: JSON.stringify(entry.fileName) },
		build: {
			...output,
			// As a library, so that no help for preloading is put around its one import.
			lib: { entry: join(root, "loader.ts"), formats: ["iife"], name: "parley", fileName: () => "widget.js" },
		},
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await buildWidget(process.argv[2] ?? join(root, "../dist/public"));
}

/**
 * Builds the widget into the folder that the Worker serves: /widget.js, the loader, whose name never changes;
 * /widget/chat-HASH.js, which the loader imports when the chat is first opened; /widget/later-HASH.js, which the chat
 * imports after it has been drawn; and /widget/files-HASH.js, which that imports with the first file. Called by the build
 * scripts. They are separate builds, because a chunk that two of them shared would be one more request before a visitor can type.
 */
import { copyFile, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { minify } from "terser";
import { build, type InlineConfig, type Plugin } from "vite";
import { preactParts } from "./preact-parts.ts";

const root = fileURLToPath(new URL(".", import.meta.url));

/** The oldest supported browsers of visitors: about three years old. */
const target = ["chrome111", "edge111", "firefox114", "safari16.4"];

/** Minifies with terser what the bundler has minified, which saves 1.5 % more. Vite's own option for it leaves out libraries. */
const terser: Plugin = {
	name: "terser",
	async generateBundle(_, bundle) {
		for (const chunk of Object.values(bundle)) {
			if (chunk.type !== "chunk") continue;
			const { code } = await minify(chunk.code, {
				module: true,
				ecma: 2020,
				compress: { passes: 2, unsafe_arrows: true, pure_getters: true, keep_fargs: false },
			});
			if (code !== undefined) chunk.code = code;
		}
	},
};

const common: InlineConfig = {
	root,
	plugins: [preactParts, terser],
	configFile: false,
	publicDir: false,
	logLevel: "warn",
	oxc: { jsx: { runtime: "classic", pragma: "h", pragmaFrag: "Fragment" } },
};

/** Writes the widget into `outDir` and leaves its other files alone. Throws when the build fails. */
export async function buildWidget(outDir: string): Promise<void> {
	// Hashed files of earlier builds would pile up: the build doesn't empty the whole folder, which has other files.
	await rm(join(outDir, "widget"), { recursive: true, force: true });
	const output = { outDir, emptyOutDir: false, target, reportCompressedSize: false, modulePreload: false } as const;
	/** Builds one module. Resolves to its file name below `outDir`. */
	const module = async (name: string, input: string, define: Record<string, string> = {}): Promise<string> => {
		const built = await build({
			...common,
			define,
			build: {
				...output,
				// Library mode, in which vite doesn't wrap imports in its preload helper.
				lib: { entry: join(root, input), formats: ["es"] },
				rolldownOptions: {
					checks: { pluginTimings: false },
					// Calls of h() are shorter than those of the automatic runtime, by 170 bytes gzipped.
					transform: { inject: { h: ["preact", "h"], Fragment: ["preact", "Fragment"] } },
					preserveEntrySignatures: "strict",
					output: { entryFileNames: `widget/${name}-[hash].js`, minify: true, comments: false },
				},
			},
		});
		const files = [built].flat().flatMap((one) => ("output" in one ? one.output : []));
		const entry = files.find((file) => file.type === "chunk" && file.isEntry);
		if (entry === undefined) throw new Error(`${input} was built, but there is no entry file.`);
		return entry.fileName;
	};
	const files = await module("files", "chat/files/files.ts");
	const later = await module("later", "chat/session/later.ts", { FILES_URL: JSON.stringify(basename(files)) });
	const chat = await module("chat", "chat/mount.tsx", { LATER_URL: JSON.stringify(basename(later)) });
	// A copy with a fixed name, for pages that were loaded before a deploy: see loader.ts.
	await copyFile(join(outDir, chat), join(outDir, "chat.js"));
	await build({
		...common,
		define: { CHAT_URL: JSON.stringify(chat) },
		build: {
			...output,
			lib: { entry: join(root, "loader.ts"), formats: ["iife"], name: "parley", fileName: () => "widget.js" },
		},
	});
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
	await buildWidget(process.argv[2] ?? join(root, "../dist/public"));
}

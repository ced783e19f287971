/**
 * Two kinds of test: `worker` runs in the real Workers runtime with storage of its own for every file, `pure` runs in
 * Node. Nothing here reaches the network: bindings that only exist in an account are left for tests to stub (`env.AI`).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { writeCmaps } from "./scripts/cmaps.ts";
import { writePdfjs } from "./scripts/pdfjs.ts";

// wrangler.toml names the folder of built assets, and the runtime refuses to start where it is missing.
mkdirSync("dist/public", { recursive: true });
// Of the assets, those that the Worker asks for.
copyFileSync("docs/openapi.json", "dist/public/openapi.json");
await writeCmaps("dist/public");
writePdfjs();

// As wrangler.toml has it for the bundle.
const resolve = { alias: { "unpdf/pdfjs": absolute("dist/pdfjs.mjs") } };

const secrets = {
	PARLEY_SECRET: "a secret for tests, and long enough to sign with",
	SETUP_CODE: "set-up-code-for-tests",
};
// As variables too, or wrangler warns that the secrets in wrangler.toml are missing.
Object.assign(process.env, secrets);
// And once for every file that Workers AI could cost money, which it can't: see remoteBindings.
process.env["WRANGLER_LOG"] ??= "error";

export default defineConfig(async () => ({
	test: {
		// Two cores are the least we promise to run on.
		maxWorkers: 2,
		// Many tests provoke what the Worker logs; only a failed one's log is of interest.
		silent: "passed-only" as const,
		projects: [
			{
				// A test reads one that Word wrote; Vite knows the other kinds.
				assetsInclude: ["**/*.docx"],
				resolve,
				plugins: [
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						remoteBindings: false,
						miniflare: {
							bindings: {
								...secrets,
								// As `npm start` does; each site says besides whether it may.
								CRAWL_LOOPBACK: "1",
								TEST_MIGRATIONS: await readD1Migrations("migrations"),
							},
						},
					}),
				],
				test: {
					name: "worker",
					include: ["test/worker/**/*.test.ts"],
					setupFiles: ["test/worker/setup/migrate.ts"],
					// A hashed password takes long on a busy machine; a test that hangs is still found.
					testTimeout: 20_000,
					hookTimeout: 30_000,
				},
			},
			{
				resolve,
				test: {
					name: "pure",
					environment: "node",
					include: ["test/{client,pure,chaos,eval}/**/*.test.ts"],
				},
			},
		],
	},
}));

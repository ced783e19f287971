/**
 * Two kinds of test: `worker` runs in the real Workers runtime with storage of its own for every file, `pure` runs in
 * Node. Nothing here reaches the network: bindings that only exist in an account are left for tests to stub (`env.AI`).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// wrangler.toml names the folder of built assets, and the runtime refuses to start where it is missing.
mkdirSync("dist/public", { recursive: true });
// Of the assets, the one that the API serves.
copyFileSync("docs/openapi.json", "dist/public/openapi.json");

const secrets = {
	PARLEY_SECRET: "a secret for tests, and long enough to sign with",
	SETUP_CODE: "set-up-code-for-tests",
};
// As variables too, or wrangler warns that the secrets in wrangler.toml are missing.
Object.assign(process.env, secrets);
// And once for every file that Workers AI could cost money, which it can't: see remoteBindings.
process.env["WRANGLER_LOG"] ??= "error";

// Fixtures are recorded once a release, not with the tests: see test/fixtures/README.md.
const files = process.env["RECORD_FIXTURES"] ? "*.record" : "**/*.test";

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
					include: [`test/worker/${files}.ts`],
					setupFiles: ["test/worker/setup/migrate.ts"],
					// A hashed password takes long on a busy machine; a test that hangs is still found.
					testTimeout: 20_000,
					hookTimeout: 30_000,
				},
			},
			{
				test: {
					name: "pure",
					environment: "node",
					include: [`test/{client,pure,chaos,eval}/${files}.ts`],
				},
			},
		],
	},
}));

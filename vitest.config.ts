/**
 * The two vitest projects: `worker` runs in the real Workers runtime, with separate storage for every file; `pure` runs in
 * Node. Neither uses the network: tests stub the bindings that exist only in an account (`env.AI`).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";

// The runtime refuses to start without the folder of built assets that wrangler.toml names.
mkdirSync("dist/public", { recursive: true });
// The one asset that the API serves.
copyFileSync("docs/openapi.json", "dist/public/openapi.json");

const secrets = {
	PARLEY_SECRET: "a secret for tests, and long enough to sign with",
	SETUP_CODE: "set-up-code-for-tests",
};
// Without the secrets as environment variables, wrangler warns that they are missing.
Object.assign(process.env, secrets);
// Wrangler would also warn in every file that Workers AI may cost money, which is impossible here: see remoteBindings.
process.env["WRANGLER_LOG"] ??= "error";

// Fixtures are recorded once a release, not with the tests: see test/fixtures/README.md.
const files = process.env["RECORD_FIXTURES"] ? "*.record" : "**/*.test";

export default defineConfig(async () => ({
	test: {
		// The tests must run on two cores.
		maxWorkers: 2,
		// Many tests provoke log lines; only those of a failed test are of interest.
		silent: "passed-only" as const,
		projects: [
			{
				// A test imports a Word document; Vite knows the other kinds of assets.
				assetsInclude: ["**/*.docx"],
				plugins: [
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						remoteBindings: false,
						miniflare: {
							bindings: {
								...secrets,
								// As with `npm start`; a site's own row must also allow loopback addresses.
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
					// Hashing a password takes long on a busy machine; the limit still finds a test that hangs.
					testTimeout: 20_000,
					hookTimeout: 30_000,
				},
			},
			{
				test: {
					name: "pure",
					environment: "node",
					include: [`test/{client,pure,chaos,eval}/${files}.ts`],
					// The longest tests compute for several seconds, and longer on a busy machine.
					testTimeout: 20_000,
				},
			},
		],
	},
}));

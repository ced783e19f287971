/**
 * The two vitest projects: `worker` runs in the real Workers runtime, with empty storage for every file; `pure` runs in
 * Node. Neither uses the network: tests stub the bindings that exist only in an account (`env.AI`).
 */
import { copyFileSync, mkdirSync } from "node:fs";
import { resolve as absolute } from "node:path";
import { cloudflareTest, readD1Migrations } from "@cloudflare/vitest-plugin";
import { defineConfig } from "vitest/config";
import { writeCmaps } from "./scripts/cmaps.ts";
import { writeEld } from "./scripts/eld.ts";
import { writePdfjs } from "./scripts/pdfjs.ts";

// The runtime refuses to start without the folder of built assets that wrangler.toml names.
mkdirSync("dist/public", { recursive: true });
// The assets that the Worker asks for.
copyFileSync("docs/openapi.json", "dist/public/openapi.json");
await writeCmaps("dist/public");
writePdfjs();
await writeEld();

// As wrangler.toml has it for the bundle.
const resolve = { alias: { "unpdf/pdfjs": absolute("dist/pdfjs.mjs"), "eld/small": absolute("dist/eld.mjs") } };

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

/**
 * Generated data and others' code are sent to every test file's worker without their source maps. All modules of a file go in
 * one message, each twice, and workerd takes none over 32 MiB: these maps would be a third of it.
 */
const unmapped = /\/node_modules\/|\/(?:pdfjs\.mjs|eld\.mjs|word-vectors\.ts)$/;
const withoutMaps = {
	name: "without-source-maps",
	enforce: "post" as const,
	transform: (code: string, id: string) => (unmapped.test(id) ? { code, map: { mappings: "" as const } } : null),
};

export default defineConfig(async () => ({
	test: {
		// For two cores: a test often waits.
		maxWorkers: 3,
		// Many tests provoke log lines; only those of a failed test are of interest.
		silent: "passed-only" as const,
		projects: [
			{
				// A test imports a Word document; Vite knows the other kinds of assets.
				assetsInclude: ["**/*.docx"],
				resolve,
				plugins: [
					withoutMaps,
					cloudflareTest({
						wrangler: { configPath: "./wrangler.toml" },
						remoteBindings: false,
						miniflare: {
							bindings: {
								...secrets,
								// As with `npm start`; a site's own row must also allow loopback addresses.
								CRAWL_LOOPBACK: "1",
								// A provider whose answers the tests write; Google is the one without a secret.
								OIDC_NAME: "Example ID",
								OIDC_ISSUER: "https://login.test/tenant",
								OIDC_CLIENT_ID: "parley-for-tests",
								OIDC_CLIENT_SECRET: "a client secret for tests",
								GOOGLE_CLIENT_ID: "without-a-secret",
								TEST_MIGRATIONS: await readD1Migrations("migrations"),
							},
						},
					}),
				],
				test: {
					name: "worker",
					// A runtime runs one file after another and keeps what it has imported: starting one and sending it the modules took
					// half the time of a run. setup/migrate.ts empties the storage.
					isolate: false,
					include: [`test/worker/${files}.ts`],
					globalSetup: ["test/pure/setup/smtp-server.ts"],
					setupFiles: ["test/worker/setup/migrate.ts"],
					// Hashing a password takes long on a busy machine; the limit still finds a test that hangs.
					testTimeout: 20_000,
					hookTimeout: 30_000,
				},
			},
			{
				resolve: {
					alias: {
						...resolve.alias,
						"cloudflare:workers": absolute("test/pure/setup/cloudflare.ts"),
						"cloudflare:sockets": absolute("test/pure/setup/cloudflare.ts"),
					},
				},
				test: {
					name: "pure",
					environment: "node",
					// Starting a thread for every file took a minute of a run. What a test puts in place of a global goes with it.
					isolate: false,
					unstubGlobals: true,
					include: [`test/{client,pure,chaos,eval}/${files}.ts`],
					// The longest tests compute for several seconds, and longer on a busy machine.
					testTimeout: 20_000,
				},
			},
		],
	},
}));

/** Tests in a real Chromium, against a real Worker on this machine. No retries: a test that fails now and then is broken. */
import { defineConfig } from "@playwright/test";
import { browserPath } from "./test/browser/browser.ts";

export default defineConfig({
	testDir: "test/browser",
	globalSetup: "./test/browser/build.ts",
	outputDir: "test-results",
	fullyParallel: true,
	forbidOnly: true,
	retries: 0,
	// Where the Worker can't start, every test would wait for it in turn.
	maxFailures: 8,
	// A worker is a Chromium and a Worker of its own; two cores are the least we promise to run on.
	workers: 2,
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [["list"]],
	use: {
		browserName: "chromium",
		// As root, in a container or on a build machine, Chromium's own sandbox can't start. Only our pages run in it.
		launchOptions: { executablePath: await browserPath(), args: ["--no-sandbox"] },
		actionTimeout: 15_000,
		locale: "en-GB",
		timezoneId: "Europe/Oslo",
		trace: "retain-on-failure",
		screenshot: "only-on-failure",
	},
});

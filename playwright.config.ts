/** The browser tests: a real Chromium and a real Worker on this machine. There are no retries: a flaky test is broken. */
import { defineConfig } from "@playwright/test";
import { browserPath } from "./test/browser/browser.ts";

const WAITING = "answers-by-mail.test.ts";

export default defineConfig({
	testDir: "test/browser",
	globalSetup: "./test/browser/build.ts",
	outputDir: "test-results",
	fullyParallel: true,
	forbidOnly: true,
	retries: 0,
	// If the Worker can't start, each test would wait for it in turn.
	maxFailures: 8,
	// Each Playwright worker runs a Chromium and a Worker of its own; the tests must run on two cores. A third one has the test that
	// waits three minutes for a mail, which takes no core meanwhile.
	workers: 3,
	projects: [
		{ name: "waiting", testMatch: `**/${WAITING}`, workers: 1 },
		{ name: "browser", testIgnore: `**/${WAITING}`, workers: 2 },
	],
	timeout: 60_000,
	expect: { timeout: 10_000 },
	reporter: [["list"]],
	use: {
		browserName: "chromium",
		// Chromium's sandbox can't start as root, as in a container or on a build machine. Only our own pages are opened. A page
		// that a test fulfils has no address, so Chromium would take it for one of the internet that asks this machine.
		launchOptions: {
			executablePath: await browserPath(),
			args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
		},
		actionTimeout: 15_000,
		locale: "en-GB",
		timezoneId: "Europe/Oslo",
		// A trace costs a third of all CPU time, and two cores are the bottleneck. `--trace retain-on-failure` records one.
		trace: "off",
		screenshot: "only-on-failure",
	},
});

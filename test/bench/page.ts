/**
 * `npm run bench:page`: measures what the script tag costs a site before anybody opens the chat. It loads the demo shop in a
 * Chromium slowed four times, alternately with and without the tag, and prints the main-thread time of both and the difference.
 * `--json` prints one line of JSON instead. Other work on the machine slows both, so run it on a quiet one.
 */
import { parseArgs } from "node:util";
import { type Browser, chromium } from "@playwright/test";
import { build } from "../../scripts/build.ts";
import { browserPath } from "../browser/browser.ts";
import { startWorld } from "../browser/world.ts";
import { hundredths } from "./figures.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });

/** The CPU slow-down with which Lighthouse simulates a mid-range phone. */
const SLOWED = 4;
/** Loads with and without the tag, after one to warm the browser up. */
const LOADS = 21;
/** How long the page is measured after the load event: the loader draws its button when the page is idle. */
const WATCH_MS = 1_000;

/** The main-thread time of one load in a fresh browser context, in ms at the slowed speed. */
async function load(browser: Browser, url: string, withTag: boolean): Promise<number> {
	const context = await browser.newContext();
	try {
		const page = await context.newPage();
		// Requests are intercepted for both kinds, so that the interception costs both the same.
		await page.route("**/widget.js", (route) => (withTag ? route.continue() : route.abort()));
		const session = await context.newCDPSession(page);
		await session.send("Emulation.setCPUThrottlingRate", { rate: SLOWED });
		await session.send("Performance.enable", { timeDomain: "threadTicks" });
		const booted = withTag ? page.waitForResponse((response) => response.url().endsWith("/api/widget/boot")) : null;
		await page.goto(url, { waitUntil: "load" });
		await booted;
		await page.waitForTimeout(WATCH_MS);
		const { metrics } = await session.send("Performance.getMetrics");
		const launchers = await page.locator("[data-parley]").count();
		if (launchers !== (withTag ? 1 : 0)) throw new Error(`${launchers} launchers on the page: nothing to compare.`);
		const seconds = metrics.find(({ name }) => name === "TaskDuration")?.value;
		if (seconds === undefined) throw new Error("The browser doesn't tell its task time.");
		return seconds * 1_000;
	} finally {
		await context.close();
	}
}

/** The lower quartile, because other work on the machine only ever adds time. */
const quick = (times: number[]): number => times.toSorted((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;

await build();
const world = await startWorld({ withModel: false });
const browser = await chromium.launch({ executablePath: await browserPath(), args: ["--no-sandbox"] });
try {
	const url = `${world.shop}/`;
	const times = { tagged: [] as number[], bare: [] as number[] };
	await load(browser, url, true);
	for (let pair = 0; pair < LOADS; pair++) {
		times.tagged.push(await load(browser, url, true));
		times.bare.push(await load(browser, url, false));
	}
	const withTagMs = hundredths(quick(times.tagged));
	const withoutTagMs = hundredths(quick(times.bare));
	const result = {
		slowed: SLOWED,
		loads: LOADS,
		withTagMs,
		withoutTagMs,
		addedMs: hundredths(withTagMs - withoutTagMs),
	};
	process.stdout.write(
		values.json
			? `${JSON.stringify(result)}\n`
			: `Main thread, slowed ${SLOWED} times, ${LOADS} loads of each kind\n  with the tag     ${withTagMs} ms\n  without it       ${withoutTagMs} ms\n  the tag adds     ${result.addedMs} ms (budget 10)\n`,
	);
} finally {
	await browser.close();
	await world.close();
}

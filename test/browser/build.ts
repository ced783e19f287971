/**
 * Playwright's global set-up: builds the widget, the dashboard and the Worker, so that the tests never run against old ones, and
 * no world bundles for itself. `npm test` has built them a moment before, and says so.
 */
import { build } from "../../scripts/build.ts";
import { wrangler } from "../../scripts/worker.ts";

/** Where the bundled Worker is. */
export const BUNDLE = "dist/worker";

export default async () => {
	if (process.env["PREBUILT"] === "1") return;
	await build();
	await wrangler(["deploy", "--dry-run", "--outdir", BUNDLE]);
};

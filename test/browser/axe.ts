/**
 * Accessibility by axe: the violations of WCAG 2.2 AA and of its best practices on a page, a line each. axe runs in the page as it
 * is, without frames, and lists violations alone: to describe all that passes too takes it several times as long.
 */
import type { Page } from "@playwright/test";
import axe from "axe-core";
import * as v from "valibot";

/** All that is asked for, and what of it a change of colours alone can break. */
const ALL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const COLOURS = ["color-contrast", "link-in-text-block"];

const options = {
	resultTypes: ["violations"],
	iframes: false,
};

const Found = v.object({
	violations: v.array(
		v.object({ id: v.string(), nodes: v.array(v.object({ html: v.string(), failureSummary: v.string() })) }),
	),
});

export async function violations(page: Page, runOnly: readonly string[] = ALL): Promise<string[]> {
	// Animations are finished first, so that colours and positions are final. Those of a change just made begin with the next frame.
	await page.evaluate(async () => {
		await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
		await Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {})));
	});
	const found: unknown = await page.evaluate(`(() => {
		if (!window.axe) { ${axe.source} }
		return window.axe.run(document, ${JSON.stringify({ ...options, runOnly })});
	})()`);
	return v
		.parse(Found, found)
		.violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary}`));
}

/** The same in the light and in the dark, in one visit, which ends in the light. */
export async function violationsInBoth(page: Page): Promise<string[]> {
	await page.emulateMedia({ colorScheme: "dark" });
	const dark = await violations(page, COLOURS);
	await page.emulateMedia({ colorScheme: "light" });
	return [...dark, ...(await violations(page))];
}

/** One's own figures: an agent sees what they did themselves, and nothing of the others. */
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

test("an agent's replies, what they took and what they closed, and no other figures", async ({ visit, dashboard }) => {
	const marco = await dashboard("marco", { viewport: { width: 1440, height: 900 } });
	const visitor = await visit();
	const id = await visitor.queue();
	await marco.openThread(id);
	await marco.answer("Hello, this is Marco.");
	await expect(visitor.message("Hello, this is Marco.")).toBeVisible();

	const { page } = marco;
	await marco.go("/figures");
	const figure = (name: string) =>
		page.locator("dl > div").filter({ has: page.getByRole("term").getByText(name, { exact: true }) });
	await expect(figure("First reply")).toContainText("who waited");
	await expect(figure("Replies").locator("b")).not.toHaveText("0");
	await expect(page.getByRole("navigation", { name: "Figures" }).getByRole("link")).toHaveText(["Mine"]);
	expect.soft(await violationsInBoth(page)).toEqual([]);
	await page.screenshot({ path: "test-results/own-figures.png" });
	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: "dark" });
	await page.screenshot({ path: "test-results/own-figures-phone.png" });
	await marco.go("/figures/confidence");
	await expect(figure("Replies")).toBeVisible();

	const ines = await dashboard("ines");
	await ines.go("/figures");
	await expect(ines.page.getByRole("navigation", { name: "Figures" }).getByRole("link")).toHaveText([
		"Overview",
		"Confidence",
		"Mine",
	]);
	await ines.page.getByRole("link", { name: "Mine" }).click();
	await expect(ines.page.getByRole("link", { name: "Mine" })).toHaveAttribute("aria-current", "page");
	await expect(ines.page.getByText(/^Replies$|^Nothing to count yet$/).first()).toBeVisible();
});

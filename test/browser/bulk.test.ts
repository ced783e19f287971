/** Many conversations at once: selected by keys and by clicks, changed in the background, and taken back. */
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

test("several are selected by keys, closed, and all taken back", async ({ visit, dashboard }) => {
	test.slow();
	const visitors = [await visit(), await visit(), await visit()];
	const ids: string[] = [];
	for (const visitor of visitors) ids.push(await visitor.queue());
	const marco = await dashboard("marco", { ...wide });
	const { page } = marco;
	await marco.go("/conversations?handler=waiting");
	for (const id of ids) await expect(marco.row(id)).toBeVisible();
	await marco
		.row(ids[2] ?? "")
		.getByRole("link")
		.focus();
	await page.keyboard.press("Shift+J");
	await page.keyboard.press("Shift+J");
	await expect(page.getByText("3 selected")).toBeVisible();
	await expect(page.getByRole("button", { name: "Snooze" })).toBeVisible();
	expect.soft(await violationsInBoth(page)).toEqual([]);
	await page.screenshot({ path: "test-results/bulk-selected.png" });
	await page.keyboard.press("e");
	const toast = page.getByRole("region", { name: "Notices" });
	await expect(toast).toContainText("3 conversations closed");
	for (const { chat } of visitors) await expect(chat).toContainText("This conversation is closed");
	await page.screenshot({ path: "test-results/bulk-done.png" });
	await page.keyboard.press("z");
	await expect(toast).toContainText("3 conversations taken back");
	for (const id of ids) await expect(marco.row(id)).toBeVisible();
	for (const { chat } of visitors) await expect(chat).not.toContainText("This conversation is closed");

	// A range by the mouse, and a dialog for all of it.
	await marco
		.row(ids[2] ?? "")
		.getByRole("checkbox")
		.click();
	await marco
		.row(ids[0] ?? "")
		.getByRole("checkbox")
		.click({ modifiers: ["Shift"] });
	await expect(page.getByText("3 selected")).toBeVisible();
	await page.keyboard.press("s");
	await page.getByRole("button", { name: "Until they write" }).click();
	await expect(toast).toContainText("3 conversations snoozed");
	// Under the pointer the list holds still.
	await page.mouse.move(1, 1);
	for (const id of ids) await expect(marco.row(id)).toBeHidden();
	await toast.getByRole("button", { name: "Undo" }).last().click();
	for (const id of ids) await expect(marco.row(id)).toBeVisible();
});

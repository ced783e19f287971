/** The search of the list: operators, what is offered while typing, what can't be meant, and opening at what was found. */
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };

test("operators are typed among words, and a result opens at the message that was found", async ({
	visit,
	dashboard,
}) => {
	const [zip, strap] = [await visit(), await visit()];
	const word = `walrus${crypto.randomUUID().slice(0, 6)}`;
	const ids = [await zip.queue(), await strap.queue()];
	const [first = "", second = ""] = ids;
	await zip.say(`The ${word} zip does not close.`);
	await strap.say(`My ${word} strap is fine.`);
	const ines = await dashboard("ines", DESK);
	const { page } = ines;
	const box = page.getByRole("combobox", { name: "Search everything said" });

	await page.keyboard.press("/");
	await expect(box).toBeFocused();
	await page.keyboard.type("is:w");
	await expect(page.locator("datalist option")).toHaveCount(1);
	await expect(page.locator("datalist option")).toHaveAttribute("value", "is:waiting");
	await box.fill(`${word} is:waiting`);
	await expect(ines.row(first)).toBeVisible();
	await expect(ines.row(second)).toBeVisible();
	await expect(page.getByRole("button", { name: "Handler: Waiting" })).toBeVisible();
	await box.fill(`${word} is:closed`);
	await expect(ines.row(first)).toBeHidden();
	await expect(page.getByText("Nothing found")).toBeVisible();
	await expect(page.getByText("Searched with the status “Closed” only.")).toBeVisible();
	await page.getByRole("link", { name: "Search all" }).click();
	await expect(box).toHaveValue(word);
	await expect(ines.row(second)).toBeVisible();
	await expect(page.getByRole("link", { name: "Search those" })).toHaveAttribute("href", /status=archived/);

	await box.fill(`${word} "does not close" tag:nosuch`);
	await expect(ines.row(first)).toBeVisible();
	await expect(ines.row(second)).toBeHidden();
	await expect(page.getByText("No tag is called “nosuch”.")).toBeVisible();
	expect.soft(await violationsInBoth(page)).toEqual([]);
	await page.screenshot({ path: "test-results/search.png" });
	await ines.row(first).getByRole("link").click();
	await expect(page).toHaveURL(/[?&]at=\d+/);
	await expect(ines.messages.getByText(`The ${word} zip does not close.`)).toBeInViewport();
	await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
	await ines.messages
		.getByRole("button", { name: /^More for the message/ })
		.last()
		.click();
	await page.getByRole("menuitem", { name: "Copy link" }).click();
	await expect(page.getByRole("status").filter({ hasText: "Link copied" })).toHaveCount(1);
	expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
		new RegExp(`/conversations/${first}\\?status=all&at=\\d+$`),
	);
	await page.goBack();
	await expect(box).toHaveValue(`${word} "does not close" tag:nosuch`);

	await page.setViewportSize({ width: 390, height: 844 });
	await page.emulateMedia({ colorScheme: "dark" });
	await expect(ines.row(first)).toBeVisible();
	await page.screenshot({ path: "test-results/search-phone.png" });

	// A chip that is changed takes the operators' place.
	await page.setViewportSize(DESK.viewport);
	await box.fill(`${word} is:closed assignee:me`);
	await page.getByRole("button", { name: "Status: Closed" }).click();
	await page.getByRole("menuitemradio", { name: "Any status" }).click();
	await expect(box).toHaveValue(word);
	await expect(page.getByRole("button", { name: "Assignee: Me" })).toBeVisible();
});

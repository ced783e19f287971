/** The keyboard: the palette over everything that can be done, the sheet of keys, and single letters that never act while somebody writes. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

for (const colorScheme of ["light", "dark"] as const)
	test(`a conversation is found, taken, assigned and closed by keys alone, ${colorScheme}`, async ({
		visit,
		dashboard,
	}) => {
		// Two views are looked at with all rules of accessibility.
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const marco = await dashboard("marco", { colorScheme });
		const { page } = marco;
		const id = await visitor.conversationId();
		await expect(marco.row(id)).toBeVisible();

		const palette = page.getByRole("dialog", { name: "Find an action" });
		const box = palette.getByRole("combobox");
		await page.keyboard.press("Control+k");
		await expect(box).toBeFocused();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/palette-${colorScheme}.png` });
		await page.keyboard.type("talk to a person");
		await expect(palette.getByRole("option", { selected: true })).toContainText("I want to talk to a person");
		await page.keyboard.press("Enter");
		await marco.messages.waitFor();

		await page.keyboard.press("Control+k");
		await page.keyboard.type("take");
		await expect(palette.getByRole("option", { selected: true })).toContainText("Take over");
		await page.keyboard.press("Enter");
		await expect(marco.reply).toBeFocused();
		// Letters are text here, a letter of AltGr is nobody's command, and Escape leaves the box.
		await page.keyboard.type("ea");
		await expect(marco.reply).toHaveValue("ea");
		await marco.reply.fill("");
		await marco.messages.click();

		await page.keyboard.press("a");
		const menu = page.getByRole("menu", { name: "Assign" });
		await expect(menu).toBeVisible();
		await page.keyboard.press("Escape");
		await expect(menu).toBeHidden();

		await page.keyboard.press("?");
		const keys = page.getByRole("dialog", { name: "Keys" });
		await expect(keys.getByText("Take over")).toBeVisible();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/keys-${colorScheme}.png` });
		await page.keyboard.press("Escape");
		await expect(keys).toBeHidden();
		await page.keyboard.press("e");
		await expect(page.getByRole("status").filter({ hasText: "Conversation closed" })).toHaveCount(1);
	});

test("everything said is searched from the palette, and letters can be switched off", async ({ dashboard }) => {
	const marco = await dashboard("marco", { viewport: { width: 390, height: 844 } });
	const { page } = marco;
	const palette = page.getByRole("dialog", { name: "Find an action" });
	await page.keyboard.press("Control+k");
	await page.keyboard.type("parcel");
	await page.screenshot({ path: "test-results/palette-phone.png" });
	await palette.getByRole("option", { name: /Search everything said for “parcel”/ }).click();
	await expect(page.getByRole("combobox", { name: "Search everything said" })).toHaveValue("parcel");
	await page.keyboard.press("Control+k");
	await page.keyboard.press("Control+k");
	await expect(palette).toBeHidden();

	await page.getByRole("button", { name: "Your account and theme" }).click();
	await page.getByRole("menuitemcheckbox", { name: "Shortcuts with letters" }).click();
	await page.locator("body").click({ position: { x: 1, y: 1 } });
	await page.keyboard.press("?");
	await expect(page.getByRole("dialog", { name: "Keys" })).toBeHidden();
});

/** Emoji in the reply box: found by name, inserted at the caret, and undone by the browser's own key. */
import { expect, test } from "./stage.ts";

test("an emoji is found by its name, stands where the caret was, and reaches the visitor", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const ines = await dashboard("ines", { viewport: { width: 1440, height: 900 } });
	const { page, reply } = ines;
	await ines.openThread(id);
	await reply.fill("Hello there");
	for (let step = 0; step < "there".length; step++) await reply.press("ArrowLeft");

	const button = page.getByRole("button", { name: "Add an emoji" });
	await button.click();
	const panel = page.getByRole("dialog", { name: "Emoji" });
	const search = panel.getByRole("combobox");
	await expect(search).toBeFocused();
	await page.keyboard.type("party popper");
	await expect(panel.getByRole("option", { name: /party popper/ })).toBeVisible();
	await panel.getByRole("option", { name: /party popper/ }).click();
	await expect(panel).toBeHidden();
	await expect(reply).toBeFocused();
	await expect(reply).toHaveValue("Hello 🎉there");

	await page.keyboard.press("ControlOrMeta+z");
	await expect(reply).toHaveValue("Hello there");
	await page.keyboard.press("ControlOrMeta+Shift+z");
	await page.keyboard.type(" ");

	await button.click();
	await expect(search).toBeFocused();
	await page.keyboard.press("Escape");
	await expect(panel).toBeHidden();
	await expect(button).toBeFocused();
	await reply.press("Enter");
	await expect(visitor.messages).toContainText("Hello 🎉 there");
});

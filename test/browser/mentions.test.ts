/** A teammate is named in a note: by keyboard, with a label and a notification, and without the visitor seeing any of it. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

test("a note names a teammate, who is told, and the visitor learns nothing", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const marco = await dashboard("marco", wide);
	const ines = await dashboard("ines", wide);
	const { page } = ines;
	await ines.openThread(id);
	await expect(marco.page.getByRole("link", { name: /^Conversations/ })).toBeVisible();

	// In a reply an at sign is an at sign.
	await page.keyboard.press("r");
	await expect(ines.reply).toBeFocused();
	await page.keyboard.type("@mar");
	await expect(page.getByRole("listbox", { name: "teammates" })).toHaveCount(0);
	await ines.reply.fill("");
	await page.keyboard.press("Escape");

	await page.keyboard.press("n");
	const box = ines.thread.getByRole("textbox", { name: "Note for the team" });
	await expect(box).toBeFocused();
	await page.keyboard.type("Please look, @mar");
	const option = page.getByRole("listbox", { name: "teammates" }).getByRole("option");
	await expect(option).toHaveCount(1);
	await expect(option).toContainText("Marco");
	expect(await violations(page)).toEqual([]);
	await page.keyboard.press("Enter");
	await expect(box).toHaveValue("Please look, @Marco ");
	await page.keyboard.type("at the strap");
	await page.keyboard.press("Enter");
	const note = ines.messages.getByRole("article", { name: /^Note by Ines/ });
	await expect(note.locator(".mention")).toHaveText("@Marco");

	await marco.openThread(id);
	await expect(marco.messages.locator(".mention.me")).toHaveText("@Marco");
	await visitor.say("Hello?");
	await expect(visitor.message("Hello?")).toBeVisible();
	await expect(visitor.chat).not.toContainText("strap");
	await expect(visitor.chat).not.toContainText("Marco");
});

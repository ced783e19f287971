/** A reply that closes its conversation, by keyboard, and where the thread leads then. */
import { expect, test } from "./stage.ts";

const wide = { viewport: { width: 1440, height: 900 } };

test("a reply is sent and its conversation closed by one key, and the next one opens", async ({ visit, dashboard }) => {
	const first = await visit();
	const older = await first.queue();
	const second = await visit();
	const newer = await second.queue();
	const marco = await dashboard("marco", wide);
	const { page } = marco;
	await expect(marco.row(older)).toBeVisible();
	await marco.openFromList(newer);
	await page.keyboard.press("r");
	await expect(marco.reply).toBeFocused();
	await page.keyboard.type("It is on its way.");
	await page.keyboard.press("Shift+Enter");
	await page.keyboard.type("Good-bye.");
	await page.keyboard.press("Control+Shift+Enter");
	await expect(second.message(/Good-bye/)).toBeVisible();
	await expect(second.chat).toContainText("This conversation is closed");
	await expect(page).toHaveURL(new RegExp(older));

	// A note closes nothing.
	await page.keyboard.press("n");
	const box = marco.thread.getByRole("textbox", { name: "Note for the team" });
	await expect(box).toBeFocused();
	await expect(marco.button("Send and close")).toHaveCount(0);
	await page.keyboard.type("Hm.");
	await page.keyboard.press("Control+Shift+Enter");
	await expect(box).toHaveValue("Hm.");
	await box.fill("");
	await page.keyboard.press("Escape");

	// One may stay.
	await page.keyboard.press("r");
	await marco.button("After closing").click();
	await page.getByRole("menuitemradio", { name: "Stay in the conversation" }).click();
	await marco.button("Close").click();
	await expect(first.chat).toContainText("This conversation is closed");
	await expect(marco.messages).toContainText("You closed the conversation");
	await expect(page).toHaveURL(new RegExp(older));
	await page.reload();
	await marco.messages.waitFor();
	await marco.reply.fill("Once more");
	await marco.reply.press("Enter");
	await expect(first.message("Once more")).toBeVisible();
	await marco.button("After closing").click();
	await expect(page.getByRole("menuitemradio", { name: "Stay in the conversation" })).toBeChecked();
});

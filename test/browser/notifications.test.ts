/** What a member is told of: the table they set, and being told in an open dashboard. */
import { expect, test } from "./stage.ts";

test("a member sets what they are told of, and owners lower what holds for all", async ({ dashboard }) => {
	const [ines, marco] = await Promise.all([dashboard("ines"), dashboard("marco")]);
	await marco.go("/settings/notifications");
	const box = (name: string) => marco.page.getByRole("checkbox", { name, exact: true });
	await expect(box("New in mine: Sound")).toBeChecked();
	await expect(box("The AI's trouble: E-mail")).toHaveCount(0);
	await box("New in mine: Sound").uncheck();
	await marco.page.getByLabel("Quiet hours every day").check();
	await expect(marco.page.getByLabel("From")).toHaveValue("22:00");
	await marco.page.reload();
	await expect(box("New in mine: Sound")).not.toBeChecked();
	await expect(marco.page.getByLabel("Quiet hours every day")).toBeChecked();

	await ines.go("/settings/notifications");
	const whole = ines.page.getByRole("table", { name: "Defaults of the workspace" });
	await whole.getByRole("checkbox", { name: "Somebody waits: E-mail" }).uncheck();
	await expect(ines.page.getByText("Saved", { exact: true })).toBeVisible();
	await expect(whole.getByRole("checkbox", { name: "Reply after my close: E-mail" })).toBeDisabled();
	await marco.page.reload();
	await expect(box("Somebody waits: E-mail")).not.toBeChecked();

	await marco.page.getByRole("button", { name: "Back to the workspace's defaults" }).click();
	await expect(box("New in mine: Sound")).toBeChecked();
	await whole.getByRole("checkbox", { name: "Somebody waits: E-mail" }).check();
});

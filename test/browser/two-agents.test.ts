/** Two agents in one conversation: each sees who else views it and who writes. */
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

for (const colorScheme of ["light", "dark"] as const)
	test(`who views and who writes is seen by the other, and by no visitor, ${colorScheme}`, async ({
		visit,
		dashboard,
	}) => {
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const id = await visitor.conversationId();
		const ines = await dashboard("ines", { colorScheme, ...DESK });
		await ines.openThread(id);
		const marco = await dashboard("marco", { colorScheme, ...PHONE });
		await marco.openThread(id);

		const told = ines.thread.getByRole("status").first();
		await expect(told).toHaveText("Marco is viewing");
		await expect(ines.thread.getByTitle("Marco is viewing").first()).toBeVisible();
		await expect(marco.thread.getByRole("status").first()).toHaveText("Ines is viewing");
		await expect(visitor.chat).not.toContainText(/Marco|Ines/);

		await marco.page.getByRole("tab", { name: /^Note/ }).click();
		await marco.thread.getByRole("textbox", { name: "Note for the team" }).pressSequentially("Mind the rack");
		await expect(told).toHaveText("Marco is writing a note");
		await expect(visitor.chat).not.toContainText(/Marco|Ines/);
		await marco.page.getByRole("tab", { name: /^Reply/ }).click();
		await marco.reply.pressSequentially("Which rack do you have?", { delay: 80 });
		await expect(told).toHaveText("Marco is writing");
		await expect(visitor.chat).toContainText("Marco is writing");
		expect.soft(await violations(ines.page)).toEqual([]);
		await ines.page.screenshot({ path: `test-results/two-agents-${colorScheme}.png` });
		await ines.reply.pressSequentially("I am here too");
		await expect(marco.thread.getByRole("status").first()).toHaveText("Ines is writing");
		await marco.page.screenshot({ path: `test-results/two-agents-phone-${colorScheme}.png` });

		await marco.page.close();
		await expect(told).toBeEmpty();
		await expect(ines.thread.getByTitle(/^Marco/)).toBeHidden();
	});

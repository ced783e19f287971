/** Two agents in one conversation: each sees who else views it and who writes, and is asked before two replies cross. */
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

for (const colorScheme of ["light", "dark"] as const)
	test(`sending asks once where somebody wrote since the reply was begun, ${colorScheme}`, async ({
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
		const asked = ines.thread.getByRole("region", { name: "Written meanwhile" });

		await ines.reply.fill("The Tubus rack fits.");
		await marco.reply.fill("Any rack fits, **really**.");
		await marco.button("Send").last().click();
		await expect(ines.messages).toContainText("Any rack fits");
		await ines.reply.press("Enter");
		await expect(asked.getByRole("alert")).toHaveText("Marco replied while you were writing. Send anyway?");
		await expect(asked).toContainText("Any rack fits, really.");
		await expect(ines.reply).toBeFocused();
		expect.soft(await violations(ines.page)).toEqual([]);
		await ines.page.screenshot({ path: `test-results/meanwhile-${colorScheme}.png` });
		await ines.reply.press("Escape");
		await expect(asked).toBeHidden();
		await expect(ines.reply).toBeFocused();
		await expect(ines.reply).toHaveValue("The Tubus rack fits.");
		// Told once: it goes now.
		await ines.reply.press("Enter");
		await expect(visitor.message("The Tubus rack fits.")).toBeVisible();
		await expect(asked).toBeHidden();

		await test.step("a draft of an earlier visit remembers when it was begun", async () => {
			await ines.reply.fill("And it weighs little.");
			await ines.page.reload();
			await visitor.say("Which colours are there?");
			await expect(ines.messages).toContainText("Which colours are there?");
			await expect(ines.reply).toHaveValue("And it weighs little.");
			await ines.reply.press("Enter");
			await expect(asked.getByRole("alert")).toContainText(/^Visitor \w+ wrote while you were writing/);
			// Writing on is an answer too; what comes after it is asked about anew.
			await ines.reply.press("End");
			await ines.reply.pressSequentially(" Black.");
			await expect(asked).toBeHidden();
			await visitor.say("Or green?");
			await expect(ines.messages).toContainText("Or green?");
			await ines.reply.press("Enter");
			await expect(asked).toContainText("Or green?");
			await ines.reply.press("Enter");
			await expect(visitor.message("And it weighs little. Black.")).toBeVisible();
		});

		await test.step("a note isn't asked about, and a phone shows the question whole", async () => {
			await marco.reply.fill("Only in black.");
			await visitor.say("I would like green.");
			await expect(marco.messages).toContainText("I would like green.");
			await ines.page.getByRole("tab", { name: /^Note/ }).click();
			const note = ines.thread.getByRole("textbox", { name: "Note for the team" });
			await note.fill("Green comes in May.");
			await visitor.say("Please.");
			await expect(ines.messages).toContainText("Please.");
			await note.press("Enter");
			await expect(marco.messages).toContainText("Green comes in May.");
			await marco.button("Send").last().click();
			const there = marco.thread.getByRole("region", { name: "Written meanwhile" });
			await expect(there.getByRole("alert")).toContainText("wrote while you were writing. Send anyway?");
			await marco.page.screenshot({ path: `test-results/meanwhile-phone-${colorScheme}.png` });
			expect.soft(await violations(marco.page)).toEqual([]);
			await there.getByRole("button", { name: "Send" }).click();
			await expect(visitor.message("Only in black.")).toBeVisible();
		});
	});

/** Two agents act at once: the later one reads what the other did, keeps what they were writing, and can go on. */
import { violations } from "./axe.ts";
import type { Dashboard } from "./dashboard.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };
/** The browser reports a refused request by itself. */
const expected = /409|Conflict/;

/** Does something after a dashboard has sent an action, and before the server gets it. Once. */
const before = (dashboard: Dashboard, action: string, work: () => Promise<void>) =>
	dashboard.page.route(
		`**/api/conversations/*/${action}?*`,
		async (route) => {
			await work();
			await route.continue();
		},
		{ times: 1 },
	);

for (const colorScheme of ["light", "dark"] as const)
	test(`the later of two is told who did what, and does it all the same, ${colorScheme}`, async ({
		visit,
		dashboard,
	}) => {
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const id = await visitor.conversationId();
		const ines = await dashboard("ines", { colorScheme, expected, ...DESK });
		const marco = await dashboard("marco", { colorScheme, expected, ...PHONE });
		await ines.openThread(id);
		await marco.openThread(id);
		const notices = ines.page.getByRole("region", { name: "Notices" });

		await test.step("closing what was assigned meanwhile", async () => {
			await ines.reply.fill("A draft.");
			await before(ines, "close", async () => {
				await marco.thread.getByRole("button", { name: "Take over" }).click();
				await expect(marco.messages.getByText("You took over")).toBeVisible();
			});
			await ines.messages.focus();
			await ines.page.keyboard.press("e");
			await expect(notices).toContainText("Marco took this over a moment ago.");
			await expect(ines.reply).toHaveValue("A draft.");
			await expect(ines.messages.getByText("You closed the conversation")).toBeHidden();
			expect.soft(await violations(ines.page)).toEqual([]);
			await ines.page.screenshot({ path: `test-results/conflict-${colorScheme}.png` });
			await notices.getByRole("button", { name: "Close anyway" }).click();
			await expect(marco.messages.getByText("Ines closed the conversation")).toBeVisible();
			await expect(ines.page).not.toHaveURL(new RegExp(id));
			await ines.openThread(id);
			await expect(ines.reply).toHaveValue("A draft.");
		});

		await test.step("reopening what is open again", async () => {
			await before(marco, "reopen", async () => {
				await ines.button("Reopen").click();
				await expect(ines.messages.getByText("You reopened the conversation")).toBeVisible();
			});
			await marco.button("Reopen").click();
			const there = marco.page.getByRole("region", { name: "Notices" });
			await expect(there).toContainText("Ines reopened this a moment ago.");
			await expect(there.getByRole("button", { name: "Reopen anyway" })).toBeHidden();
			await marco.page.screenshot({ path: `test-results/conflict-phone-${colorScheme}.png` });
			await expect(marco.messages.getByText("You reopened the conversation")).toBeHidden();
		});

		await test.step("what one has done in another tab is no conflict", async () => {
			await before(ines, "close", async () => {
				const { origin } = new URL(ines.page.url());
				const answer = await ines.page.request.post(`${origin}/api/conversations/${id}/take-over`, {
					data: {},
					headers: { origin },
				});
				expect(answer.ok()).toBe(true);
			});
			await ines.messages.focus();
			await ines.page.keyboard.press("e");
			await expect(marco.messages.getByText("Ines closed the conversation")).toHaveCount(2);
		});
	});

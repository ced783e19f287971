/** How a team keeps its list in order: conversations that are put aside and come back, and tags. */
import type { Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expect, test } from "./stage.ts";

const DESK = { viewport: { width: 1440, height: 900 } };
const PHONE = { viewport: { width: 390, height: 844 } };

for (const colorScheme of ["light", "dark"] as const)
	test(`a conversation is put aside by a key, kept apart, and woken, ${colorScheme}`, async ({ visit, dashboard }) => {
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const marco = await dashboard("marco", { colorScheme, ...DESK });
		const { page } = marco;
		const id = await visitor.conversationId();
		await marco.openFromList(id);

		const dialog = page.getByRole("dialog", { name: "Snooze until" });
		await page.keyboard.press("s");
		await expect(dialog.getByRole("button", { name: /^In three hours/ })).toBeFocused();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/snooze-${colorScheme}.png` });

		const own = dialog.getByLabel("Another day and time");
		await own.fill("2020-01-01T09:00");
		await dialog.getByRole("button", { name: "Snooze", exact: true }).click();
		await expect(dialog.getByText("That is over already. Choose a time that is still to come.")).toBeVisible();
		await dialog.getByRole("button", { name: /^Tomorrow morning/ }).click();
		// The next conversation opens, or the list where there is none.
		await expect(page).not.toHaveURL(new RegExp(id));
		await expect(marco.row(id)).toBeHidden();

		await marco.go("/conversations?status=snoozed");
		await expect(marco.row(id).getByText("Snoozed")).toBeVisible();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/snoozed-list-${colorScheme}.png` });

		await marco.openFromList(id);
		await expect(marco.messages.getByText(/^You snoozed this until .*09:00/)).toBeVisible();
		await page.screenshot({ path: `test-results/snoozed-thread-${colorScheme}.png` });
		await marco.more("Wake it now");
		await expect(marco.messages.getByText("You woke it")).toBeVisible();
		await page.keyboard.press("Escape");
		await marco.view("All open");
		await expect(marco.row(id)).toBeVisible();
	});

test("on a phone, what is snoozed until the visitor writes comes back with their word", async ({
	visit,
	dashboard,
}) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say("I want to talk to a person.");
	const marco = await dashboard("marco", PHONE);
	const { page } = marco;
	const id = await visitor.conversationId();
	await marco.openFromList(id);
	await marco.more("Snooze");
	await page.screenshot({ path: "test-results/snooze-phone.png" });
	await page.getByRole("button", { name: "Until they write" }).click();
	await expect(page).not.toHaveURL(new RegExp(id));
	await marco.go("/conversations?status=snoozed");
	await marco.openFromList(id);
	await expect(marco.messages.getByText(/^You snoozed this until .* writes/)).toBeVisible();
	await page.screenshot({ path: "test-results/snoozed-thread-phone.png" });
	await marco.go("/conversations");
	await expect(marco.row(id)).toBeHidden();
	await visitor.say("Are you there?");
	await expect(marco.row(id)).toBeVisible();
	await marco.openFromList(id);
	await expect(marco.messages.getByText("Woken by the visitor's message")).toBeVisible();
	await page.screenshot({ path: "test-results/woken-phone.png" });
});

for (const colorScheme of ["light", "dark"] as const)
	test(`tags are made as one types, found by, renamed and removed, ${colorScheme}`, async ({ visit, dashboard }) => {
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const ines = await dashboard("ines", { colorScheme, ...DESK });
		const { page } = ines;
		const id = await visitor.conversationId();
		const name = `Refund ${colorScheme}`;
		await ines.openFromList(id);

		const picker = page.getByRole("dialog", { name: "Tags" });
		await page.keyboard.press("l");
		await expect(picker.getByRole("combobox")).toBeFocused();
		await page.keyboard.type(name);
		await expect(picker.getByRole("option", { name: `Make “${name}”` })).toBeVisible();
		await page.keyboard.press("Enter");
		await expect(picker.getByRole("option", { name, exact: true, selected: true })).toBeVisible();
		for (const other of ["Parcel", "Broken zip", "Angry"]) {
			await picker.getByRole("combobox").fill(`${other} ${colorScheme}`);
			await page.keyboard.press("Enter");
			await expect(picker.getByRole("option", { name: `${other} ${colorScheme}`, selected: true })).toBeVisible();
		}
		await picker.getByRole("combobox").fill("");
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/tag-picker-${colorScheme}.png` });
		await picker.getByRole("combobox").fill("angry");
		await page.keyboard.press("Enter");
		await expect(picker.getByRole("option", { name: `Angry ${colorScheme}`, selected: false })).toBeVisible();
		await page.keyboard.press("Escape");
		await expect(ines.messages.getByText(`You added the tag ${name}`)).toBeVisible();
		await page.screenshot({ path: `test-results/tagged-thread-${colorScheme}.png` });

		await page.keyboard.press("Escape");
		await expect(ines.row(id).getByText(name)).toBeVisible();
		await page.getByRole("button", { name: "Tag: Any tag" }).click();
		await page.getByRole("menuitemradio", { name, exact: true }).click();
		await expect(page).toHaveURL(/tag=tg_/);
		await expect(ines.row(id)).toBeVisible();
		expect.soft(await violations(page)).toEqual([]);
		await page.screenshot({ path: `test-results/tag-filter-${colorScheme}.png` });
		await page.getByRole("button", { name: /^Tag: / }).click();
		await page.getByRole("menuitemradio", { name: `Angry ${colorScheme}` }).click();
		await expect(ines.row(id)).toBeHidden();

		await ines.go("/settings/tags");
		const box = page.getByRole("textbox", { name: `Name of ${name}` });
		await box.fill(`Money back ${colorScheme}`);
		await box.press("Enter");
		await expect(page.getByRole("textbox", { name: `Name of Money back ${colorScheme}` })).toBeVisible();
		await page.getByRole("button", { name: `Remove Money back ${colorScheme}` }).click();
		await expect(page.getByText("1 conversation carries it, and will no more.")).toBeVisible();
		await page.screenshot({ path: `test-results/tags-settings-${colorScheme}.png` });
		await page.getByRole("button", { name: "Remove", exact: true }).click();
		await expect(page.getByRole("textbox", { name: `Name of Money back ${colorScheme}` })).toBeHidden();
		expect.soft(await violations(page)).toEqual([]);
	});

test("on a phone, tags are put on from the menu", async ({ visit, dashboard }) => {
	const visitor = await visit();
	await visitor.open();
	await visitor.say("I want to talk to a person.");
	const ines = await dashboard("ines", PHONE);
	const { page } = ines;
	const id = await visitor.conversationId();
	await ines.openFromList(id);
	await ines.more("Tags");
	const picker = page.getByRole("dialog", { name: "Tags" });
	await picker.getByRole("combobox").fill("A name that is rather long for a phone");
	await page.keyboard.press("Enter");
	await expect(picker.getByRole("option", { selected: true })).toBeVisible();
	await page.screenshot({ path: "test-results/tag-picker-phone.png" });
	await picker.getByRole("button", { name: "Done" }).click();
	await page.getByRole("link", { name: "Back to the list" }).click();
	await expect(ines.row(id).getByText("A name that is rather long")).toBeVisible();
	await page.screenshot({ path: "test-results/tagged-list-phone.png" });
	await ines.go("/settings/tags");
	await page.screenshot({ path: "test-results/tags-settings-phone.png" });
});

/** Snoozes for a moment, as no dialog does: the alarm is the platform's, and its clock isn't the test's. */
async function snoozeForAMoment({ page }: { page: Page }, id: string): Promise<void> {
	const answer = await page.request.post(new URL(`/api/conversations/${id}/snooze`, page.url()).href, {
		data: { until: Date.now() + 2_000 },
		headers: { origin: new URL(page.url()).origin },
	});
	expect(answer.ok()).toBe(true);
}

for (const colorScheme of ["light", "dark"] as const)
	test(`whose snooze is over is told to the assignee, who snoozes it again, and goes after a minute, ${colorScheme}`, async ({
		visit,
		dashboard,
	}) => {
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("I want to talk to a person.");
		const id = await visitor.conversationId();
		const marco = await dashboard("marco", { colorScheme, ...DESK });
		const ines = await dashboard("ines", { colorScheme, ...PHONE });
		await marco.openFromList(id);
		await marco.page.keyboard.press("t");
		await expect(marco.messages.getByText("You took over")).toBeVisible();
		await marco.page.clock.install();
		await marco.go("/conversations");
		const notices = marco.page.getByRole("region", { name: "Notices" });
		const toast = notices.locator(".toast", { hasText: "is back" });

		await snoozeForAMoment(marco, id);
		await expect(toast).toContainText(/^Visitor \w+ is back/);
		await expect(toast.getByRole("button", { name: "Open" })).toBeVisible();
		expect.soft(await violations(marco.page)).toEqual([]);
		await marco.page.screenshot({ path: `test-results/back-${colorScheme}.png` });
		// Whoever doesn't have it isn't told.
		await expect(ines.page.getByText("is back")).toBeHidden();

		await toast.getByRole("button", { name: "Snooze again" }).click();
		const dialog = marco.page.getByRole("dialog", { name: "Snooze until" });
		await expect(dialog.getByRole("button", { name: /^In three hours/ })).toBeFocused();
		await expect(toast).toBeHidden();
		await marco.page.screenshot({ path: `test-results/back-again-${colorScheme}.png` });
		await dialog.getByRole("button", { name: /^Tomorrow morning/ }).click();
		await expect(dialog).toBeHidden();
		await expect(notices).toContainText(/Snoozed until .*09:00/);

		await test.step("it stays for a minute, and no longer", async () => {
			await snoozeForAMoment(marco, id);
			await expect(toast).toBeVisible();
			await marco.page.clock.fastForward(50_000);
			await expect(toast).toBeVisible();
			await marco.page.clock.fastForward(12_000);
			await expect(toast).toBeHidden();
		});

		await test.step("of one that nobody has, everybody who is there is told, until they have seen it", async () => {
			await marco.openFromList(id);
			await marco.more("Hand back to the AI");
			await expect(marco.messages.getByText("You handed back to the AI")).toBeVisible();
			await marco.go("/conversations");
			await snoozeForAMoment(marco, id);
			const there = ines.page.getByRole("region", { name: "Notices" }).locator(".toast", { hasText: "is back" });
			await expect(toast).toBeVisible();
			await expect(there).toBeVisible();
			await ines.page.screenshot({ path: `test-results/back-phone-${colorScheme}.png` });
			await there.getByRole("button", { name: "Open" }).click();
			await expect(ines.page).toHaveURL(new RegExp(id));
			await expect(ines.messages).toContainText("The snooze is over");
			await expect(there).toBeHidden();
		});
	});

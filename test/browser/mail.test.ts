/**
 * Mail as people get it, read in the mailbox of this machine: an invitation, the way back in, a test from the settings. The
 * mailbox's frame runs no scripts, which the browser says of Playwright's own.
 */
import type { Page } from "@playwright/test";
import { expect, test } from "./stage.ts";

/** Opens the latest mail to an address, by its subject, and returns the first link of its text. */
async function linkIn(page: Page, host: string, subject: string, to: string): Promise<string> {
	const row = page.getByRole("row").filter({ hasText: to }).filter({ hasText: subject }).first();
	await expect(async () => {
		await page.goto(`${host}/mailbox`);
		await expect(row).toBeVisible({ timeout: 500 });
	}).toPass({ timeout: 20_000 });
	await row.getByRole("link").click();
	await expect(page.getByRole("heading", { name: subject, exact: true }).first()).toBeVisible();
	const text = (await page.locator("pre").textContent()) ?? "";
	return /https?:\/\/\S+/.exec(text)?.[0] ?? "";
}

test("somebody is invited by mail, joins by its link, forgets the password, and gets back in by mail", async ({
	dashboard,
	newPage,
	world,
}) => {
	const ines = await dashboard("ines");
	await ines.go("/settings/team");
	await ines.page.getByRole("button", { name: "Invite" }).click();
	await ines.page.getByRole("textbox", { name: "E-mail" }).fill("olu@team.example");
	await ines.page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
	await expect(ines.page.getByText("The invitation is on its way to olu@team.example").first()).toBeVisible();

	const page = await newPage({ expected: /40[14]|422|Blocked script/ });
	const invitation = await linkIn(page, world.host, "Ines invites you to Fjord Bags", "olu@team.example");
	// As its reader sees it: the frame runs nothing, and its link opens the page.
	const framed = page.frameLocator("iframe").getByRole("link", { name: "See the invitation" });
	expect(await framed.getAttribute("href")).toBe(invitation);
	await page.goto(invitation);
	await page.getByLabel("Your name").fill("Olu");
	await page.getByLabel("Password").fill("a password for tests");
	await page.getByRole("button", { name: "Join the team" }).click();
	await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();

	const other = await newPage({ expected: /401|Blocked script/ });
	await other.goto(`${world.host}/sign-in`);
	await other.getByRole("textbox", { name: "E-mail", exact: true }).fill("olu@team.example");
	await other.getByText("Forgotten your password?").click();
	await other.getByRole("button", { name: "Mail me a link" }).click();
	await expect(other.getByText(/If olu@team.example has an account here/)).toBeVisible();
	const reset = await linkIn(other, world.host, "Choose a new password", "olu@team.example");
	await other.goto(reset);
	await other.getByLabel("New password").fill("another one, and long");
	await other.getByRole("button", { name: "Set the password" }).click();
	await other.getByRole("textbox", { name: "E-mail", exact: true }).fill("olu@team.example");
	await other.getByLabel("Password").fill("another one, and long");
	await other.getByRole("button", { name: "Sign in", exact: true }).click();
	await expect(other.getByRole("navigation", { name: "Views" })).toBeVisible();
	// The session from before is over, and the account hears of it.
	await expect(page.getByRole("button", { name: "Sign in", exact: true })).toBeVisible();
	await linkIn(page, world.host, "Your password was changed", "olu@team.example");
	// The link is used up.
	await page.goto(reset);
	await page.getByLabel("New password").fill("yet another long one");
	await page.getByRole("button", { name: "Set the password" }).click();
	await expect(page.getByRole("alert").first()).toBeVisible();

	// In a team of other tests they would be offered conversations.
	await ines.go("/settings/team");
	await ines.page.getByRole("button", { name: "More for Olu" }).click();
	await ines.page.getByRole("menuitem", { name: "Remove" }).click();
	await ines.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
	await expect(ines.page.getByRole("region", { name: "Removed" }).getByText("Olu", { exact: true })).toBeVisible();
});

test("the settings say whether mail leaves, and a test shows it", async ({ dashboard, newPage, world }) => {
	const ines = await dashboard("ines");
	await ines.go("/settings/mail");
	await expect(ines.page.getByText("Mail works")).toBeVisible();
	await ines.page.getByRole("textbox", { name: "Sender's address" }).fill("team@fjord.example");
	await ines.page.getByRole("textbox", { name: "Sender's name" }).fill("Fjord's team");
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(ines.page.getByText("Saved", { exact: true }).first()).toBeVisible();
	await expect(ines.page.getByRole("definition").filter({ hasText: "team@fjord.example" })).toBeVisible();
	await ines.page.getByRole("button", { name: "Send a test to me" }).click();
	await expect(ines.page.getByText("The test is in the mailbox of this machine").first()).toBeVisible();
	const page = await newPage({ expected: /Blocked script/ });
	await linkIn(page, world.host, "A test from Fjord Bags", "ines@fjord.example");
	await expect(page.getByRole("cell", { name: "Fjord's team <team@fjord.example>" })).toBeVisible();
});

test("whoever may not change settings has no page for mail", async ({ dashboard }) => {
	const marco = await dashboard("marco");
	await marco.go("/settings");
	await expect(marco.page.getByRole("link", { name: "Mail", exact: true })).toHaveCount(0);
});

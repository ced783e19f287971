/** The dashboard's sign-in and set-up pages. */
import { ines, PASSWORD } from "../../scripts/demo.ts";
import { expect, test } from "./stage.ts";

test("a teammate signs in to the page they asked for, and out again", async ({ newPage, world }) => {
	const page = await newPage({ expected: /401/ });
	await page.goto(`${world.host}/knowledge`);
	await page.getByRole("textbox", { name: "E-mail" }).fill(ines.email);
	await page.getByLabel("Password").fill("not the password");
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page.getByRole("alert")).toBeVisible();
	await page.getByLabel("Password").fill(PASSWORD);
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page.getByRole("link", { name: "Knowledge" })).toHaveAttribute("aria-current", "page");
	expect(new URL(page.url()).pathname).toBe("/knowledge");

	await page.getByRole("button", { name: "Your account and theme" }).click();
	await page.getByRole("menuitem", { name: "Sign out" }).click();
	await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
	await page.goto(`${world.host}/conversations`);
	await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

test("a deployment that has its owner can't be set up again", async ({ newPage, world }) => {
	const page = await newPage({ expected: /401/ });
	await page.goto(`${world.host}/setup`);
	await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
});

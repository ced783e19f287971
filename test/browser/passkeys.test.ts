/** A passkey by Chromium's virtual authenticator: added in My account, used instead of a password, used after one, and removed. */
import { marco, PASSWORD } from "../../scripts/demo.ts";
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

test("a teammate adds a passkey, signs in with it and nothing else, and is back to the password once it is removed", async ({
	newPage,
	world,
}) => {
	// Not the session that the tests share: this one is signed out.
	const page = await newPage({ expected: /40[19]|422/ });
	const signIn = async () => {
		await page.getByLabel("E-mail").fill(marco.email);
		await page.getByLabel("Password").fill(PASSWORD);
		await page.getByRole("button", { name: "Sign in" }).click();
	};
	await page.goto(`${world.host}/settings/account`);
	await signIn();
	const devices = await page.context().newCDPSession(page);
	await devices.send("WebAuthn.enable");
	await devices.send("WebAuthn.addVirtualAuthenticator", {
		options: {
			protocol: "ctap2",
			transport: "internal",
			hasResidentKey: true,
			hasUserVerification: true,
			isUserVerified: true,
			automaticPresenceSimulation: true,
		},
	});
	await page.getByRole("button", { name: "Add a passkey" }).click();
	const dialog = page.getByRole("dialog");
	await dialog.getByLabel("Name").fill("Marco's laptop");
	await dialog.getByLabel("Your password").fill("not the password");
	await dialog.getByRole("button", { name: "Continue" }).click();
	await expect(dialog.getByText("This isn't your password.")).toBeVisible();
	await dialog.getByLabel("Your password").fill(PASSWORD);
	await dialog.getByRole("button", { name: "Continue" }).click();
	await expect(dialog.getByRole("heading", { name: "Keep these recovery codes" })).toBeVisible();
	expect.soft(await violationsInBoth(page), "recovery codes").toEqual([]);
	await dialog.getByRole("button", { name: "I have kept them" }).click();
	await expect(page.getByText("Marco's laptop", { exact: true })).toBeVisible();

	// Instead of a password.
	await page.getByRole("button", { name: "Sign out here" }).click();
	await page.getByRole("button", { name: "Use a passkey" }).click();
	await expect(page.getByText("Marco's laptop", { exact: true })).toBeVisible();

	// After a password, which alone lets nobody in any more.
	await page.getByRole("button", { name: "Sign out here" }).click();
	await signIn();
	await expect(page.getByRole("heading", { name: "Your second factor" })).toBeVisible();
	expect.soft(await violationsInBoth(page), "the second factor").toEqual([]);
	await page.getByRole("button", { name: "Use a passkey" }).click();
	await expect(page.getByText("Marco's laptop", { exact: true })).toBeVisible();

	await page.getByRole("button", { name: "Rename Marco's laptop" }).click();
	await dialog.getByLabel("Name").fill("Old laptop");
	await dialog.getByRole("button", { name: "Save" }).click();
	await page.getByRole("button", { name: "Remove Old laptop" }).click();
	await dialog.getByLabel("Your password").fill(PASSWORD);
	await dialog.getByRole("button", { name: "Remove" }).click();
	await expect(page.getByText(/^None yet/)).toBeVisible();

	// As where the workspace requires one: set up before anything else.
	const required = { type: "about:blank", status: 401, title: "Set up a second factor", reason: "factor_missing" };
	await page.route("**/api/me", (route) => route.fulfill({ status: 401, json: required }));
	await page.reload();
	await expect(page.getByRole("heading", { name: "Set up a second factor" })).toBeVisible();
	await expect(page.getByText(/^None yet/)).toBeVisible();
	expect.soft(await violationsInBoth(page), "a second factor to set up").toEqual([]);
	await page.getByRole("button", { name: "Add a passkey" }).click();
	expect.soft(await violationsInBoth(page), "a passkey to add").toEqual([]);
	await dialog.getByRole("button", { name: "Cancel" }).click();
	await page.getByRole("button", { name: "Set up an authenticator app" }).click();
	await dialog.getByLabel("Your password").fill(PASSWORD);
	await dialog.getByRole("button", { name: "Continue" }).click();
	await expect(dialog.getByLabel("Code from the app")).toBeVisible();
	expect.soft(await violationsInBoth(page), "an authenticator app to add").toEqual([]);
	await page.unroute("**/api/me");
	await page.goto(`${world.host}/settings/account`);

	// The authenticator still offers it; the server knows it no more.
	await page.getByRole("button", { name: "Sign out here" }).click();
	await page.getByRole("button", { name: "Use a passkey" }).click();
	await expect(page.getByText(/It was removed/)).toBeVisible();
	await page.getByLabel("E-mail").fill(marco.email);
	await page.getByLabel("Password").fill(PASSWORD);
	await page.getByRole("button", { name: "Sign in" }).click();
	await expect(page.getByRole("heading", { name: "Sessions" })).toBeVisible();
});

/** Sign-in by an OpenID provider on this machine: linked in My account, signed in with, and an invitation accepted with it. */
import { PASSWORD } from "../../scripts/demo.ts";
import { expect, test } from "./stage.ts";

test.use({ withProvider: true });

test("a teammate links a provider, signs in with it, and nobody else does; an invitation is accepted with it", async ({
	dashboard,
	newPage,
	world,
}) => {
	const { provider } = world;
	if (!provider) throw new Error("this file has no provider");
	const marcos = { sub: "marco-there", email: "marco@elsewhere.example", email_verified: true, name: "Marco" };

	// Not linked yet: nobody gets in, and no account is made.
	const { page } = await dashboard("marco", { expected: /40[19]/ });
	provider.become(marcos);
	const stranger = await newPage({ expected: /401/ });
	await stranger.goto(world.host);
	await stranger.getByRole("button", { name: "Continue with Example ID" }).click();
	await expect(stranger.getByText(/link Example ID in My account/)).toBeVisible();
	expect(stranger.url()).toBe(`${world.host}/sign-in/provider`);

	await page.goto(`${world.host}/settings/account`);
	await page.getByRole("button", { name: "Link Example ID" }).click();
	await page.getByRole("dialog").getByLabel("Your password").fill(PASSWORD);
	await page.getByRole("dialog").getByRole("button", { name: "Continue" }).click();
	await expect(page.getByText(/^Linked since/)).toBeVisible();
	await page.getByRole("button", { name: "Sign out here" }).click();
	await page.getByRole("button", { name: "Continue with Example ID" }).click();
	await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();

	const ines = await dashboard("ines");
	await ines.go("/settings/team");
	await ines.page.getByRole("button", { name: "Invite" }).click();
	await ines.page.getByRole("textbox", { name: "E-mail" }).fill("noor@team.example");
	await ines.page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
	await ines.page.getByRole("button", { name: "More for noor@team.example" }).click();
	await ines.page.getByRole("menuitem", { name: "Show the link" }).click();
	const link = (await ines.page.getByRole("dialog").locator("code").textContent())?.trim() ?? "";
	await ines.page.getByRole("button", { name: "Done" }).click();
	const joining = await newPage({ expected: /40[149]/ });
	const noors = { sub: "noor-there", email: "noor@other.example", email_verified: true, name: "Noor" };
	const accept = async () => {
		await joining.goto(link);
		await joining.getByRole("button", { name: "Continue with Example ID" }).click();
	};
	provider.become(noors);
	await accept();
	await expect(joining.getByText(/has to have the invited address/)).toBeVisible();
	provider.become({ ...noors, email: "noor@team.example" });
	await accept();
	await expect(joining.getByRole("navigation", { name: "Views" })).toBeVisible();
	await expect(
		ines.page.getByRole("region", { name: "Members" }).getByRole("listitem").filter({ hasText: "Noor" }),
	).toBeVisible();
	await joining.goto(`${world.host}/settings/account`);
	await expect(joining.getByRole("button", { name: "Set a password" })).toBeVisible();
});

/** A team grows and shrinks: somebody is invited, joins by the link, is given less while they work, and is removed. */
import { expect, test } from "./stage.ts";

test("somebody joins by a copied link, loses their reply box as their role is lowered, and is out as they are removed", async ({
	dashboard,
	newPage,
	visit,
	world,
}) => {
	const ines = await dashboard("ines");
	await ines.go("/settings/team");
	await ines.page.getByRole("button", { name: "Invite" }).click();
	await ines.page.getByRole("textbox", { name: "E-mail" }).fill("noor@team.example");
	await ines.page.getByRole("dialog").getByRole("button", { name: "Invite" }).click();
	// It is mailed, and may be handed on as well.
	await expect(ines.page.getByText("The invitation is on its way to noor@team.example").first()).toBeVisible();
	await ines.page.getByRole("button", { name: "More for noor@team.example" }).click();
	await ines.page.getByRole("menuitem", { name: "Show the link" }).click();
	const link = (await ines.page.getByRole("dialog").locator("code").textContent())?.trim() ?? "";
	await ines.page.getByRole("button", { name: "Done" }).click();
	await expect(ines.page.getByRole("region", { name: "Invited" }).getByText("noor@team.example")).toBeVisible();

	const page = await newPage({ expected: /40[14]|422/ });
	const requests: string[] = [];
	page.on("request", (request) => requests.push(request.url()));
	await page.goto(link);
	await expect(page.getByRole("heading", { name: /^Join / })).toBeVisible();
	// The token is out of the address bar, and was in no address that a server sees.
	const token = link.split("#")[1] ?? "";
	expect(page.url()).toBe(`${world.host}/join`);
	expect(requests.filter((url) => url.split("#")[0]?.includes(token))).toEqual([]);
	await page.getByLabel("Your name").fill("Noor");
	await page.getByLabel("Password").fill("short");
	await page.getByRole("button", { name: "Join the team" }).click();
	await expect(page.getByText("Use at least 10 characters.")).toBeVisible();
	await page.getByLabel("Password").fill("a password for tests");
	await page.getByRole("button", { name: "Join the team" }).click();
	await expect(page.getByRole("navigation", { name: "Views" })).toBeVisible();

	const visitor = await visit();
	await visitor.open();
	await visitor.say("Is anybody there?");
	await page.goto(`${world.host}/conversations?status=all`);
	await page.locator("[data-id]").first().getByRole("link").click();
	const reply = page.getByRole("textbox", { name: /^Reply to/ });
	await expect(reply).toBeVisible();
	const row = ines.page.getByRole("region", { name: "Members" }).getByRole("listitem").filter({ hasText: "Noor" });
	await expect(row.getByText("Here now")).toBeVisible();
	await row.getByRole("button", { name: "More for Noor" }).click();
	await ines.page.getByRole("menuitem", { name: "Change role" }).click();
	await ines.page.getByRole("radio", { name: /^Viewer/ }).check();
	await ines.page.getByRole("button", { name: "Change role" }).click();
	await expect(reply).toBeDisabled();

	await row.getByRole("button", { name: "More for Noor" }).click();
	await ines.page.getByRole("menuitem", { name: "Remove" }).click();
	await ines.page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
	await expect(page.getByRole("button", { name: "Sign in" })).toBeVisible();
	await expect(ines.page.getByRole("region", { name: "Removed" }).getByText("Noor", { exact: true })).toBeVisible();
	// The link is used up.
	await page.goto(link);
	await expect(page.getByRole("alert")).toBeVisible();
});

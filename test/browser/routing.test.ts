/** Routing between two agents: an offer and its time, passing it on, accepting by opening it, and going away. */
import { violations } from "./axe.ts";
import type { Dashboard } from "./dashboard.ts";
import { expect, test } from "./stage.ts";

const SHOTS = process.env["ROUTING_SHOTS"];

async function route(ines: Dashboard, mode: string): Promise<void> {
	await ines.go("/settings");
	await ines.page.getByLabel("Offer conversations").selectOption({ label: mode });
	await ines.page.getByRole("button", { name: "Save" }).click();
	await expect(ines.page.getByRole("button", { name: "Save" })).toBeDisabled();
	await ines.go("/conversations");
}

/** What other tests have left in the queue would be offered too. */
async function closeAllThatWait({ page }: Dashboard): Promise<void> {
	const origin = new URL(page.url()).origin;
	const filter = { status: "open", handler: "waiting", assignee: "anyone" };
	const answer = await page.request.post(`${origin}/api/bulk`, {
		data: { change: { type: "close" }, of: { filter, text: "" } },
		headers: { Origin: origin },
	});
	// There may be none.
	expect([200, 404], await answer.text()).toContain(answer.status());
	await expect(
		page.getByRole("navigation", { name: "Views" }).getByRole("link", { name: /^Waiting/ }),
	).not.toContainText(/\d/);
}

const offerIn = ({ page }: Dashboard) => page.getByRole("alert").filter({ hasText: "Offered to you" });

test("who waits is offered to one after another; opening it accepts; who goes away releases theirs", async ({
	dashboard,
	visit,
}) => {
	const [ines, marco] = await Promise.all([dashboard("ines"), dashboard("marco")]);
	await closeAllThatWait(ines);
	await route(ines, "To one after another");
	const visitor = await visit();
	const id = await visitor.queue();
	const first = await Promise.any(
		[ines, marco].map((each) =>
			offerIn(each)
				.waitFor()
				.then(() => each),
		),
	);
	const [next, name, nextName] = first === ines ? [marco, "Ines", "Marco"] : [ines, "Marco", "Ines"];
	await expect(visitor.page.getByText(new RegExp(`${name}.* will be with you`))).toBeVisible();
	await expect(next.row(id)).toContainText(new RegExp(`Offered to ${name}.*, 1:\\d\\d`));
	await expect(first.row(id)).toContainText(/Offered to you, 1:\d\d/);
	await expect(offerIn(next)).toHaveCount(0);
	expect(await violations(first.page)).toEqual([]);
	if (SHOTS) await shoot(first, `${SHOTS}/offer`);
	// Only a reload, and it is still theirs to answer.
	await first.page.reload();
	await offerIn(first).getByRole("button", { name: "Pass on" }).click();
	await expect(offerIn(first)).toHaveCount(0);
	await offerIn(next).waitFor();
	if (SHOTS) {
		await first.openThread(id);
		await shoot(first, `${SHOTS}/thread`);
		await first.go("/conversations");
	}

	await next.openFromList(id);
	await expect(offerIn(next)).toHaveCount(0);
	await expect(visitor.page.getByText(new RegExp(`${nextName}.* joined`))).toBeVisible();
	await next.answer("Hello, I have it.");

	await next.page.getByRole("button", { name: /^Your account and theme/ }).click();
	await next.page.getByRole("menuitemcheckbox", { name: "Away" }).click();
	const dialog = next.page.getByRole("dialog", { name: "Release your conversations?" });
	await expect(dialog).toContainText(/You have \d+ open conversations?\./);
	expect(await violations(next.page)).toEqual([]);
	if (SHOTS) await shoot(next, `${SHOTS}/away-dialog`);
	await visitor.say("Are you still there?");
	await dialog.getByRole("button", { name: "Release them and go" }).click();
	await expect(next.page.getByRole("button", { name: /you are away/ })).toBeVisible();
	await expect(first.page.getByRole("navigation", { name: "Views" })).toContainText("away");
	await expect(next.row(id)).toContainText("Waiting");
	if (SHOTS) await shoot(next, `${SHOTS}/away`);

	await next.page.getByRole("button", { name: /you are away/ }).click();
	await next.page.getByRole("menuitemcheckbox", { name: "Away" }).click();
	await expect(next.page.getByRole("button", { name: /you are away/ })).toHaveCount(0);
	await route(ines, "By hand: whoever takes it");
	// An offer that stands is nobody's in other tests.
	await closeAllThatWait(ines);
});

async function shoot({ page }: Dashboard, name: string): Promise<void> {
	for (const [screen, width, height] of [
		["desktop", 1440, 900],
		["phone", 390, 844],
	] as const)
		for (const colorScheme of ["light", "dark"] as const) {
			await page.setViewportSize({ width, height });
			await page.emulateMedia({ colorScheme });
			await page.screenshot({ path: `${name}-${screen}-${colorScheme}.png` });
		}
	await page.setViewportSize({ width: 1280, height: 720 });
}

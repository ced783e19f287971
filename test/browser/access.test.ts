/** Accessibility, WCAG 2.2 AA by axe: the widget and every page of the dashboard, light and dark, phone and desktop. */
import { violationsInBoth } from "./axe.ts";
import { expect, test } from "./stage.ts";

const looks = [
	{ name: "desktop", options: { viewport: { width: 1440, height: 900 } } },
	{ name: "phone", options: { viewport: { width: 390, height: 844 }, hasTouch: true } },
] as const;

for (const { name, options } of looks) {
	test(`the widget is accessible: ${name}`, async ({ visit }) => {
		const visitor = await visit({ ...options, reducedMotion: "reduce" });
		await expect(visitor.launcher).toBeVisible();
		expect.soft(await violationsInBoth(visitor.page)).toEqual([]);
		await visitor.open();
		await visitor.say("How long do I have to return a bag?");
		await expect(visitor.message(/You have 30 days/)).toBeVisible();
		await visitor.say("Do your bags fit on a bicycle rack?");
		await expect(visitor.button("Talk to a person")).toBeVisible();
		expect.soft(await violationsInBoth(visitor.page)).toEqual([]);
		await visitor.button("Talk to a person").click();
		await expect(visitor.chat).toContainText("You are in the queue");
		expect.soft(await violationsInBoth(visitor.page)).toEqual([]);
	});

	test(`the dashboard is accessible: ${name}`, async ({ visit, dashboard, newPage, world }) => {
		// A dozen pages are walked through, each with all rules.
		test.slow();
		const visitor = await visit();
		await visitor.open();
		await visitor.say("How long do I have to return a bag?");
		await expect(visitor.message(/You have 30 days/)).toBeVisible();
		await visitor.say("Can I talk to a person?");
		await expect(visitor.chat).toContainText("You are in the queue");
		const id = await visitor.conversationId();

		const look = { ...options, reducedMotion: "reduce" } as const;
		const ines = await dashboard("ines", look);
		await expect(ines.row(id)).toBeVisible();
		expect.soft(await violationsInBoth(ines.page), "the list").toEqual([]);
		await ines.openThread(id);
		await expect(ines.summary).toBeVisible();
		expect.soft(await violationsInBoth(ines.page), "a thread").toEqual([]);
		for (const path of [
			"/contacts",
			"/knowledge",
			"/knowledge/articles/new",
			"/knowledge/gaps",
			"/knowledge/playground",
			"/figures",
			"/figures/confidence",
			"/settings",
			"/settings/team",
			"/settings/canned",
			"/settings/tags",
			"/settings/notifications",
			"/settings/mail",
			"/settings/activity",
			"/settings/account",
			"/nowhere",
		]) {
			await ines.go(path);
			await expect(ines.page.getByRole("heading", { level: 1 })).toBeVisible();
			expect.soft(await violationsInBoth(ines.page), path).toEqual([]);
		}
		const api = ines.page.context().request;
		const headers = { Origin: world.host };
		const invited = await api.post(`${world.host}/api/invitations`, {
			data: { email: `${crypto.randomUUID()}@team.example`, role: "agent" },
			headers,
		});
		const { link } = await invited.json();
		const stranger = await newPage({ ...look, expected: /40[14]/ });
		await stranger.goto(link);
		await expect(stranger.getByRole("button", { name: "Join the team" })).toBeVisible();
		expect.soft(await violationsInBoth(stranger), "joining").toEqual([]);
		await stranger.goto(`${world.host}/reset#us_1.c1.x`);
		await expect(stranger.getByRole("heading", { level: 1 })).toBeVisible();
		expect.soft(await violationsInBoth(stranger), "a new password").toEqual([]);
		await stranger.goto(world.host);
		await expect(stranger.getByRole("button", { name: "Sign in" })).toBeVisible();
		expect.soft(await violationsInBoth(stranger), "signing in").toEqual([]);
	});
}

test("a conversation is opened, read and left by keyboard, and the list keeps its place", async ({
	visit,
	dashboard,
}) => {
	const ids: string[] = [];
	for (const question of ["Can I talk to a person?", "I want to speak to somebody", "A human, please"]) {
		const visitor = await visit();
		await visitor.open();
		await visitor.say(question);
		await expect(visitor.chat).toContainText("You are in the queue");
		ids.unshift(await visitor.conversationId());
	}
	const [, second = "", third = ""] = ids;
	const { page, ...ines } = await dashboard("ines");
	const link = (id: string) => page.locator(`[data-id="${id}"]`).getByRole("link");
	await expect(link(second)).toBeVisible();
	await page.keyboard.press("j");
	await page.keyboard.press("j");
	await expect(link(second)).toBeFocused();
	await page.keyboard.press("Enter");
	await expect(ines.messages).toContainText("I want to speak to somebody");
	await page.keyboard.press("r");
	await expect(ines.reply).toBeFocused();
	await page.keyboard.press("Escape");
	await page.keyboard.press("Escape");
	await expect(page).toHaveURL(/\/conversations$/);
	await expect(link(second)).toBeFocused();

	// A list longer than the window keeps its scroll position when it is left and opened again.
	await page.setViewportSize({ width: 1280, height: 180 });
	const table = page.locator(".table");
	await table.evaluate((element) => element.scrollTo({ top: 40 }));
	await page.locator("[data-id]").nth(1).click();
	await expect(ines.messages).toContainText("I want to speak to somebody");
	await page.goBack();
	await expect(table).toBeVisible();
	expect(await table.evaluate((element) => element.scrollTop)).toBe(40);

	// A closed conversation leaves the list, and the next one is opened.
	await page.setViewportSize({ width: 1280, height: 720 });
	await page.mouse.move(5, 5);
	await page.keyboard.press("Enter");
	await expect(ines.messages).toContainText("I want to speak to somebody");
	await page.keyboard.press("e");
	await expect(link(second)).toHaveCount(0);
	await expect(page).toHaveURL(new RegExp(third));
});

test("a menu that is left by Escape gives the focus back to its button", async ({ dashboard }) => {
	const { page } = await dashboard("ines");
	const button = page.getByRole("button", { name: "Your account and theme" });
	await button.click();
	await expect(page.getByRole("menuitem", { name: "My account" })).toBeFocused();
	await page.keyboard.press("Escape");
	await expect(button).toBeFocused();
});

test("at 200 % nothing of a thread's header is cut off", async ({ visit, dashboard }) => {
	const visitor = await visit();
	const id = await visitor.queue();
	const ines = await dashboard("ines", { viewport: { width: 720, height: 450 } });
	await ines.openThread(id);
	await expect(ines.button("Take over")).toBeInViewport({ ratio: 1 });
});

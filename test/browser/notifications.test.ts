/** What a member is told of: the table they set, and being told in an open dashboard. */
import type { Page } from "@playwright/test";
import * as v from "valibot";
import { expect, test } from "./stage.ts";

test("a member sets what they are told of, and owners lower what holds for all", async ({ dashboard }) => {
	const [ines, marco] = await Promise.all([dashboard("ines"), dashboard("marco")]);
	await marco.go("/settings/notifications");
	const box = (name: string) => marco.page.getByRole("checkbox", { name, exact: true });
	await expect(box("New in mine: Sound")).toBeChecked();
	await expect(box("The AI's trouble: E-mail")).toHaveCount(0);
	await box("New in mine: Sound").uncheck();
	await marco.page.getByLabel("Quiet hours every day").check();
	await expect(marco.page.getByLabel("From")).toHaveValue("22:00");
	await marco.page.reload();
	await expect(box("New in mine: Sound")).not.toBeChecked();
	await expect(marco.page.getByLabel("Quiet hours every day")).toBeChecked();

	await ines.go("/settings/notifications");
	const whole = ines.page.getByRole("table", { name: "Defaults of the workspace" });
	await whole.getByRole("checkbox", { name: "Somebody waits: E-mail" }).uncheck();
	await expect(ines.page.getByRole("status").filter({ hasText: "Saved" }).first()).toBeAttached();
	await expect(whole.getByRole("checkbox", { name: "Reply after my close: E-mail" })).toBeDisabled();
	await marco.page.reload();
	await expect(box("Somebody waits: E-mail")).not.toBeChecked();

	await marco.page.getByRole("button", { name: "Back to the workspace's defaults" }).click();
	await expect(box("New in mine: Sound")).toBeChecked();
	await whole.getByRole("checkbox", { name: "Somebody waits: E-mail" }).check();
});

/** Counts tones and notifications, which a headless browser neither plays nor draws, in a page that hasn't the keyboard. */
const record = () => {
	// A headless browser grants nothing to notify with.
	Object.defineProperty(Notification, "permission", { get: () => "granted" });
	const told: string[] = [];
	Object.assign(globalThis, { told });
	const { start } = OscillatorNode.prototype;
	OscillatorNode.prototype.start = function count(...when) {
		told.push("tone");
		return start.apply(this, when);
	};
	globalThis.Notification = new Proxy(Notification, {
		construct(target, [title, options]: [string, NotificationOptions]) {
			told.push(`${title} · ${options.body ?? ""}`);
			return new target(title, options);
		},
	});
	document.hasFocus = () => false;
};

const toldIn = async (page: Page): Promise<string[]> =>
	v.parse(v.array(v.string()), await page.evaluate(() => Reflect.get(globalThis, "told")));

/** A dashboard of Ines in which everything that tells is recorded. */
async function listening({ page }: { page: Page }): Promise<Page> {
	await page.addInitScript(record);
	await page.reload();
	await page.getByRole("navigation", { name: "Views" }).waitFor();
	return page;
}

test("with permission, one of two tabs tells that somebody waits, and both count it", async ({ dashboard, visit }) => {
	const ines = await dashboard("ines", { permissions: ["notifications"] });
	const first = await listening(ines);
	const second = await first.context().newPage();
	await second.addInitScript(record);
	await second.goto(first.url());
	await second.getByRole("navigation", { name: "Views" }).waitFor();
	await (await visit()).queue();
	for (const page of [first, second]) await expect(page).toHaveTitle(/^\(\d+\) /);
	const toldInBoth = async () => (await Promise.all([toldIn(first), toldIn(second)])).flat();
	const wait = "A visitor waits for a person · Can I talk to a person?";
	await expect.poll(toldInBoth).toContain(wait);
	// Those of earlier tests who have waited for some minutes are told of once more, each in one tab likewise.
	await expect
		.poll(async () => {
			const told = await toldInBoth();
			const notices = told.filter((each) => each !== "tone");
			return { own: notices.filter((each) => each === wait).length, tones: told.length / notices.length - 1 };
		})
		.toEqual({ own: 1, tones: 2 });
	await expect(first.locator('link[rel="icon"]')).toHaveAttribute("href", /^data:image\/png/);
});

test("what a visitor says in one's own conversation is told, counted until it is looked at, and not told while it is", async ({
	dashboard,
	visit,
}) => {
	const ines = await dashboard("ines", { permissions: ["notifications"] });
	const visitor = await visit();
	const id = await visitor.queue();
	await ines.openThread(id);
	await ines.answer("Here I am.");
	await expect(visitor.message("Here I am.")).toBeVisible();
	await ines.go("/settings/team");
	const page = ines.page;
	await page.addInitScript(record);
	await page.reload();
	await page.getByRole("region", { name: "Members" }).waitFor();
	await visitor.say("One more thing");
	await expect.poll(() => toldIn(page)).toEqual(["tone", "tone", "A visitor wrote to you · One more thing"]);
	const counted = await page.title();
	expect(counted).toMatch(/^\(\d+\) /);
	await ines.openThread(id);
	await expect.poll(() => page.title()).not.toBe(counted);
	await visitor.say("And another");
	await expect(ines.messages.getByText("And another")).toBeVisible();
	await page.waitForTimeout(1_000);
	expect(await toldIn(page)).toEqual([]);
});

test("permission is asked by a button after the first reply, and never before", async ({ dashboard, visit }) => {
	// The browsers of tests have no push service.
	const ines = await dashboard("ines", { expected: /Push API in incognito mode/ });
	const { page } = ines;
	await page.addInitScript(() => {
		Object.assign(globalThis, { asked: 0 });
		let now: NotificationPermission = "default";
		Object.defineProperty(Notification, "permission", { get: () => now });
		Notification.requestPermission = () => {
			Object.assign(globalThis, { asked: Reflect.get(globalThis, "asked") + 1 });
			now = "granted";
			return Promise.resolve(now);
		};
	});
	const asked = () => page.evaluate(() => Reflect.get(globalThis, "asked"));
	const visitor = await visit();
	const id = await visitor.queue();
	await ines.openThread(id);
	const question = page.getByText("Shall this browser tell you");
	await expect(ines.reply).toBeVisible();
	await expect(question).toHaveCount(0);
	await ines.answer("Here I am.");
	await expect(question).toBeVisible();
	expect(await asked()).toBe(0);
	await page.getByRole("button", { name: "Turn on", exact: true }).click();
	await expect(question).toHaveCount(0);
	expect(await asked()).toBe(1);
});

for (const [state, words] of [
	["default", "Turn on notifications here"],
	["denied", "This browser has been told to show none"],
	["granted", "This browser shows notifications"],
] as const)
	test(`the settings say what to do where permission is ${state}`, async ({ dashboard }) => {
		const { page } = await dashboard("ines");
		await page.addInitScript((permission) => {
			Object.defineProperty(Notification, "permission", { get: () => permission });
		}, state);
		await page.goto(new URL("/settings/notifications", page.url()).href);
		await expect(page.getByText(words)).toBeVisible();
	});

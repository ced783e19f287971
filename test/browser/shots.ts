/**
 * `npm run shots [-- VIEW …]`: pictures of the views that matter, each on a desktop and a phone, light and dark, of the demo with
 * its two weeks of conversations. They go into dist/shots, to be looked at.
 */
import { mkdir } from "node:fs/promises";
import { type Browser, chromium, type Page } from "@playwright/test";
import { build } from "../../scripts/build.ts";
import { ines, PASSWORD } from "../../scripts/demo.ts";
import { browserPath } from "./browser.ts";
import { startWorld, type World } from "./world.ts";

const FOLDER = "dist/shots";
const screens = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
const schemes = ["light", "dark"] as const;

type View = { path: string; shop?: true; prepare?(page: Page): Promise<unknown> };

const openFirst = (page: Page, name: string) => page.getByRole("link", { name }).first().click();

const views: Record<string, View> = {
	list: { path: "/conversations" },
	thread: { path: "/conversations?status=all", prepare: (page) => openFirst(page, "Oliver Grant") },
	waiting: { path: "/conversations?handler=waiting", prepare: (page) => openFirst(page, "Aisha Rahman") },
	search: {
		path: "/conversations?status=all",
		prepare: (page) => page.getByRole("combobox", { name: "Search everything said" }).fill("refund"),
	},
	palette: { path: "/conversations", prepare: (page) => page.keyboard.press("Control+k") },
	contacts: { path: "/contacts" },
	knowledge: { path: "/knowledge" },
	figures: { path: "/figures" },
	settings: { path: "/settings" },
	team: { path: "/settings/team" },
	notifications: { path: "/settings/notifications" },
	mail: { path: "/settings/mail" },
	account: { path: "/settings/account" },
	"sign-in": { path: "/sign-in" },
	widget: {
		path: "",
		shop: true,
		async prepare(page) {
			await page.getByRole("button", { name: /chat/i }).first().click();
			await page.getByRole("textbox", { name: /message/i }).fill("How long do I have to send a bag back?");
			await page.keyboard.press("Enter");
			await page.getByRole("list", { name: "Sources" }).waitFor();
		},
	},
};

/** Long enough for what is loaded lazily and for what moves. */
const SETTLED_MS = 900;

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !(name in views));
if (unknown.length > 0) {
	console.error(`There is no view ${unknown.join(", ")}. There are: ${Object.keys(views).join(", ")}`);
	process.exit(1);
}

await build();
await mkdir(FOLDER, { recursive: true });
const world = await startWorld({ withModel: false, withPast: true });
const browser = await chromium.launch({
	executablePath: await browserPath(),
	args: ["--no-sandbox", "--disable-features=LocalNetworkAccessChecks"],
});
try {
	for (const scheme of schemes)
		for (const screen of ["desktop", "phone"] as const) await draw(browser, world, screen, scheme);
} finally {
	await browser.close();
	await world.close();
}
console.warn(`The pictures are in ${FOLDER}.`);

async function draw(
	on: Browser,
	{ host, shop }: World,
	screen: keyof typeof screens,
	colorScheme: (typeof schemes)[number],
): Promise<void> {
	const context = await on.newContext({
		viewport: screens[screen],
		colorScheme,
		locale: "en-GB",
		timezoneId: "Europe/Oslo",
		hasTouch: screen === "phone",
	});
	await context.request.post(`${host}/api/auth/sign-in/email`, {
		data: { email: ines.email, password: PASSWORD },
		headers: { Origin: host },
	});
	const names = Object.keys(views).filter((name) => wanted.length === 0 || wanted.includes(name));
	for (const name of names) {
		const view = views[name];
		if (!view) continue;
		const own = name === "sign-in" ? await on.newContext({ viewport: screens[screen], colorScheme }) : null;
		const page = await (own ?? context).newPage();
		await page.goto(`${view.shop ? shop : host}${view.path}`);
		await page.waitForLoadState("networkidle").catch(() => {});
		await view.prepare?.(page).catch((error: unknown) => console.error(`${name}, ${screen}: ${String(error)}`));
		await page.waitForTimeout(SETTLED_MS);
		await page.screenshot({ path: `${FOLDER}/${name}-${screen}-${colorScheme}.png` });
		await page.close();
		await own?.close();
	}
	await context.close();
}

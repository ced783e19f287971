/** Pages that were open during a deploy, after which the script files they refer to are gone. */
import { expect, test } from "./stage.ts";

test("a shop page from before a deploy still opens the chat", async ({ visit }) => {
	const visitor = await visit({ expected: /404|CORS policy|ERR_FAILED/ });
	let missed = 0;
	await visitor.page.route(/\/widget\/chat-.*\.js/, (route) => {
		missed++;
		return route.fulfill({ status: 404, contentType: "text/plain", body: "There is nothing at this address." });
	});
	await visitor.open();
	await visitor.say("How long do I have to return a bag?");
	await expect(visitor.message(/You have 30 days/)).toBeVisible();
	expect(missed).toBe(1);
});

test("a page of the dashboard whose script a deploy has replaced is loaded by a reload", async ({ dashboard }) => {
	const { page } = await dashboard("ines", { expected: /404|ERR_/ });
	let missed = 0;
	await page.route(
		/\/assets\/page-.*\.js/,
		(route) => {
			missed++;
			return route.fulfill({ status: 404, contentType: "text/plain", body: "There is nothing at this address." });
		},
		{ times: 1 },
	);
	await page.getByRole("link", { name: "Figures" }).click();
	await expect(page.getByRole("heading", { name: "Figures" })).toBeVisible();
	expect(missed).toBe(1);
});

test("a page of the dashboard that can't be fetched leaves the others in place", async ({ dashboard }) => {
	const { page } = await dashboard("ines", { expected: /ERR_FAILED|Failed to fetch/ });
	const away = (url: URL) => url.pathname === "/" || url.pathname.startsWith("/assets/");
	await page.route(away, (route) => route.abort());
	await page.getByRole("link", { name: "Figures" }).click();
	await expect(page.getByRole("heading", { name: "This page can't be shown now" })).toBeVisible();
	await page.getByRole("link", { name: "Conversations", exact: false }).first().click();
	await expect(page.getByRole("heading", { name: "Conversations" })).toBeVisible();
	await page.unroute(away);
	await page.getByRole("link", { name: "Figures" }).click();
	await expect(page.getByRole("heading", { name: "Figures" })).toBeVisible();
});

test("a dashboard that is opened while the server is away starts by itself once it is back", async ({ dashboard }) => {
	const { page } = await dashboard("ines", { expected: /ERR_FAILED/ });
	await page.route("**/api/me", (route) => route.abort());
	await page.reload();
	await expect(page.getByRole("heading", { name: "Parley can't start" })).toBeVisible();
	await page.unroute("**/api/me");
	await expect(page.getByRole("heading", { name: "Conversations" })).toBeVisible();
});

/**
 * Pages of customers that treat the tag in ways of their own, on the shop's origin, which may show the widget. A test gives
 * the pages by path; the libraries that they name come from node_modules.
 */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import type { World } from "./world.ts";

/** Real libraries by the path at which host pages load them, in the versions in which they made a difference. */
const libraries: Record<string, string> = {
	"/lib/react.js": "react/umd/react.production.min.js",
	"/lib/react-dom.js": "react-dom/umd/react-dom.production.min.js",
	"/lib/turbo.js": "@hotwired/turbo/dist/turbo.es2017-umd.js",
	"/lib/bootstrap.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
	"/lib/bootstrap.css": "bootstrap/dist/css/bootstrap.min.css",
	"/lib/mousetrap.js": "mousetrap/mousetrap.min.js",
};

/** The tag's parts as the shop has them. */
export type Tag = { src: string; key: string; html: string };

export async function tagOf(world: World): Promise<Tag> {
	const shop = await (await fetch(world.shop)).text();
	const [html = "", src = "", key = ""] =
		/<script src="([^"]+)" data-workspace="([^"]+)" async><\/script>/.exec(shop) ?? [];
	if (key === "") throw new Error("the shop's page has no tag");
	return { src, key, html };
}

/** Serves pages by path in place of the shop's, and opens the first of them. */
export async function openHostPage(page: Page, world: World, pages: Record<string, string>): Promise<void> {
	await page.route(`${world.shop}/**`, async (route) => {
		const { pathname } = new URL(route.request().url());
		const library = libraries[pathname];
		const html = pages[pathname];
		if (library) await route.fulfill({ path: join("node_modules", library) });
		else if (html) await route.fulfill({ body: html, contentType: "text/html; charset=utf-8" });
		else await route.fallback();
	});
	await page.goto(world.shop + Object.keys(pages)[0]);
}

/** A whole page with the tag in its head. */
export const hostPage = (tag: string, body: string, head = ""): string =>
	`<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">${head}${tag}</head><body>${body}</body></html>`;

/** The address of a visitor's page in the sidebar: nobody is led to a copy of the shop, and the host shows, whatever it is. */
import { describe, expect, test } from "vitest";
import { shownPage } from "../../../dashboard/thread/page.ts";

const own = "https://parley.test";
const shop = "https://shop.test";
const sites = [shop, "https://shop.example:8443"];

describe("the page a visitor says they are on", () => {
	test.each([
		["an allowed site", "https://shop.test/orders/4711", "shop.test", "/orders/4711", "https://shop.test/orders/4711"],
		["its first page", "https://shop.test/", "shop.test", "", "https://shop.test/"],
		["its first page with a query", "https://shop.test?a=1", "shop.test", "/?a=1", "https://shop.test/?a=1"],
		[
			"a site with a port",
			"https://shop.example:8443/a?b=1",
			"shop.example:8443",
			"/a?b=1",
			"https://shop.example:8443/a?b=1",
		],
		["a page of this deployment", "https://parley.test/demo", "parley.test", "/demo", "https://parley.test/demo"],
		["an allowed site, without its fragment", "https://shop.test/a#b", "shop.test", "/a", "https://shop.test/a"],
	])("is a link, with its host, for %s", (_, url, host, path, href) => {
		expect(shownPage(url, sites, own)).toEqual({ host, path, href });
	});

	test.each([
		["another site", "https://evil.test/account/orders/4711", "evil.test", "/account/orders/4711"],
		["the site without TLS", "http://shop.test/orders", "shop.test", "/orders"],
		["the site at another port", "https://shop.test:444/", "shop.test:444", ""],
		["a name that begins alike", "https://shop.test.evil.test/", "shop.test.evil.test", ""],
		["a name that ends alike", "https://myshop.test/", "myshop.test", ""],
		["a name before the host", "https://shop.test@evil.test/orders", "evil.test", "/orders"],
		["a backslash before the host", "https:\\\\evil.test\\shop.test/orders", "evil.test", "/shop.test/orders"],
		["the site's address in the path", "https://evil.test/https://shop.test/", "evil.test", "/https://shop.test/"],
		["letters that look alike", "https://\u0455hop.test/", "xn--hop-ehd.test", ""],
		["a script", "javascript:alert(1)", "javascript:alert(1)", ""],
		["a picture made of text", "data:text/html,x", "data:text/html,x", ""],
		["an address within an address", "blob:https://shop.test/1", "blob:https://shop.test/1", ""],
		["a path alone", "/orders", "/orders", ""],
	])("is text, with its host, for %s", (_, url, host, path) => {
		expect(shownPage(url, sites, own)).toEqual({ host, path, href: null });
	});

	test("is text where no site is allowed", () => {
		expect(shownPage("https://shop.test/", [], own).href).toBeNull();
	});
});

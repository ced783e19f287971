/** The address of a visitor's page in the sidebar: nobody is led to a copy of the shop, and the host shows where it matters. */
import { describe, expect, test } from "vitest";
import { shownPage } from "../../../dashboard/thread/page.ts";

const own = "https://parley.test";
const shop = "https://shop.test";
const both = [shop, "https://shop.example:8443"];

describe("the page a visitor says they are on", () => {
	test.each([
		["the only site", "https://shop.test/orders/4711", [shop], "/orders/4711", "https://shop.test/orders/4711"],
		["the only site's first page", "https://shop.test/", [shop], "shop.test", "https://shop.test/"],
		["one of several sites", "https://shop.test/orders", both, "shop.test/orders", "https://shop.test/orders"],
		[
			"a site with a port",
			"https://shop.example:8443/a?b=1",
			both,
			"shop.example:8443/a?b=1",
			"https://shop.example:8443/a?b=1",
		],
		["a page of this deployment", "https://parley.test/demo", [shop], "parley.test/demo", "https://parley.test/demo"],
	])("is a link to %s", (_, url, sites, text, href) => {
		expect(shownPage(url, sites, own)).toEqual({ text, href });
	});

	test.each([
		["another site", "https://evil.test/account/orders/4711", "evil.test/account/orders/4711"],
		["the site without TLS", "http://shop.test/orders", "shop.test/orders"],
		["the site at another port", "https://shop.test:444/", "shop.test:444"],
		["a name that begins alike", "https://shop.test.evil.test/", "shop.test.evil.test"],
		["a name before the host", "https://shop.test@evil.test/orders", "evil.test/orders"],
		["letters that look alike", "https://\u0455hop.test/", "xn--hop-ehd.test"],
		["no page", "javascript:alert(1)", "javascript:alert(1)"],
		["a path alone", "/orders", "/orders"],
	])("is text, with its host, for %s", (_, url, text) => {
		expect(shownPage(url, [shop], own)).toEqual({ text, href: null });
	});
});

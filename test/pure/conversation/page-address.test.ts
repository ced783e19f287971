/** What is kept of a page's address: nothing that might be a secret, and nothing that isn't a page. */
import { describe, expect, test } from "vitest";
import { pageAddress } from "../../../src/conversation/page-address.ts";

describe("a page's address", () => {
	test.each([
		["https://shop.test/reset?token=s3cret#more", "https://shop.test/reset", "https://shop.test/reset?token=s3cret"],
		["https://shop.test/#access_token=s3cret", "https://shop.test/", "https://shop.test/"],
		["https://ana:pw@shop.test:8443/a b", "https://shop.test:8443/a%20b", "https://shop.test:8443/a%20b"],
		["http://localhost:5173?x=1", "http://localhost:5173/", "http://localhost:5173/?x=1"],
		["HTTPS://SHOP.test/Größe?q=ü", "https://shop.test/Gr%C3%B6%C3%9Fe", "https://shop.test/Gr%C3%B6%C3%9Fe?q=%C3%BC"],
	])("%s is kept as %s, or with its query", (url, without, withQuery) => {
		expect(pageAddress(url, false)).toBe(without);
		expect(pageAddress(url, true)).toBe(withQuery);
	});

	test.each([
		["a query", `https://shop.test/a?q=${"商".repeat(900)}`, "https://shop.test/a"],
		["a path", `https://shop.test/${"商".repeat(900)}?q=1`, "https://shop.test/"],
	])("loses %s that parsing makes too long to keep", (_, url, kept) => {
		expect(pageAddress(url, true)).toBe(kept);
	});

	test("is none where its host alone is too long", () => {
		expect(pageAddress(`https://${"a.".repeat(1_100)}test/`, false)).toBeNull();
	});

	test.each([
		"javascript:alert(1)//https://shop.test",
		"data:text/html,x",
		"file:///etc/passwd",
		"/orders/4711",
		"",
		"https://",
	])("%j is none", (text) => {
		expect(pageAddress(text, false)).toBeNull();
		expect(pageAddress(text, true)).toBeNull();
	});
});

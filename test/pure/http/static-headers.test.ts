/** The headers of static files, as Cloudflare reads them: all rules whose pattern fits a file's path count, in their order. */
import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { HSTS } from "../../../src/http/headers.ts";

const rules = readFileSync("scripts/_headers", "utf8")
	.split("\n")
	.filter((line) => line.trim() !== "" && !line.startsWith("#"))
	.reduce<{ fits: RegExp; headers: [string, string][] }[]>((all, line) => {
		if (!/^\s/.test(line)) {
			const [before = "", after] = line.split("*", 2);
			return [...all, { fits: new RegExp(`^${before}${after === undefined ? "" : ".*"}$`), headers: [] }];
		}
		const colon = line.indexOf(":");
		all.at(-1)?.headers.push([line.slice(0, colon).trim().toLowerCase(), line.slice(colon + 1).trim()]);
		return all;
	}, []);

const headersOf = (path: string): Record<string, string> =>
	Object.fromEntries(rules.filter(({ fits }) => fits.test(path)).flatMap(({ headers }) => headers));

const dashboard = ["/", "/index.html", "/conversations/c_1", "/assets/main-abc.js", "/favicon.svg", "/manifest.json"];
const forOtherSites = ["/widget.js", "/chat.js", "/widget/chat-abc.js", "/widget/loader-abc.js"];

test.each([...dashboard, ...forOtherSites])(
	"%s is asked for over TLS only from then on, and is what it says it is",
	(path) => {
		expect(headersOf(path)).toMatchObject({ "strict-transport-security": HSTS, "x-content-type-options": "nosniff" });
	},
);

test.each(dashboard)("%s can't be framed, nor its bytes be shared with another site's page", (path) => {
	const headers = headersOf(path);
	expect(headers["content-security-policy"]).toMatch(/default-src 'none';.*frame-ancestors 'none'/);
	expect(headers["content-security-policy"]).not.toContain("unsafe-");
	expect(headers).toMatchObject({ "cross-origin-opener-policy": "same-origin", "referrer-policy": "same-origin" });
	expect(headers["access-control-allow-origin"]).toBeUndefined();
	expect(headers["cross-origin-resource-policy"]).toBeUndefined();
});

test.each(forOtherSites)("%s is for every site's pages, those of strict isolation too", (path) => {
	expect(headersOf(path)).toMatchObject({
		"access-control-allow-origin": "*",
		"cross-origin-resource-policy": "cross-origin",
	});
});

test("files under names that stay the same are asked for again soon, the others never", () => {
	expect(headersOf("/widget.js")["cache-control"]).toBe("public, max-age=60");
	expect(headersOf("/chat.js")["cache-control"]).toBe("public, max-age=60");
	for (const path of ["/assets/main-abc.js", "/widget/chat-abc.js"])
		expect(headersOf(path)["cache-control"]).toContain("immutable");
	expect(headersOf("/")["cache-control"]).toBeUndefined();
});

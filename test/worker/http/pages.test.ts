/** Paths that are neither files nor the API. */
import { describe, expect, test } from "vitest";
import { page } from "../../../src/http/pages.ts";
import { ORIGIN } from "../setup/people.ts";

const assets = { fetch: async (request: RequestInfo | URL) => new Response(`page of ${new Request(request).url}`) };
const by = (name: "accept" | "sec-fetch-dest", value: string): Record<string, string> => ({ [name]: value });
const ask = (path: string, headers: Record<string, string>, method = "GET") =>
	page(new Request(`${ORIGIN}${path}`, { headers, method }), assets);

describe("a path that is no file", () => {
	test.each(["/conversations", "/conversations/c_1?status=all", "/contacts/ct_1", "/settings"])(
		"gives the dashboard's page to whoever opens %s",
		async (path) => {
			for (const headers of [by("sec-fetch-dest", "document"), by("accept", "text/html,*/*")]) {
				const response = await ask(path, headers);
				expect(await response.text()).toBe(`page of ${ORIGIN}/`);
			}
		},
	);

	test.each([
		["/widget/chat-old.js", by("sec-fetch-dest", "script")],
		["/assets/page-old.js", by("accept", "*/*")],
		["/assets/page-old.css", by("accept", "text/html")],
		["/conversations", by("sec-fetch-dest", "empty")],
	])("is missing where a script or style asks: %s", async (path, headers) => {
		const response = await ask(path, headers);
		expect(response.status).toBe(404);
		expect(response.headers.get("content-type")).not.toContain("html");
		expect(response.headers.get("cache-control")).toBe("no-store");
		expect(response.headers.get("x-content-type-options")).toBe("nosniff");
		expect(response.headers.get("strict-transport-security")).toContain("max-age=");
	});

	test("takes nothing that is sent to it", async () => {
		expect((await ask("/conversations", { "sec-fetch-dest": "document" }, "POST")).status).toBe(404);
	});
});

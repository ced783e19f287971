/** The security headers of the API's answers: those to members, those for other sites' pages, and refusals. */
import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { HSTS } from "../../../src/http/headers.ts";
import { createWorkspace, ORIGIN } from "../setup/people.ts";

const get = (path: string, headers: Record<string, string> = {}, origin = ORIGIN) =>
	exports.default.fetch(`${origin}${path}`, { headers });

const guarded = {
	"x-content-type-options": "nosniff",
	"referrer-policy": "no-referrer",
	"content-security-policy": "default-src 'none'; frame-ancestors 'none'",
	"cache-control": "no-store",
};

test.each([
	["/api/me", 401],
	["/api/nothing/here", 404],
	["/api/contacts", 401],
	["/api/auth/sign-up/email", 404],
	["/api/setup", 200],
])("%s answers with what keeps it from being guessed at, framed, kept or embedded elsewhere", async (path, status) => {
	const response = await get(path);
	expect(response.status).toBe(status);
	expect(Object.fromEntries(response.headers)).toMatchObject({
		...guarded,
		"cross-origin-resource-policy": "same-origin",
	});
	expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test("the widget's answers may be read by the pages that show it, whatever those isolate", async () => {
	const { publicKey, site } = await createWorkspace();
	const response = await exports.default.fetch(`${ORIGIN}/api/widget/boot`, {
		method: "POST",
		headers: { Origin: site },
		body: JSON.stringify({ key: publicKey }),
	});
	expect(response.headers.get("access-control-allow-origin")).toBe("*");
	expect(response.headers.get("cross-origin-resource-policy")).toBe("cross-origin");
	expect(response.headers.get("x-content-type-options")).toBe("nosniff");
});

test("an answer over TLS asks for TLS from then on, one without doesn't", async () => {
	expect((await get("/api/me", {}, "https://chat.shop.test")).headers.get("strict-transport-security")).toBe(HSTS);
	expect((await get("/api/me", {}, "http://localhost:8787")).headers.get("strict-transport-security")).toBeNull();
});

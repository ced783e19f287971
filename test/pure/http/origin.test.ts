/** Which pages may send what changes something, and by which names a local Parley is asked. */
import { describe, expect, test } from "vitest";
import { isLoopback, sameOrigin } from "../../../src/http/origin.ts";

const from = (origin: string, address = "https://chat.shop.test/api/me") =>
	sameOrigin(new Request(address, { headers: { origin } }));

describe("a page of this deployment", () => {
	test("is one of the same scheme, host and port", () => {
		expect(from("https://chat.shop.test")).toBe(true);
		expect(from("http://localhost:8811", "http://localhost:8811/api/me")).toBe(true);
	});

	test.each([
		"http://chat.shop.test",
		"ftp://chat.shop.test",
		"chrome-extension://chat.shop.test",
		"ws://chat.shop.test",
		"https://chat.shop.test:8443",
		"https://chat.shop.test.evil.test",
		"https://evil.test",
		"null",
		"",
		"*",
		"https://chat.shop.test/",
		"https://user@chat.shop.test",
		"https://chat.shop.test.",
	])("isn't %j", (origin) => expect(from(origin)).toBe(false));
});

describe("a name of this machine", () => {
	test.each(["localhost:8787", "127.0.0.1:8787", "[::1]:8787", "parley.localhost", "127.8.8.8", "LOCALHOST", "0x7f.1"])(
		"is %s",
		(host) => expect(isLoopback(new Request(`http://${host}/api/me`))).toBe(true),
	);
	test.each([
		"evil.test",
		"localhost.evil.test",
		"127.0.0.1.nip.io",
		"192.168.0.2:8787",
		"0.0.0.0",
		"localhost.",
		"[::2]",
	])("isn't %s", (host) => expect(isLoopback(new Request(`http://${host}/api/me`))).toBe(false));
});

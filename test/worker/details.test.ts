/** What the sidebar tells of a visitor's browser. */
import { describe, expect, it } from "vitest";
import { detailsOf } from "../../src/conversation/details.ts";

const safari =
	"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

const asked = (headers: Record<string, string>) => detailsOf(new Request("https://parley.test", { headers }));

describe("what a request tells of its browser", () => {
	it("names the first language in words", () => {
		expect(asked({ "accept-language": "pt-PT,pt;q=0.9,en;q=0.8" }).language).toBe("European Portuguese");
		expect(asked({ "accept-language": "nb;q=0.9" }).language).toBe("Norwegian Bokmål");
	});

	it("has no language where a program says it takes any, or says nothing", () => {
		expect(asked({ "accept-language": "*" }).language).toBeNull();
		expect(asked({}).language).toBeNull();
	});

	it("names device and browser", () => {
		const { device, browser } = asked({ "user-agent": safari });
		expect({ device, browser }).toEqual({ device: "iPhone, iOS", browser: "Safari" });
	});

	it("keeps little of a header that is far too long", () => {
		expect(asked({ "accept-language": `en-${"x".repeat(8_000)}` }).language?.length ?? 0).toBeLessThanOrEqual(100);
	});
});

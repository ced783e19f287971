/** Why the chat isn't on a page: each reason by a page that has it, and none by a page that is right. */
import { describe, expect, test } from "vitest";
import { problemsOf } from "../../../src/workspace/tag/check.ts";
import { blockedBy } from "../../../src/workspace/tag/policy.ts";

const own = { origin: "https://chat.example", key: "pk_mine", allowed: ["https://shop.example"] };
const page = (html: string, policies: string[] = [], url = "https://shop.example/bags") =>
	problemsOf({ html, url: new URL(url), policies }, own);
const tag = (attributes: string) => `<!doctype html><title>Bags</title><body><script ${attributes}></script>`;
const right = tag('src="https://chat.example/widget.js" data-workspace="pk_mine" async');

describe("the tag on a page", () => {
	test.each([
		["with a data attribute", right],
		["with the key in its address", tag('async src="https://chat.example/widget.js?key=pk_mine"')],
		["without a scheme", tag('src="//chat.example/widget.js" data-workspace=pk_mine')],
		["in capitals", right.replace("script src", "SCRIPT SRC")],
		["twice, the second one right", tag('src="https://chat.example/widget.js?key=pk_old"') + right],
	])("is found %s", (_, html) => {
		expect(page(html)).toEqual([]);
	});

	test("isn't there, or only in a comment or as text", () => {
		for (const html of ["", "<p>Hello", `<!-- ${right} -->`, `<textarea>${right}</textarea>`])
			expect(page(html)).toEqual([{ kind: "no_tag" }]);
		expect(page(tag('src="https://other.example/widget.js"'))).toEqual([{ kind: "no_tag" }]);
	});

	test("has no key, another's, or leads to another deployment", () => {
		expect(page(tag('src="https://chat.example/widget.js"'))).toEqual([{ kind: "no_key" }]);
		expect(page(tag('src="https://chat.example/widget.js?key=pk_theirs"'))).toEqual([
			{ kind: "wrong_key", key: "pk_theirs" },
		]);
		expect(page(tag('src="https://old.example/widget.js" data-workspace="pk_mine"'))).toEqual([
			{ kind: "other_host", host: "old.example" },
		]);
	});

	test("is on a site that isn't among the allowed ones, by scheme, name or port", () => {
		for (const url of ["http://shop.example/", "https://www.shop.example/", "https://shop.example:8443/"])
			expect(page(right, [], url)).toEqual([{ kind: "origin", origin: new URL(url).origin }]);
		// Our own pages always may.
		expect(page(right, [], "https://chat.example/demo")).toEqual([]);
	});

	test("is kept away by a policy of the page's header or its <meta>", () => {
		const policy = "default-src 'self'";
		expect(page(right, [policy])).toEqual([{ kind: "policy", directives: ["default-src"] }]);
		const meta = `<meta http-equiv="Content-Security-Policy" content="script-src 'self'">`;
		expect(page(meta + right)).toEqual([{ kind: "policy", directives: ["script-src"] }]);
		expect(page(tag(""), ["connect-src 'none'"])).toEqual([
			{ kind: "no_tag" },
			{ kind: "policy", directives: ["connect-src"] },
		]);
	});

	test("is looked for in time that grows with the page alone", () => {
		const long = `${"<div a='".repeat(50_000)}${"<script src=".repeat(50_000)}`;
		const start = performance.now();
		expect(page(long).length).toBeGreaterThan(0);
		expect(performance.now() - start).toBeLessThan(2_000);
	});
});

describe("a content security policy", () => {
	const place = { tag: new URL("https://chat.example/widget.js"), nonce: null, page: new URL("https://shop.example/") };
	const nonced = { ...place, nonce: "abc" };

	test.each([
		["no policy of scripts", "img-src 'self'"],
		["everything", "default-src *"],
		["https", "default-src https:"],
		["our host", "script-src 'self' chat.example; connect-src https://chat.example"],
		["our host, by its domain", "default-src *.example"],
		["our host, with a port", "default-src https://chat.example:443"],
		["our host, any port", "default-src chat.example:*"],
		["our file", "script-src https://chat.example/widget.js; connect-src https://chat.example/api/"],
		["elements apart", "script-src 'none'; script-src-elem chat.example"],
		["capitals", "SCRIPT-SRC CHAT.EXAMPLE"],
	])("lets it in: %s", (_, policy) => {
		expect(blockedBy([policy], place)).toEqual([]);
	});

	test.each([
		["nothing", "default-src 'none'", ["default-src"]],
		["the page's own", "script-src 'self'", ["script-src"]],
		["another host", "script-src cdn.example", ["script-src"]],
		["a neighbour's name", "script-src notchat.example chat.example.evil.test", ["script-src"]],
		["a domain, not what ends alike", "script-src *.chat.example", ["script-src"]],
		["another port", "script-src chat.example:8443", ["script-src"]],
		["another file", "script-src chat.example/other.js", ["script-src"]],
		["scripts, and no connection", "script-src chat.example; connect-src 'self'", ["connect-src"]],
		["an empty list", "connect-src", ["connect-src"]],
		["elements apart", "script-src chat.example; script-src-elem 'self'", ["script-src-elem"]],
		["what a nonce has to let in", "script-src 'nonce-abc' 'strict-dynamic' https:", ["script-src"]],
		["the first of a name alone", "script-src 'self'; script-src *", ["script-src"]],
	])("keeps it away: %s", (_, policy, directives) => {
		expect(blockedBy([policy], place)).toEqual(directives);
	});

	test("lets in a tag with the page's nonce, and asks all policies of a page", () => {
		expect(blockedBy(["script-src 'nonce-abc' 'strict-dynamic'"], nonced)).toEqual([]);
		expect(blockedBy(["script-src 'nonce-other'"], nonced)).toEqual(["script-src"]);
		expect(blockedBy(["script-src *", "script-src 'self'"], place)).toEqual(["script-src"]);
	});
});

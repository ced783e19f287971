/** What Cloudflare would refuse is refused before it is sent, whichever adapter sends. */
import { describe, expect, test } from "vitest";
import { checkMail, MAX_BYTES } from "../../../src/mail/check.ts";
import { headersOf } from "../../../src/mail/headers.ts";
import { mail, sender } from "./mail.ts";

const check = (over: Parameters<typeof mail>[0]) => checkMail(sender(), mail(over));
const header = { reason: "header", code: null };

describe("headers", () => {
	test.each<Record<string, string>>([
		{},
		{ "Auto-Submitted": "auto-generated" },
		{ "auto-submitted": "auto-replied" },
		{ "List-Unsubscribe": "<https://chat.fjord.example/u/1>, <mailto:stop@fjord.example>" },
		{ "List-Unsubscribe": "<https://chat.fjord.example/u/1>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
		{ "X-Auto-Response-Suppress": "All" },
		{ Precedence: "list" },
		{ "Content-Language": "de" },
	])("%j may be sent", (headers) => {
		expect(check({ headers })).toBeNull();
	});

	test.each<Record<string, string>>([
		{ "Message-ID": "<a@b.example>" },
		{ Date: "Mon, 30 Nov 2026 13:06:05 +0000" },
		{ From: "x@y.example" },
		{ Bcc: "x@y.example" },
		{ "Reply-To": "x@y.example" },
		{ "DKIM-Signature": "v=1" },
		{ "Return-Path": "<x@y.example>" },
		{ "Feedback-ID": "1" },
		{ "Disposition-Notification-To": "x@y.example" },
		{ "Auto-Submitted": "no" },
		{ "List-Unsubscribe": "https://chat.fjord.example/u/1" },
		{ "List-Unsubscribe": "<http://chat.fjord.example/u/1>" },
		{ "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
		{ "List-Unsubscribe": "<mailto:stop@fjord.example>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" },
		{ "List-Unsubscribe": "<https://a.example/>", "List-Unsubscribe-Post": "list-unsubscribe=one-click" },
		{ Precedence: "first-class" },
		{ "X-Empty": "" },
		{ "X-Lines": "a\r\nBcc: x@y.example" },
		{ "X-Line": "a\nb" },
		{ "X-Long": "a".repeat(2_049) },
		{ "X Bad": "a" },
		{ [`X-${"a".repeat(100)}`]: "a" },
		{ "X-Twice": "a", "x-twice": "b" },
		Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`X-${index}`, "a".repeat(2_000)])),
	])("%j may not", (headers) => {
		expect(check({ headers })).toEqual(header);
	});

	test.each(["", "a\nb", "a\r\nBcc: x@y.example", "a".repeat(999)])("no mail has the subject %j", (subject) => {
		expect(check({ subject })).toEqual(header);
	});

	test.each([
		{ to: "a@b.example\r\nBcc: c@d.example" },
		{ replyTo: "a@b.example\nX: y" },
		{ fromName: "A\r\nBcc: c@d.example" },
	])("%j starts no header of its own", (over) => {
		expect(check(over)).toEqual(header);
	});

	test("a long thread keeps its first mail and its last ones, within a header's length", () => {
		const references = Array.from({ length: 200 }, (_, index) => `${index}-${"a".repeat(30)}@x.example`);
		const { References = "" } = headersOf(mail({ references }));
		expect(References.length).toBeLessThanOrEqual(2_048);
		expect(References.split(" ")[0]).toBe(`<${references[0]}>`);
		expect(References.split(" ").at(-1)).toBe(`<${references.at(-1)}>`);
		expect(check({ references })).toBeNull();
	});
});

describe("the size", () => {
	test("of a mail up to 5 MiB is fine, as it leaves", () => {
		expect(check({ text: "a".repeat(3_700_000) })).toBeNull();
	});

	test("over 5 MiB is refused", () => {
		expect(check({ text: "a".repeat(MAX_BYTES) })).toEqual({ reason: "too_big", code: null });
		expect(check({ html: "ü".repeat(2_000_000) })).toEqual({ reason: "too_big", code: null });
	});
});

/** E-mail addresses as people have, type and paste them. */
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { EmailAddress, parseEmail } from "../../../src/protocol/text/email.ts";
import { parseFrameValue, VisitorFrame } from "../../../src/protocol/conversation/frames.ts";

describe("an address is taken", () => {
	test.each([
		["sinead.o'brien@example.ie", "sinead.o'brien@example.ie"],
		["a&b@example.com", "a&b@example.com"],
		["=x@example.com", "=x@example.com"],
		["ana+shop/orders@example.com", "ana+shop/orders@example.com"],
		["{weird}|~`!#$%^*?@example.com", "{weird}|~`!#$%^*?@example.com"],
		["-dash-@example.com", "-dash-@example.com"],
		// Some Japanese providers gave these out.
		["da..me.@docomo.ne.jp", "da..me.@docomo.ne.jp"],
		["Ana.Moreira@Example.COM", "ana.moreira@example.com"],
		["a@b--c.com", "a@b--c.com"],
		["user@example.xn--p1ai", "user@example.xn--p1ai"],
		["x@1and1.example", "x@1and1.example"],
		["x@a.b.c.d.example.co.uk", "x@a.b.c.d.example.co.uk"],
	])("%j", (typed, stored) => {
		expect(parseEmail(typed)).toBe(stored);
		expect(parseEmail(stored)).toBe(stored);
	});
});

describe("a domain in other letters is the one that browsers open", () => {
	test.each([
		["info@müller.de", "info@xn--mller-kva.de"],
		["INFO@MÜLLER.DE", "info@xn--mller-kva.de"],
		["info@mu\u0308ller.de", "info@xn--mller-kva.de"],
		["kontakt@straße.de", "kontakt@xn--strae-oqa.de"],
		["почта@пример.рф", "почта@xn--e1afmkfd.xn--p1ai"],
		["me@例え。テスト", "me@xn--r8jz45g.xn--zckzah"],
		["me@例え．jp", "me@xn--r8jz45g.jp"],
		["me@παράδειγμα.ελ", `me@${new URL("http://παράδειγμα.ελ").hostname}`],
	])("%j", (typed, stored) => expect(parseEmail(typed)).toBe(stored));
});

describe("what came along with a pasted address is trimmed", () => {
	test.each([
		"\u200bana@example.com",
		"ana@example.com\u200b",
		"\ufeffana@example.com",
		"a\u00adna@exam\u00adple.com",
		"ana\u200d@exa\u200cmple.com",
		"\u202aana@example.com\u202c",
		"\u2068ana@example.com\u2069",
		"ana\u0000@example.com",
		"ana＠example.com",
		"ａｎａ＠ｅｘａｍｐｌｅ．ｃｏｍ",
		"ana﹫example.com",
		"ana@example.com.",
		"ana@example.com,",
		"ana@example.com;",
		"  ana@example.com\t\n",
		"\u00a0ana@example.com\u3000",
		"mailto:ana@example.com",
		"<ana@example.com>",
		'"ana@example.com"',
		"(ana@example.com).",
	])("%j", (typed) => expect(parseEmail(typed)).toBe("ana@example.com"));
});

describe("what isn't an address is refused", () => {
	test.each([
		"",
		" ",
		"@",
		"ana",
		"ana@",
		"@example.com",
		"ana@example",
		"ana@localhost",
		"ana example@x.com",
		"a@b@example.com",
		"ana@-example.com",
		"ana@example-.com",
		"ana@exa mple.com",
		"ana@example..com",
		"ana@.example.com",
		"ana@example.com/path",
		"ana@example.com:80",
		"ana@user:pw@x.com",
		"ana@ex%61mple.com",
		"ana@127.0.0.1",
		"ana@1.2.3",
		"ana@0x7f.1",
		"ana@[::1]",
		"ana@example.c",
		"ana@example.123",
		"ana@a_b.com",
		"a,b@example.com",
		"a;b@example.com",
		"a<b>@example.com",
		"a\\b@example.com",
		"🎒@example.com",
		`${"a".repeat(65)}@example.com`,
		`a@${"b".repeat(64)}.com`,
		`a@${"b.".repeat(130)}com`,
		`${"a".repeat(5_000)}@example.com`,
	])("%j", (typed) => {
		const result = v.safeParse(EmailAddress, typed);
		expect(result.issues?.map(({ message }) => message)).toEqual(["Enter an e-mail address."]);
	});
});

test("a visitor is told that it is the address that isn't right", () => {
	const frame = { type: "email", id: "frame-0001" };
	expect(parseFrameValue(VisitorFrame, { ...frame, email: "sinead.o'brien@example.ie" })).toMatchObject({ ok: true });
	expect(parseFrameValue(VisitorFrame, { ...frame, email: "nobody" })).toEqual({
		ok: false,
		reason: "invalid_email",
		id: "frame-0001",
	});
});

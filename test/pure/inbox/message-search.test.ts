/** What is searched as it is typed, and what of a message is shown for it. The index itself runs in the worker tests. */
import { describe, expect, test } from "vitest";
import { excerpt } from "../../../src/inbox/excerpt.ts";
import { expression, indexedTerms, matcherOf } from "../../../src/inbox/message-terms.ts";
import { foldNames, fold } from "../../../src/language/text/fold.ts";
import { foldedContact, searchWords } from "../../../src/contact/list.ts";
import { terms } from "../../../src/language/text/terms.ts";

describe("what is found while it is typed", () => {
	test.each([
		["44718", "My order is 4471893."],
		["1Z999", "Tracking 1Z999AA10123456784"],
		["1z999aa1", "Tracking 1Z999AA10123456784"],
		["INV-2024-00", "See INV-2024-0017"],
		["退", "我要退款"],
		["款", "我要退款"],
		["退款", "我要退款"],
		["猫", "猫"],
		["환", "환불"],
		["ย", "สบาย"],
		["🎉", "Thanks 🎉"],
		["👍", "👍🏽"],
		["❤", "I ❤️ it"],
		["🇩🇪", "From 🇩🇪"],
		["👩‍💻", "A 👩‍💻 wrote"],
		["Haftpflichtversicherung", "Die Haft\u00adpflicht\u00adver\u00adsicherung"],
		["Haft\u00adpflichtvers", "Die Haftpflichtversicherung"],
		["میخواهم", "من می\u200cخواهم"],
		["می\u200cخواهم", "من میخواهم"],
		["word\u2060join", "wordjoiner"],
		["παπας", "Παπασταθης"],
		["थैंक्स", "थैंक्स"],
	])("%j finds %j", (query, text) => {
		expect(expression(query)).not.toBeNull();
		expect(matcherOf(query)(text)).toBe(true);
	});

	test.each([
		["44719", "My order is 4471893."],
		["退", "我要换货"],
		["🎉", "Thanks 🎈"],
	])("%j doesn't find %j", (query, text) => expect(matcherOf(query)(text)).toBe(false));

	test.each(["", "  ", "\u0000", "\u200b", '"', "!?"])("%j asks for nothing", (query) =>
		expect(expression(query)).toBeNull(),
	);

	test("a message's terms don't hold what nobody sees", () => {
		expect(indexedTerms("Haft\u00adpflicht\u0000")).toEqual(terms("Haftpflicht"));
	});
});

describe("the excerpt holds the match", () => {
	const filler = "日本語の長い文章です".repeat(60);
	test.each([
		["退款", `${filler}我要退款${filler}`],
		["退", `${filler}我要退款${filler}`],
		["needle", `${"x".repeat(300)}/needle/${"y".repeat(300)}`],
		["🎉", `${"ab".repeat(200)}🎉${"cd".repeat(200)}`],
		["44718", `${"1-".repeat(200)}4471893`],
		["parcel", `${"word ".repeat(100)}parcel${" word".repeat(100)}`],
		["ข้าวผัด", `${"ภาษาไทยยาวมาก".repeat(60)}ข้าวผัด${"ภาษาไทยยาวมาก".repeat(60)}`],
		["パーティー", `${"𠮷野家".repeat(150)}パーティー${"𠮷野家".repeat(150)}`],
	])("%j", (query, text) => {
		const shown = excerpt(text, query);
		expect(shown).toContain(query === "44718" ? "4471893" : query);
		expect(shown.length).toBeLessThanOrEqual(142);
		expect(shown.isWellFormed()).toBe(true);
	});

	test("a short text is shown from its beginning", () =>
		expect(excerpt("Where is my parcel?", "parcel")).toBe("Where is my parcel?"));
});

describe("a contact is found by the letters people type", () => {
	const found = (search: string, name: string | null, email: string | null) =>
		searchWords(search).every((forms) => forms.some((form) => foldedContact(name, email).includes(form)));
	test.each([
		["Sorensen", "Søren Sørensen", null],
		["Dang", "Đặng Thị", null],
		["ışık", "Işık", null],
		["isik", "IŞIK", null],
		["lodz", "Łódź", null],
		["strasse", "Straße", null],
		["gudrun thorsd", "Guðrún Þorsdóttir", null],
		["oconnor", "O\u200bConnor", null],
		["o'connor", "O’Connor", null],
		["smith-jones", "Smith‑Jones", null],
		["παπας", "Παπασταθης", null],
		["احمد", "أحمد", null],
		["Jo\u00adse\u0000", "José", null],
		["müller.de", null, "info@xn--mller-kva.de"],
		["info@müller.de", null, "info@xn--mller-kva.de"],
		["ＡＮＡ", "Ana", null],
	])("%j finds %j %j", (search, name, email) => expect(found(search, name, email)).toBe(true));

	test("a search of nothing visible asks for nothing", () => expect(searchWords("\u0000 \u200b")).toEqual([]));
	test("names fold to the same when folded twice", () => {
		for (const text of ["Søren Đặng", "한글", "ﬁn", "Ελλάς"]) expect(foldNames(foldNames(text))).toBe(foldNames(text));
		expect(fold("a\u200db\u00ad")).toBe("ab");
	});
});

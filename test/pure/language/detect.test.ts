/** The language of short texts, by themselves and with what is likely beside them. */
import { describe, expect, test } from "vitest";
import { visitorLanguage } from "../../../src/answer/visitor-language.ts";
import { isLanguage, type Language } from "../../../src/language/packs.ts";
import { foreignTo, languageOf, languagesOf } from "../../../src/language/detect.ts";
import { readLanguages } from "../../eval/rows.ts";

const rows = readLanguages("test/eval/set").flatMap(({ language, text }) =>
	isLanguage(language) ? [{ language, text }] : [],
);

async function misjudged(likely: Language[]): Promise<string[]> {
	const wrong = [];
	for (const { language, text } of rows) {
		const told = await languageOf(text, likely);
		if (told !== language) wrong.push(`${language} taken for ${told}: ${text}`);
	}
	return wrong;
}

describe("a short question", () => {
	test("tells its language by itself", async () => {
		const wrong = await misjudged([]);
		expect(rows.length).toBeGreaterThan(140);
		// Measured: 0.995.
		expect(1 - wrong.length / rows.length, wrong.join("\n")).toBeGreaterThan(0.97);
	});

	test("tells it also on a page in another language", async () => {
		for (const likely of ["en", "de", "tr"] as const) {
			const wrong = await misjudged([likely]);
			// Measured: 0.965 with "en", of which three in four are one or two words.
			expect(1 - wrong.length / rows.length, wrong.join("\n")).toBeGreaterThan(0.95);
		}
	});

	test.each([
		["Haben Sie Rucksäcke aus Leder?", "de"],
		["Haben Sie …?", "de"],
		["Können Sie mir helfen?", "de"],
		["Gibt es Rabatt?", "de"],
		["¿Tienen mochilas de cuero?", "es"],
		["Is the 背包 waterproof?", "en"],
		["保証期間は？", "ja"],
		["iPhone 15 Pro Max ケースありますか", "ja"],
		["Versendet ihr nach Tromsø?", "de"],
	] as const)("%j is told rightly", async (text, language) => {
		expect(await languageOf(text)).toBe(language);
		expect(await languageOf(text, ["en"])).toBe(language);
	});
});

describe("what tells little", () => {
	test.each(["ok", "no", "4471893", "👋", "XL", "PayPal?", "https://example.com/de/tasche", "sue@example.com", ""])(
		"%j is taken for a text of the likely language, and of English where none is known",
		async (text) => {
			expect(await languageOf(text, ["pt", "de"])).toBe("pt");
			expect(await languageOf(text)).toBe("en");
		},
	);

	test("Chinese characters alone are Japanese where that is likelier", async () => {
		expect(await languageOf("返品方法")).toBe("zh");
		expect(await languageOf("返品方法", ["ja"])).toBe("ja");
	});

	test.each(["Tôi muốn trả hàng", "Скільки коштує доставка?", "Kdy přijde můj balíček?", "کیف چرمی دارید؟"])(
		"%j, in a language without a pack, is taken for none that looks like it",
		async (text) => {
			expect(await languageOf(text)).toBe("en");
			expect(await languageOf(text, ["fr"])).toBe("fr");
		},
	);
});

describe("a visitor's language", () => {
	const said = (text: string) => ({ author: "visitor" as const, text });

	test("is that of the conversation where the last message leaves it open, then of the page, then of the browser", async () => {
		const thread = [said("Liefern Sie auch nach Österreich?"), { author: "ai" as const, text: "Ja." }];
		expect(await visitorLanguage({ question: "ok", thread, languages: ["fr", "it"] })).toBe("de");
		expect(await visitorLanguage({ question: "ok", thread: [], languages: ["fr-CH", "it"] })).toBe("fr");
		expect(await visitorLanguage({ question: "ok", thread: [], languages: [null, "it-IT"] })).toBe("it");
		expect(await visitorLanguage({ question: "ok", thread: [], languages: ["xx", undefined] })).toBe("en");
	});

	test("is that of the last message where it tells", async () => {
		const thread = [said("Liefern Sie auch nach Österreich?")];
		expect(await visitorLanguage({ question: "And how long is the warranty?", thread, languages: ["de"] })).toBe("en");
	});

	test("comes from tags of any form, each once", () => {
		expect(languagesOf(["de-AT", "de", "PT_br", "tlh", null, ""])).toEqual(["de", "pt"]);
	});
});

describe("a text in another language than the question", () => {
	const english = "You can return any bag within 30 days, unused and with its tag. We pay the postage.";
	test.each([
		["Wie lange kann ich die Tasche zurückgeben?", "de"],
		["¿Puedo devolver la bolsa?", "es"],
		["返品できますか？", "ja"],
	] as const)("is told for %j", async (question, language) => {
		expect(await foreignTo(question, english)).toBe(language);
	});
	test.each(["Can I return a bag?", "returns", "ok", "4471893"])("isn't claimed for %j", async (question) => {
		expect(await foreignTo(question, english)).toBeNull();
	});
});

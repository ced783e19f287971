/** The phrase before an article that is quoted in another language than the question's. */
import { surePassage } from "../setup/passage.ts";
import * as v from "valibot";
import { describe, expect, test } from "vitest";
import { guardOf } from "../../../src/answer/guard/check.ts";
import { embedded } from "../../../src/answer/write/embedded.ts";
import { languages } from "../../../src/language/packs.ts";
import { foreignLead } from "../../../src/answer/write/phrases.ts";
import { Style } from "../../../src/protocol/style.ts";
import { answer } from "../../../src/answer/answer.ts";
import { turn } from "../setup/turn.ts";

describe("an article in another language than the question", () => {
	const english = "You have 30 days to send something back, counted from the day the parcel is delivered.";
	const german = "Sie haben 30 Tage für die Rückgabe, und das ist für Sie nicht mit Kosten verbunden.";
	const quoted = async (question: string, text: string) => {
		const passages = [surePassage(question, { articleId: "a", title: "Returns", text })];
		const { outcome } = await answer(turn(question), {
			search: () => Promise.resolve(passages),
			writers: [embedded],
			signal: new AbortController().signal,
			onText: () => undefined,
			onDiscard: () => undefined,
		});
		return outcome.action === "answer" ? outcome.text : outcome;
	};

	test.each([
		["Wie lange habe ich Zeit für die Rückgabe?", english, /^Unser Artikel dazu ist in einer anderen Sprache/],
		["¿Cuánto tiempo tengo para devolver un bolso?", english, /^Nuestro artículo sobre esto está en otro idioma/],
		["Kaç gün içinde iade?", english, /^Bu konudaki yazımız başka bir dilde/],
		["退货需要多久？", english, /^我们关于这个问题的文章是用另一种语言写的/],
		["How long do I have to return a bag?", german, /^Our article about this is in another language/],
	])("is quoted with a word about it: %s", async (question, text, lead) => {
		const said = await quoted(question, text);
		expect(said).toMatch(lead);
		expect(said).toContain(`\n\n${text}`);
	});

	test.each([
		["How long do I have to return a bag?", english],
		["Wie lange habe ich Zeit für die Rückgabe?", german],
		["Return bag Tromsø?", english],
		["返品期限", "返品は30日以内にお願いします。"],
		["How do I return my 東京 bag to the shop?", english],
	])("is not supposed where there is doubt: %s", async (question, text) =>
		expect(await quoted(question, text)).toBe(text),
	);

	test.each(languages)("is told of in words that pass the last check: %s", (language) => {
		const passages = [surePassage("?", { articleId: "a", title: "Returns", text: english })];
		const text = `${foreignLead(language)}\n\n${english}`;
		expect(
			guardOf({ passages, question: "?", style: v.parse(Style, {}) }).check({ kind: "answer", text, cited: [1] }).ok,
		).toBe(true);
	});
});

/** The embedded writer: what it quotes of a passage. */
import { describe, expect, test } from "vitest";
import { quote } from "../../../src/answer/section/quote.ts";
import { emptyLibrary, saveArticle } from "../setup/library.ts";

describe("quoting", () => {
	test("keeps a short passage whole and takes the fitting sentences of a long one", async () => {
		const library = emptyLibrary();
		const filler = "This sentence only fills the room between others and says nothing of use to anybody. ".repeat(4);
		await saveArticle(library, null, {
			title: "Keys",
			text: `${filler}A lost key costs €30 and is replaced within two days. ${filler}`,
		});
		const question = "What does a lost key cost?";
		const [passage] = await library.search(question, 1);
		if (!passage) throw new Error("found nothing");
		const text = quote(passage, question);
		expect(text).toContain("A lost key costs €30 and is replaced within two days.");
		expect(text.length).toBeLessThan(passage.text.length / 2);
	});

	test("gives a list item the line that opens its list", async () => {
		const library = emptyLibrary();
		const items = ["apples from the orchard behind the house", "pears", "plums", "grapes", "cherries", "figs"];
		const list = items
			.map((item) => `- ${item}, which we pick by hand every single morning before eight o'clock`)
			.join("\n");
		await saveArticle(library, null, { title: "Fruit", text: `In autumn we sell:\n${list}` });
		const [passage] = await library.search("figs", 1);
		if (!passage) throw new Error("found nothing");
		expect(quote(passage, "figs")).toMatch(/^In autumn we sell:\n(?:.*\n)*- figs/);
	});
});

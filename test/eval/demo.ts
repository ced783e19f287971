/** The demo shop's knowledge in the form of a set: an article's id is its file's name, a question's its first wording. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import * as v from "valibot";
import { QuestionDraft } from "../../src/protocol/knowledge/articles.ts";
import type { Article, Entry } from "./rows.ts";

export function demoContent(): { articles: Article[]; entries: Entry[] } {
	const articles = readdirSync("demo/articles")
		.filter((name) => name.endsWith(".md"))
		.toSorted()
		.map((name) => {
			const [title = "", ...lines] = readFileSync(`demo/articles/${name}`, "utf8").split("\n");
			return { id: basename(name, ".md"), title: title.replace(/^#\s*/, ""), text: lines.join("\n").trim() };
		});
	const entries = v
		.parse(v.array(QuestionDraft), JSON.parse(readFileSync("demo/questions.json", "utf8")))
		.map(({ wordings: [title = "", ...phrasings], answer }) => ({ id: title, title, phrasings, answer }));
	return { articles, entries };
}

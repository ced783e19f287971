/** The demo shop's articles and questions: knowledge for the AI, questions to ask it, and sentences to fill conversations with. */
import { readdir, readFile } from "node:fs/promises";
import * as v from "valibot";
import { ArticleDraft, QuestionDraft } from "../../src/protocol/knowledge/articles.ts";
import { ask, type Teammate, type Workspace } from "./workspace.ts";

async function articles(): Promise<ArticleDraft[]> {
	const names = (await readdir("demo/articles")).filter((name) => name.endsWith(".md")).toSorted();
	return Promise.all(
		names.map(async (name) => {
			const [first = "", ...rest] = (await readFile(`demo/articles/${name}`, "utf8")).split("\n");
			return v.parse(ArticleDraft, { title: first.replace(/^#\s*/, ""), text: rest.join("\n") });
		}),
	);
}

const questions = async (): Promise<QuestionDraft[]> =>
	v.parse(v.array(QuestionDraft), JSON.parse(await readFile("demo/questions.json", "utf8")));

/** A question of five words or more. A shorter one may be read as a follow-up (answer/retrieve.ts), and these come in any order. */
const STANDS_ALONE = /^(?:\S+\s+){4,}/;

/** Adds the demo's knowledge to a workspace. Returns its questions, in all their wordings. */
export async function teach(workspace: Workspace, owner: Teammate): Promise<string[]> {
	for (const article of await articles()) await ask(workspace, owner, "/api/articles", article);
	const drafts = await questions();
	for (const question of drafts) await ask(workspace, owner, "/api/questions", question);
	// One wording of each question, then the next of each: the same answer twice in a row would become an offer of a person.
	const rounds = Math.max(...drafts.map(({ wordings }) => wordings.length));
	return Array.from({ length: rounds }, (_, round) => drafts.flatMap(({ wordings }) => wordings[round] ?? []))
		.flat()
		.filter((wording) => STANDS_ALONE.test(wording));
}

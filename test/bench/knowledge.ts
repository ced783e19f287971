/** The demo shop's articles and questions, for what the AI answers from and for sentences as customers would say them. */
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

/** A shorter question may lean on the one before it (answer/retrieve.ts), and these come in any order. */
const STANDS_ALONE = /^(?:\S+\s+){4,}/;

/** Gives a workspace the demo's knowledge. Returns its questions, in all their wordings. */
export async function teach(workspace: Workspace, owner: Teammate): Promise<string[]> {
	for (const article of await articles()) await ask(workspace, owner, "/api/articles", article);
	const drafts = await questions();
	for (const question of drafts) await ask(workspace, owner, "/api/questions", question);
	// One wording of each, then another of each: who gets the same answer again soon is offered a person.
	const rounds = Math.max(...drafts.map(({ wordings }) => wordings.length));
	return Array.from({ length: rounds }, (_, round) => drafts.flatMap(({ wordings }) => wordings[round] ?? []))
		.flat()
		.filter((wording) => STANDS_ALONE.test(wording));
}

/** Sentences of the articles, some hundred. */
export async function sentences(): Promise<string[]> {
	const texts = (await articles()).map(({ text }) => text.replace(/[#*[\]|_>]/g, " ").replace(/\s+/g, " "));
	return texts.flatMap((text) => text.split(/(?<=[.?!])\s/)).filter((sentence) => sentence.length > 20);
}

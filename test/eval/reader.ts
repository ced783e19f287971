/**
 * Measures a model as a reader, without calling one: writes the prompts of all questions to a folder, and reads the replies that
 * somebody has made with any model from there. The replies go through the answer path of production. It prints what would have
 * been said, and the model's likelihood ratios for model/catalogue.ts. The format is in docs/measured.md.
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { answer, type Decision } from "../../src/answer/answer.ts";
import { assess } from "../../src/answer/assess.ts";
import { readingOf } from "../../src/answer/reading.ts";
import { retrieve } from "../../src/answer/retrieve.ts";
import { embedded } from "../../src/answer/write/embedded.ts";
import { instructions, userMessage } from "../../src/answer/write/prompt.ts";
import { ReplyParser } from "../../src/answer/write/reply-parser.ts";
import { readReply } from "../../src/answer/write/stream.ts";
import type { Writer } from "../../src/answer/write/writer.ts";
import type { Embedder } from "../../src/model/embedder.ts";
import { CAREFUL_EVIDENCE, type Evidence, MAX_OUTPUT_TOKENS } from "../../src/model/catalogue.ts";
import { Style } from "../../src/protocol/style.ts";
import { THRESHOLD } from "./ask.ts";
import { fill, type Library } from "./library.ts";
import { read, readArticles, readFaq, readSections, readShop } from "./rows.ts";

/** A question of a set, with the documents that answer it: none where nothing does. */
type Question = { id: string; set: string; text: string; right: readonly string[] };
type Asking = { questions: Question[]; library: Library };

const COMPANY = "Fjord Bags";
const style = v.parse(Style, {});

const Reply = v.object({
	id: v.string(),
	reply: v.string(),
	/** The hash of the prompt that was answered. */
	of: v.optional(v.string()),
});

/** Every set of a folder, each with a library of its own. */
async function setsOf(folder: string, encoder: Embedder | null): Promise<Asking[]> {
	const made: Asking[] = [];
	const add = async (set: string, content: Parameters<typeof fill>[0], asked: Omit<Question, "id" | "set">[]) => {
		const questions = asked.map((question, at) => ({ ...question, set, id: `${set}-${at + 1}` }));
		made.push({ questions, library: await fill(content, encoder) });
	};
	const shop = readShop(folder);
	for (const { language, articles, entries = [], queries } of [...(shop ? [shop] : []), ...readArticles(folder)]) {
		const asked = queries.map(({ text, doc, also }) => ({ text, right: doc === null ? [] : [doc, ...also] }));
		await add(language, { articles, entries }, asked);
	}
	const faq = readFaq(folder);
	if (faq)
		await add("faq", { entries: faq.entries }, [
			...faq.queries.map(({ text, entry }) => ({ text, right: [entry] })),
			...faq.offTopic.map((text) => ({ text, right: [] })),
		]);
	const sections = readSections(folder);
	if (sections)
		await add(
			"sections",
			{ articles: sections.articles },
			sections.queries.map(({ text, doc, also }) => ({ text, right: doc === null ? [] : [doc, ...also] })),
		);
	return made;
}

const hashOf = (...texts: string[]): string => createHash("sha256").update(texts.join("\n")).digest("hex").slice(0, 16);

/** The prompt of a question, as a model gets it, and the documents in it. The mark is made of the id, so that it is the same again. */
async function promptOf({ id, text: question }: Question, library: Library) {
	const found = await retrieve({ question, thread: [] }, (query, limit) => library.search(query, limit, false));
	const passages = readingOf(assess(question, found).passages, found.rest);
	const system = instructions(style);
	const user = userMessage({ company: COMPANY, style, question, thread: [], passages }, hashOf(id).slice(0, 8));
	return { system, user, of: hashOf(system, user), given: passages.map(library.idOf) };
}

/** A writer that has one reply, whoever made it. */
const recorded = (reply: string, evidence: Evidence): Writer => ({
	name: "openai-compatible",
	evidence,
	write: (task, how) => readReply([reply], task, how),
});

type Kind = "right" | "wrong" | "part" | "offered";
const kinds: readonly Kind[] = ["right", "part", "wrong", "offered"];

/** Right: it cites a document that answers, and none where nothing does. */
function kindOf(outcome: Decision, right: readonly string[], library: Library): Kind {
	const partly = outcome.action === "offer" && outcome.partly === true;
	if (outcome.action === "hand_off" || (outcome.action === "offer" && !partly)) return "offered";
	const cited = outcome.sources.map(({ id }) => library.idOf({ articleId: id }));
	if (!cited.some((id) => right.includes(id))) return "wrong";
	return partly ? "part" : "right";
}

const decide = async (question: Question, library: Library, writers: Writer[], threshold: number): Promise<Kind> => {
	const { outcome } = await answer(
		{
			question: question.text,
			thread: [],
			settings: { threshold, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: COMPANY,
			offersInARow: 0,
		},
		{
			search: library.search,
			writers,
			signal: AbortSignal.timeout(60_000),
			onText: () => undefined,
			onDiscard: () => undefined,
		},
	);
	return kindOf(outcome, question.right, library);
};

/** A model's word on one question, and whether something that it was given answers. */
export type Word = { said: keyof Evidence; answerable: boolean; right: boolean };

function wordOf(reply: string, { right }: Question, given: readonly string[]): Word {
	const parser = new ReplyParser();
	parser.feed(reply);
	parser.end();
	const { control } = parser;
	const said = control?.kind === "sources" ? control.verdict : control?.kind === "offer" ? "cannot" : "unsaid";
	const cited = control?.kind === "sources" ? control.numbers.flatMap((number) => given[number - 1] ?? []) : [];
	return { said, answerable: given.some((id) => right.includes(id)), right: cited.some((id) => right.includes(id)) };
}

/** Replies with a word that are enough to tell what it is worth. */
const ENOUGH = 20;

/**
 * How many times likelier each word is where something given answers: counted with half a case more on each side, so that one
 * that was never wrong isn't taken for one that can't be. An answer from another document than the right one counts as wrong.
 * A word that was hardly said keeps its careful value.
 */
export function evidenceOf(
	words: readonly Word[],
): Record<keyof Evidence, { ratio: number; said: number; wrong: number }> {
	const answerable = words.filter((word) => word.answerable).length;
	const other = words.length - answerable;
	const of = (each: keyof Evidence) => {
		const said = words.filter((word) => word.said === each);
		const good = said.filter((word) => (each === "cannot" ? word.answerable : word.answerable && word.right)).length;
		const bad = said.length - good;
		// The wrong ones of answerable questions are of their number, so the sides are counted apart.
		const ratio = (good + 0.5) / (answerable + 1) / ((bad + 0.5) / (other + 1));
		const measured = said.length >= ENOUGH && answerable >= ENOUGH && other >= ENOUGH;
		return { ratio: measured ? Number(ratio.toPrecision(2)) : CAREFUL_EVIDENCE[each], said: said.length, wrong: bad };
	};
	return { sure: of("sure"), likely: of("likely"), part: of("part"), unsaid: of("unsaid"), cannot: of("cannot") };
}

const line = (name: string, all: { question: Question; kind: Kind }[]): string => {
	const answerable = all.filter(({ question }) => question.right.length > 0);
	const others = all.filter(({ question }) => question.right.length === 0);
	const count = (kind: Kind) => answerable.filter((one) => one.kind === kind).length;
	const answered = others.filter(({ kind }) => kind !== "offered").length;
	return `| ${name} | ${kinds.map(count).join(" | ")} | ${answered} of ${others.length} |`;
};

/** Writes the prompts, and reads the replies where there are any. Returns what is to be printed. */
export async function runReader(folder: string, place: string, encoder: Embedder | null = null): Promise<string> {
	mkdirSync(place, { recursive: true });
	const sets = await setsOf(folder, encoder);
	const prompts = [];
	for (const { questions, library } of sets)
		for (const question of questions) prompts.push({ question, library, ...(await promptOf(question, library)) });
	writeFileSync(
		join(place, "prompts.jsonl"),
		prompts
			.map(({ question: { id, text }, system, user, of }) =>
				JSON.stringify({ id, of, question: text, system, user, maxOutputTokens: MAX_OUTPUT_TOKENS }),
			)
			.map((row) => `${row}\n`)
			.join(""),
	);
	const said = `${prompts.length} prompts are in ${join(place, "prompts.jsonl")}.\n`;
	const file = join(place, "replies.jsonl");
	if (!existsSync(file)) return `${said}Put a line {"id", "of", "reply"} for each into ${file}, and run this again.\n`;

	const replies = new Map(read(file, Reply).map((reply) => [reply.id, reply]));
	const answered = prompts.flatMap((prompt) => {
		const reply = replies.get(prompt.question.id);
		return reply && (reply.of ?? prompt.of) === prompt.of ? [{ ...prompt, reply: reply.reply }] : [];
	});
	const stale = prompts.filter(({ question, of }) => (replies.get(question.id)?.of ?? of) !== of).length;
	const words = answered.map(({ reply, question, given }) => wordOf(reply, question, given));
	const evidence = evidenceOf(words);
	const measured: Evidence = {
		sure: evidence.sure.ratio,
		likely: evidence.likely.ratio,
		part: evidence.part.ratio,
		unsaid: evidence.unsaid.ratio,
		cannot: evidence.cannot.ratio,
	};
	const ways: [string, (reply: string) => Writer[], number][] = [
		["embedded, at 0.85", () => [embedded], THRESHOLD],
		["reader, at 0.85, with careful ratios", (reply) => [recorded(reply, CAREFUL_EVIDENCE)], THRESHOLD],
		["reader, at 0.85, with its own ratios", (reply) => [recorded(reply, measured)], THRESHOLD],
		["reader, deciding alone", (reply) => [recorded(reply, CAREFUL_EVIDENCE)], 0],
	];
	const rows: string[] = [];
	for (const set of new Set(answered.map(({ question }) => question.set)))
		for (const [name, writers, threshold] of ways) {
			const all = [];
			for (const { question, library, reply } of answered.filter((one) => one.question.set === set))
				all.push({ question, kind: await decide(question, library, writers(reply), threshold) });
			rows.push(line(`${set}: ${name}`, all));
		}
	const ratios = Object.entries(evidence).map(
		([word, { ratio, said: count, wrong }]) => `| ${word} | ${count} | ${wrong} | ${ratio} |`,
	);
	return [
		said +
			`${answered.length} replies were read${stale > 0 ? `; ${stale} are to prompts that have changed since, and were not` : ""}.`,
		"",
		"| | answered right | in part | wrong | offered though answerable | unanswerable answered |",
		"|---|---:|---:|---:|---:|---:|",
		...rows,
		"",
		"| its word | said | of these where nothing answers, or from another document | likelihood ratio |",
		"|---|---:|---:|---:|",
		...ratios,
		"",
		`evidence: ${JSON.stringify(measured)}`,
		"",
	].join("\n");
}

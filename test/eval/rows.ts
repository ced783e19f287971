/**
 * Reads the sets of a folder: files of one JSON object a line, named by their content. A missing file reads as null; an invalid
 * line throws `Unreadable` with its place.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { demoContent } from "./demo.ts";

const Entry = v.object({
	id: v.string(),
	title: v.string(),
	phrasings: v.array(v.string()),
	answer: v.string(),
});
const FaqQuery = v.object({ text: v.string(), entry: v.string() });
const OffTopic = v.object({ text: v.string() });
const Message = v.object({ text: v.string(), human: v.boolean(), language: v.optional(v.string()) });
const Article = v.object({ id: v.string(), title: v.string(), text: v.string() });
const ArticleQuery = v.object({
	text: v.string(),
	doc: v.nullable(v.string()),
	answer: v.nullable(v.string()),
	/** Ids of other articles that answer as well. */
	also: v.optional(v.array(v.string()), []),
});

const Spoken = v.object({ language: v.string(), text: v.string() });

const FollowUp = v.object({
	/** The set of articles that the question is asked of: the shop's, or a language's. */
	set: v.string(),
	before: v.string(),
	text: v.string(),
	doc: v.string(),
	also: v.optional(v.array(v.string()), []),
});

const SectionQuery = v.object({
	text: v.string(),
	/** Null where nothing answers. */
	doc: v.nullable(v.string()),
	also: v.optional(v.array(v.string()), []),
	/** What of the article answers, word by word. */
	spans: v.array(v.string()),
	/** The question is understood without a conversation before it. */
	specific: v.optional(v.boolean(), true),
});

export type Entry = v.InferOutput<typeof Entry>;
export type Article = v.InferOutput<typeof Article>;
export type ArticleQuery = v.InferOutput<typeof ArticleQuery>;

export type Faq = { entries: Entry[]; queries: v.InferOutput<typeof FaqQuery>[]; offTopic: string[] };
export type SectionQuery = v.InferOutput<typeof SectionQuery>;
export type Sections = { articles: Article[]; queries: SectionQuery[] };
export type Messages = v.InferOutput<typeof Message>[];
export type Articles = { language: string; articles: Article[]; entries?: Entry[]; queries: ArticleQuery[] };

/** A set that can't be read. The message says what to do about it. */
export class Unreadable extends Error {
	override readonly name = "Unreadable";
}

/** Throws unless the path is a folder. Without this, a wrong path would read as a folder without sets, for missing files are skipped. */
export function needFolder(folder: string): void {
	const stats = statSync(folder, { throwIfNoEntry: false });
	if (!stats) throw new Unreadable(`There is no folder ${folder}: give the path of one that holds sets.`);
	if (!stats.isDirectory())
		throw new Unreadable(`${folder} is a file: give the path of the folder that holds the sets.`);
}

const NotJson = "it isn't JSON";

export function read<Schema extends v.GenericSchema>(file: string, schema: Schema): v.InferOutput<Schema>[] {
	if (!statSync(file).isFile()) throw new Unreadable(`${file} isn't a file: put the set in its place, or remove it.`);
	return readFileSync(file, "utf8")
		.split("\n")
		.flatMap((line, index) => {
			if (line.trim() === "") return [];
			const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(undefined, NotJson), schema), line);
			if (parsed.success) return [parsed.output];
			const [issue] = parsed.issues;
			const at = v.getDotPath(issue);
			const wrong = issue.received === "undefined" ? "is missing" : `has to be ${issue.expected}`;
			const why = at === null ? issue.message : `"${at}" ${wrong}`;
			throw new Unreadable(`${file}, line ${index + 1}: ${why}. Correct this line or take it out.`);
		});
}

const optional = <Schema extends v.GenericSchema>(file: string, schema: Schema): v.InferOutput<Schema>[] =>
	existsSync(file) ? read(file, schema) : [];

export function readFaq(folder: string): Faq | null {
	const files = [join(folder, "faq.jsonl"), join(folder, "faq-queries.jsonl")] as const;
	if (!files.every((file) => existsSync(file))) return null;
	return {
		entries: read(files[0], Entry),
		queries: read(files[1], FaqQuery),
		offTopic: optional(join(folder, "off-topic.jsonl"), OffTopic).map(({ text }) => text),
	};
}

export function readMessages(folder: string, name = "human-request.jsonl"): Messages | null {
	const file = join(folder, name);
	return existsSync(file) ? read(file, Message) : null;
}

/** One set for each language, which the files' names say. */
export function readArticles(folder: string): Articles[] {
	return readdirSync(folder)
		.flatMap((name) => /^articles\.([\w-]+)\.jsonl$/.exec(name)?.[1] ?? [])
		.toSorted((a, b) => (a === "en" ? -1 : b === "en" ? 1 : a.localeCompare(b)))
		.flatMap((language) => {
			const queries = join(folder, `articles-queries.${language}.jsonl`);
			if (!existsSync(queries)) return [];
			return [
				{
					language,
					articles: read(join(folder, `articles.${language}.jsonl`), Article),
					queries: read(queries, ArticleQuery),
				},
			];
		});
}

/** Articles of several sections and questions to them: the folder `sections`. */
export function readSections(folder: string): Sections | null {
	const files = [join(folder, "sections", "docs.jsonl"), join(folder, "sections", "queries.jsonl")] as const;
	if (!files.every((file) => existsSync(file))) return null;
	return { articles: read(files[0], Article), queries: read(files[1], SectionQuery) };
}

/** The project's own queries, on the demo shop's articles and questions together. */
export function readShop(folder: string): Articles | null {
	const file = join(folder, "shop-queries.jsonl");
	return existsSync(file) ? { language: "shop", ...demoContent(), queries: read(file, ArticleQuery) } : null;
}

/** Follow-up questions, which are understood only with the question before. */
export const readFollowUps = (folder: string): v.InferOutput<typeof FollowUp>[] =>
	optional(join(folder, "follow-ups.jsonl"), FollowUp);

/** Prompt injections. */
export const readAttacks = (folder: string): string[] =>
	optional(join(folder, "attacks.jsonl"), OffTopic).map(({ text }) => text);

const Doc = v.object({ language: v.string(), ...Article.entries });
const Pair = v.object({ language: v.string(), bare: v.string(), dressed: v.string() });
export type Dressed = { docs: v.InferOutput<typeof Doc>[]; pairs: v.InferOutput<typeof Pair>[] };

/** Messages as people write them beside their bare questions: the folder `dressed`. */
export function readDressed(folder: string): Dressed | null {
	const pairs = join(folder, "dressed", "pairs.jsonl");
	if (!existsSync(pairs)) return null;
	return { docs: optional(join(folder, "dressed", "docs.jsonl"), Doc), pairs: read(pairs, Pair) };
}

/** Short questions with their languages. */
export const readLanguages = (folder: string): v.InferOutput<typeof Spoken>[] =>
	optional(join(folder, "languages.jsonl"), Spoken);

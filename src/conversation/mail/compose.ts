/**
 * What a mail to a visitor says: our replies since the last one, with what was asked before them, in the visitor's language.
 * Texts come as people wrote them; the letter's renderer escapes them. Pure.
 */
import type { MailWords } from "../../language/pack.ts";
import type { LetterPart } from "../../mail/template.ts";
import type { Message } from "../../protocol/conversation/entry.ts";
import { type Inline, parseMarkdown } from "../../protocol/markdown.ts";

export type Composing = {
	/** Messages of both sides, oldest first. */
	messages: readonly Message[];
	words: MailWords;
	/** What the AI and the workspace are called. */
	aiName: string;
	workspace: string;
	/** The address that opens the chat; null: the deployment doesn't know its own. */
	link: string | null;
	/** True: an answer to the mail is read. */
	isAnswered: boolean;
};

const inline = (nodes: readonly Inline[]): string =>
	nodes
		.map((node) => {
			switch (node.type) {
				case "break":
					return "\n";
				case "text":
				case "code":
					return node.text;
				case "link": {
					const text = inline(node.children);
					return text === node.url ? text : `${text} (${node.url})`;
				}
				default:
					return inline(node.children);
			}
		})
		.join("");

/** Markdown as plain lines. */
export const plainLines = (text: string): string =>
	parseMarkdown(text)
		.map((block) => {
			if (block.type === "paragraph") return inline(block.children);
			if (block.type === "code") return block.text;
			if (block.type === "table") return block.rows.map((row) => row.map(inline).join(" · ")).join("\n");
			const mark = (at: number) => (block.ordered ? `${(block.start ?? 1) + at}. ` : "– ");
			return block.items.map((item, at) => mark(at) + inline(item)).join("\n");
		})
		.join("\n\n");

export const named = (text: string, name: string): string => text.replaceAll("{name}", name);

/** A message as a block: who, their words, and their files, which the chat shows. */
function blocksOf(message: Message, { words, aiName, workspace, link }: Composing): LetterPart[] {
	const { author, text, files = [] } = message;
	const isVisitor = author.kind === "visitor";
	const by = isVisitor ? words.you : author.kind === "member" ? author.name : (author.name ?? aiName) || workspace;
	const said = isVisitor ? text : plainLines(text);
	const names = files.map(({ name }) => `${words.file}: ${name}`);
	const quote = said.trim() === "" ? names : [said];
	return [
		...(quote.length > 0 ? [{ type: "quote" as const, from: by, text: quote.join("\n") }] : []),
		...(names.length > 0 && link !== null
			? [{ type: "links" as const, links: names.map((name) => ({ text: name, href: link })) }]
			: []),
	];
}

export function mailBlocks(composing: Composing): LetterPart[] {
	const { messages, words, link, isAnswered } = composing;
	return [
		...messages.flatMap((message) => blocksOf(message, composing)),
		{ type: "text", text: isAnswered ? words.answer : words.noAnswer },
		...(link === null ? [] : [{ type: "button" as const, text: words.open, href: link }]),
	];
}

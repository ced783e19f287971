/**
 * `npm run eval -- DIR`: measures how good the answers are, with the modules of production, on a folder of sets. It prints a
 * table. `--json` prints one line of JSON last, `--encoder` adds a column with a sentence encoder, and `--mistakes` lists the
 * messages whose wish for a person was misjudged. `--reader DIR` measures a model instead, by its replies in DIR (reader.ts).
 */
import { parseArgs } from "node:util";
import type { Embedder } from "../../src/model/embedder.ts";
import {
	needFolder,
	readArticles,
	readDressed,
	readFaq,
	readMessages,
	readSections,
	readShop,
	Unreadable,
} from "./rows.ts";
import { runDressed } from "./dressed.ts";
import { json, table, type Column } from "./report.ts";
import { runSections } from "./sections.ts";
import { runArticles, runFaq, runMessages } from "./run.ts";

async function column(folder: string, name: string, encoder: Embedder | null): Promise<Column> {
	const faq = readFaq(folder);
	const messages = readMessages(folder);
	const articles = [];
	const shop = readShop(folder);
	for (const set of [...readArticles(folder), ...(shop ? [shop] : [])]) articles.push(await runArticles(set, encoder));
	const sections = readSections(folder);
	const dressed = readDressed(folder);
	return {
		name,
		dressed: dressed && !encoder ? await runDressed(folder, dressed) : null,
		sections: sections && (await runSections(sections, encoder)),
		faq: faq && (await runFaq(faq, encoder)),
		messages: messages && runMessages(messages),
		articles,
	};
}

async function run(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			json: { type: "boolean", default: false },
			encoder: { type: "boolean", default: false },
			mistakes: { type: "boolean", default: false },
			reader: { type: "string" },
		},
	});
	const folder = positionals[0] ?? "test/eval/set";
	needFolder(folder);

	if (values.reader !== undefined) {
		const { runReader } = await import("./reader.ts");
		process.stdout.write(await runReader(folder, values.reader));
		return;
	}

	const columns = [await column(folder, "embedded", null)];
	if (values.encoder) {
		const { localEncoder } = await import("./encoder.ts");
		columns.push(await column(folder, "with an encoder", await localEncoder()));
	}
	process.stdout.write(table(columns));
	if (values.mistakes) {
		const { missed = [], alarmed = [] } = columns[0]?.messages ?? {};
		for (const text of missed) process.stdout.write(`asks for a person, not heard: ${text}\n`);
		for (const text of alarmed) process.stdout.write(`asks for no person, but heard: ${text}\n`);
	}
	if (values.json) process.stdout.write(`${json(columns)}\n`);
}

/** True for what `parseArgs` throws on unknown options. */
const isMistyped = (error: unknown): error is Error =>
	error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");

try {
	await run();
} catch (error) {
	if (!(error instanceof Unreadable) && !isMistyped(error)) throw error;
	process.stderr.write(`${error.message}\n`);
	process.exitCode = 1;
}

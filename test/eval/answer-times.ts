/**
 * For `npm run bench`, which runs this as a program (test/bench/answers.ts): an answer from ten thousand passages: what search and judging take, beside a plain full-text search in the same run, and when
 * the first piece is shown, with each call of a model simulated. It runs the production modules in this process; the network, the
 * objects and the vectors' index elsewhere are not in it. Usage: node test/eval/answer-times.ts PASSAGES SAMPLES; prints JSON.
 */
import { answer, type VisitorQuestion } from "../../src/answer/answer.ts";
import { assess } from "../../src/answer/assess.ts";
import { retrieve } from "../../src/answer/retrieve.ts";
import { embedded } from "../../src/answer/write/embedded.ts";
import { readReply } from "../../src/answer/write/stream.ts";
import type { Writer } from "../../src/answer/write/writer.ts";
import { migrate } from "../../src/durable/migrations.ts";
import { saveArticle } from "../../src/knowledge/article/store.ts";
import { migrations } from "../../src/knowledge/schema.ts";
import { beginSearch, endSearch } from "../../src/knowledge/search/search.ts";
import { withRest } from "../../src/knowledge/search/whole.ts";
import { wordVectorTask } from "../../src/knowledge/vector/word-vectors.ts";
import { CAREFUL_EVIDENCE } from "../../src/model/catalogue.ts";
import { type AnswerTimes, MODEL_MS } from "../bench/answers.ts";
import { percentiles } from "../bench/figures.ts";
import { memoryStorage } from "./memory-sql.ts";
import { plainSearch } from "./plain.ts";

/** Sections an article, and words to make them of, each with a part that few have. */
const SECTIONS = 20;
const things = "bag strap zip lining label pocket buckle handle wheel frame cover rope lock tag seam".split(" ");
const doings = "repair return exchange delivery warranty cleaning payment engraving storage pick-up".split(" ");

const waited = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function sectionOf(article: number, no: number): { heading: string; text: string } {
	const [thing, doing] = [things[(article + no) % things.length] ?? "", doings[no % doings.length] ?? ""];
	const code = `model ${article}-${no}`;
	return {
		heading: `${doing} of a ${thing}, ${code}`,
		text: `The ${doing} of the ${thing} of ${code} takes ${(no % 9) + 2} working days and costs € ${no + 3}.50. Write to us first, with a photo of the ${thing} and the number of your order. We answer within ${(article % 3) + 1} days, also about other ${things[(no * 7) % things.length]}s.`,
	};
}

function filled(passages: number) {
	const storage = memoryStorage();
	migrate(storage, migrations);
	const rows: { owner: string; text: string }[] = [];
	for (let article = 0; article * SECTIONS < passages; article++) {
		const sections = Array.from({ length: SECTIONS }, (_, no) => sectionOf(article, no));
		for (const { heading, text } of sections) rows.push({ owner: `${article}`, text: `${heading}\n${text}` });
		const text = sections.map((section) => `## ${section.heading}\n\n${section.text}`).join("\n\n");
		storage.transactionSync(() => saveArticle(storage.sql, null, { title: `Collection ${article}`, text }));
	}
	return { storage, rows };
}

async function measure(passages: number, samples: number): Promise<AnswerTimes> {
	const { storage, rows } = filled(passages);
	const { sql } = storage;
	const vectors = wordVectorTask(storage);
	while (vectors.due(sql) !== null) await vectors.run();
	const plainly = plainSearch(rows);
	const questions = Array.from({ length: samples }, (_, at) => {
		const { heading } = sectionOf((at * 37) % Math.ceil(passages / SECTIONS), at % SECTIONS);
		return `How long does the ${heading} take?`;
	});

	/** As the Knowledge object does it for a reader: the words are searched while a model makes the question's vector. */
	const search = async (query: string, limit: number, embeddingMs: number) => {
		const embedding = waited(embeddingMs);
		const begun = beginSearch(sql, query);
		if (embeddingMs > 0) await embedding;
		return begun === null ? [] : withRest(sql, endSearch(sql, begun, limit, null));
	};
	const model: Writer = {
		name: "workers-ai",
		evidence: CAREFUL_EVIDENCE,
		write(task, how) {
			const number = Math.max(1, Math.min(1, task.passages.length));
			const said = task.passages[0]?.text.split(". ")[0] ?? "";
			async function* reply() {
				await waited(MODEL_MS);
				yield `SOURCES: ${number} SURE\n${said}.\n`;
			}
			return readReply(reply(), task, how);
		},
	};

	const [plain, judged, quoted, firstPiece]: [number[], number[], number[], number[]] = [[], [], [], []];
	for (const question of questions) {
		let begun = performance.now();
		plainly(question);
		plain.push(performance.now() - begun);

		begun = performance.now();
		assess(question, await retrieve({ question, thread: [] }, (query, limit) => search(query, limit, 0)));
		judged.push(performance.now() - begun);

		const turn: VisitorQuestion = {
			question,
			thread: [],
			settings: { threshold: 0.3, onRequest: "connect", sensitiveTopics: [] },
			workspaceName: "Bench",
			offersInARow: 0,
		};
		const ports = { signal: AbortSignal.timeout(60_000), onDiscard: () => undefined };
		begun = performance.now();
		await answer(turn, {
			...ports,
			search: (query, limit) => search(query, limit, 0),
			writers: [embedded],
			onText: () => undefined,
		});
		quoted.push(performance.now() - begun);

		begun = performance.now();
		let shownAt: number | null = null;
		await answer(turn, {
			...ports,
			search: (query, limit) => search(query, limit, MODEL_MS),
			writers: [model],
			onText: () => void (shownAt ??= performance.now()),
		});
		if (shownAt !== null) firstPiece.push(shownAt - begun);
	}
	if (firstPiece.length < samples / 2)
		throw new Error(`Only ${firstPiece.length} of ${samples} questions were answered.`);
	return {
		passages: rows.length,
		plain: percentiles(plain),
		judged: percentiles(judged),
		embedded: percentiles(quoted),
		firstPiece: percentiles(firstPiece),
	};
}

const [passages = "10000", samples = "40"] = process.argv.slice(2);
process.stdout.write(JSON.stringify(await measure(Number(passages), Number(samples))));

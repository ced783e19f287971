/** The bench's results as tables for people, and as one line of JSON. Pure. */
import { PAUSE_MS } from "../../src/conversation/turn/pause.ts";
import { type AnswerTimes, MODEL_MS } from "./answers.ts";
import type { MessageCost } from "./cost.ts";
import type { EngineRow } from "./engine.ts";
import { ratio } from "./figures.ts";
import type { Growth } from "./growth.ts";
import type { Hibernation } from "./hibernation.ts";
import type { Full, InboxTimes } from "./inbox.ts";
import type { Cost } from "./meter.ts";
import { type Bill, OPEN_SECONDS } from "./money.ts";
import type { Rush } from "./rush.ts";

export type Results = {
	machine: string;
	engine: EngineRow[];
	costs: { human: MessageCost; ai: MessageCost; file: MessageCost; others: MessageCost[] };
	growth: { length: Growth; inbox: Growth; views: Growth };
	hibernation: Hibernation;
	full: Pick<Full, "size" | "messages" | "fillSeconds">;
	inbox: InboxTimes;
	money: { person: Bill[]; ai: Bill[] };
	rush: Rush;
	answers: AnswerTimes;
};

/** Our targets, as ratios to the floor, rows and ms: so close to the bare platform that nobody notices the difference. */
const LEAST_THROUGHPUT = 0.8;
const MOST_P99 = 1.5;
const MOST_ROWS_WRITTEN = 12;
const MOST_ROWS_OF_A_FILE = 3;
const FLAT = 1.1;
const FIRST_PAGE_MS = 50;
const SEARCH_MS = 100;

const verdict = (holds: boolean) => (holds ? "holds" : "MISSED");

/** A text table. The first column is aligned left, the others right. */
function table(rows: (string | number)[][]): string {
	const texts = rows.map((row) => row.map((cell) => (typeof cell === "number" ? cell.toLocaleString("en") : cell)));
	const widths = texts.reduce<number[]>(
		(all, row) => row.map((cell, column) => Math.max(all[column] ?? 0, cell.length)),
		[],
	);
	return texts
		.map((row) =>
			row.map((cell, at) => (at === 0 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0))).join("  "),
		)
		.map((line) => `  ${line.trimEnd()}`)
		.join("\n");
}

const section = (title: string, ...parts: string[]): string => `\n${title}\n${parts.join("\n")}`;

function engine(rows: EngineRow[]): string {
	const ratios = rows.map(({ floor, parley }) => ({
		throughput: ratio(parley.perSecond, floor.perSecond),
		p99: ratio(parley.p99, floor.p99),
	}));
	const holds = ratios.every(({ throughput, p99 }) => throughput >= LEAST_THROUGHPUT && p99 <= MOST_P99);
	return section(
		"1. The engine against the floor (a bare object that stores and forwards). Messages a second; milliseconds",
		table([
			["", "floor /s", "p50", "p95", "p99", "parley /s", "p50", "p95", "p99", "of /s", "of p99"],
			...rows.map(({ conversations, direction, floor, parley }, at) => [
				`${conversations} at once, ${direction === "toTeammate" ? "visitor → teammate" : "teammate → visitor"}`,
				Math.round(floor.perSecond),
				floor.p50,
				floor.p95,
				floor.p99,
				Math.round(parley.perSecond),
				parley.p50,
				parley.p95,
				parley.p99,
				ratios[at]?.throughput ?? 0,
				ratios[at]?.p99 ?? 0,
			]),
		]),
		`  Budget: at least ${LEAST_THROUGHPUT} of its messages a second, at most ${MOST_P99} of its p99: ${verdict(holds)}`,
	);
}

const costRow = (name: string, cost: Cost, bytes: number | string): (string | number)[] => [
	name,
	cost.rowsRead,
	cost.rowsWritten,
	Object.entries(cost.writtenBy)
		.map(([kind, rows]) => `${kind} ${rows}`)
		.join(", "),
	cost.d1RowsRead,
	cost.d1RowsWritten,
	cost.objectRequests,
	cost.workerRequests,
	bytes,
];

function costs({ human, ai, file, others }: Results["costs"]): string {
	const holds = human.alone.rowsWritten <= MOST_ROWS_WRITTEN && human.alone.d1RowsWritten === 0;
	// Compared where each message is followed by silence: in a lively exchange the list gathers as many messages as come within its
	// window, and those with a file come more slowly.
	const ofFile = Math.round((file.alone.rowsWritten - human.alone.rowsWritten) * 100) / 100;
	return section(
		"2. Cost a message, counted. Alone: silence follows, with two wakes and an alarm. Lively: one after the other",
		table([
			["", "read", "written", "of which", "D1 read", "D1 written", "object requests", "Worker requests", "bytes"],
			...[human, ai, file, ...others].flatMap(({ kind, alone, lively, bytes }) => [
				costRow(`${kind}, alone`, alone, ""),
				costRow(`${kind}, lively`, lively, bytes),
			]),
		]),
		`  Budget: at most ${MOST_ROWS_WRITTEN} rows written and 0 in D1 for a person's: ${verdict(holds)}`,
		`  A file adds ${ofFile} rows, of at most ${MOST_ROWS_OF_A_FILE}: ${verdict(ofFile <= MOST_ROWS_OF_A_FILE)}`,
	);
}

function growth({ length, inbox, views }: Results["growth"]): string {
	const row = (name: string, { from, to, ratio: grown, fromSize, toSize }: Growth) => [
		`${name}: ${fromSize.toLocaleString("en")} → ${toSize.toLocaleString("en")}`,
		`${from.rowsRead} → ${to.rowsRead}`,
		`${from.rowsWritten} → ${to.rowsWritten}`,
		grown,
	];
	return section(
		"   Growth: rows of a lively message",
		table([
			["", "read", "written", "ratio"],
			row("messages in the conversation", length),
			row("conversations in the list", inbox),
			row("saved views that are watched, with tags and routing", views),
		]),
		`  Budget: flat within a tenth: ${verdict([length, inbox, views].every(({ ratio: grown }) => grown <= FLAT))}`,
	);
}

const hibernation = ({ idleSeconds, pings, pongs, reached, rebuilt, intact }: Hibernation): string =>
	section(
		"3. Hibernation",
		`  Two open sockets, idle for ${idleSeconds} s: ${pings} pings, ${pongs} answered, ${reached} of them reached the object.`,
		`  The next message built it ${rebuilt === 1 ? "anew, once" : `${rebuilt} times`}: it had left memory. Everything said was ${intact ? "there" : "NOT there"}.`,
		`  ${verdict(reached === 0 && rebuilt === 1 && intact && pings === pongs)}`,
	);

/** Milliseconds: search and judging; an embedded answer; and the first shown piece over what the two calls before it take. */
const JUDGED_MS = 40;
const EMBEDDED_MS = 50;
const FIRST_PIECE_MS = 200;

const answers = ({ passages, plain, judged, embedded, firstPiece }: AnswerTimes): string =>
	section(
		`7. An answer from ${passages.toLocaleString("en")} passages, each model call simulated at ${MODEL_MS} ms. Milliseconds`,
		table([
			["", "p50", "p95", "of p50"],
			["plain full-text search", plain.p50, plain.p95, 1],
			["search and judging", judged.p50, judged.p95, ratio(judged.p50, plain.p50)],
			["embedded answer, its work alone", embedded.p50, embedded.p95, ratio(embedded.p50, plain.p50)],
			[
				"  after the pause of a finished message",
				embedded.p50 + PAUSE_MS.finished,
				embedded.p95 + PAUSE_MS.finished,
				"",
			],
			["first piece of a model's answer is shown", firstPiece.p50, firstPiece.p95, ratio(firstPiece.p50, plain.p50)],
		]),
		`  The first piece after ${ratio(firstPiece.p50, 2 * MODEL_MS)} times what its two model calls take.`,
		`  Budget at 10,000 passages: ${JUDGED_MS}, ${EMBEDDED_MS} and ${FIRST_PIECE_MS}, each without the pause: ${verdict(judged.p50 <= JUDGED_MS && embedded.p50 <= EMBEDDED_MS && firstPiece.p50 <= FIRST_PIECE_MS)}`,
	);

const inbox = (times: InboxTimes, full: Results["full"]): string =>
	section(
		`4. Inbox of ${full.size.toLocaleString("en")} conversations and ${full.messages.toLocaleString("en")} messages (filled in ${full.fillSeconds} s). Milliseconds`,
		table([
			["", "p50", "p95"],
			["first page", times.firstPage.p50, times.firstPage.p95],
			["next page", times.nextPage.p50, times.nextPage.p95],
			["filter", times.filter.p50, times.filter.p95],
			["search", times.search.p50, times.search.p95],
			["one message, until the last of 50 dashboards shows it", times.fanOut.p50, times.fanOut.p95],
		]),
		`  The slowest search is "${times.slowestSearch.text}", p95 ${times.slowestSearch.p95}.`,
		`  Budget: first page ${FIRST_PAGE_MS}, search ${SEARCH_MS} at p95: ${verdict(times.firstPage.p95 <= FIRST_PAGE_MS && times.search.p95 <= SEARCH_MS)}`,
	);

function money({ person, ai }: Results["money"]): string {
	const dollars = (value: number) => `$${value.toLocaleString("en", { minimumFractionDigits: 2 })}`;
	const rows = (name: string, bills: Bill[]) =>
		bills.map(({ conversations, ours, withoutHibernation, elsewhere }) => [
			`${name}, ${conversations.toLocaleString("en")}`,
			dollars(ours),
			dollars(withoutHibernation),
			dollars(elsewhere),
		]);
	return section(
		"5. Money: a month of conversations of ten messages at list prices, AI apart",
		table([
			["", "Parley", "without hibernation", "at $0.99 an answer"],
			...rows("answered by the AI", ai),
			...rows("answered by a person", person),
		]),
		`  Without hibernation: objects awake for the ${OPEN_SECONDS / 60} minutes that a chat is open, pings billed.`,
	);
}

const rush = ({ conversations, aMinute, calm, during, first, line }: Rush): string =>
	section(
		`6. A rush: ${conversations.toLocaleString("en")} new conversations, ${aMinute.toLocaleString("en")} a minute, beside one where two talk. Milliseconds`,
		table([
			["", "p50", "p95"],
			["a message between the two, in the calm before", calm.p50, calm.p95],
			["a message between the two, during the rush", during.p50, during.p95],
			["a newcomer, from opening the chat to the first message stored", first.p50, first.p95],
			["a newcomer's first message, until a dashboard shows the conversation", line.p50, line.p95],
		]),
	);

export const text = (results: Results): string =>
	[
		`Parley's bench, ${results.machine}`,
		engine(results.engine),
		costs(results.costs),
		growth(results.growth),
		hibernation(results.hibernation),
		inbox(results.inbox, results.full),
		money(results.money),
		rush(results.rush),
		answers(results.answers),
	].join("\n");

const perMessage = ({ alone: { rowsRead, rowsWritten, d1RowsWritten, objectRequests } }: MessageCost) => ({
	rowsRead,
	rowsWritten,
	d1RowsWritten,
	objectRequests,
});

/** The results as JSON: times in ms, growth as a ratio of rows. Other programs read it, so its keys must not change. */
export const json = ({ engine: rows, costs: { human, ai }, growth: grown, inbox: times, full }: Results): string =>
	JSON.stringify({
		engine: rows,
		perMessage: { human: perMessage(human), ai: perMessage(ai) },
		growth: { byLength: grown.length.ratio, byInbox: grown.inbox.ratio, byViews: grown.views.ratio },
		inbox: {
			conversations: full.size,
			firstPage: { p50: times.firstPage.p50, p95: times.firstPage.p95 },
			search: { p50: times.search.p50, p95: times.search.p95 },
		},
	});

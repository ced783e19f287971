/**
 * Which columns of a table hold questions, and which their answers: by their heads in any of the languages, else by what
 * stands in them where that leaves no doubt. Never guesses: a table that could be read in two ways is refused with what to do. Pure.
 */
import { packs, partsOf } from "../../../../language/packs.ts";
import { ticketHead } from "../../../../language/document-words.ts";
import { fold } from "../../../../language/text/fold.ts";

/** Columns with questions or titles, and the one with what is said to them. */
export type ColumnPair = {
	asks: number[];
	answer: number;
	/** They are titles and texts, as sites and help desks export their articles. */
	titled: boolean;
};

export type Columns =
	| {
			ok: true;
			pairs: ColumnPair[];
			/** The first row names the columns; `guessed`: in words that aren't known. */
			headed: boolean;
			guessed: boolean;
			/** Columns that say whether a row is published, with their names. */
			status: { column: number; name: string }[];
			/** Names of the columns that aren't read. */
			unread: string[];
	  }
	| { ok: false; reason: string };

/** Longer than the name of a column. */
const MAX_NAME = 60;
const MAX_NAME_WORDS = 6;
/** Rows that are looked at where no column is named. */
const SAMPLE = 200;
/** Of its filled cells, so many ask in a column of questions. */
const MIN_ASKING = 0.5;
const MAX_NAMED = 12;
/** More than any table has that holds questions. */
const MAX_COLUMNS = 200;

/** In Greek it is a semicolon. */
const asking = /(?:[?？؟\u037e]|\p{Script=Greek};)["'”’»)\s]*$/u;

type Kind = "question" | "answer" | "title" | "text" | "particulars" | "status";
const kinds = ["question", "answer", "title", "text"] as const;

/** Whole words of the languages with spaces, and anywhere in a name for those without. */
function matcherOf(kind: Kind): (word: string) => boolean {
	const words = new RegExp(`^(?:${fold(partsOf(({ columns }) => columns[kind]).join("|"))})$`, "u");
	const unspaced = Object.values(packs).filter(({ writing }) => writing.words === "unspaced");
	const parts = new RegExp(
		`^[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\u30fc]*(?:${fold(unspaced.map(({ columns }) => columns[kind]).join("|"))})`,
		"u",
	);
	return (word) => words.test(word) || parts.test(word);
}
const matchers: Record<Kind, (word: string) => boolean> = {
	question: matcherOf("question"),
	answer: matcherOf("answer"),
	title: matcherOf("title"),
	text: matcherOf("text"),
	particulars: matcherOf("particulars"),
	status: matcherOf("status"),
};

type Head = {
	column: number;
	name: string;
	kind: Exclude<Kind, "particulars"> | null;
	/** What is left of the name: "de" of "Answer (DE)", "2" of "wording 2". */
	rest: string;
};

/** "Answer_EN", "answerText" and "Answer (DE)" in words. */
const wordsOf = (name: string): string[] =>
	fold(name.slice(0, MAX_NAME * 2).replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"))
		.split(/[^\p{L}\p{M}\p{N}']+/u)
		.filter((word) => word !== "");

function headOf(name: string, column: number): Head {
	const words = wordsOf(name);
	const head: Head = { column, name, kind: null, rest: "" };
	if (name.length > MAX_NAME || words.length === 0 || words.length > MAX_NAME_WORDS) return head;
	if (words.some(matchers.status)) return { ...head, kind: "status" };
	// One letter is a name by itself, as "a" in a sentence is not.
	const may = words.filter((word) => word.length > 1 || words.length === 1 || /^\d/.test(words[1] ?? ""));
	const found = (kind: (typeof kinds)[number]) => may.findIndex((word) => matchers[kind](word));
	const [question, answer] = [found("question"), found("answer")];
	const others = words.filter((word) => !kinds.some((kind) => matchers[kind](word)));
	if (others.some((word) => matchers.particulars(word) && word.length > 1)) return head;
	const rest = others.join(" ");
	if (question >= 0 && (answer < 0 || question < answer)) return { ...head, kind: "question", rest };
	if (answer >= 0) return { ...head, kind: "answer", rest };
	if (found("title") >= 0) return { ...head, kind: "title", rest };
	return found("text") >= 0 ? { ...head, kind: "text", rest } : head;
}

const quoted = (names: readonly string[]): string => {
	const shown = names
		.filter((name) => name !== "")
		.slice(0, MAX_NAMED)
		.map((name) => `“${name.slice(0, MAX_NAME)}”`);
	const last = shown.pop() ?? "";
	return shown.length === 0 ? last : `${shown.join(", ")} and ${last}`;
};

const NEEDED = "It needs a column named “question” and one named “answer”.";

/** What customers wrote is told to nobody else. */
const TICKETS = `It looks like an export of tickets, whose texts are customers' own words. ${NEEDED} Name them so if they are written for everybody.`;
const isOfTicket = (name: string): boolean => wordsOf(name).some((word) => ticketHead.test(word));

/** "Question (DE)" goes with "Answer (DE)". */
function pairsOf(heads: readonly Head[]): ColumnPair[] | string {
	const of = (kind: Kind) => heads.filter((head) => head.kind === kind);
	const [strongAsks, strongAnswers] = [of("question"), of("answer")];
	const asks = strongAsks.length > 0 ? strongAsks : of("title");
	const answers = strongAnswers.length > 0 ? strongAnswers : of("text");
	const titled = strongAsks.length === 0 && strongAnswers.length === 0;
	const [answer] = answers;
	if (!answer || asks.length === 0) return NEEDED;
	if (answers.length === 1) {
		// Of several titles the plain one is meant; of several questions each is a wording.
		const plain = asks.filter(({ rest }) => rest === "");
		const titles = plain.length > 0 ? plain.slice(0, 1) : asks.slice(0, 1);
		const used = strongAsks.length > 0 ? asks : titles;
		return [{ asks: used.map(({ column }) => column), answer: answer.column, titled }];
	}
	const pairs = answers.flatMap(({ column, rest }) => {
		const own = asks.filter((ask) => ask.rest === rest);
		return own.length === 0 ? [] : [{ asks: own.map((ask) => ask.column), answer: column, titled }];
	});
	const isEachOwn = new Set(answers.map(({ rest }) => rest)).size === answers.length;
	const only = answers.find(({ rest }) => rest === "");
	if (isEachOwn && pairs.length === answers.length) return pairs;
	// "Answer" beside "Answer (internal)": the plain one is meant.
	if (isEachOwn && only) return [{ asks: asks.map(({ column }) => column), answer: only.column, titled }];
	return `More than one of its columns may be the answers: ${quoted(answers.map(({ name }) => name))}. Name one of them “answer”, and the others something else.`;
}

const share = (cells: readonly string[], fits: (cell: string) => boolean): number => {
	const filled = cells.filter((cell) => cell.trim() !== "");
	return filled.length === 0 ? 0 : filled.filter(fits).length / filled.length;
};

/** Two columns of which one asks need no names; a first row that asks nothing names them in a language that isn't known. */
function byContent(rows: readonly string[][]): Columns | null {
	const sample = rows.slice(0, SAMPLE);
	const width = sample.reduce((most, row) => Math.max(most, row.length), 0);
	const cellsOf = (column: number, from: number) => sample.slice(from).map((row) => row[column] ?? "");
	const filled = Array.from({ length: width }, (_, column) => column).filter((column) =>
		cellsOf(column, 0).some((cell) => cell.trim() !== ""),
	);
	const asks = (cell: string) => asking.test(cell);
	const questions = filled.filter((column) => share(cellsOf(column, sample.length > 1 ? 1 : 0), asks) >= MIN_ASKING);
	const [question] = questions;
	const answer = filled.find((column) => column !== question);
	if (question === undefined || answer === undefined || questions.length > 1 || filled.length > 2) return null;
	const [first = []] = rows;
	const headed = !asks(first[question] ?? "");
	return {
		ok: true,
		pairs: [{ asks: [question], answer, titled: false }],
		headed,
		guessed: true,
		status: [],
		unread: [],
	};
}

/** `rows`: without those that are empty. */
export function columnsOf(all: readonly string[][]): Columns {
	const rows = all.map((row) => row.slice(0, MAX_COLUMNS));
	const [first = [], ...others] = rows;
	const names = first.map((name) => name.trim());
	const heads = names.map(headOf);
	const pairs = pairsOf(heads);
	// "What is your answer time?" is a question, and none that names a column.
	const isHead = !names.some((name) => asking.test(name) && wordsOf(name).length > 2);
	if (isHead && typeof pairs !== "string" && pairs.some(({ titled }) => titled) && names.some(isOfTicket))
		return { ok: false, reason: TICKETS };
	if (isHead && typeof pairs !== "string") {
		const used = new Set(pairs.flatMap(({ asks, answer }) => [...asks, answer]));
		const status = heads.flatMap(({ kind, column, name }) => (kind === "status" ? [{ column, name }] : []));
		const hasText = (column: number) => others.some((row) => (row[column] ?? "").trim() !== "");
		const unread = heads.filter(({ column, kind }) => !used.has(column) && kind !== "status" && hasText(column));
		return {
			ok: true,
			pairs,
			headed: true,
			guessed: false,
			status,
			unread: unread.map(({ name, column }) => name || `Column ${column + 1}`),
		};
	}
	// Where one head is known and no other, the others are known to be neither.
	const found = isHead && heads.some(({ kind }) => kind !== null) ? null : byContent(rows);
	if (found !== null) return found;
	if (isHead && typeof pairs === "string" && pairs !== NEEDED) return { ok: false, reason: pairs };
	const isNamed = isHead && names.length > 1 && names.every((name) => name.length <= MAX_NAME && !/[.!?]$/.test(name));
	return {
		ok: false,
		reason: isNamed
			? `It has the columns ${quoted(names)}, and none of them says which are the questions and which the answers. ${NEEDED} Rename two of them in its first row.`
			: `It can't be told which of its columns are questions and which answers. ${NEEDED} Put these names in its first row.`,
	};
}

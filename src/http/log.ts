/**
 * The Worker's log: one JSON object a line, which Workers Logs takes apart into fields that can be searched for
 * (https://developers.cloudflare.com/workers/observability/logs/workers-logs/). Everything in src writes through it, the
 * sign-in library too. It stands in http because that is below every domain.
 *
 * It holds nobody's data. What goes in besides ids, numbers and words of ours is an error, and of that:
 * - its name, and codes, statuses and flags that it carries as fields;
 * - its message only where it is ours (own-error.ts) or, word for word, one of the platform's that are listed here: any
 *   other may quote a question, a row, an address, a query. Codes of D1, SQLite and Workers AI are taken out of it;
 * - where it was thrown: functions, files and lines;
 * - the same of what caused it.
 *
 * Honest limit: what an object's method throws to its caller, the platform records by itself, message and all.
 */
import { describeError } from "./error-description.ts";

const levels = {
	/** A request ended with a bug or an outage, and its caller saw a 500. */
	request_failed: "error",
	/** Something the sign-in library has to say. */
	sign_in_library: "error",
	/** A socket's frame could not be handled; the client sends it again. */
	frame_failed: "error",
	/** The alarm went on without what was owed elsewhere. */
	alarm_cut_short: "error",
	/** The first failure of telling the list in a row; the alarm tries again. */
	inbox_update_failed: "error",
	/** The first failure of an effect; it is tried again. */
	effect_failed: "error",
	/** The last: it is not tried any more. */
	effect_given_up: "error",
	/** What a request owes elsewhere was not delivered before it answered; the workspace's outbox goes on with it. */
	effects_late: "warn",
	/** The workspace's outbox could not read or write its rows in D1; it tries again. */
	outbox_unavailable: "error",
	/** The AI's turn ended without an outcome; the conversation goes to a person. */
	turn_failed: "error",
	knowledge_search_failed: "error",
	/** A kind of work in the background threw; it rests, the others go on. */
	knowledge_task_failed: "error",
	/** A file could not be read, for no fault of its own. */
	file_reading_failed: "error",
	/** A model failed; the next one is asked. */
	writer_failed: "warn",
	/** What a model wrote didn't pass the checks. */
	writer_refused: "warn",
	/** A question was searched by words alone. */
	embedding_failed: "warn",
	/** Passages kept the order of the search. */
	reranking_failed: "warn",
} as const satisfies Record<string, "warn" | "error">;

export type LogEvent = keyof typeof levels;

/** Where it happened, in ids. A part that doesn't know leaves it out. */
export type Place = { workspace?: string | undefined; conversation?: string | undefined };

/** Ids, numbers, and words that stand in our code. Never what somebody said, typed or is called. */
export type LogFields = Place & {
	/** Anything that was thrown. */
	error?: unknown;
	/** Counted from 1. */
	attempt?: number;
	effect?: number;
	/** A kind of effect or of background work. */
	kind?: string;
	writer?: string;
	/** Why the checks refused a text. */
	reason?: string;
	/** What the writer was asked for. */
	purpose?: "answer" | "suggestion" | "rewrite";
	method?: string;
	/** As it was declared, "/api/contacts/:id": the path itself may hold anything. */
	route?: string;
};

export function log(event: LogEvent, { error, ...fields }: LogFields): void {
	const level = levels[event];
	const line = { level, event, ...fields, ...(error === undefined ? {} : { error: describeError(error) }) };
	console[level](JSON.stringify(line));
}

/**
 * The Worker's log: one JSON object a line, which Workers Logs splits into searchable fields
 * (https://developers.cloudflare.com/workers/observability/logs/workers-logs/). Everything in src logs through it,
 * including the sign-in library. It is in http because that is below every domain.
 *
 * The log holds nobody's data: only ids, numbers, words of our code, and errors. Of an error it holds:
 * - its name, and the codes, statuses and flags among its fields;
 * - its message, only if the message is ours (own-error.ts) or exactly one of the platform's that error-description.ts
 *   lists. Any other may quote a question, a row, an address or a query; only the codes of D1, SQLite and Workers AI are
 *   extracted from it;
 * - its stack: functions, files and lines;
 * - the same of its cause.
 *
 * Known limit: the platform itself records an error that an object's method throws to its caller, with its message.
 */
import { describeError } from "./error-description.ts";

const levels = {
	/** A request failed because of a bug or an outage, and its caller got a 500. */
	request_failed: "error",
	/** The sign-in library logged an error. */
	sign_in_library: "error",
	/** Open sockets could not be told that their member signed out or changed; each ends when its grant has run out. */
	grants_not_ended: "error",
	/** A provider that the team signs in with doesn't answer, or its word is no good; nobody got in. */
	provider_failed: "warn",
	/** Where the tag was seen could not be stored. */
	sight_not_noted: "warn",
	/** The list wasn't told of changed settings; it reads them within a minute. */
	rules_not_followed: "warn",
	/** A conversation that waits could not be offered to a teammate; the others are told, and the alarm tries again. */
	not_offered: "error",
	/** The rules of routing could not be read; those known last hold. */
	routing_unknown: "warn",
	/** A conversation could not be taken from a teammate who is away. */
	not_released: "error",
	/** Teammates could not be told that somebody waits. */
	wait_not_told: "error",
	/** The time of a member's last use could not be stored. */
	last_use_not_noted: "warn",
	/** The Inbox didn't say in time whether a conversation may begin, so it began. */
	start_not_counted: "warn",
	/** A socket's frame could not be handled; the client sends it again. */
	frame_failed: "error",
	/** The alarm stopped waiting for its deliveries; the rows stay for the next one. */
	alarm_cut_short: "error",
	/** The first of several failures in a row to update the Inbox; the alarm tries again. */
	inbox_update_failed: "error",
	/** The first failed delivery of an outbox effect; the outbox tries again. */
	effect_failed: "error",
	/** The last failed delivery of an outbox effect; the outbox gave it up. */
	effect_given_up: "error",
	/** A change was made and its row in the audit log could not be written. */
	audit_failed: "error",
	/** A conversation of a change of many could not be changed; the change goes on with the others. */
	bulk_failed: "warn",
	/** A dashboard was not shown how far a change of many is; the next step shows it. */
	bulk_not_told: "warn",
	/** A request was answered before its side effects were delivered; the workspace's outbox goes on delivering. */
	effects_late: "warn",
	/** The workspace's outbox could not read or write its rows in D1; it tries again. */
	outbox_unavailable: "error",
	/** A mail that was owed isn't sent: refused for good, or too late to be of use. */
	mail_not_sent: "error",
	/** The id of a mail that left couldn't be kept, so a report that it came back will find no conversation. */
	mail_id_not_kept: "warn",
	/** What a mail told of the settings couldn't be kept; the next one tells it again. */
	mail_trial_not_kept: "warn",
	/** A provider's event of a mail couldn't be taken in; it comes again. */
	mail_event_failed: "warn",
	/** Whether a mail to a visitor can be sent couldn't be asked for; it is owed all the same. */
	mail_unasked: "warn",
	/** A mail that came was refused; `reason` says why. */
	mail_refused: "warn",
	/** An attached file wasn't taken in; it is in the mail, which is kept. */
	mail_file_left: "warn",
	/** The SMTP server couldn't be reached or broke off; the outbox tries again. */
	mail_server_unreachable: "warn",
	/** The AI's turn ended without an outcome; the conversation goes to a person. */
	turn_failed: "error",
	knowledge_search_failed: "error",
	/** A background task of the knowledge base threw; it is tried again later, and the other tasks go on. */
	knowledge_task_failed: "error",
	/** A failed sign-in isn't in the number that the account's owner is told. */
	failed_sign_in_not_counted: "warn",
	/** Files that no message names could not be deleted; the ledger of uploads tries again. */
	files_not_deleted: "error",
	/** A file could not be read, for no fault of its own. */
	file_reading_failed: "error",
	/** A file was read, and its bytes could not be kept to compare with. */
	file_not_kept: "warn",
	/** A model failed; the next one is asked. */
	writer_failed: "warn",
	/** A model's text didn't pass the checks. */
	writer_refused: "warn",
	/** An embedding failed, so a question was searched by its words alone. */
	embedding_failed: "warn",
	/** Reranking failed, so the passages kept the order of the search. */
	reranking_failed: "warn",
	/** What is owed to members was cut short. The notifier's alarm goes on with it. */
	notifier_failed: "error",
	/** A push service refused a push for good. */
	push_refused: "warn",
	/** A member may be told of what they have seen. */
	seen_not_told: "warn",
	/** Open dashboards show the tags as they were. */
	tags_not_told: "warn",
	/** Nobody was told that the model fails, but for the banner in every dashboard. */
	trouble_not_told: "error",
} as const satisfies Record<string, "warn" | "error">;

export type LogEvent = keyof typeof levels;

/** The ids of where an event happened. Code that doesn't know one leaves it out. */
export type Place = { workspace?: string | undefined; conversation?: string | undefined };

/** The fields of a line: ids, numbers and words of our code, never anything that a person said or typed, and no names. */
export type LogFields = Place & {
	/** Any thrown value. */
	error?: unknown;
	/** The number of the attempt, from 1. */
	attempt?: number;
	/** The id of an outbox row. */
	effect?: number;
	/** The kind of an effect or of a background task. */
	kind?: string;
	writer?: string;
	/** Why the checks refused a text, or a mail isn't sent. */
	reason?: string;
	/** What the writer was asked for. */
	purpose?: "answer" | "suggestion" | "rewrite" | "query" | "wordings";
	method?: string;
	/** The declared path, "/api/contacts/:id": the request's own path may hold anything. */
	route?: string;
};

/** Writes one line, at the event's level. */
export function log(event: LogEvent, { error, ...fields }: LogFields): void {
	const level = levels[event];
	const line = { level, event, ...fields, ...(error === undefined ? {} : { error: describeError(error) }) };
	console[level](JSON.stringify(line));
}

/**
 * Has a model write the wordings of sections whose text is new: a task of the object, one section at a time, those of the
 * articles first on which most answers rested. It spends at most `CALLS_A_DAY` of the workspace's model calls and backs off where
 * the model fails. What it has done is in rows, so a kill repeats at most one call. Without a model it has nothing to do.
 */
import { retryDelayMs } from "../../durable/backoff.ts";
import { log, type Place } from "../../http/log.ts";
import type { CompletionPrompt } from "../../model/completions.ts";
import { DAY_MS, dayOf } from "../../protocol/settings/budgets.ts";
import type { Task } from "../tasks.ts";
import { questionsIn, wordingPrompt } from "./prompt.ts";
import { largeSourceOf, nextSection, QUIET_MS, saveWordings } from "./store.ts";

/** Calls a day (UTC), and the share of the workspace's own limit that they may be. */
export const CALLS_A_DAY = 500;
const SHARE = 0.25;
const BACK_OFF = { firstMs: 60_000, longestMs: 60 * 60_000 };
/** Failures after which another article is tried: the text may be the reason. */
const FAILURES_OF_ONE = 3;

/** What a piece of the work needs from outside; null where there is no workspace or no model. */
export type WordingModel = {
	/** The workspace's limit of calls a day. */
	limit: number;
	/** Counts a call; false where none is left. */
	take(): Promise<boolean>;
	complete(prompt: CompletionPrompt): Promise<string>;
};

export type WordingPorts = {
	/** When a model may be asked, in ms since 1970 (0: now); null where there is none. Called often. */
	readyAt(): number | null;
	model(): Promise<WordingModel | null>;
	place?: Place;
	/** In ms since 1970; the platform's clock unless a test brings its own. */
	now?: () => number;
};

type State = { day: number; calls: number; failures: number; retryAt: number };

const stateOf = (sql: SqlStorage): State | null =>
	sql.exec<State>("SELECT day, calls, failures, retry_at AS retryAt FROM wording_state").toArray()[0] ?? null;

const setState = (sql: SqlStorage, { day, calls, failures, retryAt }: State): void =>
	void sql.exec(
		"UPDATE wording_state SET day = ?, calls = ?, failures = ?, retry_at = ?",
		day,
		calls,
		failures,
		retryAt,
	);

const startOfNextDay = (now: number): number => (dayOf(now) + 1) * DAY_MS;

export function wordingTask(
	storage: Pick<DurableObjectStorage, "sql" | "transactionSync">,
	{ readyAt, model, place = {}, now = Date.now }: WordingPorts,
): Task {
	const { sql } = storage;
	return {
		name: "wordings",
		due() {
			const ready = readyAt();
			if (ready === null) return null;
			const state = stateOf(sql);
			// Articles from before there were wordings wait for theirs, too (begin).
			if (state === null) return sql.exec("SELECT 1 FROM article LIMIT 1").toArray().length > 0 ? ready : null;
			const { at } = sql.exec<{ at: number | null }>("SELECT min(at) AS at FROM wording_due").one();
			return at === null ? null : Math.max(at, ready, state.retryAt);
		},
		async run() {
			const state = stateOf(sql) ?? storage.transactionSync(() => begin(sql, now()));
			const article = nextArticle(sql, now());
			if (article === null) return;
			const section = largeSourceOf(sql, article) === null ? nextSection(sql, article) : null;
			if (section === null) return void sql.exec("DELETE FROM wording_due WHERE article = ?", article);
			const today = dayOf(now());
			const current = state.day === today ? state : { ...state, day: today, calls: 0 };
			const tomorrow = { ...current, retryAt: startOfNextDay(now()) };
			const writer = await model();
			if (writer === null) return setState(sql, tomorrow);
			const isSpent = current.calls >= Math.min(CALLS_A_DAY, Math.floor(writer.limit * SHARE));
			if (isSpent || !(await writer.take())) return setState(sql, tomorrow);
			// Counted before it is made: a kill costs a call, never one too many.
			const counted = { ...current, calls: current.calls + 1 };
			setState(sql, counted);
			try {
				const questions = questionsIn(await writer.complete(wordingPrompt(section)));
				storage.transactionSync(() => {
					saveWordings(sql, article, section.section, questions, { edited: false, hash: section.hash });
					setState(sql, { ...counted, failures: 0, retryAt: 0 });
				});
			} catch (error) {
				log("writer_failed", { ...place, purpose: "wordings", error });
				const failures = counted.failures + 1;
				const later = now() + retryDelayMs(failures, BACK_OFF);
				setState(sql, { ...counted, failures, retryAt: later });
				if (failures % FAILURES_OF_ONE === 0)
					sql.exec("UPDATE wording_due SET at = ? WHERE article = ?", now() + DAY_MS, article);
			}
		},
	};
}

/** The first look: all articles of earlier releases are due. */
function begin(sql: SqlStorage, now: number): State {
	const state = { day: dayOf(now), calls: 0, failures: 0, retryAt: 0 };
	sql.exec("INSERT INTO wording_state (day, calls, failures, retry_at) VALUES (?, 0, 0, 0)", state.day);
	sql.exec(
		"INSERT OR IGNORE INTO wording_due (article, at) SELECT id, ? FROM article WHERE enabled = 1",
		now + QUIET_MS,
	);
	return state;
}

/** Of those that are due, the one on which most answers rested. */
const nextArticle = (sql: SqlStorage, now: number): string | null =>
	sql
		.exec<{ article: string }>(
			`SELECT d.article FROM wording_due d LEFT JOIN use_count u ON u.id = d.article
			 WHERE d.at <= ? ORDER BY coalesce(u.used, 0) DESC, d.at, d.article LIMIT 1`,
			now,
		)
		.toArray()[0]?.article ?? null;

/** What the router reads of the list: the conversations that wait, and how many each member has. It writes nothing. */
import * as v from "valibot";
import { Routing } from "../../protocol/conversation/entry.ts";
import type { Waiter } from "./choose.ts";

/**
 * So many of those that wait are looked at: those that have been silent longest, by an index that is there. In a longer queue
 * somebody who keeps writing may be served later; an index by the wait would cost each of their messages a row.
 */
const LOOKED_AT = 500;

const Passed = v.fallback(v.pipe(v.string(), v.parseJson(), Routing.entries.passed), []);

/** Those that wait and are offered to nobody. */
export const waitersIn = (sql: SqlStorage): Waiter[] =>
	sql
		.exec<{ id: string; since: number | null; last_at: number; passed: string | null }>(
			`SELECT id, last_at, body ->> 'waitingSince' AS since, body -> '$.routing.passed' AS passed FROM list_item
			WHERE archived = 0 AND status = 'open' AND handler = 'waiting' AND assignee IS NULL
			ORDER BY last_at, id LIMIT ?`,
			LOOKED_AT,
		)
		.toArray()
		.map(({ id, since, last_at, passed }) => ({ id, since: since ?? last_at, passed: v.parse(Passed, passed) }));

/** By member, the conversations that take a place: neither closed, snoozed nor archived, with those that are offered. */
export const loadsIn = (sql: SqlStorage): Map<string, number> =>
	new Map(
		sql
			.exec<{ assignee: string; n: number }>(
				`SELECT assignee, sum(n) AS n FROM list_count
				WHERE assignee <> '' AND status IN ('open', 'pending') AND handler <> 'ai' GROUP BY assignee`,
			)
			.toArray()
			.map(({ assignee, n }) => [assignee, n]),
	);

/** What is offered to a member, or with `all` every open conversation of theirs. */
export const heldBy = (sql: SqlStorage, member: string, all: boolean): string[] =>
	sql
		.exec<{ id: string }>(
			`SELECT id FROM list_item WHERE assignee = ? AND archived = 0 AND status IN ('open', 'pending') ${all ? "" : "AND handler = 'waiting'"}`,
			member,
		)
		.toArray()
		.map(({ id }) => id);

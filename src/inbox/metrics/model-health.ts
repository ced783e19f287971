/**
 * The health of the model that should write the answers, from the reports of conversations. An open circuit breaker is known
 * only to the isolate in which the model failed, but every dashboard should show the trouble. The row is written when
 * trouble begins, changes or ends, and not for answers that work.
 */
import * as v from "valibot";
import { type ModelHealthReport, ModelTrouble } from "../../protocol/inbox.ts";

type Known = { at: number; trouble: ModelTrouble | null };

const Stored = v.nullable(v.pipe(v.string(), v.parseJson(), ModelTrouble));

export class ModelHealth {
	readonly #sql: SqlStorage;
	/** Cache of the row; null until it is read. */
	#known: Known | null = null;
	#savedAt = 0;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	get current(): ModelTrouble | null {
		return this.#load().trouble;
	}

	/** Takes a turn's report. True where the current trouble has changed; a late or repeated report changes nothing. */
	take({ at, trouble }: ModelHealthReport): boolean {
		const known = this.#load();
		if (at <= known.at) {
			// A later success is in memory only. Saving its time keeps this late report from counting as new after hibernation.
			if (trouble !== null && at > this.#savedAt) this.#save(known);
			return false;
		}
		if (sameKind(trouble, known.trouble)) {
			known.at = at;
			return false;
		}
		this.#save({ at, trouble: trouble && { ...trouble, since: at } });
		return true;
	}

	#load(): Known {
		if (this.#known) return this.#known;
		const [row] = this.#sql
			.exec<{ at: number; trouble: string | null }>("SELECT at, trouble FROM model_health")
			.toArray();
		this.#known = row ? { at: row.at, trouble: v.parse(Stored, row.trouble) } : { at: 0, trouble: null };
		this.#savedAt = this.#known.at;
		return this.#known;
	}

	#save(known: Known): void {
		this.#known = known;
		this.#savedAt = known.at;
		this.#sql.exec(
			"INSERT INTO model_health (id, at, trouble) VALUES (1, ?1, ?2) ON CONFLICT (id) DO UPDATE SET at = ?1, trouble = ?2",
			known.at,
			known.trouble && JSON.stringify(known.trouble),
		);
	}
}

const sameKind = (one: ModelHealthReport["trouble"], other: ModelTrouble | null): boolean =>
	one?.writer === other?.writer && one?.why === other?.why;

/**
 * The trouble with the model that should write the answers, as conversations last met it: a rest is known only where the
 * model failed, and the team is to hear of it wherever they look. A row is written when trouble begins, changes or ends,
 * never by a message that is answered as it should be.
 */
import * as v from "valibot";
import { type ModelHealthReport, ModelTrouble } from "../../protocol/inbox.ts";

type Known = { at: number; trouble: ModelTrouble | null };

const Stored = v.nullable(v.pipe(v.string(), v.parseJson(), ModelTrouble));

export class ModelHealth {
	readonly #sql: SqlStorage;
	/** Null until asked once since waking. */
	#known: Known | null = null;
	#savedAt = 0;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	get standing(): ModelTrouble | null {
		return this.#load().trouble;
	}

	/** Takes in how the model fared in a turn; true where what stands has changed. Told late or again, it changes nothing. */
	take({ at, trouble }: ModelHealthReport): boolean {
		const known = this.#load();
		if (at <= known.at) {
			// That it has worked since is only remembered: after a sleep this would be news.
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

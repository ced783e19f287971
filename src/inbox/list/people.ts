/**
 * The keys by which the list finds a conversation's person. A conversation of an earlier release gets its keys in bounded steps,
 * latest first; until then "from:" misses it, and the search says so.
 */
import * as v from "valibot";
import { ListItem } from "../../protocol/inbox.ts";
import { personKeys } from "../../protocol/list/person.ts";

const Named = v.pick(ListItem, ["name", "email", "claimed"]);
type Named = v.InferOutput<typeof Named>;

/** Conversations in one step: some 20 ms. */
const AT_ONCE = 200;

/** A conversation that is new has no keys to take off. */
export function putPerson(sql: SqlStorage, no: number, person: Named, isNew: boolean): void {
	if (!isNew) sql.exec("DELETE FROM item_person WHERE item = ?", no);
	for (const key of personKeys(person))
		sql.exec("INSERT OR IGNORE INTO item_person (key, item) VALUES (?, ?)", key, no);
}

export class PeopleKeys {
	readonly #sql: SqlStorage;
	/** Cached; null until read from storage. */
	#left: number | null = null;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Whether conversations of an earlier release wait for their keys. */
	get isAdding(): boolean {
		return this.#upTo() > 0;
	}

	/** Adds the keys of some. Call inside a transaction. */
	addSome(): void {
		const rows = this.#sql
			.exec<{ no: number; body: string }>(
				"SELECT no, body FROM list_item WHERE no <= ? ORDER BY no DESC LIMIT ?",
				this.#upTo(),
				AT_ONCE,
			)
			.toArray();
		for (const { no, body } of rows) {
			const person = v.safeParse(Named, JSON.parse(body));
			if (person.success) putPerson(this.#sql, no, person.output, true);
		}
		const left = rows.length < AT_ONCE ? 0 : (rows.at(-1)?.no ?? 1) - 1;
		this.#sql.exec("UPDATE people_position SET no = ?", left);
		this.#left = left;
	}

	/** The first time after the migration, all items are an earlier release's. */
	#upTo(): number {
		return (this.#left ??= this.#known() ?? this.#begin());
	}

	#known(): number | undefined {
		return this.#sql.exec<{ no: number }>("SELECT no FROM people_position").toArray()[0]?.no;
	}

	#begin(): number {
		const begun = "INSERT INTO people_position (no) SELECT coalesce(max(no), 0) FROM list_item RETURNING no";
		return this.#sql.exec<{ no: number }>(begun).one().no;
	}
}

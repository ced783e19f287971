/**
 * The files of a conversation: a row for each whose bytes are in the bucket, whether a message names it yet or not. What a
 * message says of its files is in its entry; these rows say who sent a file, where its bytes lie, and who may fetch it. A file
 * may come before the conversation's first message, and so before its tables.
 */
import * as v from "valibot";
import { hasSchema, migrate } from "../../durable/migrations.ts";
import { SentFile } from "../../protocol/conversation/file.ts";
import type { Visibility } from "../view.ts";
import { migrations } from "./schema.ts";

/** `sender`: "v:" and a visitor's id, or "m:" and a member's. */
export type StoredFile = {
	file: SentFile;
	sender: string;
	/** The part of the bucket's key that tells this attempt to send it from others. */
	attempt: string;
	/** When it was received, in ms since 1970. */
	at: number;
	/** The entry that names it, and who may see that; null while none does. */
	seq: number | null;
	audience: Visibility | null;
};

type Row = {
	id: string;
	at: number;
	sender: string;
	attempt: string;
	seq: number | null;
	audience: number | null;
	body: string;
};

const Audience = v.nullable(v.picklist([0, 1, 2]));

export class FileRows {
	readonly #storage: DurableObjectStorage;
	#isReady: boolean;

	constructor(storage: DurableObjectStorage) {
		this.#storage = storage;
		this.#isReady = hasSchema(storage);
	}

	of(id: string): StoredFile | null {
		const [row] = this.#read("SELECT * FROM file WHERE id = ?", id);
		return row ?? null;
	}

	/** The files with these ids, in their order; null where one isn't there. */
	all(ids: readonly string[]): StoredFile[] | null {
		const found = ids.flatMap((id) => this.of(id) ?? []);
		return found.length === ids.length ? found : null;
	}

	add({ file, sender, attempt, at }: Pick<StoredFile, "file" | "sender" | "attempt" | "at">): void {
		if (!this.#hasTable()) migrate(this.#storage, migrations);
		this.#storage.sql.exec(
			"INSERT INTO file (id, at, sender, attempt, body) VALUES (?, ?, ?, ?, ?)",
			file.id,
			at,
			sender,
			attempt,
			JSON.stringify(file),
		);
	}

	/** Notes which entry names these files. Called in the same synchronous stretch in which the entry is written. */
	name(ids: readonly string[], seq: number, audience: Visibility): void {
		for (const id of ids)
			this.#storage.sql.exec("UPDATE file SET seq = ?, audience = ? WHERE id = ?", seq, audience, id);
	}

	/** No entry names these files any more: another is about to. */
	unname(ids: readonly string[]): void {
		for (const id of ids) this.#storage.sql.exec("UPDATE file SET seq = NULL, audience = NULL WHERE id = ?", id);
	}

	drop(id: string): void {
		if (this.#hasTable()) this.#storage.sql.exec("DELETE FROM file WHERE id = ?", id);
	}

	ids(): string[] {
		return this.#read("SELECT * FROM file").map(({ file }) => file.id);
	}

	/** The first message creates the tables too, so a "no" is asked for again. */
	#hasTable(): boolean {
		return (this.#isReady ||= hasSchema(this.#storage));
	}

	#read(query: string, ...bindings: string[]): StoredFile[] {
		if (!this.#hasTable()) return [];
		return this.#storage.sql
			.exec<Row>(query, ...bindings)
			.toArray()
			.map(({ at, sender, attempt, seq, audience, body }) => ({
				file: v.parse(SentFile, JSON.parse(body)),
				at,
				sender,
				attempt,
				seq,
				audience: v.parse(Audience, audience),
			}));
	}
}

/**
 * What members were told of and haven't seen, in the notifier's SQLite: one row a member and conversation, however often it is
 * told. The row also says what is still owed for it: a push, a mail, telling the next. It holds no text of anybody.
 */
import { What } from "../protocol/notification/table.ts";
import * as v from "valibot";
import type { Migration } from "../durable/migrations.ts";

export const migrations: readonly Migration[] = [
	{
		id: "0001_baseline",
		adds: true,
		sql: `
			-- topic: a conversation's id, or what else it is about. seq orders what is told of one topic. about: a source's name.
			-- mail_at, push_at, escalate_at: when each is due, in ms since 1970; null: it isn't owed. push_to: the browsers that a
			-- push has failed for, as a JSON array; null: it is for all. pushed: a device shows it.
			CREATE TABLE pending (
				member TEXT NOT NULL,
				topic TEXT NOT NULL,
				what TEXT NOT NULL,
				seq INTEGER NOT NULL,
				at INTEGER NOT NULL,
				about TEXT,
				mail_at INTEGER,
				mailed_at INTEGER,
				push_at INTEGER,
				push_failures INTEGER NOT NULL DEFAULT 0,
				push_to TEXT,
				pushed INTEGER NOT NULL DEFAULT 0,
				escalate_at INTEGER,
				escalated INTEGER NOT NULL DEFAULT 0,
				PRIMARY KEY (member, topic)
			) WITHOUT ROWID;

			-- Pushes that devices still show and their member has seen elsewhere: withdrawn with the next push.
			CREATE TABLE withdrawn (member TEXT NOT NULL, topic TEXT NOT NULL, PRIMARY KEY (member, topic)) WITHOUT ROWID;

			-- Messages for chat channels. due_at null: delivered, or given up on; kept a while, so that none is posted twice.
			CREATE TABLE post (
				channel TEXT NOT NULL,
				topic TEXT NOT NULL,
				what TEXT NOT NULL,
				seq INTEGER NOT NULL,
				at INTEGER NOT NULL,
				about TEXT,
				failures INTEGER NOT NULL DEFAULT 0,
				due_at INTEGER,
				PRIMARY KEY (channel, topic, what, seq)
			) WITHOUT ROWID;
		`,
	},
];

/** After a mail about something that stays unseen, the next about it comes this much later, in ms. */
const NEXT_MAIL_MS = 3_600_000;

/** What nobody has looked at for so long is forgotten, in ms. */
const KEPT_MS = 7 * 24 * 3_600_000;

export type PendingRow = {
	member: string;
	topic: string;
	what: What;
	seq: number;
	at: number;
	about: string | null;
	mailAt: number | null;
	pushAt: number | null;
	pushFailures: number;
	/** The browsers that it has failed for; null: it is for all. */
	pushTo: string[] | null;
	escalateAt: number | null;
};

export type NewPending = Omit<PendingRow, "pushFailures" | "pushTo">;

const Ids = v.pipe(v.string(), v.parseJson(), v.array(v.string()));

const COLUMNS = `member, topic, what, seq, at, about, mail_at AS mailAt, push_at AS pushAt, push_failures AS pushFailures, push_to AS pushTo,
	escalate_at AS escalateAt`;

export class Pending {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	/** Notes that a member is told. False: they were told of this, or of something later, before. */
	note({ member, topic, what, seq, at, about, mailAt, pushAt, escalateAt }: NewPending): boolean {
		const noted = this.#sql.exec(
			`INSERT INTO pending (member, topic, what, seq, at, about, mail_at, push_at, escalate_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (member, topic) DO UPDATE SET what = excluded.what, seq = excluded.seq, at = excluded.at,
				about = excluded.about, push_failures = 0, push_to = NULL, push_at = coalesce(excluded.push_at, push_at),
				mail_at = coalesce(mail_at, max(excluded.mail_at, coalesce(mailed_at, 0) + ${NEXT_MAIL_MS} * (mailed_at IS NOT NULL))),
				escalate_at = CASE WHEN escalated THEN NULL ELSE coalesce(escalate_at, excluded.escalate_at) END
			WHERE excluded.seq > seq
			RETURNING 1`,
			member,
			topic,
			what,
			seq,
			at,
			about,
			mailAt,
			pushAt,
			escalateAt,
		);
		return noted.toArray().length > 0;
	}

	/** A member has seen it. True: it was pending. */
	seen(member: string, topic: string): boolean {
		const rows = this.#sql
			.exec<{ pushed: number }>(`DELETE FROM pending WHERE member = ? AND topic = ? RETURNING pushed`, member, topic)
			.toArray();
		if (rows.some(({ pushed }) => pushed === 1))
			this.#sql.exec(`INSERT OR IGNORE INTO withdrawn (member, topic) VALUES (?, ?)`, member, topic);
		return rows.length > 0;
	}

	of(member: string): PendingRow[] {
		return this.#rows(`member = ?`, member);
	}

	/** Who was told of a topic. */
	membersOf(topic: string): string[] {
		return this.#sql
			.exec<{ member: string }>(`SELECT DISTINCT member FROM pending WHERE topic = ?`, topic)
			.toArray()
			.map(({ member }) => member);
	}

	dueMails(now: number): PendingRow[] {
		return this.#rows(`mail_at <= ?`, now);
	}

	duePushes(now: number): PendingRow[] {
		return this.#rows(`push_at <= ?`, now);
	}

	dueEscalations(now: number): PendingRow[] {
		return this.#rows(`escalate_at <= ?`, now);
	}

	/** No mail is owed for it any more; `mailed`: one was sent. */
	mailDone({ member, topic }: Pick<PendingRow, "member" | "topic">, mailed: number | null): void {
		this.#sql.exec(
			`UPDATE pending SET mail_at = NULL, mailed_at = coalesce(?, mailed_at) WHERE member = ? AND topic = ?`,
			mailed,
			member,
			topic,
		);
	}

	mailLater({ member, topic }: Pick<PendingRow, "member" | "topic">, at: number): void {
		this.#sql.exec(`UPDATE pending SET mail_at = ? WHERE member = ? AND topic = ?`, at, member, topic);
	}

	/** The push of a row's `seq` was taken, or will never be; a later one stays owed. */
	pushDone({ member, topic, seq }: PendingRow, pushed: boolean): void {
		this.#sql.exec(
			`UPDATE pending SET push_at = NULL, pushed = max(pushed, ?) WHERE member = ? AND topic = ? AND seq = ?`,
			pushed ? 1 : 0,
			member,
			topic,
			seq,
		);
	}

	pushLater({ member, topic, seq, pushFailures }: PendingRow, at: number, to: string[], pushed: boolean): void {
		this.#sql.exec(
			`UPDATE pending SET push_at = ?, push_failures = ?, push_to = ?, pushed = max(pushed, ?) WHERE member = ? AND topic = ? AND seq = ?`,
			at,
			pushFailures + 1,
			JSON.stringify(to),
			pushed ? 1 : 0,
			member,
			topic,
			seq,
		);
	}

	/** Nobody is told next of a topic any more. */
	escalated(topic: string): void {
		this.#sql.exec(
			`UPDATE pending SET escalate_at = NULL, escalated = 1 WHERE topic = ? AND escalate_at IS NOT NULL`,
			topic,
		);
	}

	/** Topics that devices of a member still show although they were seen. */
	withdrawnOf(member: string): string[] {
		return this.#sql
			.exec<{ topic: string }>(`SELECT topic FROM withdrawn WHERE member = ? LIMIT 20`, member)
			.toArray()
			.map(({ topic }) => topic);
	}

	withdrew(member: string, topics: readonly string[]): void {
		for (const topic of topics) this.#sql.exec(`DELETE FROM withdrawn WHERE member = ? AND topic = ?`, member, topic);
	}

	/** Forgets what nobody looked at for a week. */
	forgetOld(now: number): void {
		this.#sql.exec(`DELETE FROM pending WHERE at < ?`, now - KEPT_MS);
	}

	nextDueAt(): number | null {
		return this.#sql
			.exec<{ due: number | null }>(
				`SELECT min(due) AS due FROM (SELECT min(mail_at) AS due FROM pending UNION ALL SELECT min(push_at) FROM pending
					UNION ALL SELECT min(escalate_at) FROM pending)`,
			)
			.one().due;
	}

	#rows(where: string, ...bindings: (string | number)[]): PendingRow[] {
		return this.#sql
			.exec<Omit<PendingRow, "what" | "pushTo"> & { what: string; pushTo: string | null }>(
				`SELECT ${COLUMNS} FROM pending WHERE ${where} ORDER BY at`,
				...bindings,
			)
			.toArray()
			.map(({ what, pushTo, ...row }) => ({
				...row,
				what: v.parse(v.fallback(What, "waiting"), what),
				pushTo: pushTo === null ? null : v.parse(Ids, pushTo),
			}));
	}
}

/**
 * A conversation's documents: its record (identity, state and projection marks), a copy of the workspace's settings, and the
 * details of the visitor's browser. Each is parsed once on waking, and each save writes one row.
 *
 * Record and visitor are stored nowhere else, so fields that a later release added must outlive a roll-back: the objects are
 * loose, and every change spreads the old ones. The types leave those fields out, so nothing reads them. The settings are a
 * copy of D1's and come again with the next request, so unknown fields are dropped.
 */
import * as v from "valibot";
import { VisitorDetails } from "../../protocol/conversation/details.ts";
import { RunSettings } from "../../protocol/workspace.ts";
import { ModelHealthReport } from "../../protocol/inbox.ts";
import { noHappenings, StoredHappenings } from "../outgoing/happenings.ts";
import { StoredMetrics } from "../outgoing/metrics.ts";
import { noTurns, StoredTurns } from "../outgoing/turn-figures.ts";
import { State } from "../state.ts";

/** A loose object's type without unknown fields. */
type Known<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

const ConversationRecord = v.looseObject({
	workspaceId: v.string(),
	conversationId: v.string(),
	visitorId: v.string(),
	startedAt: v.number(),
	state: State,
	/** Grows by one with every change. The Inbox has the conversation as of `projectedVersion`. */
	version: v.number(),
	projectedVersion: v.number(),
	/** The `seq` up to which the Inbox has the texts. */
	projectedSeq: v.number(),
	/** The last message's beginning, author and time, for the list. */
	preview: v.string(),
	previewBy: v.fallback(v.picklist(["visitor", "ai", "member"]), "ai"),
	previewName: v.nullable(v.string()),
	previewId: v.nullable(v.string()),
	lastAt: v.number(),
	/** The AI's counts, for the team's figures. */
	metrics: StoredMetrics,
	/** What the figures have not got yet of the AI's turns. */
	turns: v.optional(StoredTurns, noTurns),
	/** What the Inbox has not got yet of what teammates are told of. */
	happenings: v.optional(StoredHappenings, noHappenings),
	/** The model's health, as reported by the last turn in which it was called. */
	modelHealth: v.nullable(ModelHealthReport),
	/** When the object's alarm is set for, in ms since 1970; kept because `getAlarm` takes an await. */
	alarmAt: v.nullable(v.number()),
});
export type ConversationRecord = Omit<
	Known<typeof ConversationRecord.entries>,
	"state" | "metrics" | "turns" | "happenings"
> & {
	state: State;
	metrics: StoredMetrics;
	turns: StoredTurns;
	happenings: StoredHappenings;
};

const VisitorDocument = v.looseObject({
	details: v.looseObject(VisitorDetails.entries),
	addressHash: v.nullable(v.string()),
});
export type VisitorDocument = Omit<Known<typeof VisitorDocument.entries>, "details"> & { details: VisitorDetails };

const schemas: {
	record: v.GenericSchema<unknown, ConversationRecord>;
	settings: v.GenericSchema<unknown, RunSettings>;
	visitor: v.GenericSchema<unknown, VisitorDocument>;
} = { record: ConversationRecord, settings: RunSettings, visitor: VisitorDocument };
/** The documents' rows. */
const slots = { record: 1, settings: 2, visitor: 3 } as const;
type Name = keyof typeof schemas;
type Document<N extends Name> = v.InferOutput<(typeof schemas)[N]>;

export class Documents {
	readonly #sql: SqlStorage;

	constructor(sql: SqlStorage) {
		this.#sql = sql;
	}

	load<N extends Name>(name: N): Document<N> | null {
		const row = this.#sql.exec<{ body: string }>("SELECT body FROM document WHERE slot = ?", slots[name]).toArray()[0];
		return row ? v.parse(schemas[name], JSON.parse(row.body)) : null;
	}

	save<N extends Name>(name: N, document: Document<N>): void {
		this.#sql.exec(
			"INSERT INTO document (slot, body) VALUES (?, ?) ON CONFLICT (slot) DO UPDATE SET body = excluded.body",
			slots[name],
			JSON.stringify(document),
		);
	}
}

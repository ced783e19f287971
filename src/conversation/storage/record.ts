/**
 * A conversation's documents: its record (identity, state and bookkeeping), the settings it runs by, and what is known
 * of the visitor's browser. Parsed once on waking; each save is one row.
 *
 * Record and visitor are the only copies there are, so what a later release added to them outlives a roll-back: the
 * objects are loose, and every change spreads the old ones. The types have no such fields, so nothing reads them. The
 * settings are a copy of D1's, brought anew with the next request; they need not keep what they don't know.
 */
import * as v from "valibot";
import { VisitorDetails } from "../../protocol/conversation/details.ts";
import { RunSettings } from "../../protocol/workspace.ts";
import { ModelHealthReport } from "../../protocol/inbox.ts";
import { StoredMetrics } from "../outgoing/metrics.ts";
import { State } from "../state.ts";

/** What a loose object is known to hold. */
type Known<Entries extends v.ObjectEntries> = v.InferOutput<v.ObjectSchema<Entries, undefined>>;

const ConversationRecord = v.looseObject({
	workspaceId: v.string(),
	conversationId: v.string(),
	visitorId: v.string(),
	startedAt: v.number(),
	state: State,
	/** Grows with every change; the Inbox has seen `projectedVersion`. */
	version: v.number(),
	projectedVersion: v.number(),
	/** Up to here the Inbox has what was said. */
	projectedSeq: v.number(),
	/** The last message, for the list. */
	preview: v.string(),
	previewBy: v.fallback(v.picklist(["visitor", "ai", "member"]), "ai"),
	previewName: v.nullable(v.string()),
	previewId: v.nullable(v.string()),
	lastAt: v.number(),
	/** What the figures are made of. */
	metrics: StoredMetrics,
	/** How the model fared in the last turn that got as far as writing, for the team. */
	modelHealth: v.nullable(ModelHealthReport),
	/** When the platform will wake us; kept because asking it takes an await. */
	alarmAt: v.nullable(v.number()),
});
export type ConversationRecord = Omit<Known<typeof ConversationRecord.entries>, "state" | "metrics"> & {
	state: State;
	metrics: StoredMetrics;
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
/** Their rows. */
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

/** A change of many conversations that is under way, or over. */
import * as v from "valibot";

/** How far a change is. A teammate's dashboards get it as it goes on. */
export const BulkJob = v.object({
	id: v.string(),
	what: v.fallback(v.picklist(["close", "assign", "snooze", "tag", "block", "undo"]), "tag"),
	state: v.fallback(v.picklist(["running", "done", "cancelled"]), "done"),
	total: v.number(),
	done: v.number(),
	/** Conversations that couldn't be changed. */
	failed: v.number(),
	/** Of an undoing: conversations that somebody had changed since, which stay as they are. */
	skipped: v.number(),
	/** Whether there is something that can be undone. */
	canUndo: v.boolean(),
});
export type BulkJob = v.InferOutput<typeof BulkJob>;

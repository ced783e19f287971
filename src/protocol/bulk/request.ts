/** A change of many conversations at once: what a teammate asks for. */
import * as v from "valibot";
import { BlockRequest } from "../contact.ts";
import { TaggingRequest } from "../conversation/frames.ts";
import { InboxFilter } from "../list/filter.ts";

/** The most conversations that one change is for. More than anybody means to change at once; the next thousand is another change. */
export const MAX_AT_ONCE = 1_000;

export const BulkChange = v.variant("type", [
	v.object({ type: v.literal("close") }),
	v.object({ type: v.literal("assign"), member: v.nullable(v.string()) }),
	v.object({ type: v.literal("snooze"), until: v.nullable(v.number()) }),
	v.object({ type: v.literal("tag"), ...TaggingRequest.entries }),
	v.object({ type: v.literal("block"), ...BlockRequest.entries }),
]);
export type BulkChange = v.InferOutput<typeof BulkChange>;

/** The conversations: these, or those of a list, newest first, at most `MAX_AT_ONCE`. */
export const BulkRequest = v.object({
	change: BulkChange,
	of: v.union([
		v.object({
			ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.minLength(1), v.maxLength(MAX_AT_ONCE)),
		}),
		v.object({ filter: InboxFilter, text: v.pipe(v.string(), v.maxLength(200)) }),
	]),
});
export type BulkRequest = v.InferOutput<typeof BulkRequest>;

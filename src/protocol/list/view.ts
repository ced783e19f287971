/** Saved views: sets of filters of the list with a name, a member's own or the team's. */
import * as v from "valibot";
import { InboxFilter } from "./filter.ts";
import { ShownLine } from "../text/shown.ts";

/** A list that is longer is no list of places to go to. */
export const MAX_OWN_VIEWS = 20;
export const MAX_TEAM_VIEWS = 50;
const MAX_NAME_LENGTH = 60;

/** In a view's filter, this id stands for whoever looks at it. */
export const WHOEVER_LOOKS = "me";

/** A view's days begin where its reader is, so it has no zone. `text`: a search. */
export const ViewFilter = v.object({
	...v.omit(InboxFilter, ["zone"]).entries,
	text: v.pipe(v.string(), v.trim(), v.maxLength(200)),
});
export type ViewFilter = v.InferOutput<typeof ViewFilter>;

export const ViewOwner = v.picklist(["own", "team"]);
export type ViewOwner = v.InferOutput<typeof ViewOwner>;

const name = v.pipe(ShownLine, v.trim(), v.minLength(1, "Give the view a name."), v.maxLength(MAX_NAME_LENGTH));

export const SavedView = v.object({
	id: v.string(),
	name: v.string(),
	whose: v.fallback(ViewOwner, "own"),
	/** Null: a later release wrote a filter that this one can't read. */
	filter: v.fallback(v.nullable(ViewFilter), null),
});
export type SavedView = v.InferOutput<typeof SavedView>;

export const SavedViews = v.object({ views: v.array(SavedView) });

export const ViewDraft = v.object({ name, whose: ViewOwner, filter: ViewFilter });
export type ViewDraft = v.InferOutput<typeof ViewDraft>;

/** `filter`: the view shows this from now on. */
export const ViewChange = v.object({ name: v.optional(name), filter: v.optional(ViewFilter) });
export type ViewChange = v.InferOutput<typeof ViewChange>;

export const ViewOrder = v.object({
	whose: ViewOwner,
	ids: v.pipe(v.array(v.pipe(v.string(), v.maxLength(64))), v.maxLength(MAX_TEAM_VIEWS)),
});
export type ViewOrder = v.InferOutput<typeof ViewOrder>;

/** The filter of a view as a member's list has it. */
export function filterFor(
	{ assignee, mentioned, ...filter }: ViewFilter,
	memberId: string,
	zone: string,
): InboxFilter & { text: string } {
	const named = (id: string) => (id === WHOEVER_LOOKS ? memberId : id);
	return {
		...filter,
		assignee: named(assignee),
		...(mentioned !== undefined && { mentioned: named(mentioned) }),
		...(filter.date !== undefined && { zone }),
	};
}

/** A member's filter as a view keeps it: what names them names whoever looks. */
export function keptFilter(of: InboxFilter & { text: string }, memberId: string): ViewFilter {
	const { assignee, mentioned, zone: _, ...filter } = of;
	const named = (id: string) => (id === memberId ? WHOEVER_LOOKS : id);
	return { ...filter, assignee: named(assignee), ...(mentioned !== undefined && { mentioned: named(mentioned) }) };
}

/** A crawled site as the dashboard adds and edits it: what to read, and how often. */
import * as v from "valibot";

export const schedules = ["hand", "daily", "weekly"] as const;

export const DEFAULT_PAGE_LIMIT = 500;
export const MAX_PAGE_LIMIT = 10_000;

const patterns = v.pipe(
	v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300, "A pattern has up to 300 characters."))),
	v.maxLength(50, "Up to 50 patterns."),
);

export const SiteSettings = v.object({
	address: v.pipe(v.string(), v.trim(), v.minLength(1, "Type the site's address."), v.maxLength(2_000)),
	/** Pages whose address fits one of these; all where there are none. `*` is any run of characters. */
	include: v.optional(patterns, []),
	exclude: v.optional(patterns, []),
	limit: v.optional(
		v.pipe(
			v.number("Type a number of pages."),
			v.integer("Type a whole number of pages."),
			v.minValue(1, "At least one page."),
			v.maxValue(MAX_PAGE_LIMIT, `Up to ${MAX_PAGE_LIMIT.toLocaleString("en")} pages.`),
		),
		DEFAULT_PAGE_LIMIT,
	),
	schedule: v.optional(v.picklist(schedules), "weekly"),
});
export type SiteSettings = v.InferOutput<typeof SiteSettings>;

/** How a run ended; after "complete" and "limit" pages that are gone have been removed. */
export const pageOutcomes = ["complete", "limit", "robots", "down", "full", "nothing"] as const;
export type PageOutcome = (typeof pageOutcomes)[number];

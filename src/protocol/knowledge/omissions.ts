/**
 * What a reading left out of a source, so that nothing vanishes without a word: files and sites say it in the same form, and
 * the source's row in the dashboard shows it. Kinds are added over time; a client says of one it doesn't know that something was left out.
 */
import * as v from "valibot";

export const omissionKinds = [
	/** Pages that are pictures, from a scanner. */
	"pictures",
	/** Pages with nothing on them that is text. */
	"blank",
	/** Pages whose letters have no meaning without their font. */
	"letters",
	/** Pages that hold more than is read of one; the rest of them. */
	"dense_pages",
	/** Pages that are damaged. */
	"broken_pages",
	/** Pages after the last one that is read. */
	"late_pages",
	/** What runs from page to page, such as a title at their heads. `detail`: what it says. */
	"running",
	/** Text after the last character that is read. */
	"length",
] as const;

export const MAX_OMISSION_DETAIL = 300;

export const Omission = v.object({
	/** One of `omissionKinds`, or one of a later release. */
	kind: v.string(),
	/** How many of them. */
	count: v.number(),
	/** Of how many, where that is known. */
	of: v.nullable(v.number()),
	/** What it was, in the source's own words. */
	detail: v.nullable(v.string()),
});
export type Omission = v.InferOutput<typeof Omission>;

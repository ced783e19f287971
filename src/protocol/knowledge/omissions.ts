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
	/** Pages that the start page links to and the sitemap doesn't list, where a site was read by its sitemap. */
	"sitemap",
	/** Addresses that differ in their parameters only, past the first hundred. `detail`: the path. */
	"variants",
	/** Pages that call themselves copies of another. `detail`: its address. */
	"copies",
	/** Pages that say the same as another. */
	"twins",
	/** Pages that ask not to be found (noindex). */
	"noindex",
	/** Pages without text. */
	"empty",
	/** Pages that only send their reader on. */
	"forwards",
	/** Addresses that are no pages of text. */
	"other_types",
	/** Pages that robots.txt asks not to read. */
	"robots",
	/** Pages that lead to another site. */
	"other_site",
	/** Addresses past as many as a reading looks at. */
	"room",
	/** Pages with text that is hidden from their readers. */
	"hidden",
	/** Pages whose end was left out for their length. */
	"long_pages",
	/** Notes and comments that a file's authors wrote for themselves. `detail`, here and below: the beginning of the first. */
	"notes",
	/** Places of a file whose text is hidden from its readers. */
	"hidden_text",
	/** Places of a file whose text is struck out or deleted. */
	"struck",
	/** Menus, notices, buttons and the like in a file. */
	"page_parts",
	/** Pictures in a document. */
	"images",
	/** Files that were put into a document, and are of another kind. */
	"embedded",
	/** The end of a file, which is longer or deeper than is read. */
	"end",
	/** Columns of a table that are neither questions nor answers. `detail`: their names. */
	"columns",
	/** Rows of a table that its authors haven't published. */
	"drafts",
	/** The first row of a table, where it was taken for the names of the columns. `detail`: it. */
	"head_row",
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

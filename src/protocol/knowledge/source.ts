/** Sources of the knowledge base: uploaded files and crawled sites, as the dashboard reads, adds and changes them. */
import * as v from "valibot";
import { Omission } from "./omissions.ts";
import { ShownLine } from "../text/shown.ts";

/** The most bytes of one file. */
export const MAX_FILE_BYTES = 20 * 1_024 * 1_024;
export const MAX_FILE_NAME_LENGTH = 200;

export type FileKind = "text" | "markdown" | "html" | "pdf" | "docx" | "csv";

const kinds: Record<string, FileKind> = {
	txt: "text",
	text: "text",
	md: "markdown",
	markdown: "markdown",
	html: "html",
	htm: "html",
	pdf: "pdf",
	docx: "docx",
	csv: "csv",
};

/** File name endings for the browser's file picker. */
export const fileEndings = Object.keys(kinds).map((ending) => `.${ending}`);

/** A file's kind, by the ending of its name; null for files that can't be read. */
export const kindOf = (name: string): FileKind | null =>
	kinds[/\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? ""] ?? null;

export const FileName = v.pipe(
	ShownLine,
	v.minLength(1, "The file has no name."),
	v.maxLength(MAX_FILE_NAME_LENGTH, `A file's name has up to ${MAX_FILE_NAME_LENGTH} characters.`),
	v.check(
		(name) => kindOf(name) !== null,
		"Files of this kind can't be read. Text, Markdown, HTML, PDF, Word (.docx) and CSV can.",
	),
	v.description("With an ending that says what it is: .txt, .md, .html, .pdf, .docx or .csv."),
);

/** How often a site is crawled again; "hand" is only on request. */
export const schedules = ["hand", "daily", "weekly"] as const;

export const DEFAULT_PAGE_LIMIT = 500;
export const MAX_PAGE_LIMIT = 10_000;

const patterns = v.pipe(
	v.array(v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(300, "A pattern has up to 300 characters."))),
	v.maxLength(50, "Up to 50 patterns."),
);

export const SiteSettings = v.object({
	address: v.pipe(v.string(), v.trim(), v.minLength(1, "Type the site's address."), v.maxLength(2_000)),
	/** Patterns of addresses to read; without any, all pages are read. `*` matches any characters. */
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

/** How a crawl ended. After "complete" and "limit", articles of pages that no longer exist have been removed. */
export const pageOutcomes = ["complete", "limit", "robots", "down", "full", "nothing"] as const;
export type PageOutcome = (typeof pageOutcomes)[number];

/**
 * A source's states. `waiting`: the background task hasn't started yet. `running`: the source is being read. `removing`:
 * the source and its articles are being deleted. `done`, `stopped` and `failed` say how the latest reading ended.
 */
export const sourceStates = ["waiting", "running", "done", "stopped", "failed", "removing"] as const;

export const Source = v.object({
	id: v.string(),
	kind: v.fallback(v.picklist(["uploaded", "crawled"]), "uploaded"),
	/** The file's name, or the site's address. */
	name: v.string(),
	state: v.fallback(v.picklist(sourceStates), "stopped"),
	/** Why the reading failed, or what the team should know about how it ended; in words. */
	reason: v.nullable(v.string()),
	/** The numbers of documents that the source has in the knowledge base now. */
	articles: v.number(),
	questions: v.number(),
	addedAt: v.number(),
	/** When the latest successful reading ended. */
	readAt: v.nullable(v.number()),
	/** When the schedule next crawls the site. */
	nextAt: v.nullable(v.number()),
	/** Until when the crawler pauses, because the site asked it to. */
	waitingUntil: v.nullable(v.number()),
	/** Pages of the current reading, or of the latest one. */
	counts: v.object({
		found: v.number(),
		fetched: v.number(),
		changed: v.number(),
		unchanged: v.number(),
		failed: v.number(),
		removed: v.number(),
	}),
	/** The kept file's size; null for a site, and for a file that isn't kept. */
	fileBytes: v.optional(v.nullable(v.number()), null),
	/** What that reading left out. */
	omitted: v.optional(v.array(Omission), []),
	/** A site's settings; null for a file. */
	settings: v.nullable(
		v.object({ ...SiteSettings.entries, schedule: v.fallback(SiteSettings.entries.schedule, "hand") }),
	),
});
export type Source = v.InferOutput<typeof Source>;

/** A kept file: the upload that it came with, its name, and its bytes. */
export type KeptFile = { upload: string; name: string; size: number };

/** Kinds that a browser shows in a frame, most of them as plain text. A Word document is only downloaded. */
export const shownKinds: readonly FileKind[] = ["pdf", "html", "text", "markdown", "csv"];

/** GET /api/sources: latest first. */
export const SourceList = v.object({ sources: v.array(Source) });
export type SourceList = v.InferOutput<typeof SourceList>;

/** GET /api/sources/:id: the source, and the first pages or parts that couldn't be read, each with the reason. */
export const SourceDetails = v.object({
	...Source.entries,
	failures: v.array(v.object({ what: v.string(), reason: v.string() })),
});
export type SourceDetails = v.InferOutput<typeof SourceDetails>;

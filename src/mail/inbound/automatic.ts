/**
 * Whether a mail was written by a program: an absence notice, a list, a report. Such a mail is noted and never answered
 * (RFC 3834, sections 2 and 5; RFC 2919). Pure.
 */
type Headers = readonly { key: string; value: string }[];

const BULK = /^(?:bulk|junk|list|auto_reply)$/;
/** What some programs write that know no RFC 3834. */
const programs = new Set(["x-autoreply", "x-autorespond", "x-auto-reply-from", "list-id", "x-loop"]);

/** The value's first word, in lower case. */
const wordOf = (value: string): string => /^[\w-]*/.exec(value.trim().toLowerCase())?.[0] ?? "";

/** `from`: the envelope's sender, which is empty for reports and notices. */
export const isAutomatic = (from: string, headers: Headers): boolean =>
	from.trim() === "" ||
	from.trim() === "<>" ||
	headers.some(
		({ key, value }) =>
			(key === "auto-submitted" && wordOf(value) !== "no") ||
			(key === "precedence" && BULK.test(wordOf(value))) ||
			programs.has(key),
	);

/**
 * Files in messages: what a client says of a file before it sends its bytes, and how a message carries it. The bytes are
 * fetched by an address of their own (see `FileGrant`). The server tells by the content what a file is and whether it may be
 * shown; what a client says of that counts for nothing.
 */
import * as v from "valibot";
import { ShownLine } from "../text/shown.ts";

export const MAX_SENT_FILE_BYTES = 25 * 1_024 * 1_024;
export const MAX_FILES_A_MESSAGE = 10;
export const MAX_THUMBNAIL_BYTES = 40 * 1_024;
export const MAX_SENT_NAME_LENGTH = 120;
export const MAX_ALT_LENGTH = 300;

/** An id that the client makes before the file is sent: the same id is the same file. */
export const FileId = v.pipe(v.string(), v.regex(/^[\w-]{16,64}$/, "invalid"));

/** How a file may be shown. A way that a later release adds is read as "download", which is always safe. */
export const FileShow = v.picklist(["picture", "video", "audio", "pdf", "download"]);
export type FileShow = v.InferOutput<typeof FileShow>;

const pixels = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

/** A file as a message carries it. */
export const SentFile = v.object({
	id: v.string(),
	name: v.string(),
	/** The media type that the content is; "" where it isn't one that is known. */
	type: v.fallback(v.string(), ""),
	show: v.fallback(FileShow, "download"),
	/** In bytes. */
	size: v.fallback(v.number(), 0),
	/** Of a picture or video as it is shown, so that its place is kept until it is loaded. */
	width: v.fallback(v.optional(pixels), undefined),
	height: v.fallback(v.optional(pixels), undefined),
	/** True: a small picture of it can be fetched. */
	thumbnail: v.fallback(v.optional(v.boolean()), undefined),
	/** What a picture shows, in words, from the teammate who sent it. */
	alt: v.fallback(v.optional(v.string()), undefined),
});
export type SentFile = v.InferOutput<typeof SentFile>;

/** The files of a message or note. Of a list that can't be read nothing is shown; the text is. */
export const SentFiles = v.fallback(v.optional(v.array(SentFile)), undefined);

/** Marks of direction, which turn the end of a name around, and what no file system or header takes. */
const refused = /[\u061c\u200e\u200f"*/:<>?\\|]/g;

/** A file's name as it may be shown and saved: on one line, its ending kept when it is cut. */
export function fileName(given: string): string {
	const name = given.replace(refused, "_").replace(/^[.\s]+/, "");
	const letters = [...name];
	if (letters.length <= MAX_SENT_NAME_LENGTH) return name === "" ? "file" : name;
	const ending = [...(/\.[^.\s]{1,10}$/.exec(name)?.[0] ?? "")];
	return [...letters.slice(0, MAX_SENT_NAME_LENGTH - ending.length - 1), "…", ...ending].join("");
}

/** What a client says of a file, in the header `FILE_HEADER` as percent-encoded JSON. The body is the thumbnail, if any, then the file. */
export const FileOffer = v.object({
	name: v.pipe(v.string(), v.maxLength(1_000), ShownLine, v.transform(fileName)),
	/** In bytes, exactly. */
	size: v.pipe(v.number(), v.integer(), v.minValue(0)),
	thumbnail: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 0),
	/** The size of a video as the client's player measured it; of pictures the server measures it. */
	width: v.fallback(v.optional(pixels), undefined),
	height: v.fallback(v.optional(pixels), undefined),
});
export type FileOffer = v.InferOutput<typeof FileOffer>;

export const FILE_HEADER = "parley-file";

/** What a message says of a file that has been sent before it. */
export const FileMention = v.object({
	id: FileId,
	/** For teammates; a visitor's is dropped. */
	alt: v.optional(v.pipe(ShownLine, v.maxLength(MAX_ALT_LENGTH))),
});
export type FileMention = v.InferOutput<typeof FileMention>;

export const FileMentions = v.optional(v.pipe(v.array(FileMention), v.maxLength(MAX_FILES_A_MESSAGE, "too_big")));

/**
 * The address of a conversation's files for one reader: `base` + the file's id, and + "/thumbnail" for its small picture. It is
 * the same for an hour of the clock, so that a browser keeps what it has loaded, and ends at `until` (ms since 1970).
 */
export const FileGrant = v.object({ base: v.string(), until: v.number() });
export type FileGrant = v.InferOutput<typeof FileGrant>;

/** A file in words, for previews, search and summaries. */
export function fileWords({ show, name }: Pick<SentFile, "show" | "name">): string {
	const kind = { picture: "Picture", video: "Video", audio: "Recording", pdf: "PDF", download: "File" }[show];
	return `${kind}: ${name}`;
}

/** A message in words: its text, and its files. */
export const messageWords = ({ text, files }: { text: string; files?: SentFile[] | undefined }): string =>
	[text, ...(files ?? []).map(fileWords)].filter((part) => part !== "").join(" · ");

/** What is said of files to people: their kind and size, and why one can't be sent. */
import { MAX_FILES_A_MESSAGE, type SentFile } from "../../src/protocol/conversation/file.ts";
import type { FileChoice } from "./choose.ts";
import type { FileTrouble } from "./sender.ts";

/** "840 KB", "2.1 MB". */
export function sizeWords(bytes: number): string {
	if (bytes < 1_024) return `${bytes} bytes`;
	const kilobytes = bytes / 1_024;
	if (kilobytes < 1_000) return `${Math.round(kilobytes)} KB`;
	return `${(kilobytes / 1_024).toFixed(1)} MB`;
}

const types: Record<string, string> = {
	"image/svg+xml": "SVG, not shown",
	"image/heic": "HEIC picture",
	"image/heif": "HEIC picture",
	"text/html": "Web page, not shown",
	"application/pdf": "PDF",
	"application/zip": "ZIP",
	"video/quicktime": "QuickTime video",
};

/** What a file is, by its content; by its name's ending only where the content doesn't say and it is nothing that is shown. */
export function typeWords({ name, type, show }: Pick<SentFile, "name" | "type" | "show">): string {
	const known = Object.hasOwn(types, type) ? types[type] : undefined;
	if (known !== undefined) return known;
	const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase();
	const claims = /^(?:PNG|JPE?G|GIF|WEBP|AVIF|SVG|PDF|MP[34]|WEBM|M4A|OGG|WAV)$/;
	if (type === "" && ending !== undefined && claims.test(ending)) return `File, its content is no ${ending}`;
	return ending ?? (show === "download" ? "File" : show);
}

export function refusedWords({ name, reason }: FileChoice["refused"][number]): string {
	switch (reason) {
		case "empty":
			return `${name} is empty.`;
		case "too_big":
			return `${name} is larger than 25 MB.`;
		case "too_many":
			return `${name}: a message takes ${MAX_FILES_A_MESSAGE} files.`;
		default:
			return reason satisfies never;
	}
}

const troubles: Record<string, string> = {
	lost: "This browser doesn't have the file any more. Choose it again.",
	empty: "It is empty.",
	too_big: "It is larger than 25 MB.",
	forbidden: "It can't be sent here.",
	blocked: "It can't be sent here.",
	conflict: "It can't be sent here.",
};

/** Why a file wasn't sent: the server's own sentence where it has one. */
export const troubleWords = ({ reason, detail }: FileTrouble): string =>
	detail ?? (Object.hasOwn(troubles, reason) ? troubles[reason] : undefined) ?? "It wasn't accepted.";

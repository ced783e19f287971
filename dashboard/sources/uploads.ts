/**
 * Uploads of files: two at a time, each with its own state. They go on while the user is on another page of the dashboard. An
 * uploaded file is removed from here, because the list of sources shows it.
 */
import { signal } from "@preact/signals";
import { kindOf, MAX_FILE_BYTES } from "../../src/protocol/knowledge/source.ts";
import { uploadFile } from "./api.ts";

export type Upload = {
	id: number;
	file: File;
	state: "waiting" | "sending" | "failed";
	/** Why it failed. */
	reason: string | null;
};

const AT_ONCE = 2;
/** The wait before the next try, in ms, after the server refused a file because too many wait to be read. */
const BUSY_MS = 5_000;

export const uploads = signal<readonly Upload[]>([]);
/** A counter that grows with every uploaded file. */
export const arrivals = signal(0);

let lastId = 0;

/** A problem that is known without sending the file; null if there is none. */
function wrongWith(file: File): string | null {
	if (kindOf(file.name) === null)
		return "Files of this kind can't be read. Text, Markdown, HTML, PDF, Word (.docx) and CSV can.";
	if (file.size > MAX_FILE_BYTES)
		return `It is larger than ${MAX_FILE_BYTES / 1_048_576} MB. Split it into smaller files.`;
	return file.size === 0 ? "It is empty." : null;
}

export function add(files: Iterable<File>): void {
	const fresh = [...files].map((file): Upload => {
		const reason = wrongWith(file);
		return { id: ++lastId, file, state: reason === null ? "waiting" : "failed", reason };
	});
	// A file that is added again replaces its failed upload.
	const names = new Set(fresh.map(({ file }) => file.name));
	uploads.value = [...uploads.value.filter(({ state, file }) => state !== "failed" || !names.has(file.name)), ...fresh];
	sendNext();
}

export const dismiss = (id: number): void => {
	uploads.value = uploads.value.filter((upload) => upload.id !== id);
};

const change = (id: number, to: Partial<Upload>): void => {
	uploads.value = uploads.value.map((upload) => (upload.id === id ? { ...upload, ...to } : upload));
};

function sendNext(): void {
	const sending = uploads.value.filter(({ state }) => state === "sending").length;
	for (const upload of uploads.value.filter(({ state }) => state === "waiting").slice(0, AT_ONCE - sending))
		void send(upload);
}

async function send({ id, file }: Upload): Promise<void> {
	change(id, { state: "sending" });
	const answer = await uploadFile(file);
	if (answer.ok) {
		dismiss(id);
		arrivals.value++;
	} else if (answer.failure.reason === "busy") {
		setTimeout(() => {
			change(id, { state: "waiting" });
			sendNext();
		}, BUSY_MS);
		return;
	} else change(id, { state: "failed", reason: answer.failure.message });
	sendNext();
}

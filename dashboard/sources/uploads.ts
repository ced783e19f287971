/**
 * Files on their way to the Worker: two at a time, each with its own fate, going on while somebody looks at another page
 * of the dashboard. What arrived is the sources' list's to show.
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
/** Too many files wait to be read: some of them will be by then. */
const BUSY_MS = 5_000;

export const uploads = signal<readonly Upload[]>([]);
/** Goes up with every file that arrived. */
export const arrivals = signal(0);

let lastId = 0;

/** What can be told without sending it. */
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
	// A file that is tried again takes its failure's place.
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

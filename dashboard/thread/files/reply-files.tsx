/** The files of the reply or note that is being written: button, paste, drop, previews, and what a picture shows in words. */
import "./files.css";
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { choose, type FileChoice } from "../../../client/files/choose.ts";
import { refusedWords, sizeWords } from "../../../client/files/words.ts";
import { randomId } from "../../../client/id.ts";
import type { UnsentFile } from "../../../client/outbox/outbox.ts";
import { MAX_ALT_LENGTH } from "../../../src/protocol/conversation/file.ts";
import { Icon } from "../../ui/icon.tsx";
import { warn } from "../../ui/toast.tsx";
import type { OpenFiles } from "./open-files.ts";

export function useReplyFiles(files: OpenFiles) {
	const chosen = useSignal<UnsentFile[]>([]);
	const refused = useSignal<FileChoice["refused"]>([]);
	const add = async (all: File[]) => {
		const sender = await files.ready().catch(() => null);
		if (sender === null) {
			warn("Files can't be added just now. Check the connection and try again.");
			return;
		}
		const choice = choose(all, chosen.peek().length);
		refused.value = choice.refused;
		const added = await Promise.all(choice.chosen.map((file) => sender.add(file, randomId())));
		chosen.value = [...chosen.peek(), ...added];
	};
	/** Takes the files of a paste or drop, and leaves text to the browser. */
	const take = (event: Event, data: DataTransfer | null) => {
		// Office programs put a picture of a text beside it: the text is meant.
		if (!data?.types.includes("Files") || (data.types.includes("text/html") && data.types.includes("text/plain")))
			return;
		event.preventDefault();
		if (event.type !== "dragover") void add([...data.files]);
	};
	return {
		chosen,
		refused,
		add,
		on: {
			onPaste: (event: ClipboardEvent) => take(event, event.clipboardData),
			onDragOver: (event: DragEvent) => take(event, event.dataTransfer),
			onDrop: (event: DragEvent) => take(event, event.dataTransfer),
		},
		remove(id: string) {
			chosen.value = chosen.peek().filter((file) => file.id !== id);
			files.sender?.forget(id);
		},
		describe(id: string, alt: string) {
			chosen.value = chosen.peek().map((file) => (file.id === id ? { ...file, alt } : file));
		},
		/** The files are the outbox's now. */
		sent() {
			chosen.value = [];
			refused.value = [];
		},
	};
}

export type ReplyFiles = ReturnType<typeof useReplyFiles>;

export function AddFiles({ files }: { files: ReplyFiles }) {
	const input = useRef<HTMLInputElement>(null);
	return (
		<>
			<input
				ref={input}
				type="file"
				multiple
				hidden
				onChange={(event) => {
					const all = [...(event.currentTarget.files ?? [])];
					event.currentTarget.value = "";
					void files.add(all);
				}}
			/>
			<button
				type="button"
				class="btn q"
				aria-label="Add files"
				title="Add files"
				onClick={() => input.current?.click()}
			>
				<Icon name="clip" small />
			</button>
		</>
	);
}

export function ChosenFiles({ files, open }: { files: ReplyFiles; open: OpenFiles }) {
	const { chosen, refused } = files;
	void open.changes.value;
	if (chosen.value.length === 0 && refused.value.length === 0) return null;
	return (
		<div class="chosen">
			{chosen.value.map((file) => {
				const isPicture = file.type.startsWith("image/");
				const address = isPicture ? (open.sender?.address(file.id) ?? null) : null;
				return (
					<div key={file.id} class="file">
						{address === null ? <Icon name="file" /> : <img class="thumb" src={address} alt="" />}
						<span class="fn">
							<bdi>{file.name}</bdi>
							{isPicture ? (
								<input
									class="input alt"
									dir="auto"
									placeholder="What it shows, for those who can't see it"
									aria-label={`What ${file.name} shows`}
									maxLength={MAX_ALT_LENGTH}
									value={file.alt ?? ""}
									onInput={(event) => files.describe(file.id, event.currentTarget.value)}
								/>
							) : (
								<small>{sizeWords(file.size)}</small>
							)}
						</span>
						<button
							type="button"
							class="btn q"
							aria-label={`Remove ${file.name}`}
							onClick={() => files.remove(file.id)}
						>
							<Icon name="cross" small />
						</button>
					</div>
				);
			})}
			{refused.value.map((file) => (
				<p key={file.name} role="alert" dir="auto">
					{refusedWords(file)}
				</p>
			))}
		</div>
	);
}

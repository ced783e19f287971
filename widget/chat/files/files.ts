/**
 * Files in the chat: choosing, previews, sending with progress, and those of messages. A module of its own, which later.ts imports
 * with the first file. It doesn't bundle Preact: the chat passes its `h`. What sends files is client/files.
 */
import type { ComponentChild } from "preact";
import { choose } from "../../../client/files/choose.ts";
import { FileSender } from "../../../client/files/sender.ts";
import { randomId } from "../../../client/id.ts";
import type { Outbox, Unsent, UnsentFile } from "../../../client/outbox/outbox.ts";
import type { Message } from "../../../src/protocol/conversation/entry.ts";
import type { Beginning } from "../session/later.ts";
import css from "./files.css?inline";
import { Addresses } from "../../../client/files/addresses.ts";
import { drawings } from "./draw.ts";

export type Files = {
	/** Draws the files of a message, sent or not. */
	ofMessage(message: Message | Unsent): ComponentChild;
	/** Draws the files that are chosen for the message being written, and why others can't be. */
	chosen(): ComponentChild;
	/** Opens the browser's dialog. */
	pick(): void;
	add(files: File[]): Promise<void>;
	/** The outbox has changed. */
	check(): void;
	close(): void;
};

export type FilesOptions = Beginning & { outbox: Outbox; prefix: string; draw(): void };

export type FilesModule = { files: typeof files };

const sheet = new CSSStyleSheet();

export function files({ session, h, base, headers, root, outbox, prefix, draw }: FilesOptions): Files {
	if (!root.adoptedStyleSheets.includes(sheet)) {
		sheet.replaceSync(css);
		root.adoptedStyleSheets.push(sheet);
	}
	const sender = new FileSender({ outbox, owner: prefix, target: { base, headers }, onChange: draw });
	const addresses = new Addresses({ base, headers, onChange: draw });
	const show = drawings(h);
	let refused: ReturnType<typeof choose>["refused"] = [];

	const input = document.createElement("input");
	input.type = "file";
	input.hidden = true;
	input.multiple = true;
	root.append(input);
	input.onchange = () => {
		const all = [...(input.files ?? [])];
		input.value = "";
		void add(all);
	};
	const open = (camera: boolean) => {
		for (const [name, value] of [
			["accept", "image/*"],
			["capture", "environment"],
		] as const)
			if (camera) input.setAttribute(name, value);
			else input.removeAttribute(name);
		input.click();
	};

	const attach = (all: UnsentFile[]) => {
		session.attached = all.length > 0 ? all : undefined;
	};

	async function add(all: File[]): Promise<void> {
		const choice = choose(all, session.attached?.length ?? 0);
		({ refused } = choice);
		const added = await Promise.all(choice.chosen.map((file) => sender.add(file, randomId())));
		attach([...(session.attached ?? []), ...added]);
		draw();
		root.querySelector("textarea")?.focus();
	}

	return {
		add,
		pick: () => open(false),
		check: () => sender.check(),
		ofMessage: (message) =>
			"author" in message
				? show.sent(message.files ?? [], addresses)
				: show.unsent(message, sender, (id) => {
						sender.remove(message.id, id);
						draw();
					}),
		chosen: () =>
			show.chosen({
				files: session.attached ?? [],
				refused,
				sender,
				// A phone's dialog may have no camera.
				camera: matchMedia("(pointer:coarse)").matches ? () => open(true) : null,
				remove(id) {
					attach(session.attached?.filter((file) => file.id !== id) ?? []);
					sender.forget(id);
					draw();
				},
			}),
		close() {
			sender.close();
			addresses.close();
			input.remove();
		},
	};
}

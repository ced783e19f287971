/** The reply box's tabs: a reply to the visitor, or a note for the team. */
import type { RefObject } from "preact";
import type { Command, Offer } from "../../shell/commands/registry.ts";
import { KeyHint } from "../../shell/commands/use-commands.tsx";
import { type ThreadContext, writeNoteCommand, writeReplyCommand } from "../commands.ts";
import type { Mode } from "./drafts.ts";

type Props = {
	mode: Mode;
	onMode: (mode: Mode) => void;
	offer: (command: Command<ThreadContext>) => Offer;
	input: RefObject<HTMLTextAreaElement | null>;
};

export function ModeTabs({ mode, onMode, offer, input }: Props) {
	const tab = (command: Offer, value: Mode) => (
		<button
			type="button"
			role="tab"
			id={`tab-${value}`}
			aria-selected={mode === value}
			aria-controls="writing"
			tabIndex={mode === value ? 0 : -1}
			onClick={() => {
				onMode(value);
				input.current?.focus();
			}}
			onKeyDown={(event) => {
				if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
				onMode(value === "reply" ? "note" : "reply");
				document.getElementById(`tab-${value === "reply" ? "note" : "reply"}`)?.focus();
			}}
		>
			{command.name}
			<KeyHint of={command} />
		</button>
	);
	return (
		<div role="tablist" aria-label="What to write">
			{tab(offer(writeReplyCommand), "reply")}
			{tab(offer(writeNoteCommand), "note")}
		</div>
	);
}

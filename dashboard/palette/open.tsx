/** What may lie over every page: the palette of commands, and the sheet of keys. Their code is loaded when they are first opened. */
import { signal } from "@preact/signals";
import { ErrorBoundary } from "preact-iso";
import { panel } from "../shell/lazy.tsx";
import { useCommands } from "../shell/commands/use-commands.tsx";
import { undoCommands } from "../undo/commands.ts";
import { canTakeLatestBack, takeLatestBack } from "../undo/taken.ts";
import { overCommands } from "./commands.ts";
import { collectTyping, takeTypedAhead } from "./typed-ahead.ts";

const over = signal<"palette" | "keys" | null>(null);

const Palette = panel(() => import("./palette.tsx").then((module) => module.Palette));
const KeysSheet = panel(() => import("./keys-sheet.tsx").then((module) => module.KeysSheet));

function close(): void {
	over.value = null;
	takeTypedAhead();
}

export function Over() {
	useCommands(overCommands, {
		open: (what) => {
			// A dialog that is open asks for something: it isn't covered. The palette's own key closes it.
			if (over.value === what) close();
			else if (document.querySelector("dialog[open]") === null) {
				over.value = what;
				if (what === "palette") collectTyping(close);
			}
		},
	});
	useCommands(undoCommands, { canUndo: canTakeLatestBack, undo: () => void takeLatestBack() });
	return (
		<ErrorBoundary>
			{over.value === "palette" && <Palette onClose={close} />}
			{over.value === "keys" && <KeysSheet onClose={close} />}
		</ErrorBoundary>
	);
}

/** The command that takes the latest action back. Pure; taken.ts has the actions. */
import type { Command } from "../shell/commands/registry.ts";

type UndoContext = { canUndo(): boolean; undo(): void };

export const undoCommand: Command<UndoContext> = {
	id: "action.undo",
	name: "Undo",
	icon: "back",
	keys: ["Z", "Mod+Z"],
	when: ({ canUndo }) => canUndo(),
	run: ({ undo }) => undo(),
};

export const undoCommands: readonly Command<UndoContext>[] = [undoCommand];

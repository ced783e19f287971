/** Copilot's commands on the draft of a reply. Pure. */
import { LANGUAGES, TranslationLanguage } from "../../../src/protocol/conversation/copilot.ts";
import type { Command } from "../../shell/commands/registry.ts";
import type { Wish } from "./copilot.ts";

export type CopilotContext = {
	/** Whether the member can reply in this conversation. */
	canReply: boolean;
	/** Switches to the reply and requests a suggestion. */
	suggest(): void;
	/** Whether the draft is unchanged since copilot wrote it; the browser's undo covers only typing. */
	isPut: boolean;
	undo: (() => void) | null;
	redo: (() => void) | null;
	cancel: (() => void) | null;
};

export const suggestCommand: Command<CopilotContext> = {
	id: "copilot.suggest",
	name: "Suggest a reply",
	short: "Suggest",
	icon: "spark",
	keys: ["G", { press: "Mod+J", inField: true }],
	when: ({ canReply }) => canReply,
	run: ({ suggest }) => suggest(),
};

export const cancelCommand: Command<CopilotContext> = {
	id: "copilot.cancel",
	name: "Cancel",
	keys: [{ press: "Escape", inField: true }],
	when: ({ cancel }) => cancel !== null,
	run: ({ cancel }) => cancel?.(),
};

export const undoCommand: Command<CopilotContext> = {
	id: "copilot.undo",
	name: "Undo",
	keys: [{ press: "Mod+Z", inField: true, when: ({ isPut }) => isPut }],
	when: ({ undo }) => undo !== null,
	run: ({ undo }) => undo?.(),
};

export const redoCommand: Command<CopilotContext> = {
	id: "copilot.redo",
	name: "Redo",
	when: ({ redo }) => redo !== null,
	run: ({ redo }) => redo?.(),
};

export const copilotCommands: readonly Command<CopilotContext>[] = [
	suggestCommand,
	cancelCommand,
	undoCommand,
	redoCommand,
];

export type RewriteContext = { ask(wish: Wish): void };

export const rephraseCommand: Command<RewriteContext> = {
	id: "copilot.rephrase",
	name: "Rephrase",
	run: ({ ask }) => ask({ do: "rephrase" }),
};

export const shortenCommand: Command<RewriteContext> = {
	id: "copilot.shorten",
	name: "Shorter",
	run: ({ ask }) => ask({ do: "shorter" }),
};

export const translateCommand: Command<RewriteContext> = {
	id: "copilot.translate",
	name: "To the visitor's language",
	run: ({ ask }) => ask({ do: "translate" }),
};

export const translateIntoCommands: readonly Command<RewriteContext>[] = TranslationLanguage.options.map(
	(language) => ({
		id: `copilot.translate.${language}`,
		name: LANGUAGES[language],
		run: ({ ask }) => ask({ do: "translate", language }),
	}),
);

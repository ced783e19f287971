/** Moving through a list by keyboard: the same keys for conversations and contacts. */
import type { Command } from "./registry.ts";

export type ListContext = {
	isEmpty(): boolean;
	/** Moves the focus by so many lines. */
	move(by: number): void;
	toFirst(): void;
	toLast(): void;
	/** The arrow keys are the list's, not those of something else that scrolls. */
	hasArrows(): boolean;
	/** The focus is in the list, so that Home and End are its keys too. */
	hasFocus(): boolean;
};

export const listCommands: readonly Command<ListContext>[] = [
	{
		id: "list.next",
		name: "Next",
		keys: ["J", { press: "ArrowDown", when: ({ hasArrows }) => hasArrows() }],
		when: ({ isEmpty }) => !isEmpty(),
		run: ({ move }) => move(1),
	},
	{
		id: "list.previous",
		name: "Previous",
		keys: ["K", { press: "ArrowUp", when: ({ hasArrows }) => hasArrows() }],
		when: ({ isEmpty }) => !isEmpty(),
		run: ({ move }) => move(-1),
	},
	{
		id: "list.first",
		name: "First",
		keys: [{ press: "Home", when: ({ hasFocus }) => hasFocus() }],
		run: ({ toFirst }) => toFirst(),
	},
	{
		id: "list.last",
		name: "Last",
		keys: [{ press: "End", when: ({ hasFocus }) => hasFocus() }],
		run: ({ toLast }) => toLast(),
	},
];

/** The commands for moving through a list by keyboard, shared by conversations and contacts. */
import type { Command } from "./registry.ts";

export type ListContext = {
	isEmpty(): boolean;
	/** Moves the focus by this many rows. */
	move(by: number): void;
	toFirst(): void;
	toLast(): void;
	/** Whether the arrow keys belong to the list, and not to another scrolling region. */
	hasArrows(): boolean;
	/** Whether the focus is in the list, so that Home and End belong to it too. */
	hasFocus(): boolean;
};

export const listCommands: readonly Command<ListContext>[] = [
	{
		id: "list.next",
		unlisted: true,
		name: "Next",
		keys: ["J", { press: "ArrowDown", when: ({ hasArrows }) => hasArrows() }],
		when: ({ isEmpty }) => !isEmpty(),
		run: ({ move }) => move(1),
	},
	{
		id: "list.previous",
		unlisted: true,
		name: "Previous",
		keys: ["K", { press: "ArrowUp", when: ({ hasArrows }) => hasArrows() }],
		when: ({ isEmpty }) => !isEmpty(),
		run: ({ move }) => move(-1),
	},
	{
		id: "list.first",
		unlisted: true,
		name: "First",
		keys: [{ press: "Home", when: ({ hasFocus }) => hasFocus() }],
		run: ({ toFirst }) => toFirst(),
	},
	{
		id: "list.last",
		unlisted: true,
		name: "Last",
		keys: [{ press: "End", when: ({ hasFocus }) => hasFocus() }],
		run: ({ toLast }) => toLast(),
	},
];

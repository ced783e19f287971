/** The commands on a source: a file or site. Pure. */
import type { Source } from "../../src/protocol/knowledge/source.ts";
import type { Command } from "../shell/commands/registry.ts";

export type SourceContext = {
	source: Pick<Source, "kind" | "state">;
	readAgain(): void;
	change(): void;
	stop(): void;
	remove(): void;
};

const isReading = ({ source: { state } }: SourceContext): boolean => state === "waiting" || state === "running";
const isSite = ({ source: { kind } }: SourceContext): boolean => kind === "crawled";

export const readAgainCommand: Command<SourceContext> = {
	id: "source.readAgain",
	name: "Read again now",
	when: isSite,
	isHeld: isReading,
	run: ({ readAgain }) => readAgain(),
};

export const changeCommand: Command<SourceContext> = {
	id: "source.change",
	name: "Change",
	when: isSite,
	run: ({ change }) => change(),
};

export const stopCommand: Command<SourceContext> = {
	id: "source.stop",
	name: "Stop",
	when: isReading,
	run: ({ stop }) => stop(),
};

export const removeCommand: Command<SourceContext> = {
	id: "source.remove",
	name: "Remove",
	icon: "trash",
	danger: true,
	run: ({ remove }) => remove(),
};

/** The commands that open what may lie over every page. Pure. */
import type { Command } from "../shell/commands/registry.ts";

type OverContext = { open(what: "palette" | "keys"): void };

export const paletteCommand: Command<OverContext> = {
	id: "palette.open",
	name: "Find an action",
	keys: ["Mod+K"],
	unlisted: true,
	run: ({ open }) => open("palette"),
};

export const keysCommand: Command<OverContext> = {
	id: "keys.show",
	name: "Keys",
	icon: "keyboard",
	keys: ["?"],
	run: ({ open }) => open("keys"),
};

export const overCommands: readonly Command<OverContext>[] = [paletteCommand, keysCommand];

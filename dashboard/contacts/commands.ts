/** The commands on a contact. Pure. */
import type { Permission } from "../../src/auth/roles.ts";
import type { ContactProfile } from "../../src/protocol/contact.ts";
import type { Command } from "../shell/commands/registry.ts";

export type ContactContext = {
	block: ContactProfile["block"];
	can(permission: Permission): boolean;
	openBlockDialog(): void;
	unblock(): void;
};

export const blockCommand: Command<ContactContext> = {
	id: "contact.block",
	name: "Block",
	icon: "ban",
	danger: true,
	when: ({ block, can }) => block === null && can("block"),
	run: ({ openBlockDialog }) => openBlockDialog(),
};

export const unblockCommand: Command<ContactContext> = {
	id: "contact.unblock",
	name: "Unblock",
	when: ({ block, can }) => block !== null && can("block_long"),
	run: ({ unblock }) => unblock(),
};

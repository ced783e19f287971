/** The table of roles and permissions. The server calls `may` before every action; the dashboard calls it to hide buttons. */
import type { Role } from "../protocol/actor.ts";

/** The role, in D1, of a member who was removed. It is none of `Role`, so no release lets them in. */
export const REMOVED = "removed";

const everyone: readonly Role[] = ["owner", "admin", "agent", "viewer"];
const staff: readonly Role[] = ["owner", "admin", "agent"];
const leads: readonly Role[] = ["owner", "admin"];
/** Agents see their own figures alone. */
const onlookers: readonly Role[] = ["owner", "admin", "viewer"];
const owners: readonly Role[] = ["owner"];

const table = {
	/** Read conversations, contacts and knowledge. */
	see: everyone,
	/** Reply, note, take over, hand back, assign, close, reopen. */
	converse: staff,
	/** Block for up to 7 days. */
	block: staff,
	/** Block for longer, and unblock. */
	block_long: leads,
	edit_contacts: leads,
	/** Knowledge, widget and AI settings. */
	configure: leads,
	/** Invite, change roles, remove members. The owner is out of their reach. */
	manage_team: leads,
	/** The figures of the whole workspace. */
	read_figures: onlookers,
	read_audit: leads,
	/** Make another member the owner. */
	hand_over: owners,
} satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof table;

export const may = (role: Role, permission: Permission): boolean => table[permission].includes(role);

const permissions = Object.keys(table).filter((key): key is Permission => key in table);

/** All permissions of a role. */
export const permissionsOf = (role: Role): Permission[] => permissions.filter((permission) => may(role, permission));

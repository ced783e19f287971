/** The table of roles and permissions, in full. */
import { expect, test } from "vitest";
import { may, permissionsOf } from "../../../src/auth/roles.ts";

const lead = "see converse block block_long edit_contacts configure manage_team read_figures read_audit".split(" ");

test.each([
	["owner" as const, [...lead, "hand_over"]],
	["admin" as const, lead],
	["agent" as const, ["see", "converse", "block"]],
	["viewer" as const, ["see", "read_figures"]],
])("an %s may do just what the table says", (role, allowed) => {
	expect(permissionsOf(role)).toEqual(allowed);
});

test("a viewer may see and not reply, an agent may block and not for long", () => {
	expect([may("viewer", "see"), may("viewer", "converse")]).toEqual([true, false]);
	expect([may("agent", "block"), may("agent", "block_long")]).toEqual([true, false]);
});

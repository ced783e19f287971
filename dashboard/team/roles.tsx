/** The roles in words, and the choice among those that can be given. */
import type { Role } from "../../src/protocol/actor.ts";
import { GivenRole } from "../../src/protocol/people/team.ts";

export const roleWords: Record<Role, { name: string; text: string }> = {
	owner: { name: "Owner", text: "Everything, and hands the workspace over." },
	admin: { name: "Admin", text: "Everything but handing the workspace over." },
	agent: { name: "Agent", text: "Answers visitors, and blocks for up to 7 days." },
	viewer: { name: "Viewer", text: "Reads along and changes nothing." },
};

type Props = { value: GivenRole; onChange: (role: GivenRole) => void };

export const RoleChoice = ({ value, onChange }: Props) => (
	<fieldset class="choices">
		<legend>Role</legend>
		{GivenRole.options.map((role) => (
			<label key={role} class="pair">
				<input type="radio" name="role" class="cb round" checked={value === role} onChange={() => onChange(role)} />
				<span>
					{roleWords[role].name}
					<br />
					<span class="quiet">{roleWords[role].text}</span>
				</span>
			</label>
		))}
	</fieldset>
);

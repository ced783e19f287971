/** What holds for the whole workspace: the ways of who has set nothing, texts in what leaves Parley, and who is told next. */
import { lowered, quietDefaults, type WayTable, What } from "../../src/protocol/notification/table.ts";
import { saveWorkspace, type WorkspaceChange } from "../api.ts";
import { Section } from "../settings/section.tsx";
import { me } from "../shell/session.ts";
import { Field } from "../ui/field.tsx";
import { tell, warn } from "../ui/toast.tsx";
import { WaysTable } from "./way-table.tsx";

const minutes = [5, 10, 15, 30, 60];

async function save(change: WorkspaceChange, onSaved: () => void): Promise<void> {
	const answer = await saveWorkspace(change);
	if (!answer.ok) return void warn(`Not saved. ${answer.failure.message}`);
	me.value = answer.value;
	tell("Saved");
	onSaved();
}

export function WorkspaceSection({ onSaved }: { onSaved: () => void }) {
	const settings = me.value?.settings;
	if (!settings) return null;
	const { notificationDefaults, notificationsWithoutText, escalateAfterMinutes } = settings;
	const table: WayTable = lowered(notificationDefaults);
	return (
		<Section
			title="Whole workspace"
			text="What holds for members who haven't set it themselves. You can take ways away; members can add them for themselves."
		>
			<WaysTable
				label="Defaults of the workspace"
				rows={What.options}
				table={table}
				mayChange={(what, way) => quietDefaults[what].includes(way)}
				onChange={(what, ways) => void save({ notificationDefaults: { ...table, [what]: ways } }, onSaved)}
			/>
			<label class="pair">
				<input
					type="checkbox"
					class="cb"
					checked={notificationsWithoutText}
					onChange={(event) => void save({ notificationsWithoutText: event.currentTarget.checked }, onSaved)}
				/>
				<span>
					Leave out what was written
					<br />
					<span class="quiet">Mail, push and chat channels then say only that something happened, with a link.</span>
				</span>
			</label>
			<Field label="Where nobody reacts, tell the others">
				{(attributes) => (
					<select
						{...attributes}
						class="input narrow"
						value={escalateAfterMinutes ?? ""}
						onChange={(event) => {
							const { value } = event.currentTarget;
							void save({ escalateAfterMinutes: value === "" ? null : Number(value) }, onSaved);
						}}
					>
						{[...new Set([...minutes, escalateAfterMinutes ?? 15])]
							.toSorted((a, b) => a - b)
							.map((each) => (
								<option key={each} value={each}>
									after {each} minutes
								</option>
							))}
						<option value="">never</option>
					</select>
				)}
			</Field>
		</Section>
	);
}
